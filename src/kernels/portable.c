#include "path.h"

#define HF_PATH portable
#include "lane_portable.h"

#include "body.h"
