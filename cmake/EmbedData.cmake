# hf_embed_data(VARIABLE source NAMES name ...)
#
# Turns data/NAME.csv into byte arrays in one C file, made anew when a table changes; `source` gets
# its path. Bytes rather than text, because ISO C promises string literals of 4095 characters alone.
function(hf_embed_data)
    cmake_parse_arguments(E "" "VARIABLE" "NAMES" ${ARGN})
    set(output ${CMAKE_CURRENT_BINARY_DIR}/builtin_tables.c)
    list(TRANSFORM E_NAMES REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/data/\\1.csv" OUTPUT_VARIABLE tables)
    set(script ${PROJECT_SOURCE_DIR}/cmake/EmbedData.cmake)
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} "-DTABLES=${tables}" -DOUTPUT=${output} -P ${script}
        DEPENDS ${tables} ${script} COMMENT "Embedding data/*.csv" VERBATIM)
    set_source_files_properties(${output} PROPERTIES
        INCLUDE_DIRECTORIES ${PROJECT_SOURCE_DIR}/src/data)
    set(${E_VARIABLE} ${output} PARENT_SCOPE)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE AND TABLES)
    set(arrays "")
    set(rows "")
    foreach(table ${TABLES})
        get_filename_component(name ${table} NAME_WE)
        file(READ ${table} bytes HEX)
        string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
        string(APPEND arrays "static const unsigned char ${name}[] = {\n    ${bytes}\n};\n\n")
        string(APPEND rows "    {\"${name}\", ${name}, sizeof ${name}},\n")
    endforeach()
    file(WRITE ${OUTPUT} "/* Made by cmake/EmbedData.cmake from data/. */\n"
        "#include \"raw_table.h\"\n\n${arrays}"
        "const hf_data_builtin hf_data_builtins[] = {\n${rows}};\n"
        "const int64_t hf_data_builtin_count =\n    sizeof hf_data_builtins / sizeof hf_data_builtins[0];\n")
endif()
