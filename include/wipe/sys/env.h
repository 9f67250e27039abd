/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Seam: clocks, sleep and randomness. Tests replace it, so that polling takes
 * no time and records are the same byte for byte.
 */
#ifndef WIPE_SYS_ENV_H
#define WIPE_SYS_ENV_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/export.h>

#ifdef __cplusplus
extern "C" {
#endif

struct wipe_env;

struct wipe_env_ops {
	/* Seconds since 1970-01-01 UTC (CLOCK_REALTIME). */
	int64_t (*realtime_s)(const struct wipe_env *env);
	/* Nanoseconds that never run backwards (CLOCK_MONOTONIC). */
	uint64_t (*monotonic_ns)(const struct wipe_env *env);
	void (*sleep_ms)(const struct wipe_env *env, uint32_t ms);
	/* Fills buf with len bytes fit for keys. 0, or a negative wipe_code. */
	int (*random)(const struct wipe_env *env, void *buf, size_t len);
};

struct wipe_env {
	const struct wipe_env_ops *ops;
};

/* The real system. Static, never NULL, never freed. */
WIPE_API const struct wipe_env *wipe_env_system(void);

#ifdef __cplusplus
}
#endif
#endif
