# libholdfast, the executable, and what `cmake --install` puts where.
#
# hf_products(MODULES module ... LIBRARY_MODULES module ...)
#
# The executable holds all modules, libholdfast those that need no MPI.
include(CMakePackageConfigHelpers)

# version.h, at configure time and before every build.
string(TOUPPER "CMAKE_C_FLAGS_${CMAKE_BUILD_TYPE}" build_type_flags)
string(STRIP "${CMAKE_C_FLAGS} ${${build_type_flags}} -ffp-contract=off" HOLDFAST_FLAGS)
string(REGEX REPLACE "([\"\\])" "\\\\\\1" HOLDFAST_FLAGS "${HOLDFAST_FLAGS}")
set(version_header ${PROJECT_BINARY_DIR}/include/holdfast/version.h)
set(version_script ${CMAKE_CURRENT_LIST_DIR}/HoldfastVersion.cmake)
set(SOURCE ${PROJECT_SOURCE_DIR})
set(OUTPUT ${version_header})
include(${version_script})
add_custom_target(holdfast_version BYPRODUCTS ${version_header}
    COMMAND ${CMAKE_COMMAND} -D SOURCE=${PROJECT_SOURCE_DIR} -D OUTPUT=${version_header}
        -D PROJECT_VERSION=${PROJECT_VERSION} -D CMAKE_C_COMPILER_ID=${CMAKE_C_COMPILER_ID}
        -D CMAKE_C_COMPILER_VERSION=${CMAKE_C_COMPILER_VERSION} -D HOLDFAST_FLAGS=${HOLDFAST_FLAGS}
        -P ${version_script}
    COMMENT "Looking up the commit" VERBATIM)

# hf_library_files(RESULT library ...): targets, as HDF5's own CMake package names its libraries, by their files.
function(hf_library_files result)
    set(files "")
    foreach(library ${ARGN})
        if(TARGET ${library})
            get_target_property(library ${library} LOCATION)
        endif()
        list(APPEND files ${library})
    endforeach()
    set(${result} "${files}" PARENT_SCOPE)
endfunction()

# hf_foreign_folders(RESULT library ...): those of the libraries' folders that no loader searches by itself.
function(hf_foreign_folders result)
    set(known /lib /lib64 /usr/lib /usr/lib64)
    foreach(folder ${CMAKE_C_IMPLICIT_LINK_DIRECTORIES})
        get_filename_component(folder ${folder} REALPATH)
        list(APPEND known ${folder})
    endforeach()
    set(found "")
    foreach(library ${ARGN})
        if(NOT IS_ABSOLUTE "${library}")
            continue()
        endif()
        get_filename_component(real ${library} REALPATH)
        get_filename_component(real ${real} DIRECTORY)
        if(NOT real IN_LIST known)
            get_filename_component(folder ${library} DIRECTORY)
            list(APPEND found ${folder})
        endif()
    endforeach()
    list(REMOVE_DUPLICATES found)
    set(${result} "${found}" PARENT_SCOPE)
endfunction()

function(hf_products)
    cmake_parse_arguments(P "" "" "MODULES;LIBRARY_MODULES" ${ARGN})
    set(library_objects ${P_LIBRARY_MODULES})
    list(TRANSFORM library_objects REPLACE "(.+)" "$<TARGET_OBJECTS:hf_\\1>")
    set(objects ${P_MODULES})
    list(TRANSFORM objects REPLACE "(.+)" "$<TARGET_OBJECTS:hf_\\1>")
    foreach(module ${P_MODULES})
        add_dependencies(hf_${module} holdfast_version)
    endforeach()
    set(third_parties holdfast::yaml holdfast::utf8proc holdfast::csv holdfast::hdf5 holdfast::zlib holdfast::xxhash
        OpenMP::OpenMP_C m)
    hf_library_files(third_party_files ${HOLDFAST_yaml_LIBRARY} ${HOLDFAST_utf8proc_LIBRARY} ${HOLDFAST_csv_LIBRARY} ${HDF5_C_HL_LIBRARIES}
        ${HDF5_C_LIBRARIES} ${HOLDFAST_zlib_LIBRARY} ${HOLDFAST_xxhash_LIBRARY} ${MPI_C_LIBRARIES})

    # Libraries below a prefix are found at run time too, unless whoever builds has a way of his own.
    if(NOT DEFINED CMAKE_INSTALL_RPATH AND NOT CMAKE_SKIP_INSTALL_RPATH)
        hf_foreign_folders(CMAKE_INSTALL_RPATH ${third_party_files})
    endif()

    add_executable(holdfast ${objects})
    target_link_libraries(holdfast PRIVATE ${third_parties} $<$<BOOL:${HOLDFAST_MPI}>:MPI::MPI_C>)
    set_target_properties(holdfast PROPERTIES LINKER_LANGUAGE C
        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

    add_library(libholdfast ${library_objects})
    add_library(holdfast::holdfast ALIAS libholdfast)
    target_link_libraries(libholdfast PRIVATE ${third_parties})
    target_include_directories(libholdfast PUBLIC
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    set_target_properties(libholdfast PROPERTIES OUTPUT_NAME holdfast EXPORT_NAME holdfast
        LINKER_LANGUAGE C VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
    if(HOLDFAST_INSTALL)
        hf_install()
    endif()
endfunction()

function(hf_install)
    set(package ${CMAKE_INSTALL_LIBDIR}/cmake/holdfast)
    install(TARGETS holdfast RUNTIME)
    install(TARGETS libholdfast EXPORT holdfastTargets)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/holdfast TYPE INCLUDE FILES_MATCHING PATTERN *.h
            PATTERN *.def)
    install(FILES ${version_header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/holdfast)
    hf_install_documents()
    install(EXPORT holdfastTargets NAMESPACE holdfast:: DESTINATION ${package})
    configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/holdfastConfig.cmake.in
        ${PROJECT_BINARY_DIR}/holdfastConfig.cmake INSTALL_DESTINATION ${package})
    write_basic_package_version_file(${PROJECT_BINARY_DIR}/holdfastConfigVersion.cmake
        COMPATIBILITY SameMinorVersion)
    install(FILES ${PROJECT_BINARY_DIR}/holdfastConfig.cmake
        ${PROJECT_BINARY_DIR}/holdfastConfigVersion.cmake
        ${PROJECT_SOURCE_DIR}/cmake/HoldfastLibraries.cmake DESTINATION ${package})
    hf_write_pkg_config()
    install(FILES ${PROJECT_BINARY_DIR}/holdfast.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

# hf_pkg_config_module(RESULT folder module ...): the first module that pkg-config knows with its headers in
# that folder; "" for none.
function(hf_pkg_config_module result folder)
    set(${result} "" PARENT_SCOPE)
    foreach(module ${ARGN})
        execute_process(COMMAND ${PKG_CONFIG_EXECUTABLE} --cflags-only-I ${module}
            OUTPUT_VARIABLE flags RESULT_VARIABLE failed ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
        string(REGEX REPLACE "(^| +)-I" ";" folders "${flags}")
        # A folder that the compiler searches anyway is not in the flags.
        if(NOT failed AND (folder IN_LIST folders OR (NOT flags AND folder STREQUAL /usr/include)))
            set(${result} ${module} PARENT_SCOPE)
            return()
        endif()
    endforeach()
endfunction()

# A shared libholdfast brings the others' libraries with it; for a static one they are named: by their
# pkg-config modules where there are any.
function(hf_write_pkg_config)
    set(PRIVATE_MODULES "")
    set(PRIVATE_LIBRARIES "")
    if(NOT BUILD_SHARED_LIBS)
        find_package(PkgConfig QUIET)
        list(GET HDF5_INCLUDE_DIRS 0 hdf5_include)
        set(modules "yaml,yaml-0.1" "utf8proc,libutf8proc" "csv," "zlib,zlib" "xxhash,libxxhash")
        set(HOLDFAST_hdf5_INCLUDE ${hdf5_include})
        list(APPEND modules "hdf5,hdf5-serial hdf5-openmpi hdf5-mpich hdf5")
        foreach(entry ${modules})
            string(REGEX REPLACE ",.*" "" name ${entry})
            string(REGEX REPLACE ".*," "" known ${entry})
            separate_arguments(known)
            set(module "")
            if(PKG_CONFIG_FOUND)
                hf_pkg_config_module(module ${HOLDFAST_${name}_INCLUDE} ${known})
            endif()
            set(files ${HOLDFAST_${name}_LIBRARY})
            if(name STREQUAL hdf5)
                hf_library_files(files ${HDF5_C_HL_LIBRARIES} ${HDF5_C_LIBRARIES})
                # The module names no high-level library.
                list(APPEND PRIVATE_LIBRARIES -lhdf5_hl)
            endif()
            if(module)
                list(APPEND PRIVATE_MODULES ${module})
                continue()
            endif()
            hf_foreign_folders(folders ${files})
            list(TRANSFORM folders PREPEND -L)
            list(APPEND PRIVATE_LIBRARIES ${folders})
            foreach(file ${files})
                get_filename_component(file ${file} NAME_WE)
                string(REGEX REPLACE "^lib" "-l" file ${file})
                list(APPEND PRIVATE_LIBRARIES ${file})
            endforeach()
        endforeach()
        list(APPEND PRIVATE_LIBRARIES ${OpenMP_C_FLAGS} -lm)
        list(REMOVE_DUPLICATES PRIVATE_LIBRARIES)
    endif()
    list(JOIN PRIVATE_MODULES " " PRIVATE_MODULES)
    list(JOIN PRIVATE_LIBRARIES " " PRIVATE_LIBRARIES)
    # Relative to the file, so that the installation can be moved, unless its folders are absolute.
    if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
        set(PC_PREFIX ${CMAKE_INSTALL_PREFIX})
        set(PC_LIBDIR ${CMAKE_INSTALL_FULL_LIBDIR})
        set(PC_INCLUDEDIR ${CMAKE_INSTALL_FULL_INCLUDEDIR})
    else()
        file(RELATIVE_PATH up /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
        string(REGEX REPLACE "/$" "" up ${up})
        set(PC_PREFIX "\${pcfiledir}/${up}")
        set(PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
        set(PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
    endif()
    configure_file(${PROJECT_SOURCE_DIR}/cmake/holdfast.pc.in ${PROJECT_BINARY_DIR}/holdfast.pc @ONLY)
endfunction()

# Documents keep their folders, so that their links hold.
function(hf_install_documents)
    install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md
        ${PROJECT_SOURCE_DIR}/CHANGELOG.md TYPE DOC)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/examples
        ${PROJECT_SOURCE_DIR}/configs TYPE DOC)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/jobs TYPE DOC
        PATTERN local.sh EXCLUDE PATTERN setup.sh EXCLUDE)
    configure_file(${PROJECT_SOURCE_DIR}/man/holdfast.1.in ${PROJECT_BINARY_DIR}/holdfast.1 @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/holdfast.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    install(FILES ${PROJECT_SOURCE_DIR}/completion/holdfast
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
endfunction()

if(HOLDFAST_INSTALL)
    include(HoldfastPackage)
endif()
