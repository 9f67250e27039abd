/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pass's pattern from address 0 on, for one reader that wants the whole of a core
 * for what it does with it: a thread generates ahead of it where a CPU is free, and
 * what is not there in time the reader generates itself. It never waits.
 */
#ifndef VERIFY_AHEAD_H
#define VERIFY_AHEAD_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/plan.h>

struct ahead;

/* The caller frees *ahead. WIPE_E_NOMEM, WIPE_E_SYSTEM, WIPE_E_CRYPTO, WIPE_E_UNSUPPORTED. */
int ahead_start(const struct wipe_pass *pass, uint64_t capacity_bytes, struct ahead **ahead,
		struct wipe_error *err);

/*
 * The next bytes, which are valid until the next call. 0 with *len 0: there are no
 * more. WIPE_E_CRYPTO if they could not be computed.
 */
int ahead_next(struct ahead *ahead, const unsigned char **bytes, size_t *len);

void ahead_free(struct ahead *ahead); /* no reader any more; NULL: no-op */

#endif
