# `cpack --config build/CPackConfig.cmake`: a Debian package of all that is installed, and an archive.
set(CPACK_GENERATOR TGZ)
find_program(HOLDFAST_SHLIBDEPS dpkg-shlibdeps)
find_program(HOLDFAST_FILE_TYPES file) # CPack asks it for the libraries' types
if(HOLDFAST_SHLIBDEPS AND HOLDFAST_FILE_TYPES)
    list(PREPEND CPACK_GENERATOR DEB)
    # The libraries' packages and the versions of them that are needed, from the files themselves.
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()

set(CPACK_PACKAGE_NAME holdfast)
set(CPACK_PACKAGE_VENDOR "the holdfast authors")
set(CPACK_PACKAGE_CONTACT "the holdfast authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY
    "asks whether a small neural network's feature importance holds fast")
set(CPACK_PACKAGE_DESCRIPTION "holdfast trains a grid of seeds, hidden sizes and train/test splits \
of a small neural network on MPI ranks and threads, counts how often each feature is significant, \
says how sure that is, and keeps every weight in one HDF5 file. This package holds the program, \
libholdfast with its headers, the documents and examples.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gnuplot-nox, openmpi-bin")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, python3-h5py")
# The library's soname and the call of ldconfig.
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ${BUILD_SHARED_LIBS})

include(CPack)
