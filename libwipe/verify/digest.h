/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hashes of what a pass puts on a medium. They follow from the pass, so a
 * thread computes them beside the passes and nothing is read. They are the
 * content's only where the whole medium was read back and found equal.
 */
#ifndef VERIFY_DIGEST_H
#define VERIFY_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include <wipe/plan.h>
#include <wipe/report.h>

struct digest;

/*
 * Starts a thread that generates what pass puts on capacity_bytes and hashes it.
 * The caller frees *digest. WIPE_E_NOMEM, WIPE_E_SYSTEM, WIPE_E_CRYPTO,
 * WIPE_E_UNSUPPORTED.
 */
int digest_start(const struct wipe_pass *pass, uint64_t capacity_bytes, uint64_t chunk_bytes,
		 struct digest **digest, struct wipe_error *err);

uint64_t digest_done_bytes(const struct digest *digest); /* so far, for progress; atomic */

/* The counter behind it, which lives as long as the digest. */
const _Atomic uint64_t *digest_counter(const struct digest *digest);

/* Waits at most ms. True: it has ended, digest_result() can be called. */
bool digest_wait(struct digest *digest, uint32_t ms);

/*
 * After it has ended: 0, or WIPE_E_CRYPTO if the pattern could not be computed
 * (then out is not touched). chunks: as sha256_pair_finish().
 */
int digest_result(const struct digest *digest, uint8_t content[WIPE_SHA256_BYTES],
		  uint8_t chunks[WIPE_SHA256_BYTES]);

/* Stops the thread soon (a few ms) and joins it; NULL: no-op. */
void digest_free(struct digest *digest);

#endif
