/* Blocks of rows: their layout, writing, reading, and the sessions' text. */
#include "fixture.h"
#include "holdfast/status_codes.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void sections_are_dense_and_aligned(void **state)
{
    (void)state;
    /* The row bytes of hidden size 5 in the table's order: status, learned, 5 measures, dead units,
     * iterations, seconds, 2 checksums, 2 histories, weights, initial weights, 2 importances. */
    const size_t bytes[] = {1,  1,  4,  4,  4,  4,  4,  4,  4,  4,  4,  4,
                            12, 12, 80, 20, 60, 12, 80, 20, 60, 12, 16, 16};
    hf_results *results = create_and_open(new_path(), NULL);
    for (int64_t count = 1; count <= SEEDS; count++) {
        size_t sum = 0;
        for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
            sum += (bytes[i] * (size_t)count + 7) / 8 * 8;
        assert_int_equal(hf_rows_size(hf_results_layout(results), 0, count), sum);
        hf_rows rows = make_rows(results, 0, count, HF_DONE);
        unsigned char *last =
            hf_rows_at(hf_results_layout(results), &rows, HF_IMPORTANCE, METHODS - 1, count - 1);
        assert_ptr_equal(last, rows.data + sum - 16 * (size_t)count + 16 * (size_t)(count - 1));
        free_rows(&rows);
    }
    close_results(results);
}

static void check_row(const hf_results *results, int64_t number)
{
    const hf_replica_place place = hf_grid_place(hf_results_grid(results), number);
    unsigned char bytes[4096];
    for (hf_field field = HF_REPLICAS_LEARNED; field <= HF_IMPORTANCE; field++) {
        if (field == HF_REPLICAS_CRC32 || field == HF_REPLICAS_IMPORTANCE_CRC32 ||
            field == HF_REPLICAS_TEST_R2 || field == HF_REPLICAS_TEST_RMSE ||
            field == HF_HISTORY_TEST_R2) /* a measured outcome has these */
            continue;
        const bool weights =
            field >= HF_WEIGHTS_INPUT_WEIGHT && field <= HF_WEIGHTS_INITIAL_OUTPUT_BIAS;
        for (int64_t m = 0; m < (field == HF_IMPORTANCE ? METHODS : 1); m++) {
            const int64_t variant = variant_of(field, place.hidden_index, m);
            assert_int_equal(hf_results_read(results, field, variant, weights ? place.row : number,
                                             1, bytes, NULL),
                             HF_OK);
            for (size_t i = 0; i < hf_results_entry_bytes(results, field, variant); i++)
                assert_int_equal(bytes[i], fill_byte(number, field, m, i));
        }
    }
}

static void rows_are_read_back_where_they_belong(void **state)
{
    (void)state;
    const char *path = new_path();
    hf_results *results = create_and_open(path, NULL);
    /* The second and third seed of hidden size 3 in split 1: replicas 10 and 11. */
    hf_rows rows = make_rows(results, 10, 2, HF_DONE), again = rows;
    uint8_t status[REPLICAS];
    int64_t demoted;
    assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_OK);
    close_results(results);
    assert_int_equal(hf_results_open(path, false, &results, NULL), HF_OK);
    check_row(results, 10);
    check_row(results, 11);
    again.data = malloc(rows.bytes);
    memset(again.data, 0, rows.bytes);
    assert_int_equal(hf_results_read_rows(results, &again, NULL), HF_OK);
    assert_memory_equal(again.data, rows.data, rows.bytes);
    assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL), HF_OK);
    assert_int_equal(demoted, 0);
    for (int i = 0; i < REPLICAS; i++)
        assert_int_equal(status[i], i == 10 || i == 11 ? HF_DONE : HF_PENDING);
    free(again.data);
    free_rows(&rows);
    close_results(results);
}

static void blocks_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    hf_results *results = create_and_open(new_path(), NULL);
    hf_rows rows = make_rows(results, 0, SEEDS, HF_DONE);
    hf_error error;
    static const struct {
        int64_t first, count, hidden_index;
    } bad[] = {{1, 3, 0}, {0, 3, 1}, {-1, 1, 0}, {REPLICAS, 1, 0}, {0, 0, 0}, {11, 2, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        hf_rows wrong = rows;
        wrong.first = bad[i].first;
        wrong.count = bad[i].count;
        wrong.hidden_index = bad[i].hidden_index;
        assert_int_equal(hf_results_write_rows(results, &wrong, &error), HF_INTERNAL);
    }
    unsigned char value[64] = {0};
    assert_int_equal(hf_results_read(results, HF_REPLICAS_STATUS, 0, REPLICAS, 1, value, &error),
                     HF_INTERNAL);
    assert_int_equal(hf_results_read(results, HF_REPLICAS_STATUS, 1, 0, 1, value, &error),
                     HF_INTERNAL);
    assert_int_equal(hf_results_write(results, HF_REPLICAS_STATUS, 0, 1, INT64_MAX, value, &error),
                     HF_INTERNAL);
    free_rows(&rows);
    close_results(results);
}

static void a_file_opened_for_reading_is_not_written(void **state)
{
    (void)state;
    const char *path = new_path();
    close_results(create_and_open(path, NULL));
    hf_results *results;
    assert_int_equal(hf_results_open(path, false, &results, NULL), HF_OK);
    hf_rows rows = make_rows(results, 0, 1, HF_DONE);
    assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_INTERNAL);
    assert_int_equal(hf_results_add_session(results, "{}", NULL), HF_INTERNAL);
    free_rows(&rows);
    close_results(results);
}

static void sessions_are_appended_until_the_text_is_full(void **state)
{
    (void)state;
    hf_results *results = create_and_open(new_path(), NULL);
    char line[1000], *text;
    assert_int_equal(hf_results_sessions(results, &text, NULL), HF_OK);
    assert_string_equal(text, "");
    free(text);
    assert_int_equal(hf_results_add_session(results, "{\"start\": 1}", NULL), HF_OK);
    assert_int_equal(hf_results_add_session(results, "{\"start\": 2}", NULL), HF_OK);
    assert_int_equal(hf_results_sessions(results, &text, NULL), HF_OK);
    assert_string_equal(text, "{\"start\": 1}\n{\"start\": 2}\n");
    free(text);

    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    for (int i = 0; i < 400; i++)
        assert_int_equal(hf_results_add_session(results, line, NULL), HF_OK);
    assert_int_equal(hf_results_add_session(results, "late", NULL), HF_OK);
    assert_int_equal(hf_results_sessions(results, &text, NULL), HF_OK);
    const size_t length = strlen(text);
    assert_in_range(length, 261000, 262143); /* of 256 KiB */
    text[length - 1] = '\0';
    assert_string_equal(strrchr(text, '\n') + 1, "{\"note\": \"no room for further sessions\"}");
    free(text);
    close_results(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_are_dense_and_aligned),
        cmocka_unit_test(rows_are_read_back_where_they_belong),
        cmocka_unit_test(blocks_that_do_not_fit_are_refused),
        cmocka_unit_test(a_file_opened_for_reading_is_not_written),
        cmocka_unit_test(sessions_are_appended_until_the_text_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
