/* Making the folders above a file. */
#include "base/folder.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

hf_status hf_make_folder_of(const char *path, hf_error *error)
{
    char *folder;
    hf_status status = HF_OK;
    HF_TRY(hf_copy_text(&folder, path, error));
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
            status = hf_fail_errno(error, HF_CANNOT_CREATE, "cannot make the folder %s", folder);
            break;
        }
        *slash = '/';
    }
    hf_free(&folder);
    return status;
}
