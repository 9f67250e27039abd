/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixed_env.h"

#include <wipe/error.h>

/* The seam hands out const; the tests own the struct around it. */
static struct fixed_env *fixed_of(const struct wipe_env *env)
{
	return (struct fixed_env *)(uintptr_t)env;
}

static int64_t fixed_realtime_s(const struct wipe_env *env)
{
	return fixed_of(env)->realtime_s;
}

static uint64_t fixed_monotonic_ns(const struct wipe_env *env)
{
	return fixed_of(env)->monotonic_ns += 1000000;
}

static void fixed_sleep_ms(const struct wipe_env *env, uint32_t ms)
{
	fixed_of(env)->slept_ms += ms;
}

/* splitmix64: reproducible, not secret. */
static int fixed_random(const struct wipe_env *env, void *buf, size_t len)
{
	struct fixed_env *fixed = fixed_of(env);
	unsigned char *out = buf;

	if (fixed->random_fails)
		return WIPE_E_SYSTEM;
	for (size_t i = 0; i < len; i++) {
		uint64_t z = fixed->state += UINT64_C(0x9e3779b97f4a7c15);

		z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
		out[i] = (unsigned char)(z >> 56);
	}
	return 0;
}

static const struct wipe_env_ops fixed_ops = {
	.realtime_s = fixed_realtime_s,
	.monotonic_ns = fixed_monotonic_ns,
	.sleep_ms = fixed_sleep_ms,
	.random = fixed_random,
};

void fixed_env_init(struct fixed_env *fixed, uint64_t seed)
{
	*fixed = (struct fixed_env){ .env.ops = &fixed_ops,
				     .realtime_s = 1764000000,
				     .state = seed };
}
