/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <sys/random.h>
#include <time.h>

#include <wipe/error.h>
#include <wipe/sys/env.h>

static int64_t system_realtime_s(const struct wipe_env *env)
{
	struct timespec now;

	(void)env;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

static uint64_t system_monotonic_ns(const struct wipe_env *env)
{
	struct timespec now;

	(void)env;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

static void system_sleep_ms(const struct wipe_env *env, uint32_t ms)
{
	struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

	(void)env;
	/* A signal may end the sleep early: the caller looks at its conditions again. */
	nanosleep(&left, NULL);
}

static int system_random(const struct wipe_env *env, void *buf, size_t len)
{
	unsigned char *at = buf;

	(void)env;
	while (len) {
		ssize_t got = getrandom(at, len, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return WIPE_E_SYSTEM;
		at += got;
		len -= (size_t)got;
	}
	return 0;
}

static const struct wipe_env_ops system_ops = {
	.realtime_s = system_realtime_s,
	.monotonic_ns = system_monotonic_ns,
	.sleep_ms = system_sleep_ms,
	.random = system_random,
};

const struct wipe_env *wipe_env_system(void)
{
	static const struct wipe_env system = { .ops = &system_ops };

	return &system;
}
