/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first block of a journal: what does not change while its job lasts. */
#ifndef JOURNAL_HEADER_H
#define JOURNAL_HEADER_H

#include <stdbool.h>

#include <wipe/journal.h>

#define HEADER_BYTES 4096
#define HEADER_VERSION 1
#define HEADER_MAGIC_BYTES 8

struct header_pass {
	struct wipe_pass_spec spec;
	uint8_t secret[WIPE_SECRET_BYTES]; /* zero unless WIPE_PASS_STREAM */
};

struct header {
	uint8_t id[16]; /* random */
	int64_t started_at_s;
	struct wipe_journal_medium medium;
	char method[WIPE_JOURNAL_METHOD_BYTES];
	enum wipe_level level_requested;
	uint8_t challenge[WIPE_CHALLENGE_MAX_BYTES];
	uint32_t challenge_bytes;
	uint32_t attempt;
	uint32_t pass_count;
	struct header_pass passes[WIPE_PASSES_MAX];
};

/* What a job is made of; id and started_at_s are the caller's. */
void header_describe(const struct wipe_device *device, const struct wipe_plan *plan,
		     struct header *header);

/* Sealed bytes. WIPE_E_CRYPTO, or WIPE_E_USAGE if header_parse() would refuse them. */
int header_store(const struct header *header, uint8_t block[HEADER_BYTES], struct wipe_error *err);

/* Is it a journal of this version at all? bytes of block are there. WIPE_E_FORMAT. */
int header_recognise(const uint8_t *block, size_t bytes, struct wipe_error *err);

/* Hostile bytes, recognised. WIPE_E_FORMAT says what is wrong. */
int header_parse(const uint8_t block[HEADER_BYTES], struct header *header, struct wipe_error *err);

/* Is it this medium? WIPE_E_REFUSED says what differs. */
int header_match(const struct header *header, const struct wipe_device *device,
		 struct wipe_error *err);

#endif
