/* What can go wrong: the codes of hf_status, which are the program's exit codes (sysexits.h). */
#ifndef HOLDFAST_STATUS_CODES_H
#define HOLDFAST_STATUS_CODES_H

#include "holdfast/status.h"

#define HF_STATUS_LIST(X)                                                                          \
    X(HF_USAGE, 64, "bad command line")                                                            \
    X(HF_BAD_DATA, 65, "bad data")                                                                 \
    X(HF_NO_INPUT, 66, "input not found")                                                          \
    X(HF_WRONG_LAUNCHER, 69, "started by another MPI's launcher")                                  \
    X(HF_INTERNAL, 70, "internal error")                                                           \
    X(HF_CANNOT_CREATE, 73, "output cannot be created")                                            \
    X(HF_IO, 74, "input/output error")                                                             \
    X(HF_STOPPED, 75, "stopped cleanly")                                                           \
    X(HF_BAD_CONFIG, 78, "bad configuration")

#define HF_STATUS_ENUM(name, code, text) name = code,
enum { HF_STATUS_LIST(HF_STATUS_ENUM) };
#undef HF_STATUS_ENUM

#endif
