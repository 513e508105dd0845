/* The tutorial's own figures: one network's weights before and after training, as heat maps. */
#include "plot.h"

#include "base/count.h"
#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>

/* A matrix of the network: which of its hidden units and of its features or classes are drawn. */
typedef struct axis {
    int64_t count, stride; /* weights from one to the next */
    int64_t drawn, shown[HF_COLUMNS_DRAWN];
} axis;
typedef struct matrix {
    axis units, others;
    bool is_turned;     /* drawn with hidden units as columns */
    const char *what;   /* in words */
    hf_field fields[2]; /* before training, after it */
    float *values[2];   /* the same; only the first one where initial weights are not stored */
    int states;         /* of which there are values */
} matrix;

static hf_status read_values(const hf_page *page, matrix *m, hf_error *error)
{
    const hf_replica_place place = hf_grid_place(page->evidence.grid, page->replica);
    const int64_t weights = m->units.count * m->others.count;
    for (int i = 0; i < 2; i++) {
        if (!hf_results_has(page->results, m->fields[i], place.hidden_index))
            continue;
        float **values = &m->values[m->states++];
        HF_TRY(hf_allocate(values, weights, sizeof **values, error));
        HF_TRY(hf_results_read(page->results, m->fields[i], place.hidden_index, place.row, 1,
                               *values, error));
    }
    return HF_OK;
}

/* Of more hidden units than fit: those with the largest weights after training. */
static hf_status choose_units(matrix *m, hf_error *error)
{
    const float *values = m->values[m->states - 1];
    double *norm;
    HF_TRY(hf_allocate(&norm, m->units.count, sizeof *norm, error));
    for (int64_t u = 0; u < m->units.count; u++)
        for (int64_t i = 0; i < m->others.count; i++) {
            const float weight = values[u * m->units.stride + i * m->others.stride];
            norm[u] += (double)weight * (double)weight;
        }
    m->units.drawn = hf_plot_largest(norm, m->units.count, HF_COLUMNS_DRAWN, m->units.shown);
    hf_free(&norm);
    return HF_OK;
}

static double weight_of(const hf_heat *heat, int64_t row, int64_t column)
{
    const matrix *m = heat->from;
    const int64_t line = row % heat->rows, state = row / heat->rows;
    const int64_t unit = m->is_turned ? column : line, other = m->is_turned ? line : column;
    return (double)m->values[state][m->units.shown[unit] * m->units.stride +
                                    m->others.shown[other] * m->others.stride];
}

static void describe(const hf_page *page, const matrix *m, double largest, hf_figure *figure)
{
    const hf_replica_place place = hf_grid_place(page->evidence.grid, page->replica);
    hf_text_append(&figure->alternative,
                   "Heat map%s of the %s of replica %" PRId64
                   "%s after training; the largest absolute weight is %s.",
                   m->states > 1 ? "s" : "", m->what, page->replica,
                   m->states > 1 ? " before and" : "", hf_number_fixed(largest, 2).text);
    hf_text_append(&figure->caption,
                   "Replica %" PRId64 "%s: seed %" PRId64 ", %s, split %" PRId64
                   ". Blue: negative, orange: positive, on one scale.",
                   page->replica,
                   !page->is_median ? ""
                   : page->evidence.measured
                       ? " (of median test R2; --replica shows another)"
                       : " (of median test accuracy; --replica shows another)",
                   place.seed, hf_count(place.hidden, "hidden unit").text, place.split);
    if (m->states < 2)
        hf_text_append(&figure->caption,
                       " The initial weights are not stored (output.initial_weights).");
    if (m->units.drawn < m->units.count)
        hf_text_append(&figure->caption,
                       " The figure shows the %" PRId64 " units with the largest weights.",
                       m->units.drawn);
}

/* `names` of the others, in this order; NULL: as they are. */
static hf_status draw(const hf_page *page, matrix *m, const hf_text_list *names,
                      const int64_t *order, hf_figure *figure, hf_error *error)
{
    const axis *rows = m->is_turned ? &m->others : &m->units;
    const axis *columns = m->is_turned ? &m->units : &m->others;
    hf_status status;
    if (page->replica < 0)
        return hf_plot_nothing(figure, "No network is trained: there are no weights.");
    HF_TRY_CLEANUP(read_values(page, m, error));
    HF_TRY_CLEANUP(choose_units(m, error));
    m->others.drawn = hf_fewer(m->others.count, HF_COLUMNS_DRAWN);
    for (int64_t i = 0; i < m->others.drawn; i++)
        m->others.shown[i] = order ? order[i] : i;
    hf_plot_numbers(figure, m->is_turned ? "columns" : "rows", m->units.shown, m->units.drawn);
    hf_plot_names(figure, m->is_turned ? "rows" : "columns",
                  &(hf_plot_list){hf_names_of(names), order, m->others.drawn, HF_NAME_COLUMNS});
    const double largest = hf_plot_heat(
        figure, &(hf_heat){page, m, rows->drawn, columns->drawn, weight_of}, m->states);
    hf_plot_set(figure, "largest", largest > 0 ? largest : 1);
    describe(page, m, largest, figure);
cleanup:
    hf_free(&m->values[0]);
    hf_free(&m->values[1]);
    return status;
}

static int64_t hidden_units(const hf_page *page)
{
    return page->replica < 0 ? 0 : hf_grid_place(page->evidence.grid, page->replica).hidden;
}

/* The inputs of all features in the page's order, and their names. */
static hf_status order_inputs(const hf_page *page, const hf_dataset *columns, int64_t *order,
                              hf_text_list *names, hf_error *error)
{
    hf_text name = {0};
    hf_status status = HF_OK;
    int64_t place = 0;
    for (int64_t f = 0; f < columns->features; f++)
        for (int64_t i = columns->first_input[page->order[f]];
             i < columns->first_input[page->order[f] + 1]; i++)
            order[place++] = i;
    for (int64_t i = 0; i < columns->inputs && status == HF_OK; i++) {
        status = hf_dataset_input_name(columns, i, &name, error);
        if (status == HF_OK)
            status = hf_text_list_add(names, name.data, error);
    }
    hf_text_free(&name);
    return status;
}

hf_status hf_figure_input_weights(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_dataset *columns = hf_results_columns(page->results);
    hf_text_list names = {0};
    int64_t *order;
    matrix m = {.units = {.count = hidden_units(page), .stride = columns->inputs},
                .others = {.count = columns->inputs, .stride = 1},
                .what = columns->inputs == columns->features
                            ? "input weights, hidden units against features in the order of the "
                              "table"
                            : "input weights, hidden units against network inputs, those of each "
                              "feature together, in the order of the table",
                .fields = {HF_WEIGHTS_INITIAL_INPUT_WEIGHT, HF_WEIGHTS_INPUT_WEIGHT}};
    HF_TRY(hf_allocate(&order, columns->inputs, sizeof *order, error));
    hf_status status = order_inputs(page, columns, order, &names, error);
    if (status == HF_OK)
        status = draw(page, &m, &names, order, figure, error);
    hf_text_list_free(&names);
    hf_free(&order);
    return status;
}

hf_status hf_figure_output_weights(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_text_list *classes = page->evidence.classes;
    const int64_t units = hidden_units(page);
    matrix m = {.units = {.count = units, .stride = 1},
                .others = {.count = classes->count, .stride = units},
                .is_turned = true,
                .what = "output weights, classes against hidden units",
                .fields = {HF_WEIGHTS_INITIAL_OUTPUT_WEIGHT, HF_WEIGHTS_OUTPUT_WEIGHT}};
    return draw(page, &m, classes, NULL, figure, error);
}
