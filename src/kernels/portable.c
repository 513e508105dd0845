/* The kernels in plain C, for any processor. */
#include "kernel_path.h"

#define HF_PATH portable
#include "double_portable.h"
#include "lane_portable.h"

#include "body.h"
