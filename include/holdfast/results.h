/*
 * The results file: one list of fields (holdfast/fields.def) drives creating, writing, reading, the
 * digest and the documentation.
 *
 * The file is its own checkpoint: it is made under a temporary name with every dataset contiguous,
 * of fixed shape and preallocated, filled with NaN or 0, synced and renamed. From then on no HDF5
 * call touches it: rows are written with pwrite at the datasets' offsets, in the order rows,
 * checksum, status, so that a process killed at any instant leaves a file that opens everywhere and
 * in which every replica marked done is whole. HDF5 calls are made by one thread; pwrite and pread
 * need no lock.
 *
 * Errors: HF_CANNOT_CREATE (not a file's name, a folder or device of that name, folder not
 * writable), HF_IO (write, disk full: bytes needed and free are named), HF_NO_INPUT, HF_BAD_DATA
 * (not a results file, truncated: the file stays untouched).
 */
#ifndef HOLDFAST_RESULTS_H
#define HOLDFAST_RESULTS_H

#include "holdfast/grid.h"
#include "holdfast/null_test.h"
#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Fields are named HF_<PATH>: /replicas/train_loss is HF_REPLICAS_TRAIN_LOSS. The order is that of
 * the digest. With _METHOD_: one for each method. */
typedef enum hf_field {
#define FIELD(id, ...) HF_##id,
#include "holdfast/fields.def"
    HF_FIELDS
} hf_field;

#define HF_RANKS_KEPT 100 /* the last one means "or worse" where there are more features */

/* The thresholds of the error bounds, the scale /threshold: 0.6 ... 0.9. */
#define HF_THRESHOLDS 4
static inline double hf_threshold(int64_t index)
{
    return (double)(6 + index) / 10;
}

/* Values of /significance/seed_resampling and split_resampling: how the bootstrap treats the
 * units. */
enum { HF_RESAMPLING_FIXED, HF_RESAMPLING_FEW, HF_RESAMPLING_ENOUGH };

/* What each arm of replicas has of its own. The null tests keep no more of a replica than this;
 * their crc32 covers all of it. */
typedef struct hf_arm_fields {
    hf_field status, learned, balanced_accuracy, test_r2, crc32, importance;
} hf_arm_fields;
const hf_arm_fields *hf_fields_of(hf_arm arm);
/* How well a replica predicts: the balanced accuracy, or R2 of a measured outcome. */
hf_field hf_score_field(const hf_config *config, hf_arm arm);

/* Values of /provenance/state; those of /replicas/status are in grid.h. */
enum { HF_STATE_TRAINING, HF_STATE_TRAINED, HF_STATE_COMPLETE }; /* a shard ends as trained */

/* ---- rows: what a block of consecutive replicas of one split and hidden size yields ---- */

/* A section for each row field that the experiment has, [count, row]: what travels from a worker to
 * rank 0 and from there to the file, as it is. */
typedef struct hf_rows {
    hf_arm arm;
    int64_t first, count; /* replica numbers first ... first + count - 1 of the arm's grid */
    int64_t hidden_index;
    size_t bytes; /* of data */
    unsigned char *data;
} hf_rows;

/* How an arm's rows are laid out; made once per experiment, then read-only and shared by threads.
 * Of the experiment's counts features, inputs and classes matter. */
typedef struct hf_rows_layout hf_rows_layout;
hf_status hf_rows_layout_make(const hf_config *config, hf_arm arm, const hf_data_counts *counts,
                              hf_rows_layout **layout, hf_error *error);
void hf_rows_layout_free(hf_rows_layout **layout);
/* Bytes that a block of `count` replicas of that hidden size takes. Does not overflow for replicas
 * that the file has: all of them fit into one (hf_results_bytes). */
size_t hf_rows_size(const hf_rows_layout *layout, int64_t hidden_index, int64_t count);
/* Row k of a field (`method_index`: position in significance.methods, only for importances, else
 * 0); NULL where the arm or the experiment does not have the field, as null tests have none of
 * the method `tutorial`. */
void *hf_rows_at(const hf_rows_layout *layout, const hf_rows *rows, hf_field field,
                 int64_t method_index, int64_t k);
/* Fills the checksums of row k from its other fields (status must be set); to be called last. */
void hf_rows_seal(const hf_rows_layout *layout, hf_rows *rows, int64_t k);
/* Do the checksums of row k match its other fields? */
bool hf_rows_are_whole(const hf_rows_layout *layout, const hf_rows *rows, int64_t k);
/* Row k becomes that of a pending replica: floats NaN, integers 0. */
void hf_rows_blank(const hf_rows_layout *layout, hf_rows *rows, int64_t k);
/* Row k gets what was trained (not importances, not checksums) from row k of the same replicas in
 * another layout, that of the same experiment with other methods. */
void hf_rows_copy_trained(const hf_rows_layout *from_layout, const hf_rows *from,
                          const hf_rows_layout *layout, hf_rows *rows, int64_t k);
/* The path of the first field in which row k of both differs, but for the time that it took and the
 * checksums; NULL: none. The rows are of one hidden size. */
const char *hf_rows_difference(const hf_rows_layout *layout, const hf_rows *a, int64_t a_k,
                               const hf_rows *b, int64_t b_k);
/* Row k becomes row `from_k` of rows of the same hidden size. */
void hf_rows_copy(const hf_rows_layout *layout, const hf_rows *from, int64_t from_k, hf_rows *rows,
                  int64_t k);

/* ---- the file ---- */

typedef struct hf_results hf_results;

/* Bytes of the datasets of such a file, for planning; its structure and texts come on top. HF_IO:
 * more than any file holds. */
hf_status hf_results_bytes(const hf_config *config, hf_shard shard, const hf_data_counts *counts,
                           int64_t *bytes, hf_error *error);

/* Makes the file (see above) and leaves nothing behind on failure. `config_given` is the text of
 * the configuration as the user wrote it. An existing regular file of that name is replaced by the
 * rename. Where the experiment's grid is a shard the file holds only its replicas, and no
 * /significance; the root's attributes `shard` and `shards` say which one it is.
 */
hf_status hf_results_create(const char *path, const hf_experiment *experiment,
                            const char *config_given, hf_error *error);

/* The same, but the file is still to be filled: it stays under its temporary name, open for
 * writing, until hf_results_publish gives it the name `path` (as which messages know it); closed
 * before, it is removed. `session_bytes`: room for the sessions of other files that will be added.
 */
hf_status hf_results_draft(const char *path, const hf_experiment *experiment,
                           const char *config_given, int64_t session_bytes, hf_results **results,
                           hf_error *error);
hf_status hf_results_publish(hf_results *results, hf_error *error);

/* The present format, which is written: attribute holdfast_format of the root. */
enum { HF_FORMAT = 2 };

/* Opens a results file: reads the resolved configuration, names and sizes, and all offsets. One of
 * an older format opens for reading alone (HF_BAD_DATA): without later fields. */
hf_status hf_results_open(const char *path, bool writable, hf_results **results, hf_error *error);
hf_status hf_results_close(hf_results **results, hf_error *error); /* fsync when writable */

const char *hf_results_path(const hf_results *results);
const hf_config *hf_results_config(const hf_results *results);
const hf_grid *hf_results_grid(const hf_results *results); /* its shard, where it is one */
const hf_rows_layout *hf_results_layout(const hf_results *results);
/* The same of any arm: all draws of a null test are one grid (null_test.h), of which a shard
 * holds its contiguous part. NULL: the experiment does not have the null test. */
hf_grid hf_results_arm_grid(const hf_results *results, hf_arm arm);
const hf_rows_layout *hf_results_arm_layout(const hf_results *results, hf_arm arm);
/* Replicas of all arms that the file holds. */
int64_t hf_results_replicas(const hf_results *results);
const hf_text_list *hf_results_features(const hf_results *results);
/* Features and inputs, with names and levels, and the classes' names, without any samples. */
const hf_dataset *hf_results_columns(const hf_results *results);
const hf_text_list *hf_results_classes(const hf_results *results);
const char *hf_results_data_hash(const hf_results *results);
int64_t hf_results_samples(const hf_results *results);
/* Without train_rows; in files of format 1 as many groups as there may be. */
hf_data_counts hf_results_counts(const hf_results *results);

/* The format that a file says it has, whole or damaged; 0: it is none of holdfast's results. */
int hf_results_format(const char *path);
bool hf_results_is_older(const hf_results *results); /* of an older format */
/* HF_BAD_DATA where it is: by which version it was written, and how to take over its networks. */
hf_status hf_results_need_format(const hf_results *results, hf_error *error);
/* HF_BAD_DATA, of a file that is older, with other advice. */
hf_status hf_results_refuse_older(const hf_results *results, const char *advice, hf_error *error);
/* Appends "holdfast 0.1.0 (commit 1a2b3c4)", the version of the last session. */
hf_status hf_results_append_writer(const hf_results *results, hf_text *text, hf_error *error);

/* The state of a file that lacks nothing: complete; of a shard: trained. */
uint8_t hf_results_last_state(const hf_results *results);
/* HF_BAD_DATA where the file is a shard: it has no statistics. */
hf_status hf_results_need_whole(const hf_results *results, hf_error *error);

/* Reads or writes `count` entries of a field's first dimension from `first` on (scalars: 0, 1), in
 * native byte order; a shard's entry 0 is its first replica. `variant`: hidden index for weights
 * (first then counts the rows of that hidden size), index in significance.methods for what is there
 * for each method, else 0. The first two dimensions of what a null test has for each replica count
 * as one: entry `first` is the replica of that number in the arm's grid. */
hf_status hf_results_read(const hf_results *results, hf_field field, int64_t variant, int64_t first,
                          int64_t count, void *values, hf_error *error);
hf_status hf_results_write(hf_results *results, hf_field field, int64_t variant, int64_t first,
                           int64_t count, const void *values, hf_error *error);
/* Compares the entries with `values`, what would be written: *difference becomes the dataset's path
 * where they are not the same and it is NULL so far. */
hf_status hf_results_compare(const hf_results *results, hf_field field, int64_t variant,
                             int64_t first, int64_t count, const void *values,
                             const char **difference, hf_error *error);
bool hf_results_has(const hf_results *results, hf_field field, int64_t variant);
/* Bytes of one entry of the field's first dimension (of all of it for scalars), and how many there
 * are; 0 where the experiment does not have it. Of a field that is newer than the file, which does
 * not hold it, they are what they would be. */
size_t hf_results_entry_bytes(const hf_results *results, hf_field field, int64_t variant);
int64_t hf_results_entries(const hf_results *results, hf_field field, int64_t variant);

/* How many replicas to read at a time, of so many and of so many bytes each: a few megabytes, so
 * that memory does not follow the grid. */
int64_t hf_block_replicas(int64_t replicas, size_t bytes_per_replica);

/* A field of replicas that is to be read; `variant` as above. */
typedef struct hf_column {
    hf_field field;
    int64_t variant;
} hf_column;

/* Consecutive replicas of an arm. */
typedef struct hf_block {
    const hf_grid *grid;      /* of the arm, as far as the file holds it */
    int64_t first, count;     /* their numbers: first ... first + count - 1 */
    const void *const *value; /* [column of the scan], each [count, entry] */
} hf_block;

/* `visit` is called for one block after the other; a failure ends the scan and is handed on. */
typedef struct hf_scan {
    hf_arm arm;
    int64_t first, replicas;  /* entries of the file; replicas 0: all */
    const hf_column *columns; /* of any fields whose first axis is the arm's replicas */
    int64_t column_count;
    hf_status (*visit)(void *context, const hf_block *block, hf_error *error);
    void *context;
} hf_scan;

/* The one way to go through all replicas: in the order of their numbers, a few megabytes at a
 * time. */
hf_status hf_results_visit(const hf_results *results, const hf_scan *scan, hf_error *error);

/* Writes a block's rows, then its checksums, then its status. */
hf_status hf_results_write_rows(hf_results *results, const hf_rows *rows, hf_error *error);
/* Fills rows->data, which holds hf_rows_size bytes, with the rows of rows->first ... of the file.
 */
hf_status hf_results_read_rows(const hf_results *results, hf_rows *rows, hf_error *error);

/* What hf_results_take found among the replicas that both files hold. */
typedef struct hf_taken {
    int64_t taken, pending, damaged;
    hf_arm damaged_arm;    /* of the first damaged one */
    int64_t first_damaged; /* its number in the file that it was to be taken from */
} hf_taken;

/* Takes over from another file the replicas that both grids hold (hf_grid_find), as far as they are
 * done there and their checksums match; in `into` they must be pending. Those of null tests only
 * where a draw has as many splits in both: the draws' data are made for all of its splits. That the
 * experiments agree in all but their grids and shards, and in the splits that they share, is the
 * caller's to see to.
 * Memory: one block. HF_STOPPED: on a request to stop (stop.h). */
hf_status hf_results_take(hf_results *into, const hf_results *from, hf_taken *taken,
                          hf_error *error);

/* The experiment that the file holds: the data from the file or, where it does not store them, read
 * again from data.source. Release with hf_experiment_free. HF_BAD_DATA: they, or the splits, are
 * not what the file says; errors of hf_dataset_load. */
hf_status hf_results_experiment(const hf_results *results, hf_experiment *experiment,
                                hf_error *error);

/* Recomputes the checksums of every replica of the arm that is not pending; those that do not
 * match become pending again (their status written when the file is writable). status [entry] gets
 * the outcome, every element whatever it held before; `demoted` their number. */
hf_status hf_results_check(hf_results *results, hf_arm arm, uint8_t *status, int64_t *demoted,
                           hf_error *error);
/* status [entry] as the file has it; nothing where the arm has no replicas. */
hf_status hf_results_status(const hf_results *results, hf_arm arm, uint8_t *status,
                            hf_error *error);
/* How many replicas of all arms are pending. */
hf_status hf_results_pending(const hf_results *results, int64_t *pending, hf_error *error);

/* Appends one JSON line to /provenance/sessions, what is not ASCII as \u escapes (cut off silently
 * where the preallocated text is full but for a last line that says so). */
hf_status hf_results_add_session(hf_results *results, const char *json_line, hf_error *error);
hf_status hf_results_sessions(const hf_results *results, char **text, hf_error *error);
/* Appends the sessions of another file, all of them or, where there is no room, none. */
hf_status hf_results_add_sessions_of(hf_results *results, const hf_results *from, hf_error *error);

/* /config/given. The caller frees the text. */
hf_status hf_results_config_given(const hf_results *results, char **text, hf_error *error);

/* ---- one writer at a time ---- */

/* Start with {0}: nothing held. */
typedef struct hf_lock {
    char *path; /* of the lock's file, owned; NULL: nothing held */
    int descriptor;
} hf_lock;

/* Keeps other runs from writing the results file `path` (which need not exist, its folder must): an
 * exclusive lock on a file of its own, `<path>.lock`, which holds the host's name and the process.
 * Does not wait. The lock is the open file's (OFD), the file's existence means nothing: what a
 * killed process leaves behind is taken over. HF_CANNOT_CREATE: another run holds it (host and
 * process named), or the file cannot be made. Where the file system has no locks (some parallel
 * ones) it goes on without: nothing is held then, and HF_OK returned. The file is never to be
 * removed by others, and is opened by no one but this module. */
hf_status hf_results_lock(const char *path, hf_lock *lock, hf_error *error);
/* Removes the file, then releases the lock. Nothing held: does nothing. */
void hf_results_unlock(hf_lock *lock);

/* XXH3-128 over the experiment and all results. HF_STOPPED: the file is not complete. */
hf_status hf_results_digest(const hf_results *results, char digest[HF_HASH_BYTES], hf_error *error);

/* Name of HDF5's version, e.g. "1.10.8". Sets what has to be set before any other HDF5 call. */
const char *hf_results_hdf5_version(void);

#ifdef __cplusplus
}
#endif

#endif
