# Run by cpack when all files of a package are in their temporary folder: adds what Debian asks of one.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
    return()
endif()
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
set(documents ${root}/doc/holdfast)
find_program(GZIP gzip REQUIRED)

# The changes of this version in Debian's form: "- x" of CHANGELOG.md becomes "  * x", in lines of 78.
execute_process(COMMAND awk -v version=${CPACK_PACKAGE_VERSION} [[
    function put(word) {
        if (length(line " " word) > 78) { print line; line = "   " }
        line = line " " word
    }
    /^## / { on = ($2 == version) }
    on && /^- / { if (line) print line; line = "  *"; start = 2 }
    on && /^  / { start = 1 }
    on && (/^- / || /^  / && line) { for (i = start; i <= NF; i++) put($i) }
    END { if (line) print line }]] ${documents}/CHANGELOG.md OUTPUT_VARIABLE changes)
if(NOT changes)
    message(FATAL_ERROR "CHANGELOG.md says nothing of version ${CPACK_PACKAGE_VERSION}: "
        "add \"## ${CPACK_PACKAGE_VERSION}\" and its changes")
endif()
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC) # SOURCE_DATE_EPOCH, where it is set
file(WRITE ${documents}/changelog
    "holdfast (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n${changes}\n"
    " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")

execute_process(COMMAND ${GZIP} -9nf ${documents}/changelog ${root}/man/man1/holdfast.1
    RESULT_VARIABLE failed)
if(failed)
    message(FATAL_ERROR "gzip failed with ${failed}")
endif()
file(COPY ${CPACK_HOLDFAST_COPYRIGHT} DESTINATION ${documents})
file(MAKE_DIRECTORY ${root}/lintian/overrides)
configure_file(${CPACK_HOLDFAST_DEBIAN}/overrides ${root}/lintian/overrides/holdfast COPYONLY)
