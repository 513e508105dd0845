# Writes version.h: as a script at build time (so that a new commit is seen without configuring
# again), included at configure time. Needs SOURCE, OUTPUT and what version.h.in names.
#
# The commit comes from git, or from what `git archive` has written into archive-commit.txt.
set(HOLDFAST_COMMIT "unknown")
file(STRINGS ${SOURCE}/cmake/archive-commit.txt archived LIMIT_COUNT 1)
find_program(HOLDFAST_GIT git)
if(archived MATCHES "^[0-9a-f]+$")
    string(SUBSTRING ${archived} 0 12 HOLDFAST_COMMIT)
elseif(HOLDFAST_GIT AND EXISTS ${SOURCE}/.git)
    execute_process(COMMAND ${HOLDFAST_GIT} -C ${SOURCE} describe --always --dirty --abbrev=12
            --exclude=*
        OUTPUT_VARIABLE commit RESULT_VARIABLE failed ERROR_VARIABLE why OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(failed)
        message(WARNING "git does not tell the commit, which results files will call unknown: ${why}")
    else()
        set(HOLDFAST_COMMIT ${commit})
    endif()
endif()
configure_file(${SOURCE}/include/holdfast/version.h.in ${OUTPUT} @ONLY)
