# rulemap_test(NAME LABEL label SOURCES a.cc ... LIBS x y): one test program under one label.
# Every label has a budget in scripts/test; labels: unit golden contract interop fuzz.
find_package(GTest REQUIRED)
include(GoogleTest)
function(rulemap_test name)
  cmake_parse_arguments(arg "" "LABEL" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBS} rulemap_options GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    RULEMAP_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    RULEMAP_SHARED_DATA="${PROJECT_SOURCE_DIR}/../shared/data")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${arg_LABEL})
endfunction()
