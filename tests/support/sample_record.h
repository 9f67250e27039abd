/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records to sign and to spoil: of a real run of the library over 1 MiB of memory. */
#ifndef SAMPLE_RECORD_H
#define SAMPLE_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include <wipecert/record.h>

#define SAMPLE_ISSUED_AT_S INT64_C(1780272000) /* 2026-06-01T00:00:00Z */

enum sample_outcome {
	SAMPLE_VERIFIED,
	SAMPLE_UNVERIFIED, /* --verify none */
};

/*
 * ATTEMPT or ERASURE, the same bytes every time. *json is the caller's (free()).
 * 0 or a negative wipe_code.
 */
int sample_record(enum wipecert_type type, enum sample_outcome outcome, char **json,
		  size_t *json_bytes);

/* One of many: of another medium, under another id, linked with others. */
struct sample_subject {
	const char *serial, *id;
	int64_t issued_at_s;
	uint64_t capacity_bytes;
	const struct wipecert_link *previous; /* NULL: none */
	const struct wipecert_link *closes;   /* of an ERASURE */
	/* Of a record in a case; NULL: a frame of its own. closes, if any, is said here too. */
	const struct wipecert_meta *meta;
	const uint8_t *challenge;
	size_t challenge_bytes; /* 0: none */
	int64_t started_at_s;	/* 0: SAMPLE_ISSUED_AT_S */
	/* Whose keys are destroyed, by method luks; NULL: all is overwritten. */
	const struct wipe_crypto *crypto;
};
int sample_record_of(const struct sample_subject *subject, enum wipecert_type type,
		     enum sample_outcome outcome, char **json, size_t *json_bytes);

#endif
