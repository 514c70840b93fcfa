# rulemap-sdk.pc for plugins, rulemap.pc for programs, rulemap-plugins.pc for programs with plugins
# linked in. Each finds its prefix from the place where it stands, so an installed tree may be moved.
file(RELATIVE_PATH RULEMAP_PC_UP /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p)
get_property(RULEMAP_PC_LIBS GLOBAL PROPERTY RULEMAP_LIB_ARCHIVES)
list(JOIN RULEMAP_PC_LIBS " " RULEMAP_PC_LIBS)
list(JOIN RULEMAP_PKGCONFIG_MODULES " " RULEMAP_PC_MODULES)
list(TRANSFORM RULEMAP_PLUGINS PREPEND -lrulemap_plugin_ OUTPUT_VARIABLE RULEMAP_PC_PLUGINS)
list(JOIN RULEMAP_PC_PLUGINS " " RULEMAP_PC_PLUGINS)
list(JOIN CMAKE_DL_LIBS " -l" RULEMAP_PC_SYSTEM)
foreach(file "sdk:rulemap-sdk" "engine:rulemap" "plugins:rulemap-plugins")
  string(REPLACE ":" ";" file ${file})
  list(POP_FRONT file component)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${file}.pc.in ${PROJECT_BINARY_DIR}/${file}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${file}.pc
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT ${component})
endforeach()
