/*
 * What the environment says of the launcher that started this process (mpirun, mpiexec, srun):
 * known before MPI is started, and where another MPI's launcher was taken, unlike what MPI then
 * says.
 */
#ifndef HOLDFAST_PARALLEL_LAUNCHER_H
#define HOLDFAST_PARALLEL_LAUNCHER_H

#include "holdfast/status.h"
#include <stdbool.h>

/* The launcher gave this process what an MPI library finds its other ranks by. */
bool hf_launcher_connects(void);
/* This process is the one to speak: rank 0 of the launcher's count, or started without one. */
bool hf_launcher_is_first_rank(void);

/* HF_WRONG_LAUNCHER where MPI sees a single rank (`ranks` 1) but the launcher started several: it
 * is another MPI's, and each rank would take itself for the whole run. */
hf_status hf_launcher_check(int ranks, hf_error *error);

/* The launcher of the MPI library that this program was built with: a path; "" where none was found
 * or the program is built without MPI. */
const char *hf_launcher_path(void);

#endif
