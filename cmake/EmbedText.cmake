# hf_embed_text(VARIABLE source PREFIX prefix FILES file ...)
#
# Turns text files into char arrays ended by a NUL in one C file, made anew when a file changes:
# style.css becomes <prefix>_style; and lists them in <prefix>_texts: name, array, ..., NULL. Bytes
# rather than text, because ISO C promises string literals of 4095 characters alone. A line
# load 'FILE' becomes that file's text: the program reads none when it runs. `source` gets the C
# file's path.
function(hf_embed_text)
    cmake_parse_arguments(E "" "VARIABLE;PREFIX" "FILES" ${ARGN})
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${E_PREFIX}_text.c)
    list(TRANSFORM E_FILES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE files)
    set(script ${PROJECT_SOURCE_DIR}/cmake/EmbedText.cmake)
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} "-DTEXTS=${files}" -DPREFIX=${E_PREFIX} -DOUTPUT=${output}
            -P ${script}
        DEPENDS ${files} ${script} COMMENT "Embedding texts as ${E_PREFIX}" VERBATIM)
    set(${E_VARIABLE} ${output} PARENT_SCOPE)
endfunction()

# The text of a file with those that it loads in their places.
function(read_text file variable)
    file(READ ${file} text)
    get_filename_component(folder ${file} DIRECTORY)
    while(text MATCHES "(^|\n)load '([^'\n]+)'\n")
        set(line "load '${CMAKE_MATCH_2}'\n")
        file(READ ${folder}/${CMAKE_MATCH_2} loaded)
        string(REPLACE "${line}" "${loaded}" text "${text}")
    endwhile()
    set(${variable} "${text}" PARENT_SCOPE)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE AND TEXTS)
    set(arrays "")
    set(list "")
    foreach(file ${TEXTS})
        get_filename_component(name ${file} NAME_WE)
        string(MAKE_C_IDENTIFIER ${PREFIX}_${name} array)
        read_text(${file} text)
        string(HEX "${text}" bytes)
        string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
        string(APPEND arrays "extern const char ${array}[];\n"
            "const char ${array}[] = {\n    ${bytes} 0};\n")
        string(APPEND list "    \"${name}\", ${array},\n")
    endforeach()
    file(WRITE ${OUTPUT} "/* Made by cmake/EmbedText.cmake. */\n${arrays}"
        "extern const char *const ${PREFIX}_texts[];\n"
        "const char *const ${PREFIX}_texts[] = {\n${list}    0};\n")
endif()
