# `cpack` in the build folder: with CMAKE_INSTALL_PREFIX=/usr a Debian package of all that is installed (the prefix
# puts libraries where Debian has them, lib/<multiarch>), with any other prefix an archive.
set(CPACK_GENERATOR TGZ)
find_program(HOLDFAST_SHLIBDEPS dpkg-shlibdeps)
find_program(HOLDFAST_FILE_TYPES file) # CPack asks it for the libraries' types
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr" AND HOLDFAST_SHLIBDEPS AND HOLDFAST_FILE_TYPES
    AND NOT CMAKE_VERSION VERSION_LESS 3.19)
    set(CPACK_GENERATOR DEB)
    # The libraries' packages and the versions of them that are needed, from the files themselves.
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()

set(CPACK_PACKAGE_NAME holdfast)
set(CPACK_PACKAGE_VENDOR "the holdfast authors")
# Debian wants an address; this one is reserved for examples (RFC 2606), nobody reads it.
set(CPACK_PACKAGE_CONTACT "the holdfast authors <holdfast@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY
    "asks whether a small neural network's feature importance holds fast")
set(CPACK_PACKAGE_DESCRIPTION "holdfast trains a grid of seeds, hidden sizes and train/test splits
of a small neural network on MPI ranks and threads, counts how often each
feature is significant, says how sure that is, and keeps every weight in
one HDF5 file. This package holds the program, libholdfast with its
headers, the documents and examples.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gnuplot-nox")
if(HOLDFAST_MPI AND HOLDFAST_MPI_IS_MPICH)
    string(APPEND CPACK_DEBIAN_PACKAGE_RECOMMENDS ", mpich")
elseif(HOLDFAST_MPI)
    string(APPEND CPACK_DEBIAN_PACKAGE_RECOMMENDS ", openmpi-bin")
endif()
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, python3-h5py")
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ${BUILD_SHARED_LIBS})
if(BUILD_SHARED_LIBS)
    set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/debian/triggers)
endif()
# Copyright, changelog, overrides and the packed man page; this is what takes CMake 3.19.
file(READ ${PROJECT_SOURCE_DIR}/LICENSE HOLDFAST_LICENSE)
configure_file(${PROJECT_SOURCE_DIR}/packaging/debian/copyright.in
    ${PROJECT_BINARY_DIR}/debian/copyright @ONLY)
set(CPACK_HOLDFAST_DEBIAN ${PROJECT_SOURCE_DIR}/packaging/debian)
set(CPACK_HOLDFAST_COPYRIGHT ${PROJECT_BINARY_DIR}/debian/copyright)
set(CPACK_PRE_BUILD_SCRIPTS ${CPACK_HOLDFAST_DEBIAN}/finish.cmake)

include(CPack)
