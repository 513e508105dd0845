# hf_module(NAME SOURCES ... [DEPENDS module ...] [LIBRARIES target ...])
#
# One folder of src/ as an object library. Besides, for the tests, a small shared library of the same
# objects is linked against nothing but the modules and libraries named here, with undefined symbols
# forbidden: a call into a module that this one may not use breaks the build. Headers of third parties are
# only found where LIBRARIES names them, so mpi.h and hdf5.h stay where they belong.
function(hf_module name)
    cmake_parse_arguments(M "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
    if(NOT M_SOURCES)
        return()
    endif()
    add_library(hf_${name} OBJECT ${M_SOURCES})
    target_link_libraries(hf_${name} PRIVATE hf_options ${M_LIBRARIES})
    if(NOT HOLDFAST_TESTS)
        return()
    endif()
    list(TRANSFORM M_DEPENDS PREPEND hf_layer_ OUTPUT_VARIABLE layers)
    # Without the program's main.c, which has what a shared library may not have.
    add_library(hf_layer_${name} SHARED $<FILTER:$<TARGET_OBJECTS:hf_${name}>,EXCLUDE,/main\\.c>)
    set_target_properties(hf_layer_${name} PROPERTIES
        LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/layers LINKER_LANGUAGE C)
    target_link_libraries(hf_layer_${name} PRIVATE hf_options ${layers} ${M_LIBRARIES} m)
    # The sanitizers' own symbols come with the program.
    if(NOT HOLDFAST_SANITIZE)
        target_link_options(hf_layer_${name} PRIVATE -Wl,-z,defs)
    endif()
endfunction()

# hf_unit_test(NAME [SLOW] SOURCES file ... MODULES module ... [LIBRARIES target ...] [CASES word ...])
#
# A cmocka test linked to the modules it names, run from the test's source folder; with CASES a test for
# each word, handed to the program. Unless SLOW it is in `ctest -L quick`, for the module that its folder
# is named after.
function(hf_unit_test name)
    cmake_parse_arguments(T "SLOW" "" "SOURCES;MODULES;LIBRARIES;CASES" ${ARGN})
    list(TRANSFORM T_MODULES PREPEND hf_layer_ OUTPUT_VARIABLE layers)
    add_executable(${name} ${T_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE hf_options ${layers} ${T_LIBRARIES} holdfast::cmocka m)
    set(tests ${name})
    if(T_CASES)
        list(TRANSFORM T_CASES PREPEND ${name}_ OUTPUT_VARIABLE tests)
    endif()
    get_filename_component(module ${CMAKE_CURRENT_SOURCE_DIR} NAME)
    foreach(test ${tests})
        string(REGEX REPLACE "^${name}_?" "" case ${test})
        add_test(NAME ${test} COMMAND ${name} ${case} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
        set_tests_properties(${test} PROPERTIES SKIP_RETURN_CODE 77)
        hf_time_limit(${test} 600)
        if(NOT T_SLOW)
            hf_quick(${test} ${module})
        endif()
    endforeach()
endfunction()
