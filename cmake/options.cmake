# Warnings and sanitizers. Everything of ours links rulemap_options; nothing of others does.
add_library(rulemap_options INTERFACE)
target_compile_options(rulemap_options INTERFACE
  # g++ 12 sees overlapping copies in std::string where there are none (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
  $<$<BOOL:${RULEMAP_WERROR}>:-Werror>)

set(RULEMAP_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize= (address,undefined or thread)")
if(RULEMAP_SANITIZE)
  add_compile_options(-fsanitize=${RULEMAP_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${RULEMAP_SANITIZE})
endif()
