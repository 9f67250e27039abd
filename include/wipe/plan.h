/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What will be done to a device: passes, verification, the level that can be
 * reached. Making a plan touches nothing.
 *
 * Levels: NIST SP 800-88 Rev. 2, sec. 2. A host overwrite reaches at most
 * Clear, and nothing on a medium of which the backing is unknown.
 */
#ifndef WIPE_PLAN_H
#define WIPE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/crypto.h>
#include <wipe/device.h>
#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/stream.h>
#include <wipe/sys/env.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipe_level {
	WIPE_LEVEL_NONE,
	WIPE_LEVEL_CLEAR,
	WIPE_LEVEL_PURGE,
};

enum wipe_verify_mode {
	WIPE_VERIFY_FULL,
	WIPE_VERIFY_SAMPLE,
	WIPE_VERIFY_NONE,
};

enum wipe_pass_kind {
	WIPE_PASS_STREAM,	     /* keyed stream with inputs of its own */
	WIPE_PASS_STREAM_COMPLEMENT, /* every bit of the stream of the pass before inverted */
	WIPE_PASS_FILL,		     /* pattern repeated from address 0 */
	WIPE_PASS_FIRMWARE,	     /* the drive's own erase: not in this version */
	WIPE_PASS_ZEROOUT,	     /* the drive or the kernel is asked for zeros */
};

#define WIPE_PATTERN_MAX_BYTES 4
#define WIPE_PASSES_MAX 40

struct wipe_pass_spec {
	enum wipe_pass_kind kind;
	uint8_t pattern[WIPE_PATTERN_MAX_BYTES];
	uint8_t pattern_bytes; /* 0 unless WIPE_PASS_FILL */
};

/* A named way of overwriting; one const table, see wipe_scheme_at(). */
struct wipe_scheme {
	const char *name;    /* as --method takes it */
	const char *variant; /* which of the published forms this is; "" if only one */
	const char *source;  /* document and section */
	bool legacy;	     /* obsolete, for contracts that still name it */
	bool unhide;	     /* asks for hidden areas to be opened first */
	uint32_t pass_count;
	const struct wipe_pass_spec *passes;
};

WIPE_API size_t wipe_scheme_count(void);
WIPE_API const struct wipe_scheme *wipe_scheme_at(size_t index);       /* NULL past the end */
WIPE_API const struct wipe_scheme *wipe_scheme_find(const char *name); /* NULL: unknown */

/* A pass ready to run: the specification with its stream's key. */
struct wipe_pass {
	struct wipe_pass_spec spec;
	struct wipe_stream_inputs inputs; /* of STREAM and STREAM_COMPLEMENT */
	uint8_t key[WIPE_KEY_BYTES];
};

struct wipe_plan_request {
	const char *method; /* "auto", or a scheme's name */
	const uint8_t *challenge;
	size_t challenge_bytes; /* 0: none; else 16..64 */
	enum wipe_level require;
	enum wipe_verify_mode verify;
	uint32_t sample_percent; /* 1..99, for WIPE_VERIFY_SAMPLE; 0: 10 */
	uint32_t attempt;	 /* from 1 */
	/*
	 * What is to lose its keys: for the method "luks", or, with then_overwrite, for
	 * "auto". Else NULL.
	 */
	const struct wipe_crypto *crypto;
};

/* Part of a medium. */
struct wipe_extent {
	uint64_t offset_bytes, length_bytes;
};

/* Between the encrypted segments, one a volume, and around them. */
#define WIPE_SPANS_MAX (WIPE_VOLUMES_MAX + 1)

struct wipe_plan {
	const struct wipe_scheme *scheme;
	const char *reason; /* why auto chose it: stable English identifier */
	enum wipe_level level_requested;
	enum wipe_level level_reachable;
	const char *level_reason; /* stable English identifier */
	enum wipe_verify_mode verify;
	uint32_t sample_percent;
	uint8_t sample_seed[32];
	uint64_t capacity_bytes;
	uint32_t block_bytes;
	uint32_t pass_count;
	struct wipe_pass passes[WIPE_PASSES_MAX];
	/* Erasing by destroying keys: no volumes if it does not. */
	struct wipe_crypto crypto;
	/*
	 * What passes and verification go through, ascending: all that is not encrypted,
	 * if limited to that. Else the whole medium.
	 */
	bool is_limited;
	struct wipe_extent spans[WIPE_SPANS_MAX];
	uint32_t span_count;
	struct wipe_pass header_pass; /* what goes on a header that lies on a medium of its own */
};

/*
 * Fills plan for dev. Draws secrets and the sampling seed from env.
 * WIPE_E_USAGE: unknown method or a value out of range. WIPE_E_UNSUPPORTED: the
 * level is out of reach, the scheme needs firmware or, for an image, a drive, the
 * geometry is foreign, or the drive is zoned.
 */
WIPE_API int wipe_plan_make(const struct wipe_plan_request *request, const struct wipe_device *dev,
			    const struct wipe_env *env, struct wipe_plan *plan,
			    struct wipe_error *err);

/* What a pass writes, and a full verification reads: the capacity, or the spans' sum. */
WIPE_API uint64_t wipe_plan_pass_bytes(const struct wipe_plan *plan);

/*
 * The spans of a plan whose crypto, capacity and block size are set, in whole blocks;
 * also for records. WIPE_E_FORMAT: volumes overlap or lead out of the medium.
 */
WIPE_API int wipe_plan_limit(struct wipe_plan *plan, struct wipe_error *err);

/*
 * The pattern that a volume's header is overwritten with: that of the first pass, or
 * of the header's own medium.
 */
WIPE_API const struct wipe_pass *wipe_plan_header_pass(const struct wipe_plan *plan);

/* A guess at how long a plan takes, from what such media usually do. */
struct wipe_estimate {
	uint64_t least_s, most_s; /* from 1 */
	const char *basis;	  /* stable English identifier: "hdd", "usb-flash" */
};

/* False: nothing is known of such a medium (virtual, unknown), *estimate is not filled. */
WIPE_API bool wipe_plan_estimate(const struct wipe_plan *plan, const struct wipe_device *dev,
				 struct wipe_estimate *estimate);

/*
 * Makes a plan again from what it was made of: request->method is a scheme's
 * name, secrets has one for each of its passes (used by WIPE_PASS_STREAM only).
 * The plan verifies every block, whatever the first one did, and its reason is
 * "resumed". Errors as wipe_plan_make(); WIPE_E_UNSUPPORTED also for a scheme that
 * leaves the zeros to the drive.
 */
WIPE_API int wipe_plan_restore(const struct wipe_plan_request *request,
			       const uint8_t (*secrets)[WIPE_SECRET_BYTES],
			       const struct wipe_device *dev, struct wipe_plan *plan,
			       struct wipe_error *err);

/*
 * The highest level an overwrite with scheme can reach on a medium, and why
 * (stable English identifier in *reason, which may be NULL). Also for records.
 */
WIPE_API enum wipe_level wipe_level_of_overwrite(const struct wipe_scheme *scheme,
						 enum wipe_kind kind, enum wipe_media media,
						 bool is_virtual, const char **reason);

/*
 * The same for a plan of which scheme, crypto and is_limited are set, on dev: where
 * nothing but keys is destroyed, all that the claim rests on has its say.
 */
WIPE_API enum wipe_level wipe_level_of_plan(const struct wipe_plan *plan,
					    const struct wipe_device *dev, const char **reason);

/*
 * Are the zeros of the last pass the drive's own account? It may make them up when
 * it is read, so that no reading, however good, proves an erasure.
 */
WIPE_API bool wipe_plan_trusts_drive(const struct wipe_plan *plan);

/* Stable identifiers; the _parse functions return false if text is none. */
WIPE_API const char *wipe_level_name(enum wipe_level level);
/* For people: the level, and a sentence for the reason of a plan or report; "" where there is none. */
WIPE_API const char *wipe_level_text(enum wipe_level level);
WIPE_API const char *wipe_level_reason_text(const char *reason);
WIPE_API const char *wipe_verify_mode_name(enum wipe_verify_mode mode);
WIPE_API const char *wipe_pass_kind_name(enum wipe_pass_kind kind);
WIPE_API bool wipe_level_parse(const char *text, enum wipe_level *level);
WIPE_API bool wipe_verify_mode_parse(const char *text, enum wipe_verify_mode *mode);
WIPE_API bool wipe_pass_kind_parse(const char *text, enum wipe_pass_kind *kind);
WIPE_API bool wipe_media_parse(const char *text, enum wipe_media *media);

#ifdef __cplusplus
}
#endif
#endif
