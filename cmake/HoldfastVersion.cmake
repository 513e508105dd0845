# Writes version.h: as a script at build time (so that a new commit is seen without configuring
# again), included at configure time. Needs SOURCE, OUTPUT and what version.h.in names.
set(HOLDFAST_COMMIT "unknown")
find_program(HOLDFAST_GIT git)
if(HOLDFAST_GIT AND EXISTS ${SOURCE}/.git)
    execute_process(COMMAND ${HOLDFAST_GIT} -C ${SOURCE} describe --always --dirty --abbrev=12
            --exclude=*
        OUTPUT_VARIABLE commit RESULT_VARIABLE failed ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT failed)
        set(HOLDFAST_COMMIT ${commit})
    endif()
endif()
configure_file(${SOURCE}/include/holdfast/version.h.in ${OUTPUT} @ONLY)
