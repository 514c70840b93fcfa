# Warnings and sanitizers. Everything of ours links rulemap_options; nothing of others does.
add_library(rulemap_options INTERFACE)
target_compile_options(rulemap_options INTERFACE
  # g++ 12 sees overlapping copies in std::string where there are none (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # RapidJSON 1.1's iterators compare in the way of C++17, in loops over members too.
  $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-ambiguous-reversed-operator>
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
  $<$<BOOL:${RULEMAP_WERROR}>:-Werror>)

option(RULEMAP_LIBFUZZER "Link the fuzz targets with libFuzzer (clang only)" OFF)
if(RULEMAP_LIBFUZZER)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "RULEMAP_LIBFUZZER needs clang, not ${CMAKE_CXX_COMPILER_ID}")
  endif()
  # libFuzzer steers by what an input reaches, so all of ours has to tell.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

set(RULEMAP_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize= (address,undefined or thread)")
if(RULEMAP_SANITIZE)
  add_compile_options(-fsanitize=${RULEMAP_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_compile_options(
    $<$<CXX_COMPILER_ID:Clang>:-fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/cmake/clang_ignore.txt>)
  # g++ 12 guesses wrong about std::regex under sanitizers.
  target_compile_options(rulemap_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  add_link_options(-fsanitize=${RULEMAP_SANITIZE})
endif()
