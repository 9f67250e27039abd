/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pass puts at every address. */
#ifndef PATTERN_PATTERN_H
#define PATTERN_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/plan.h>

struct pattern;

/* The caller frees *pattern. WIPE_E_UNSUPPORTED for firmware passes. */
int pattern_new(const struct wipe_pass *pass, struct pattern **pattern, struct wipe_error *err);
void pattern_free(struct pattern *pattern); /* NULL: no-op */

/*
 * Writes the len bytes that belong at address offset (a multiple of 16).
 * 0, or WIPE_E_CRYPTO: then out must not be used.
 */
int pattern_generate(struct pattern *pattern, void *out, size_t len, uint64_t offset);

/*
 * Are these len bytes what belongs at address offset (a multiple of 16)? Faster than
 * to generate and compare. 0 or WIPE_E_CRYPTO: then *same is false.
 */
int pattern_matches(struct pattern *pattern, const void *bytes, size_t len, uint64_t offset,
		    bool *same);

#endif
