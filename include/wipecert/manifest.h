/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list of files with sizes and hashes (massho-manifest(5)), in two forms: the
 * full one with names and a salt, and the public one with salted hashes of the
 * names only. Each has exactly one serialisation, and the public form follows
 * from the full one, so that the SHA-256 of a form stands for the list.
 */
#ifndef WIPECERT_MANIFEST_H
#define WIPECERT_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/copy.h>
#include <wipe/error.h>
#include <wipe/export.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPECERT_MANIFEST_SCHEMA "massho.manifest/1"
#define WIPECERT_MANIFEST_SALT_BYTES 32
#define WIPECERT_MANIFEST_PATH_MAX 4096 /* bytes */
#define WIPECERT_MANIFEST_MAX_BYTES ((size_t)512 << 20)

enum wipecert_manifest_form {
	WIPECERT_MANIFEST_FULL,
	WIPECERT_MANIFEST_PUBLIC,
};

/* Of a sealed manifest; as long as that lives. */
struct wipecert_manifest_entry {
	const char *path; /* bytes, relative; NULL in the public form */
	uint64_t size_bytes;
	uint8_t name_sha256[32]; /* of the 32 bytes of salt and the path */
	uint8_t sha256[32];	 /* of the contents */
};

struct wipecert_manifest;

/*
 * An empty manifest in full form. salt: 32 bytes nobody can guess, else whoever
 * has the public form can try names; NULL takes them from the kernel. The caller
 * frees *manifest. WIPE_E_NOMEM, WIPE_E_SYSTEM.
 */
WIPE_API int wipecert_manifest_new(const uint8_t *salt, struct wipecert_manifest **manifest,
				   struct wipe_error *err);
WIPE_API void wipecert_manifest_free(struct wipecert_manifest *manifest); /* NULL: no-op */

/*
 * Adds a file, in any order; path is copied. WIPE_E_FORMAT if path is not relative,
 * is too long, or has a part that is empty, "." or ".."; WIPE_E_USAGE if the
 * manifest is sealed; WIPE_E_NOMEM.
 */
WIPE_API int wipecert_manifest_add(struct wipecert_manifest *manifest, const char *path,
				   uint64_t size_bytes, const uint8_t sha256[32],
				   struct wipe_error *err);

/*
 * Ends the adding: sorts, and looks for names that occur twice (WIPE_E_FORMAT; no
 * further call but wipecert_manifest_free() makes sense then). Everything below
 * takes sealed manifests only. Once more: nothing.
 */
WIPE_API int wipecert_manifest_seal(struct wipecert_manifest *manifest, struct wipe_error *err);

/*
 * A form as bytes. *bytes is the caller's (free()). WIPE_E_USAGE: the full form of
 * a manifest in public form, or one that is not sealed; WIPE_E_UNSUPPORTED: longer
 * than WIPECERT_MANIFEST_MAX_BYTES; WIPE_E_NOMEM.
 */
WIPE_API int wipecert_manifest_write(const struct wipecert_manifest *manifest,
				     enum wipecert_manifest_form form, unsigned char **bytes,
				     size_t *length, struct wipe_error *err);

/* SHA-256 of these bytes, without holding them. The same errors, and WIPE_E_CRYPTO. */
WIPE_API int wipecert_manifest_hash(const struct wipecert_manifest *manifest,
				    enum wipecert_manifest_form form, uint8_t sha256[32],
				    struct wipe_error *err);

/*
 * Reads either form from bytes that may be hostile: what is accepted is exactly
 * what wipecert_manifest_write() makes. *manifest is sealed and the caller's.
 * WIPE_E_FORMAT with the line and what is wrong; WIPE_E_NOMEM, WIPE_E_CRYPTO.
 */
WIPE_API int wipecert_manifest_parse(const void *bytes, size_t length,
				     struct wipecert_manifest **manifest, struct wipe_error *err);

/* In which form it was read; FULL for what was built. */
WIPE_API enum wipecert_manifest_form
wipecert_manifest_form(const struct wipecert_manifest *manifest);
/* 32 bytes, as long as the manifest; NULL in the public form. */
WIPE_API const uint8_t *wipecert_manifest_salt(const struct wipecert_manifest *manifest);
WIPE_API size_t wipecert_manifest_count(const struct wipecert_manifest *manifest);
/* The sum of all sizes. */
WIPE_API uint64_t wipecert_manifest_bytes(const struct wipecert_manifest *manifest);
/* In the order of the form; index below the count. */
WIPE_API const struct wipecert_manifest_entry *
wipecert_manifest_at(const struct wipecert_manifest *manifest, size_t index);
/* NULL: not in it. By path only in the full form. */
WIPE_API const struct wipecert_manifest_entry *
wipecert_manifest_find(const struct wipecert_manifest *manifest, const char *path);
WIPE_API const struct wipecert_manifest_entry *
wipecert_manifest_find_name(const struct wipecert_manifest *manifest,
			    const uint8_t name_sha256[32]);

enum wipecert_manifest_state {
	WIPECERT_MANIFEST_SAME,
	WIPECERT_MANIFEST_CHANGED,    /* another size or hash */
	WIPECERT_MANIFEST_MISSING,    /* listed, not found */
	WIPECERT_MANIFEST_ADDITIONAL, /* found, not listed */
	WIPECERT_MANIFEST_OTHER,      /* found, neither a regular file nor a folder, or a mount */
	WIPECERT_MANIFEST_UNREADABLE, /* what is in it, or below it, is not known */
};
#define WIPECERT_MANIFEST_STATES 6

/*
 * Holds files against a manifest as they are found, for example while they are
 * copied. manifest is in full form (else WIPE_E_USAGE) and must outlive *check,
 * which the caller frees. WIPE_E_NOMEM.
 */
struct wipecert_manifest_check;
WIPE_API int wipecert_manifest_check_new(const struct wipecert_manifest *manifest,
					 struct wipecert_manifest_check **check,
					 struct wipe_error *err);
WIPE_API void wipecert_manifest_check_free(struct wipecert_manifest_check *check); /* NULL: no-op */
/* SAME, CHANGED or ADDITIONAL. */
WIPE_API enum wipecert_manifest_state
wipecert_manifest_check_file(struct wipecert_manifest_check *check, const char *path,
			     uint64_t size_bytes, const uint8_t sha256[32]);
/* It is there, whatever is in it: not missing. */
WIPE_API void wipecert_manifest_check_there(struct wipecert_manifest_check *check,
					    const char *path);
/*
 * The next entry that was not found, in order; NULL: no more. *cursor is 0 before
 * the first call.
 */
WIPE_API const struct wipecert_manifest_entry *
wipecert_manifest_check_missing(const struct wipecert_manifest_check *check, size_t *cursor);

struct wipecert_manifest_difference {
	const char *path; /* valid during the call */
	enum wipecert_manifest_state state;
	const struct wipecert_manifest_entry *listed; /* NULL: it is not */
	const struct wipe_copy_result *found;	      /* NULL: it was not */
};

struct wipecert_manifest_comparison {
	uint64_t count[WIPECERT_MANIFEST_STATES]; /* by state */
};

/* 0 to go on; anything else ends the comparison with WIPE_E_INTERRUPTED. */
typedef int wipecert_manifest_each_fn(void *arg,
				      const struct wipecert_manifest_difference *difference);

/*
 * Reads every file below the folder tree (wipe_copy_scan()) and compares. each
 * gets whatever is found, SAME too, sorted by path, and then what is missing. each
 * and progress may be NULL. comparison is filled in any case.
 *
 * Returns 0 if everything was read, whatever differs; else the first error of
 * wipe_copy_scan(), with what could be read compared all the same.
 */
WIPE_API int wipecert_manifest_compare(const struct wipecert_manifest *manifest, const char *tree,
				       wipecert_manifest_each_fn *each,
				       wipe_copy_progress_fn *progress, void *arg,
				       struct wipecert_manifest_comparison *comparison,
				       struct wipe_error *err);

/* Stable English identifier ("missing"); never NULL. */
WIPE_API const char *wipecert_manifest_state_name(enum wipecert_manifest_state state);

#ifdef __cplusplus
}
#endif
#endif
