# libholdfast, the executable, and what `cmake --install` puts where.
#
# hf_products(MODULES module ... LIBRARY_MODULES module ...)
#
# The executable holds all modules, libholdfast those that need no MPI.
option(BUILD_SHARED_LIBS "libholdfast as a shared library" ON)
include(CMakePackageConfigHelpers)

# version.h, at configure time and before every build.
string(TOUPPER "CMAKE_C_FLAGS_${CMAKE_BUILD_TYPE}" build_type_flags)
string(STRIP "${CMAKE_C_FLAGS} ${${build_type_flags}} -ffp-contract=off" HOLDFAST_FLAGS)
string(REGEX REPLACE "([\"\\])" "\\\\\\1" HOLDFAST_FLAGS "${HOLDFAST_FLAGS}")
set(version_header ${CMAKE_BINARY_DIR}/include/holdfast/version.h)
set(version_script ${CMAKE_CURRENT_LIST_DIR}/HoldfastVersion.cmake)
set(SOURCE ${CMAKE_SOURCE_DIR})
set(OUTPUT ${version_header})
include(${version_script})
add_custom_target(holdfast_version BYPRODUCTS ${version_header}
    COMMAND ${CMAKE_COMMAND} -D SOURCE=${CMAKE_SOURCE_DIR} -D OUTPUT=${version_header}
        -D PROJECT_VERSION=${PROJECT_VERSION} -D CMAKE_C_COMPILER_ID=${CMAKE_C_COMPILER_ID}
        -D CMAKE_C_COMPILER_VERSION=${CMAKE_C_COMPILER_VERSION} -D HOLDFAST_FLAGS=${HOLDFAST_FLAGS}
        -P ${version_script}
    COMMENT "Looking up the commit" VERBATIM)

function(hf_products)
    cmake_parse_arguments(P "" "" "MODULES;LIBRARY_MODULES" ${ARGN})
    set(library_objects ${P_LIBRARY_MODULES})
    list(TRANSFORM library_objects REPLACE "(.+)" "$<TARGET_OBJECTS:hf_\\1>")
    set(objects ${P_MODULES})
    list(TRANSFORM objects REPLACE "(.+)" "$<TARGET_OBJECTS:hf_\\1>")
    foreach(module ${P_MODULES})
        add_dependencies(hf_${module} holdfast_version)
    endforeach()
    set(third_parties lib_yaml lib_csv lib_hdf5 lib_zlib lib_xxhash)

    add_executable(holdfast ${objects})
    target_link_libraries(holdfast PRIVATE ${third_parties} MPI::MPI_C OpenMP::OpenMP_C m)
    set_target_properties(holdfast PROPERTIES LINKER_LANGUAGE C
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

    # Those who link the static library need the others' libraries too; a shared one brings them.
    add_library(libholdfast ${library_objects})
    set(third_party_files ${lib_yaml_LIBRARY} ${lib_csv_LIBRARY} ${HDF5_C_HL_LIBRARIES}
        ${HDF5_C_LIBRARIES} ${lib_zlib_LIBRARY} ${lib_xxhash_LIBRARY} m)
    list(REMOVE_DUPLICATES third_party_files)
    if(BUILD_SHARED_LIBS)
        target_link_libraries(libholdfast PRIVATE ${third_parties} OpenMP::OpenMP_C m)
    else()
        target_link_libraries(libholdfast INTERFACE ${third_party_files} ${OpenMP_C_LIBRARIES})
    endif()
    target_include_directories(libholdfast INTERFACE
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    set_target_properties(libholdfast PROPERTIES OUTPUT_NAME holdfast EXPORT_NAME holdfast
        LINKER_LANGUAGE C VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
    hf_install("${third_party_files}")
endfunction()

function(hf_install third_party_files)
    set(package ${CMAKE_INSTALL_LIBDIR}/cmake/holdfast)
    install(TARGETS holdfast RUNTIME)
    install(TARGETS libholdfast EXPORT holdfastTargets)
    install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/holdfast TYPE INCLUDE FILES_MATCHING PATTERN *.h)
    install(FILES ${version_header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/holdfast)
    hf_install_documents()
    install(EXPORT holdfastTargets NAMESPACE holdfast:: DESTINATION ${package})
    configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/holdfastConfig.cmake.in
        ${CMAKE_BINARY_DIR}/holdfastConfig.cmake INSTALL_DESTINATION ${package})
    write_basic_package_version_file(${CMAKE_BINARY_DIR}/holdfastConfigVersion.cmake
        COMPATIBILITY SameMinorVersion)
    install(FILES ${CMAKE_BINARY_DIR}/holdfastConfig.cmake
        ${CMAKE_BINARY_DIR}/holdfastConfigVersion.cmake DESTINATION ${package})
    list(TRANSFORM third_party_files REPLACE "^([^/-].*)$" "-l\\1")
    list(JOIN third_party_files " " PRIVATE_LIBRARIES)
    file(RELATIVE_PATH PREFIX_FROM_PC /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
    string(REGEX REPLACE "/$" "" PREFIX_FROM_PC ${PREFIX_FROM_PC})
    configure_file(${CMAKE_SOURCE_DIR}/cmake/holdfast.pc.in ${CMAKE_BINARY_DIR}/holdfast.pc @ONLY)
    install(FILES ${CMAKE_BINARY_DIR}/holdfast.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

# Documents keep their folders, so that their links hold.
function(hf_install_documents)
    install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/README.md
        ${CMAKE_SOURCE_DIR}/CHANGELOG.md TYPE DOC)
    install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs ${CMAKE_SOURCE_DIR}/examples
        ${CMAKE_SOURCE_DIR}/configs TYPE DOC)
    install(DIRECTORY ${CMAKE_SOURCE_DIR}/jobs TYPE DOC
        PATTERN local.sh EXCLUDE PATTERN setup.sh EXCLUDE)
    configure_file(${CMAKE_SOURCE_DIR}/man/holdfast.1.in ${CMAKE_BINARY_DIR}/holdfast.1 @ONLY)
    install(FILES ${CMAKE_BINARY_DIR}/holdfast.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    install(FILES ${CMAKE_SOURCE_DIR}/completion/holdfast
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
endfunction()

include(HoldfastPackage)
