# hf_embed_text(VARIABLE source PREFIX prefix FILES file ...)
#
# Turns text files into char arrays ended by a NUL in one C file, made anew when a file changes:
# style.css becomes <prefix>_style. Bytes rather than text, because ISO C promises string literals of
# 4095 characters alone. `source` gets the C file's path.
function(hf_embed_text)
    cmake_parse_arguments(E "" "VARIABLE;PREFIX" "FILES" ${ARGN})
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${E_PREFIX}_text.c)
    list(TRANSFORM E_FILES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE files)
    set(script ${PROJECT_SOURCE_DIR}/cmake/EmbedText.cmake)
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} "-DTEXTS=${files}" -DPREFIX=${E_PREFIX} -DOUTPUT=${output}
            -P ${script}
        DEPENDS ${files} ${script} COMMENT "Embedding ${E_FILES}" VERBATIM)
    set(${E_VARIABLE} ${output} PARENT_SCOPE)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE AND TEXTS)
    set(arrays "")
    foreach(file ${TEXTS})
        get_filename_component(name ${file} NAME_WE)
        file(READ ${file} bytes HEX)
        string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
        string(APPEND arrays "extern const char ${PREFIX}_${name}[];\n"
            "const char ${PREFIX}_${name}[] = {\n    ${bytes} 0};\n")
    endforeach()
    file(WRITE ${OUTPUT} "/* Made by cmake/EmbedText.cmake. */\n${arrays}")
endif()
