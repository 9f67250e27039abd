/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the header of an encrypted volume says of itself: where it lies, which key
 * slots, tokens and segments it has. Reading touches nothing, needs no passphrase,
 * and believes nothing that leads out of the medium.
 *
 * LUKS1: "LUKS On-Disk Format Specification" 1.2.3. LUKS2: "LUKS2 On-Disk Format
 * Specification" 1.1.3. Offsets and lengths are bytes.
 */
#ifndef WIPE_LUKS_H
#define WIPE_LUKS_H

#include <stdbool.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/sys/io.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of LUKS2; LUKS1 has eight slots and no tokens. */
#define WIPE_LUKS_SLOTS_MAX 32
#define WIPE_LUKS_TOKENS_MAX 32
#define WIPE_LUKS_SEGMENTS_MAX 32
#define WIPE_LUKS_REQUIREMENTS_MAX 8
#define WIPE_LUKS_WORD_BYTES 64
#define WIPE_LUKS_TO_THE_END UINT64_MAX

enum wipe_luks_slot_kind {
	WIPE_LUKS_SLOT_ACTIVE,	  /* opens a segment */
	WIPE_LUKS_SLOT_UNBOUND,	  /* holds a key of no segment */
	WIPE_LUKS_SLOT_REENCRYPT, /* what an unfinished re-encryption needs */
};

struct wipe_luks_slot {
	uint32_t number;
	enum wipe_luks_slot_kind kind;
	uint64_t offset_bytes, length_bytes; /* of its area, from the header's begin */
	uint32_t key_bytes;
	char kdf[WIPE_LUKS_WORD_BYTES]; /* "argon2id", "pbkdf2"; "" of a re-encryption */
};

/* What else can open it: "systemd-tpm2", "systemd-fido2", "clevis", "luks2-keyring". */
struct wipe_luks_token {
	uint32_t number;
	uint32_t slots; /* a bit for each slot that it opens */
	char type[WIPE_LUKS_WORD_BYTES];
};

struct wipe_luks_segment {
	uint32_t number;
	char type[WIPE_LUKS_WORD_BYTES];      /* "crypt", "linear", "hw-opal", "hw-opal-crypt" */
	char cipher[WIPE_LUKS_WORD_BYTES];    /* "aes-xts-plain64"; "" of one that has none */
	char integrity[WIPE_LUKS_WORD_BYTES]; /* "hmac(sha256)"; "" without */
	uint64_t offset_bytes, length_bytes;  /* on the data's medium; WIPE_LUKS_TO_THE_END */
	bool is_backup;			      /* of a re-encryption */
};

/* A copy of the header. */
enum wipe_luks_copy {
	WIPE_LUKS_COPY_NONE,	/* LUKS1 has one only */
	WIPE_LUKS_COPY_GOOD,	/* what is told here is from the newest of these */
	WIPE_LUKS_COPY_OLDER,	/* good, and of an earlier state */
	WIPE_LUKS_COPY_DAMAGED, /* no magic, or a wrong checksum */
};

struct wipe_luks {
	uint32_t version; /* 1 or 2 */
	char uuid[WIPE_LUKS_WORD_BYTES];
	char label[WIPE_LUKS_WORD_BYTES]; /* "" without; bytes of the medium, no control characters */
	char subsystem[WIPE_LUKS_WORD_BYTES]; /* as label */
	enum wipe_luks_copy copies[2];
	uint64_t copy_bytes; /* of one of them */
	/*
	 * From the header's begin on: all that belongs to it, key slots and what lies
	 * between included, up to where data may begin. That is what has to go.
	 */
	uint64_t area_bytes;
	uint64_t data_offset_bytes; /* of the first segment; on a medium of its own if is_detached */
	bool is_detached;	    /* the data lies on another medium */
	bool is_reencrypting;	    /* a re-encryption has begun and not ended */
	uint32_t slot_count, token_count, segment_count, requirement_count;
	struct wipe_luks_slot slots[WIPE_LUKS_SLOTS_MAX];	   /* those in use, by number */
	struct wipe_luks_token tokens[WIPE_LUKS_TOKENS_MAX];	   /* by number */
	struct wipe_luks_segment segments[WIPE_LUKS_SEGMENTS_MAX]; /* by number */
	/* What whoever opens it has to be able to do: "online-reencrypt". */
	char requirements[WIPE_LUKS_REQUIREMENTS_MAX][WIPE_LUKS_WORD_BYTES];
};

/*
 * Reads the header at the begin of io. detached: the data lies elsewhere
 * (cryptsetup's --header); a LUKS1 header says that itself, too.
 *
 * WIPE_E_NOTFOUND: there is none, not even a damaged one. WIPE_E_FORMAT: it is
 * damaged, contradicts itself, or leads out of the medium; the message says how.
 * WIPE_E_IO: it cannot be read. WIPE_E_NOMEM, WIPE_E_CRYPTO. luks is filled only if 0.
 */
WIPE_API int wipe_luks_read(struct wipe_io *io, bool detached, struct wipe_luks *luks,
			    struct wipe_error *err);

/* Do both headers say the same: of the same volume, nothing changed between two readings? */
WIPE_API bool wipe_luks_equal(const struct wipe_luks *a, const struct wipe_luks *b);

/* Stable identifiers: "active", "good". */
WIPE_API const char *wipe_luks_slot_kind_name(enum wipe_luks_slot_kind kind);
WIPE_API const char *wipe_luks_copy_name(enum wipe_luks_copy copy);

#ifdef __cplusplus
}
#endif
#endif
