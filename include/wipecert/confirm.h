/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people say of records: confirmations, and the roster that tells who may.
 * Both are records themselves (massho-record(5)), parsed by wipecert_record_parse().
 */
#ifndef WIPECERT_CONFIRM_H
#define WIPECERT_CONFIRM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/record.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPECERT_GROUNDS_MAX 8
#define WIPECERT_GROUND_BYTES 2001 /* 500 characters and a NUL */
#define WIPECERT_PERSON_BYTES 401  /* 100 characters and a NUL */
#define WIPECERT_MEMBERS_MAX 1000
#define WIPECERT_NO_END INT64_MAX

enum wipecert_reread {
	WIPECERT_REREAD_NONE,
	WIPECERT_REREAD_SAMPLE,
	WIPECERT_REREAD_FULL,
};

/* An answer to a record. */
struct wipecert_confirmation {
	bool accepts; /* false: it rejects, for which it must name a ground */
	char grounds[WIPECERT_GROUNDS_MAX][WIPECERT_GROUND_BYTES]; /* UTF-8 */
	size_t ground_count;
	/* Entered from paper: the signer vouches only for the scan. */
	bool is_paper;
	uint8_t scan_sha256[32];
	uint64_t scan_bytes;
	/* What the officer looked at. */
	bool label_seen;
	enum wipecert_reread reread; /* as the check record tells; NONE without one */
	bool has_check;
	struct wipecert_link check;
};

/*
 * As wipecert_record_build(), of a CONFIRMATION; meta->about is the signed record
 * that it answers. WIPE_E_USAGE: a text is too long, no UTF-8, or hides characters;
 * WIPE_E_FORMAT: the parts contradict each other.
 */
WIPE_API int wipecert_confirmation_build(const struct wipecert_confirmation *confirmation,
					 const struct wipecert_meta *meta, char **json,
					 size_t *json_bytes, struct wipe_error *err);

#define WIPECERT_SCAN_MAX_BYTES ((size_t)256 << 20)

/*
 * Hash and size of the file at path become those of the scan, and the confirmation
 * one on paper. WIPE_E_FORMAT: larger than the maximum, empty, or no regular file.
 */
WIPE_API int wipecert_confirmation_scan(struct wipecert_confirmation *confirmation,
					const char *path, struct wipe_error *err);

/* False: the record is no CONFIRMATION. */
WIPE_API bool wipecert_record_confirmation(const struct wipecert_record *record,
					   struct wipecert_confirmation *confirmation);

/* The heart of it. On paper: the officer's as far as the signer tells. */
enum wipecert_decision {
	WIPECERT_DECISION_NONE, /* no CONFIRMATION */
	WIPECERT_ACCEPTED,
	WIPECERT_REJECTED,
	WIPECERT_ACCEPTED_ON_PAPER,
	WIPECERT_REJECTED_ON_PAPER,
};

WIPE_API enum wipecert_decision wipecert_record_decision(const struct wipecert_record *record);

enum wipecert_role {
	WIPECERT_ENGINEER, /* erases */
	WIPECERT_MANAGER,  /* of the contractor */
	WIPECERT_OFFICER,  /* confirms */
	WIPECERT_TSA,	   /* signs timestamps and nothing else; never on a roster */
};
#define WIPECERT_ROLES (WIPECERT_TSA + 1)

WIPE_API const char *wipecert_role_name(enum wipecert_role role); /* "engineer" */

/* Somebody's certificate in a role, for a time. */
struct wipecert_member {
	enum wipecert_role role;
	char person[WIPECERT_PERSON_BYTES]; /* the same for all certificates of one person */
	uint8_t certificate_sha256[32];
	int64_t from_s, until_s; /* until is not included; WIPECERT_NO_END: open */
};

/*
 * SHA-256 of the one certificate in a PEM or DER file. WIPE_E_FORMAT: none, or
 * several.
 */
WIPE_API int wipecert_certificate_fingerprint(const char *path, uint8_t sha256[32],
					      struct wipe_error *err);

/* As wipecert_record_build(), of a ROSTER. */
WIPE_API int wipecert_roster_build(const struct wipecert_member *members, size_t count,
				   const struct wipecert_meta *meta, char **json,
				   size_t *json_bytes, struct wipe_error *err);

/* Of a ROSTER, else 0: at most max are written; returns how many there are. */
WIPE_API size_t wipecert_record_members(const struct wipecert_record *record,
					struct wipecert_member *members, size_t max);

#ifdef __cplusplus
}
#endif
#endif
