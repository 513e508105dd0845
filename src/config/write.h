/* Writing keys: what the echo, the defaults and the differences share. Internal to src/config/. */
#ifndef HOLDFAST_CONFIG_WRITE_H
#define HOLDFAST_CONFIG_WRITE_H

#include "options.h"

/* Appends the key's value as YAML on one line; null where it is not set. */
void hf_key_write_value(const hf_key *key, const hf_config *config, hf_text *text);

/* The fewest digits that give the same number; with a point before an exponent, without which
 * readers of YAML 1.1 take it for a text. */
void hf_key_write_real(double value, hf_text *text);

/* Appends the section's heading where `key` is its first key; `spaced`: after an empty line. */
void hf_key_write_section(int64_t key, bool spaced, hf_text *text);

#endif
