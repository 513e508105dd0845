/* Logits of a network some of whose inputs change, summed in fixed point; part of body.h. */

/* A tile of one row vector: its first row, draw and channel. */
typedef struct {
    const hf_changed *at;
    int64_t row, draw, channel;
} changed_place;

/* value [draw] = the pre-activations of unit j with the changed inputs. */
INLINE void changed_unit(const changed_place *place, int64_t j, const float *change, int draws,
                         bool one_input, const lane x[TILE_DRAWS], lane value[TILE_DRAWS])
{
    const hf_changed *at = place->at;
    const float *weight = at->weight + j * at->inputs;
    const lane before = lane_load(at->unit + place->row * at->hidden + j * HF_LANES);
    const lane first = lane_set(weight[0]);
    UNROLL for (int b = 0; b < draws; b++) value[b] = lane_fma(first, x[b], before);
    for (int64_t k = 1; !one_input && k < at->inputs; k++) {
        const lane w = lane_set(weight[k]);
        UNROLL for (int b = 0; b < draws; b++) value[b] =
            lane_fma(w, lane_load(change + (b * at->inputs + k) * at->rows), value[b]);
    }
    UNROLL for (int b = 0; b < draws; b++) value[b] = lane_relu(value[b]);
}

/* What is no number counts as 0. */
INLINE void add_logit(int64_t *sum, lane logit)
{
    const lane most = lane_set(HF_FIXED_MOST), least = lane_set(-HF_FIXED_MOST);
    logit = lane_if_equal(logit, logit, logit, lane_set(0));
    logit = lane_if_greater(logit, most, most, logit);
    lane_add_to_integers(sum, lane_if_greater(least, logit, least, logit));
}

INLINE void changed_tile(const changed_place *place, int draws, int channels, bool one_input)
{
    const hf_changed *at = place->at;
    const float *change = at->change + place->draw * at->inputs * at->rows + place->row;
    const float *output = at->output + place->channel;
    int64_t *sums = at->sum + (place->draw * at->channels + place->channel) * at->rows + place->row;
    lane sum[TILE_DRAWS][TILE_CHANNELS], x[TILE_DRAWS], value[TILE_DRAWS];
    UNROLL for (int b = 0; b < draws; b++)
    {
        x[b] = lane_load(change + b * at->inputs * at->rows);
        UNROLL for (int c = 0; c < channels; c++) sum[b][c] =
            lane_set(at->bias[place->channel + c]);
    }
    for (int64_t j = 0; j < at->hidden; j++, output += at->channels) {
        changed_unit(place, j, change, draws, one_input, x, value);
        UNROLL for (int c = 0; c < channels; c++)
        {
            const lane v = lane_set(output[c]);
            UNROLL for (int b = 0; b < draws; b++) sum[b][c] = lane_fma(v, value[b], sum[b][c]);
        }
    }
    UNROLL for (int b = 0; b < draws; b++)
    {
        UNROLL for (int c = 0; c < channels; c++)
            add_logit(sums + (b * at->channels + c) * at->rows, sum[b][c]);
    }
}

/* All draws of one row vector and some channels: tiles of `most`, then of half, then of one. */
INLINE void changed_draws(changed_place place, int most, int channels, bool one_input)
{
    const int half = most > 1 ? most / 2 : 1;
    const int64_t draws = place.at->draws;
    for (place.draw = 0; draws - place.draw >= most; place.draw += most)
        changed_tile(&place, most, channels, one_input);
    for (; draws - place.draw >= half; place.draw += half)
        changed_tile(&place, half, channels, one_input);
    for (; place.draw < draws; place.draw++)
        changed_tile(&place, 1, channels, one_input);
}

#define CHANNELS_CASE(n, most)                                                                     \
    case n:                                                                                        \
        changed_draws(place, most, (n) <= TILE_CHANNELS ? (n) : 1, one_input);                     \
        break

/* The units' rows stay in the cache while all draws use them. */
INLINE void changed_rows(const hf_changed *at, bool one_input)
{
    enum { HALF = TILE_DRAWS > 1 ? TILE_DRAWS / 2 : 1 };
    changed_place place = {.at = at};
    for (place.row = 0; place.row < at->rows; place.row += HF_LANES) {
        int channels;
        for (place.channel = 0; place.channel < at->channels; place.channel += channels) {
            channels = even_share(at->channels - place.channel, TILE_CHANNELS);
            switch (channels) {
                CHANNELS_CASE(1, TILE_DRAWS);
                CHANNELS_CASE(2, HALF);
                CHANNELS_CASE(3, HALF);
                CHANNELS_CASE(4, HALF);
            }
        }
    }
}
#undef CHANNELS_CASE

static void add_changed(const hf_changed *at)
{
    if (at->inputs == 1)
        changed_rows(at, true);
    else
        changed_rows(at, false);
}
