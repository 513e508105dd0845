/* Makes a results file for check_file.py: make_results_file OUT.h5 [pending]. */
#include "fixture.h"
#include <string.h>

int main(int argc, char **argv)
{
    if (argc < 2)
        return 64;
    hf_results *results = create_and_open(argv[1], NULL);
    if (argc == 2)
        complete(results);
    const char *session = "{\"version\": \"0.0\", \"host\": \"M\xc3\xbc"
                          "nchen \xf0\x9f\x98\x80\xff\"}";
    if (hf_results_add_session(results, session, NULL) != HF_OK)
        return 74;
    close_results(results);
    return 0;
}
