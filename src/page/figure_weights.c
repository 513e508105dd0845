/* The tutorial's own figures: one network's weights before and after training, as heat maps. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum {
    LEFT = 70,
    RIGHT = 110,
    TOP = 36,
    SHORTEST_MAP = 120,
    LONGEST_MAP = 320,
    ROW_PIXELS = 18,
    TURNED = 40
};

/* A matrix [row, column] of the replica, and which of its rows and columns are drawn. */
typedef struct matrix {
    hf_field field, initial;
    int64_t rows, columns, rows_drawn, columns_drawn;
    int64_t *row, *column; /* [rows_drawn], [columns_drawn] */
    float *values[2];      /* before (NULL: not stored), after */
} matrix;

static void matrix_free(matrix *m)
{
    hf_free(&m->row);
    hf_free(&m->column);
    hf_free(&m->values[0]);
    hf_free(&m->values[1]);
}

static hf_status matrix_read(const hf_page *page, matrix *m, hf_error *error)
{
    const hf_replica_place place = hf_grid_place(page->evidence.grid, page->replica);
    const hf_field fields[2] = {m->initial, m->field};
    for (int i = 0; i < 2; i++) {
        if (!hf_results_has(page->results, fields[i], place.hidden_index))
            continue;
        const size_t bytes = hf_results_entry_bytes(page->results, fields[i], place.hidden_index);
        HF_TRY(hf_allocate(&m->values[i], (int64_t)bytes, 1, error));
        HF_TRY(hf_results_read(page->results, fields[i], place.hidden_index, place.row, 1,
                               m->values[i], error));
    }
    HF_TRY(hf_allocate(&m->row, m->rows_drawn, sizeof *m->row, error));
    HF_TRY(hf_allocate(&m->column, m->columns_drawn, sizeof *m->column, error));
    for (int64_t i = 0; i < m->rows_drawn; i++)
        m->row[i] = i;
    for (int64_t j = 0; j < m->columns_drawn; j++)
        m->column[j] = j;
    return HF_OK;
}

typedef struct unit {
    double norm;
    int64_t index;
} unit;

static int longer_first(const void *a, const void *b)
{
    const unit *x = a, *y = b;
    if (x->norm != y->norm)
        return x->norm > y->norm ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static int smaller_first(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Where there are more hidden units than fit: those with the largest weights after training.
 * `stride`, `step`: a unit's weights begin at its index * stride and are `step` apart. */
static hf_status choose_units(const float *values, int64_t units, int64_t weights, int64_t stride,
                              int64_t step, int64_t drawn, int64_t *chosen, hf_error *error)
{
    unit *list;
    HF_TRY(hf_allocate(&list, units, sizeof *list, error));
    for (int64_t u = 0; u < units; u++) {
        list[u].index = u;
        for (int64_t i = 0; i < weights; i++)
            list[u].norm +=
                (double)values[u * stride + i * step] * (double)values[u * stride + i * step];
    }
    qsort(list, (size_t)units, sizeof *list, longer_first);
    for (int64_t i = 0; i < drawn; i++)
        chosen[i] = list[i].index;
    qsort(chosen, (size_t)drawn, sizeof *chosen, smaller_first);
    hf_free(&list);
    return HF_OK;
}

static double greatest_drawn(const matrix *m)
{
    double most = 0;
    for (int k = 0; k < 2; k++)
        for (int64_t i = 0; m->values[k] && i < m->rows_drawn; i++)
            for (int64_t j = 0; j < m->columns_drawn; j++)
                most =
                    fmax(most, fabs((double)m->values[k][m->row[i] * m->columns + m->column[j]]));
    return most > 0 ? most : 1;
}

/* The maps below each other, on one scale of colours. */
typedef struct maps {
    const matrix *matrix;
    int map_pixels, names_pixels, left; /* of one map; below the last one; beside them */
    void (*label)(const hf_page *page, const matrix *m, bool is_last, hf_figure *figure);
} maps;

static hf_status draw_maps(const hf_page *page, const maps *all, hf_figure *figure, hf_error *error)
{
    static const char *const titles[2] = {"before training", "after training"};
    const matrix *m = all->matrix;
    const int count = m->values[0] ? 2 : 1;
    const double most = greatest_drawn(m);
    double *drawn;
    HF_TRY(hf_allocate(&drawn, m->rows_drawn * m->columns_drawn, sizeof *drawn, error));
    hf_plot_begin(figure, count * (TOP + all->map_pixels) + all->names_pixels + 20 * (count - 1));
    hf_text_append(&figure->script, "set border 0\nset multiplot\n");
    for (int k = 0; k < count; k++) {
        const float *values = m->values[count == 2 ? k : 1];
        const int top = TOP + k * (TOP + all->map_pixels + 20);
        for (int64_t i = 0; i < m->rows_drawn; i++)
            for (int64_t j = 0; j < m->columns_drawn; j++)
                drawn[i * m->columns_drawn + j] =
                    (double)values[m->row[i] * m->columns + m->column[j]];
        hf_plot_margins(figure, all->left, RIGHT, top, figure->height - top - all->map_pixels);
        hf_text_append(&figure->script,
                       "unset label\nset label '%s' at graph 0,graph 1 left offset 0,0.7 textcolor "
                       "rgb '" HF_INK "'\n",
                       titles[count == 2 ? k : 1]);
        all->label(page, m, k == count - 1, figure);
        hf_plot_heat(figure, k == 0 ? "first" : "second",
                     &(hf_heat){.values = drawn,
                                .rows = m->rows_drawn,
                                .columns = m->columns_drawn,
                                .low = -most,
                                .high = most,
                                .diverging = true,
                                .legend = "weight"});
    }
    hf_text_append(&figure->script, "unset multiplot\n");
    hf_free(&drawn);
    return HF_OK;
}

static void describe(const hf_page *page, const matrix *m, const char *what, hf_figure *figure)
{
    const hf_replica_place place = hf_grid_place(page->evidence.grid, page->replica);
    hf_text_append(&figure->alternative,
                   "Heat map%s of the %s of replica %" PRId64
                   "%s; the largest absolute weight is %s.",
                   m->values[0] ? "s" : "", what, page->replica,
                   m->values[0] ? " before and after training" : " after training",
                   hf_number_fixed(greatest_drawn(m), 2).text);
    hf_text_append(
        &figure->caption,
        "Replica %" PRId64 "%s: seed %" PRId64 ", %" PRId64 " hidden unit%s, split %" PRId64
        ". Blue: negative, orange: positive, on one scale.",
        page->replica, page->is_median ? " (of median test accuracy; --replica shows another)" : "",
        place.seed, place.hidden, place.hidden == 1 ? "" : "s", place.split);
    if (!m->values[0])
        hf_text_append(&figure->caption, " The initial weights are not stored "
                                         "(output.initial_weights).");
}

static bool has_replica(const hf_page *page, hf_figure *figure)
{
    if (page->replica < 0)
        hf_text_append(&figure->caption, "No replica is done: there are no weights.");
    return page->replica >= 0;
}

static int64_t at_most(int64_t count, int64_t most)
{
    return count < most ? count : most;
}

static void label_units(const int64_t *units, int64_t count, const char *axis, int pixels,
                        hf_figure *figure)
{
    hf_plot_place_tics(figure, axis,
                       &(hf_place_tics){units, count, axis[0] == 'x' ? 30 : 16, pixels});
}

/* A few units take less room, but their label has its own. */
static int map_pixels(int64_t rows)
{
    const int64_t wanted = 24 * rows;
    return wanted > LONGEST_MAP ? LONGEST_MAP : wanted < SHORTEST_MAP ? SHORTEST_MAP : (int)wanted;
}

static void label_input(const hf_page *page, const matrix *m, bool is_last, hf_figure *figure)
{
    label_units(m->row, m->rows_drawn, "y", map_pixels(m->rows_drawn), figure);
    hf_plot_label(figure, "y", "hidden unit");
    if (!is_last) {
        hf_text_append(&figure->script, "set xtics ('' -9)\n");
    } else if (m->columns_drawn <= TURNED) {
        hf_plot_names(figure, "x", hf_names_of(page->evidence.features), m->column,
                      m->columns_drawn);
        hf_text_append(&figure->script, "set xtics rotate by -90 offset 0,0\n");
    } else {
        int64_t places[HF_COLUMNS_DRAWN];
        for (int64_t j = 0; j < m->columns_drawn; j++)
            places[j] = j + 1;
        hf_plot_place_tics(figure, "x", &(hf_place_tics){places, m->columns_drawn, 30, 500});
        hf_plot_label(figure, "x", "feature, by place in the table");
    }
}

hf_status hf_figure_input_weights(const hf_page *page, hf_figure *figure, hf_error *error)
{
    hf_status status = HF_OK;
    if (!has_replica(page, figure))
        return HF_OK;
    const int64_t hidden = hf_grid_place(page->evidence.grid, page->replica).hidden;
    const int64_t features = page->evidence.features->count;
    matrix m = {.field = HF_WEIGHTS_INPUT_WEIGHT,
                .initial = HF_WEIGHTS_INITIAL_INPUT_WEIGHT,
                .rows = hidden,
                .columns = features,
                .rows_drawn = at_most(hidden, HF_COLUMNS_DRAWN),
                .columns_drawn = at_most(features, HF_COLUMNS_DRAWN)};
    HF_TRY_CLEANUP(matrix_read(page, &m, error));
    HF_TRY_CLEANUP(
        choose_units(m.values[1], hidden, features, features, 1, m.rows_drawn, m.row, error));
    for (int64_t j = 0; j < m.columns_drawn; j++)
        m.column[j] = page->order[j];
    const int names = m.columns_drawn <= TURNED
                          ? hf_plot_names_width(hf_names_of(page->evidence.features), page->order,
                                                m.columns_drawn)
                          : 60;
    HF_TRY_CLEANUP(draw_maps(page,
                             &(maps){.matrix = &m,
                                     .map_pixels = map_pixels(m.rows_drawn),
                                     .names_pixels = names + 8,
                                     .left = LEFT,
                                     .label = label_input},
                             figure, error));
    describe(page, &m, "input weights, hidden units against features in the order of the table",
             figure);
    if (m.rows_drawn < hidden)
        hf_text_append(&figure->caption,
                       " Drawn are the %" PRId64 " units with the largest weights.", m.rows_drawn);
cleanup:
    matrix_free(&m);
    return status;
}

static void label_output(const hf_page *page, const matrix *m, bool is_last, hf_figure *figure)
{
    hf_plot_names(figure, "y", hf_names_of(page->evidence.classes), m->row, m->rows_drawn);
    label_units(m->column, m->columns_drawn, "x", 480, figure);
    if (is_last)
        hf_plot_label(figure, "x", "hidden unit");
}

hf_status hf_figure_output_weights(const hf_page *page, hf_figure *figure, hf_error *error)
{
    hf_status status = HF_OK;
    if (!has_replica(page, figure))
        return HF_OK;
    const int64_t hidden = hf_grid_place(page->evidence.grid, page->replica).hidden;
    const int64_t classes = page->evidence.classes->count;
    matrix m = {.field = HF_WEIGHTS_OUTPUT_WEIGHT,
                .initial = HF_WEIGHTS_INITIAL_OUTPUT_WEIGHT,
                .rows = classes,
                .columns = hidden,
                .rows_drawn = at_most(classes, HF_COLUMNS_DRAWN),
                .columns_drawn = at_most(hidden, HF_COLUMNS_DRAWN)};
    HF_TRY_CLEANUP(matrix_read(page, &m, error));
    HF_TRY_CLEANUP(
        choose_units(m.values[1], hidden, classes, 1, hidden, m.columns_drawn, m.column, error));
    HF_TRY_CLEANUP(
        draw_maps(page,
                  &(maps){.matrix = &m,
                          .map_pixels = ROW_PIXELS * (m.rows_drawn < 4 ? 4 : (int)m.rows_drawn),
                          .names_pixels = 56,
                          .left = hf_plot_names_width(hf_names_of(page->evidence.classes), m.row,
                                                      m.rows_drawn),
                          .label = label_output},
                  figure, error));
    describe(page, &m, "output weights, classes against hidden units", figure);
    if (m.columns_drawn < hidden)
        hf_text_append(&figure->caption,
                       " Drawn are the %" PRId64 " units with the largest weights.",
                       m.columns_drawn);
cleanup:
    matrix_free(&m);
    return status;
}
