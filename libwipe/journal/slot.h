/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of the two blocks that are written in turn: how far the job has come. */
#ifndef JOURNAL_SLOT_H
#define JOURNAL_SLOT_H

#include <stdbool.h>

#include "header.h"

#define SLOT_BYTES 12288
#define SLOT_COUNT 2

struct slot {
	uint64_t sequence;
	int64_t written_at_s;
	uint64_t duration_ns; /* that all runs worked */
	struct wipe_checkpoint at;
	struct wipe_interruption interruptions[WIPE_INTERRUPTIONS_MAX];
	uint32_t interruption_count;
	uint8_t notes[WIPE_JOURNAL_NOTES_MAX];
	uint32_t notes_bytes;
};

/* Only the extents and ranges that are counted; the rest is zero. */
void slot_set_checkpoint(struct slot *slot, const struct wipe_checkpoint *at);

/* Is it possible in a job that header describes? WIPE_E_FORMAT says what is not. */
int slot_check(const struct slot *slot, const struct header *header, struct wipe_error *err);

/*
 * Sealed bytes that belong to a header with that seal. WIPE_E_CRYPTO, or
 * WIPE_E_USAGE if they could not be parsed again.
 */
int slot_store(const struct slot *slot, const struct header *header, const uint8_t *header_seal,
	       uint8_t block[SLOT_BYTES], struct wipe_error *err);

/*
 * Hostile bytes. *holds false: the seal is broken, slot is not filled. Else 0 or
 * WIPE_E_FORMAT, which says what is wrong.
 */
int slot_parse(const uint8_t block[SLOT_BYTES], const struct header *header,
	       const uint8_t *header_seal, struct slot *slot, bool *holds, struct wipe_error *err);

#endif
