# An install stops before its first file where something was not built, and never in the middle.
# rulemap_install_needs(COMPONENT TARGET...): what that component is made of.
function(rulemap_install_needs component)
  foreach(target IN LISTS ARGN)
    set_property(GLOBAL APPEND PROPERTY RULEMAP_INSTALL_NEEDS
                 "${component}|$<TARGET_FILE:${target}>")
  endforeach()
endfunction()

set(RULEMAP_INSTALL_LIST ${PROJECT_BINARY_DIR}/install_needs.txt)
# Read when it is installed: the list is complete only once everything is configured.
install(CODE "
  file(STRINGS \"${RULEMAP_INSTALL_LIST}\" needed)
  foreach(each IN LISTS needed)
    string(REPLACE \"|\" \";\" each \"\${each}\")
    list(POP_FRONT each component)
    if(NOT CMAKE_INSTALL_COMPONENT OR CMAKE_INSTALL_COMPONENT STREQUAL component)
      if(NOT EXISTS \"\${each}\")
        message(FATAL_ERROR \"nothing was installed: \${each} is not built; \"
                \"`cmake --build ${PROJECT_BINARY_DIR}` builds everything, \"
                \"`scripts/install PREFIX` builds without the tests and installs\")
      endif()
    endif()
  endforeach()" ALL_COMPONENTS)

function(rulemap_write_install_needs)
  get_property(needs GLOBAL PROPERTY RULEMAP_INSTALL_NEEDS)
  list(JOIN needs "\n" needs)
  file(GENERATE OUTPUT ${RULEMAP_INSTALL_LIST} CONTENT "${needs}\n")
endfunction()
