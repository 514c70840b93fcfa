# rulemap_add_plugin(NAME [VERSION v] SOURCES a.cc ... [LIBS x ...])
#
# Builds one plugin from one set of sources:
#   NAME         NAME.so, loaded by an engine; exports one symbol, rulemap_plugin
#   NAME_static  a library for embedding: the same entry, named rulemap_entry_NAME
# The .so keeps its symbols to itself and resolves every one of them when it is linked.
set(RULEMAP_PLUGIN_CMAKE_DIR ${CMAKE_CURRENT_LIST_DIR} CACHE INTERNAL "")

function(rulemap_add_plugin name)
  cmake_parse_arguments(arg "" "VERSION" "SOURCES;LIBS" ${ARGN})
  if(NOT arg_VERSION)
    set(arg_VERSION 0.1.0)
  endif()
  add_library(${name} MODULE ${arg_SOURCES})
  add_library(${name}_static STATIC EXCLUDE_FROM_ALL ${arg_SOURCES})
  target_compile_definitions(${name}_static PRIVATE RULEMAP_ENTRY_SYMBOL=rulemap_entry_${name})
  foreach(target ${name} ${name}_static)
    target_link_libraries(${target} PRIVATE rulemap::sdk ${arg_LIBS})
    target_compile_definitions(${target} PRIVATE
      RULEMAP_PLUGIN_NAME="${name}" RULEMAP_PLUGIN_VERSION="${arg_VERSION}")
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
    set_target_properties(${target} PROPERTIES
      POSITION_INDEPENDENT_CODE ON
      C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    target_compile_features(${target} PRIVATE cxx_std_20)
  endforeach()
  set_target_properties(${name} PROPERTIES PREFIX "" OUTPUT_NAME ${name}
    LINK_DEPENDS ${RULEMAP_PLUGIN_CMAKE_DIR}/plugin.map)
  target_link_options(${name} PRIVATE
    LINKER:--version-script=${RULEMAP_PLUGIN_CMAKE_DIR}/plugin.map)
  # The sanitizers' runtime comes with the program, so their symbols stay open.
  if(NOT RULEMAP_SANITIZE)
    target_link_options(${name} PRIVATE LINKER:-z,defs)
  endif()
endfunction()
