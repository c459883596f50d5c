# touchstone_embed_texts(OUT FOLDER FILE...) makes OUT, which holds the files of FOLDER as texts, so
# that programs need no source tree at run time. See shipped_packs.cc for its use.
function(touchstone_embed_texts out folder)
  set(root ${CMAKE_CURRENT_SOURCE_DIR}/${folder})
  set(target_file ${CMAKE_CURRENT_BINARY_DIR}/${out})
  set(files ${ARGN})
  list(TRANSFORM files PREPEND ${root}/)
  get_filename_component(feature ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed_texts_script.cmake)
  add_custom_command(
    OUTPUT ${target_file}
    COMMAND ${CMAKE_COMMAND} -D OUT=${target_file} -D ROOT=${root} -D FEATURE=${feature}
            "-DFILES=${files}" -P ${script}
    DEPENDS ${files} ${script}
    VERBATIM)
endfunction()
