/* aggregate_file FILE ...: redoes the statistics of results files in place. */
#include "holdfast/statistics.h"
#include <stdio.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        hf_error error;
        hf_results *results;
        if (hf_results_open(argv[i], true, &results, &error) != HF_OK ||
            hf_aggregate(results, NULL, &error) != HF_OK ||
            hf_results_close(&results, &error) != HF_OK) {
            fprintf(stderr, "%s\n", error.message);
            return (int)error.status;
        }
    }
    return 0;
}
