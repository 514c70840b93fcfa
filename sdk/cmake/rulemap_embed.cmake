# rulemap_embed(TARGET SYMBOL FILE): the bytes of FILE inside TARGET, between SYMBOL and SYMBOL_end.
# The assembler reads the file, so a megabyte of facts costs no compile time.
function(rulemap_embed target symbol file)
  get_filename_component(path ${file} ABSOLUTE)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
  .section .rodata
  .global @symbol@
  .hidden @symbol@
  .global @symbol@_end
  .hidden @symbol@_end
  .balign 16
@symbol@:
  .incbin "@path@"
@symbol@_end:
  .byte 0
  .section .note.GNU-stack,"",%progbits
]])
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${path})
  target_sources(${target} PRIVATE ${source})
endfunction()
