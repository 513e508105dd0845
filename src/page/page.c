/* holdfast report: figures and the page, all or nothing. */
#include "page/page.h"

#include "gnuplot.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "html.h"
#include "publish.h"
#include "text/path.h"
#include <string.h>

static hf_status check_stop(hf_error *error)
{
    if (!hf_stop_requested())
        return HF_OK;
    return hf_fail(error, HF_STOPPED, "report: stopped by %s: nothing was written",
                   hf_stop_reason(hf_stop_requested()));
}

static hf_status write_report(const hf_page *page, const char *program, const char *folder,
                              hf_figure *figures, hf_error *error)
{
    hf_publication publication = {0};
    hf_text html = {0};
    hf_status status;
    HF_TRY_CLEANUP(hf_publication_begin(folder, &publication, error));
    const hf_status drawn =
        hf_gnuplot_draw(program, publication.temporary, figures, hf_figure_count, error);
    HF_TRY_CLEANUP(check_stop(error)); /* then gnuplot was told to stop as well, and has failed */
    HF_TRY_CLEANUP(drawn);
    HF_TRY_CLEANUP(hf_html_page(page, figures, &html, error));
    status = hf_publication_finish(&publication, figures, hf_figure_count, &html, error);
cleanup:
    hf_publication_end(&publication);
    hf_text_free(&html);
    return status;
}

hf_status hf_page_write(const hf_results *results, const hf_page_request *request, hf_error *error)
{
    hf_page page = {0};
    hf_text program = {0};
    hf_figure *figures = NULL;
    hf_status status;
    HF_TRY_CLEANUP(hf_gnuplot_find(&program, error));
    HF_TRY_CLEANUP(hf_page_read(results, request->replica, &page, error));
    HF_TRY_CLEANUP(hf_allocate(&figures, hf_figure_count, sizeof *figures, error));
    HF_TRY_CLEANUP(hf_figures_compose(&page, figures, error));
    HF_TRY_CLEANUP(check_stop(error));
    status = write_report(&page, program.data, request->folder, figures, error);
cleanup:
    hf_figures_free(figures);
    hf_free(&figures);
    hf_page_free(&page);
    hf_text_free(&program);
    return status;
}

void hf_page_default_folder(const char *results_path, hf_text *folder)
{
    hf_text_append(folder, "%.*s-report", hf_path_stem(results_path), results_path);
}
