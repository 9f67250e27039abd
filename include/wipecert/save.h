/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Never lose a record: writing them so that they are there afterwards, and the
 * chain that shows when one is missing.
 */
#ifndef WIPECERT_SAVE_H
#define WIPECERT_SAVE_H

#include <stddef.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/record.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Writes bytes to path: a temporary name in the same folder, fsync, rename that
 * does not replace, fsync of the folder; then dropped from the cache, read back
 * and compared. An existing path is WIPE_E_REFUSED. Mode 0644. Nothing is left
 * behind under another name, except by a crash.
 */
WIPE_API int wipecert_save(const char *path, const void *bytes, size_t length,
			   struct wipe_error *err);
/* The same with mode 0600: what has names in it is for nobody else's eyes. */
WIPE_API int wipecert_save_private(const char *path, const void *bytes, size_t length,
				   struct wipe_error *err);

/*
 * Reads a whole file of at most max bytes, regular, not through a FIFO or
 * device. *bytes is the caller's (free()), with a NUL after the end that is not
 * counted. WIPE_E_NOTFOUND, WIPE_E_FORMAT if larger, WIPE_E_SYSTEM.
 */
WIPE_API int wipecert_load(const char *path, size_t max, unsigned char **bytes, size_t *length,
			   struct wipe_error *err);

/*
 * The chain of one signing key within a folder of records: a small file
 * ".massho-head-<16 hex digits of the certificate's SHA-256>" names the newest record.
 * wipecert_chain_lock() waits for other writers; head is what the next record
 * names as previous (*has_head false: none yet). wipecert_chain_advance() stores
 * the new head once its record is saved. A crash between the two shows as a
 * fork, never as a loss. The caller always calls wipecert_chain_unlock().
 */
struct wipecert_chain;
WIPE_API int wipecert_chain_lock(const char *folder, const uint8_t signer_sha256[32],
				 struct wipecert_chain **chain, struct wipecert_link *head,
				 bool *has_head, struct wipe_error *err);
WIPE_API int wipecert_chain_advance(struct wipecert_chain *chain, const struct wipecert_link *head,
				    struct wipe_error *err);
WIPE_API void wipecert_chain_unlock(struct wipecert_chain *chain); /* NULL: no-op */

#ifdef __cplusplus
}
#endif
#endif
