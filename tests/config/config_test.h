/* What the tests of the configuration share. */
#ifndef HOLDFAST_CONFIG_TEST_H
#define HOLDFAST_CONFIG_TEST_H

#include "holdfast/config.h"
#include "unit_test.h"

/* Parses a text that must be good (origin "a.yaml"). */
hf_config good(const char *text);

/* Parses a text that must be bad, and checks the whole message. */
void assert_message(const char *text, const char *message);
/* The same, checking that the message holds `part`. */
void assert_message_holds(const char *text, const char *part);
void assert_holds(const char *text, const char *part);

/* Every member of the two is the same; texts and lists by content. */
void assert_same(const hf_config *a, const hf_config *b);
void assert_integers(const hf_integer_list *list, int64_t count, const int64_t *items);

/* Writes `length` bytes to a file below a folder of this process's own; returns its path. */
const char *scratch_file(const char *name, const char *bytes, size_t length);
void scratch_remove(void);

#endif
