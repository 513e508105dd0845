# The MPI library, and the launcher that belongs to it: HOLDFAST_LAUNCHER, "" without MPI.
#
# Another MPI's launcher starts n runs of one rank, and machines often have several: the one that CMake
# finds first need not be this library's.
set(HOLDFAST_LAUNCHER "" CACHE FILEPATH "The launcher of the MPI library, where the wrong one is found")
if(NOT HOLDFAST_MPI)
    set(HOLDFAST_LAUNCHER "")
    set(MPIEXEC_EXECUTABLE "")
    return()
endif()

set(launcher_given ${MPIEXEC_EXECUTABLE})
find_package(MPI COMPONENTS C)
if(NOT MPI_C_FOUND)
    message(FATAL_ERROR "no MPI library found: install openmpi-bin and libopenmpi-dev (Debian), name the "
        "compiler of yours by -DMPI_C_COMPILER=mpicc, or build for one process with -DHOLDFAST_MPI=OFF")
endif()

# FindMPI keeps what it has found: another compiler would be taken no notice of.
get_filename_component(mpi_compiler "${MPI_C_COMPILER}" PROGRAM)
if(HOLDFAST_MPI_COMPILER AND NOT HOLDFAST_MPI_COMPILER STREQUAL mpi_compiler)
    message(FATAL_ERROR "this folder was configured with ${HOLDFAST_MPI_COMPILER}, not ${MPI_C_COMPILER}: use "
        "another build folder, or remove its CMakeCache.txt")
endif()
set(HOLDFAST_MPI_COMPILER "${mpi_compiler}" CACHE INTERNAL "")

# hf_launcher_fits(RESULT launcher pattern): does it call itself so?
function(hf_launcher_fits result launcher pattern)
    execute_process(COMMAND ${launcher} --version OUTPUT_VARIABLE said ERROR_VARIABLE said
        RESULT_VARIABLE ignored)
    string(REGEX MATCH "${pattern}" fits "${said}")
    set(${result} "${fits}" PARENT_SCOPE)
endfunction()

# Each library by a macro of its mpi.h, with the names and the words of its launcher.
include(CheckSymbolExists)
set(CMAKE_REQUIRED_LIBRARIES MPI::MPI_C)
check_symbol_exists(OMPI_MAJOR_VERSION mpi.h HOLDFAST_MPI_IS_OPEN_MPI)
check_symbol_exists(I_MPI_VERSION mpi.h HOLDFAST_MPI_IS_INTEL)
check_symbol_exists(MPICH_VERSION mpi.h HOLDFAST_MPI_IS_MPICH)
unset(CMAKE_REQUIRED_LIBRARIES)
if(HOLDFAST_MPI_IS_OPEN_MPI)
    set(launcher_names mpirun.openmpi mpirun mpiexec.openmpi mpiexec)
    set(launcher_words "Open MPI|OpenRTE|PRRTE")
elseif(HOLDFAST_MPI_IS_INTEL)
    set(launcher_names mpirun mpiexec mpiexec.hydra)
    set(launcher_words "Intel")
elseif(HOLDFAST_MPI_IS_MPICH)
    set(launcher_names mpiexec.mpich mpiexec.hydra mpiexec mpirun)
    set(launcher_words "HYDRA")
else() # one that we do not know: what CMake has found
    set(launcher_names ${MPIEXEC_EXECUTABLE})
    set(launcher_words ".")
endif()

get_filename_component(compiler_folder "${MPI_C_COMPILER}" DIRECTORY)
foreach(name ${launcher_given} ${launcher_names})
    if(HOLDFAST_LAUNCHER)
        break()
    endif()
    find_program(HOLDFAST_FOUND_${name} ${name} HINTS ${compiler_folder})
    mark_as_advanced(HOLDFAST_FOUND_${name})
    if(HOLDFAST_FOUND_${name})
        hf_launcher_fits(fits ${HOLDFAST_FOUND_${name}} "${launcher_words}")
        if(fits)
            set(HOLDFAST_LAUNCHER ${HOLDFAST_FOUND_${name}} CACHE FILEPATH "" FORCE)
        endif()
    endif()
endforeach()
# What the tests start ranks with.
set(MPIEXEC_EXECUTABLE ${HOLDFAST_LAUNCHER})
