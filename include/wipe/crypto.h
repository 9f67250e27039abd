/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erasing by destroying keys: the encrypted volumes of a medium, what of it only a
 * key makes readable, and the conditions under which a destroyed key is enough.
 *
 * Conditions: NIST SP 800-88 Rev. 2, sec. 3.2 (Cryptographic Erase). Only a person
 * can answer them; what is not answered with yes lowers the level.
 */
#ifndef WIPE_CRYPTO_H
#define WIPE_CRYPTO_H

#include <stdbool.h>
#include <stdint.h>

#include <wipe/device.h>
#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/luks.h>
#include <wipe/stream.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPE_VOLUMES_MAX 8
#define WIPE_UUID_COPIES_MAX 8

enum wipe_answer {
	WIPE_ANSWER_UNKNOWN, /* nobody was asked, or nobody knows */
	WIPE_ANSWER_NO,
	WIPE_ANSWER_YES,
};

/* Worded so that yes is what the claim needs. */
enum wipe_condition {
	WIPE_CONDITION_ENCRYPTED_FROM_FIRST_DAY, /* nothing was ever stored in the clear */
	WIPE_CONDITION_NO_HEADER_BACKUP,	 /* or all of them are destroyed */
	WIPE_CONDITION_NO_ESCROW,		 /* no copy of the volume key anywhere */
	WIPE_CONDITION_NO_RECOVERY_KEY,		 /* nor one that a server or a person keeps */
};
#define WIPE_CONDITIONS (WIPE_CONDITION_NO_RECOVERY_KEY + 1)

/* Where the answers come from. */
enum wipe_answered_by {
	WIPE_ANSWERED_BY_NOBODY,
	WIPE_ANSWERED_BY_PROMPT,
	WIPE_ANSWERED_BY_FILE,
};

/* An encrypted volume, and where it lies on the medium. */
struct wipe_volume {
	uint64_t offset_bytes, length_bytes; /* of the partition or medium that it fills */
	uint32_t partition_number;	     /* 0: it is in none */
	struct wipe_luks luks; /* offsets from offset_bytes; detached: from the header's begin */
};

/* What else wears the UUID of one of the volumes: a copy of the header, perhaps. */
struct wipe_uuid_copy {
	uint32_t volume; /* index */
	char node[64];	 /* /dev/sdc1 */
	char serial[WIPE_SERIAL_MAX_BYTES];
};

/* What a plan destroys keys of. All zero: of nothing. */
struct wipe_crypto {
	struct wipe_volume volumes[WIPE_VOLUMES_MAX]; /* by offset */
	uint32_t volume_count;
	uint32_t passed_over; /* places of which it could not be read what header they have, or used */
	/* A part of the medium that alone is erased, of this number; 0 bytes: all of it is. */
	uint32_t scope_partition;
	uint64_t scope_offset_bytes, scope_bytes;
	bool then_overwrite; /* all is overwritten after that, whatever is encrypted */
	/* The header lies on a medium of its own, which then is this; volume_count is 1. */
	bool is_detached;
	struct wipe_device header; /* without contents and uses */
	enum wipe_answer answers[WIPE_CONDITIONS];
	enum wipe_answered_by answered_by;
	/* Others that are visible and have a volume's UUID; the count may exceed the room. */
	struct wipe_uuid_copy copies[WIPE_UUID_COPIES_MAX];
	uint32_t copy_count;
	bool copies_complete; /* all visible devices could be looked at */
};

/*
 * Reads the headers of the volumes on dev, a whole device or an image that has been
 * probed: at its begin and in its partitions, or, partition being the node of one, in
 * that alone, which then is the scope. header not NULL: the header lies at the begin of
 * that, and dev, or the partition, holds the data only. Opens them for reading. Fills
 * what is about volumes, scope and header; the rest is left as it is.
 *
 * What was a volume once and holds something else now is none; and whatever else the
 * tables call a partition, or is recognized, may not lie where a volume does (WIPE_E_FORMAT).
 * With then_overwrite all is overwritten: what is not all encrypted is taken, and whatever is
 * wrong with a header on dev, it is passed over and counted.
 *
 * WIPE_E_NOTFOUND: there is none. WIPE_E_FORMAT: one is damaged, or leads out of what
 * it lies in. WIPE_E_UNSUPPORTED: more than WIPE_VOLUMES_MAX, a re-encryption that has not
 * ended, or data that software does not encrypt. WIPE_E_REFUSED: its header lies elsewhere,
 * and is not given. WIPE_E_IO: what is on dev could not all be read. WIPE_E_NOMEM.
 */
WIPE_API int wipe_crypto_find(const struct wipe_device *dev, const char *partition,
			      const struct wipe_device *header, struct wipe_crypto *crypto,
			      struct wipe_error *err);

/*
 * Can the headers be emptied? Tried on copies in memory; dev is only read. WIPE_E_FORMAT: not
 * by libcryptsetup, or not all of one. WIPE_E_REFUSED: one has changed. WIPE_E_UNSUPPORTED, WIPE_E_IO, WIPE_E_NOMEM,
 * WIPE_E_SYSTEM, WIPE_E_GONE.
 */
WIPE_API int wipe_crypto_try(const struct wipe_device *dev, const struct wipe_crypto *crypto,
			     struct wipe_error *err);

/*
 * Looks for the volumes' UUIDs elsewhere on dev and on all devices of source: fills copies
 * and copies_complete. 0, or WIPE_E_NOMEM.
 */
WIPE_API int wipe_crypto_find_copies(struct wipe_source *source, const struct wipe_device *dev,
				     struct wipe_crypto *crypto, struct wipe_error *err);

/*
 * Is a mapping of one of the volumes set up, active or suspended, wherever its header
 * lies? Then WIPE_E_REFUSED with its name and what to do. WIPE_E_SYSTEM: it cannot be told.
 */
WIPE_API int wipe_crypto_refuse_mapped(const struct wipe_crypto *crypto, struct wipe_error *err);

/*
 * What the key of a segment is made of, in bytes: the cipher's (in XTS two keys of half the
 * length), and behind it that of the integrity, which does not encrypt. false: it is not known
 * how long the cipher's is, because no slot opens the segment or the integrity is an unknown
 * one; both are 0 then.
 */
WIPE_API bool wipe_luks_split_key(const struct wipe_luks *luks,
				  const struct wipe_luks_segment *segment, uint32_t *cipher_bytes,
				  uint32_t *integrity_bytes);

/*
 * At least 128 bits of the cipher's key, in a cipher and a mode that are known to count:
 * NIST SP 800-88 Rev. 2, sec. 3.2.
 */
WIPE_API bool wipe_luks_is_strong(const struct wipe_luks *luks);

/* Have all conditions been answered with yes, and does nothing visible contradict? */
WIPE_API bool wipe_crypto_conditions_met(const struct wipe_crypto *crypto);

/* Stable identifiers ("encrypted_from_first_day", "yes", "prompt"); _parse: false if none. */
WIPE_API const char *wipe_condition_name(enum wipe_condition condition);
WIPE_API const char *wipe_answer_name(enum wipe_answer answer);
WIPE_API const char *wipe_answered_by_name(enum wipe_answered_by by);
WIPE_API bool wipe_answer_parse(const char *text, enum wipe_answer *answer);
/* For people: the statement that is agreed to with yes. */
WIPE_API const char *wipe_condition_text(enum wipe_condition condition);

#ifdef __cplusplus
}
#endif
#endif
