/* Groups of rows that change places in null tests: worked by hand, and properties of many draws. */
#include "grid/exchange.h"
#include "holdfast/memory.h"
#include "unit_test.h"
#include <stdlib.h>
#include <string.h>

enum { ROWS = 64 };

/* Rows whose only feature is their number. The groups' rows take turns in the file: all first rows,
 * then all second ones. */
typedef struct table {
    hf_dataset dataset;
    double x[ROWS];
    int32_t y[ROWS], group[ROWS];
} table;

/* groups: the labels of each group's rows, such as "00 1 011". */
static void make_table(const char *groups, table *t)
{
    memset(t, 0, sizeof *t);
    t->dataset = (hf_dataset){.features = 1, .classes = 3, .x = t->x, .y = t->y, .group = t->group};
    for (size_t k = 0, more = 1; more; k++) {
        more = 0;
        int32_t group = 0;
        for (const char *at = groups; *at; group++) {
            const size_t size = strcspn(at, " ");
            const int64_t row = t->dataset.samples;
            if (k < size) {
                t->x[row] = (double)row;
                t->y[row] = at[k] - '0';
                t->group[row] = group;
                t->dataset.samples++;
                more = 1;
            }
            at += size + (at[size] == ' ');
        }
    }
    assert_true(t->dataset.samples <= ROWS);
}

static hf_freedom freedom_of(const char *groups, hf_arm arm)
{
    table t;
    hf_exchange exchange;
    hf_freedom freedom;
    hf_error error;
    make_table(groups, &t);
    assert_int_equal(hf_exchange_make(&t.dataset, arm, true, &exchange, &error), HF_OK);
    assert_int_equal(hf_exchange_freedom(&t.dataset, &exchange, arm, &freedom, &error), HF_OK);
    hf_exchange_free(&exchange);
    return freedom;
}

static void arrangements_are_counted_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *groups;
        hf_arm arm;
        int64_t movable, arrangements;
    } cases[] = {
        /* one label each, all of one size: multinomials */
        {"00 00 00 11 11 11", HF_ARM_LABELS, 12, 20},
        {"00 00 00 11 11", HF_ARM_LABELS, 10, 10},
        {"0 0 1 1 2", HF_ARM_LABELS, 5, 30},
        /* sizes differ but do not follow the label: all the same */
        {"0 00 000 1 11 111", HF_ARM_LABELS, 12, 20},
        /* they do: among equal sizes only, where both labels are */
        {"000 000 000 000 000 1 1 1 1 111", HF_ARM_LABELS, 18, 6},
        {"00 00 00 00 00 1 1 1 1 1", HF_ARM_LABELS, 0, 1},
        /* vectors of labels, among equal sizes: 3 of (01 01 10), 2 of (000 011) */
        {"01 01 10 000 011", HF_ARM_LABELS, 12, 6},
        {"01 01 01 000 1111", HF_ARM_LABELS, 0, 1},
        /* whole groups of rows: 3! x 1 x 2! */
        {"01 01 01 000 1 1", HF_ARM_PROBES, 8, 12},
        {"0 00 000 1111", HF_ARM_PROBES, 0, 1},
        {"0 0 0 0 0 0 0 0 0 1 1 1 1 1 1", HF_ARM_PROBES, 15, HF_ARRANGEMENTS_MOST},
        {"0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1 1 1", HF_ARM_LABELS, 26,
         HF_ARRANGEMENTS_MOST},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const hf_freedom freedom = freedom_of(cases[c].groups, cases[c].arm);
        if (freedom.movable != cases[c].movable || freedom.arrangements != cases[c].arrangements)
            fail_msg("\"%s\": %d rows, %d arrangements", cases[c].groups, (int)freedom.movable,
                     (int)freedom.arrangements);
    }
}

/* SciPy's kruskal of the sizes by label: p = 0.0472, 0.0515, and 0.0482, 0.0502 with three labels.
 * Where sizes follow labels, groups of a size of their own cannot move. */
static void sizes_that_follow_labels_are_found_by_kruskal_and_wallis(void **state)
{
    (void)state;
    static const struct {
        const char *groups;
        int64_t arrangements;
    } cases[] = {
        {"00000 00000 00000 00000 11 111 1111 11111", 5},
        {"0 0 0 000 11 111 1111 1111", 70},
        {"0 0 00 11 111 111 2222 2222", 2},
        {"0 0 00 111 111 1111 22 22", 560},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        assert_int_equal(freedom_of(cases[c].groups, HF_ARM_LABELS).arrangements,
                         cases[c].arrangements);
}

static void draw_order(const hf_exchange *exchange, uint32_t number, int64_t *order)
{
    hf_error error;
    hf_stream stream = hf_stream_make(HF_PURPOSE_NULL_LABELS, 5, number, 0, 0);
    assert_int_equal(hf_exchange_draw(exchange, &stream, order, &error), HF_OK);
}

/* Of any draw: groups keep one label; as many groups have each label as before. */
static void groups_exchange_their_one_label(void **state)
{
    (void)state;
    static const int32_t expected[3] = {4, 3, 2};
    table t;
    hf_exchange exchange;
    hf_error error;
    int64_t order[ROWS], changed_size = 0;
    make_table("0 00 000 00 11 1 111 222 2", &t);
    assert_int_equal(hf_exchange_make(&t.dataset, HF_ARM_LABELS, true, &exchange, &error), HF_OK);
    for (uint32_t b = 0; b < 300; b++) {
        int32_t label[9], count[3] = {0};
        memset(label, 0xff, sizeof label);
        draw_order(&exchange, b, order);
        for (int64_t i = 0; i < t.dataset.samples; i++) {
            const int32_t g = t.group[i], y = t.y[order[i]];
            assert_true(label[g] < 0 || label[g] == y);
            label[g] = y;
        }
        for (int g = 0; g < 9; g++)
            count[label[g]]++;
        assert_memory_equal(count, expected, sizeof count);
        changed_size += label[0] != 0; /* a group of one row has the label of a larger one */
    }
    assert_true(changed_size > 100 && changed_size < 240); /* 5 of 9 */
    hf_exchange_free(&exchange);
}

/* Labels that differ within groups, and the features of probes: row k of a group from row k of
 * another of the same size, each group once. */
static void rows_of_a_group_stay_together_in_order(void **state)
{
    (void)state;
    const hf_arm arms[] = {HF_ARM_LABELS, HF_ARM_PROBES};
    for (int a = 0; a < 2; a++) {
        table t;
        hf_exchange exchange;
        hf_error error;
        int64_t order[ROWS], moved = 0;
        make_table("01 10 00 011 110 1 0", &t);
        assert_int_equal(hf_exchange_make(&t.dataset, arms[a], true, &exchange, &error), HF_OK);
        for (uint32_t b = 0; b < 200; b++) {
            int64_t from[7];
            bool used[ROWS] = {false};
            memset(from, 0xff, sizeof from);
            draw_order(&exchange, b, order);
            for (int64_t i = 0; i < t.dataset.samples; i++) {
                const int32_t g = t.group[i], source = t.group[order[i]];
                int64_t k = 0, there = 0;
                for (int64_t j = 0; j < i; j++)
                    k += t.group[j] == g;
                for (int64_t j = 0; j < order[i]; j++)
                    there += t.group[j] == source;
                assert_int_equal(there, k);
                assert_true(from[g] < 0 || from[g] == source);
                assert_false(used[order[i]]);
                used[order[i]] = true;
                from[g] = source;
                moved += source != g;
            }
        }
        assert_true(moved > 200);
        hf_exchange_free(&exchange);
    }
}

/* To the bit: the shuffle of all rows' numbers. */
static void without_groups_all_rows_are_shuffled(void **state)
{
    (void)state;
    table t;
    hf_error error;
    make_table("01 01 10 000 011", &t);
    for (int variant = 0; variant < 4; variant++) {
        const hf_arm arm = variant % 2 ? HF_ARM_PROBES : HF_ARM_LABELS;
        hf_exchange exchange;
        int64_t order[ROWS], expected[ROWS];
        hf_stream stream = hf_stream_make(HF_PURPOSE_NULL_LABELS, 5, 7, 0, 0);
        t.dataset.group = variant < 2 ? NULL : t.group;
        for (int64_t i = 0; i < t.dataset.samples; i++)
            expected[i] = i;
        hf_stream_shuffle(&stream, expected, t.dataset.samples);
        assert_int_equal(hf_exchange_make(&t.dataset, arm, false, &exchange, &error), HF_OK);
        draw_order(&exchange, 7, order);
        assert_memory_equal(order, expected, (size_t)t.dataset.samples * sizeof *order);
        hf_exchange_free(&exchange);
    }
}

static void too_little_freedom_is_not_defined(void **state)
{
    (void)state;
    static const struct {
        const char *groups, *labels, *probes; /* "": defined */
    } cases[] = {
        {"00 00 00 11 11 11", "", ""},
        {"00 00 00 11 11", "10 arrangements", ""},
        {"0 00 000 1 11 111", "", "8 arrangements"},
        {"00 00 00 00 00 1 1 1 1 1", "none of 15 rows", ""},
        /* labels differ within groups; half of the rows is enough */
        {"01 10 00 11 01010101", "", ""},
        {"01 10 00 11 010101010", "8 of 17 rows", "8 of 17 rows"},
        {"01 10 11 0101 0101 01010101", "6 of 22 rows", "12 arr"},
        {"0 00 000 1111 11111", "10 arrangements", "none of 15 rows"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        table t;
        hf_error error;
        hf_config config = {.null_test = {.labels = 19, .probes = 1}};
        make_table(cases[c].groups, &t);
        assert_int_equal(hf_arms_define(&t.dataset, &config, &error), HF_OK);
        const char *labels = hf_arm_undefined(&config, HF_ARM_LABELS);
        const char *probes = hf_arm_undefined(&config, HF_ARM_PROBES);
        if (!strstr(labels, cases[c].labels) || (*labels != 0) != (*cases[c].labels != 0))
            fail_msg("\"%s\": labels \"%s\"", cases[c].groups, labels);
        if (!strstr(probes, cases[c].probes) || (*probes != 0) != (*cases[c].probes != 0))
            fail_msg("\"%s\": probes \"%s\"", cases[c].groups, probes);
        assert_int_equal(hf_arm_draws(&config, HF_ARM_LABELS), *labels ? 0 : 19);
        assert_int_equal(hf_arm_draws(&config, HF_ARM_PROBES), *probes ? 0 : 1);
        assert_int_equal(hf_arm_draws(&config, HF_ARM_MAIN), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrangements_are_counted_exactly),
        cmocka_unit_test(sizes_that_follow_labels_are_found_by_kruskal_and_wallis),
        cmocka_unit_test(groups_exchange_their_one_label),
        cmocka_unit_test(rows_of_a_group_stay_together_in_order),
        cmocka_unit_test(without_groups_all_rows_are_shuffled),
        cmocka_unit_test(too_little_freedom_is_not_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
