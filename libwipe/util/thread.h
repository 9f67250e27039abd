/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads of the library: no signals reach them, so that the caller's handlers run in its own. */
#ifndef UTIL_THREAD_H
#define UTIL_THREAD_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

/* 0, or an errno. */
int thread_start(pthread_t *thread, void *(*run)(void *arg), void *arg);

/* A condition that waits by CLOCK_MONOTONIC, and a point of that clock ms from now. */
void thread_cond_init(pthread_cond_t *condition);
void thread_deadline(uint32_t ms, struct timespec *until);

#endif
