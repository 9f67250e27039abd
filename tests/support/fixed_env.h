/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wipe_env in which nothing happens by chance: same seed, same bytes and times. */
#ifndef SUPPORT_FIXED_ENV_H
#define SUPPORT_FIXED_ENV_H

#include <stdbool.h>

#include <wipe/sys/env.h>

struct fixed_env {
	struct wipe_env env;
	int64_t realtime_s;
	uint64_t monotonic_ns; /* a millisecond more with every question */
	uint64_t state;	       /* of the random numbers */
	uint64_t slept_ms;
	bool random_fails;
};

void fixed_env_init(struct fixed_env *fixed, uint64_t seed);

#endif
