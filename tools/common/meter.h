/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast a job goes and how long it will still take. No clock inside. */
#ifndef MASSHO_TOOLS_METER_H
#define MASSHO_TOOLS_METER_H

#include <stdbool.h>
#include <stdint.h>

/* All zero: nothing measured yet. */
struct meter {
	bool started, has_speed;
	uint64_t start_ns, start_bytes;
	uint64_t last_ns, last_bytes;
	double bytes_per_s; /* smoothed */
};

/*
 * The job has done so many bytes at now_ns (a clock that never runs backwards).
 * Updates closer together than a fifth of a second are gathered into one. Bytes
 * that go backwards start the measurement anew.
 */
void meter_update(struct meter *meter, uint64_t done_bytes, uint64_t now_ns);

/* Smoothed over about ten seconds; 0 until something was measured. */
uint64_t meter_speed(const struct meter *meter);

/* Since the first update. */
uint64_t meter_average(const struct meter *meter);

/* Seconds for what is left, at the smoothed speed. False: it stands still. */
bool meter_left_s(const struct meter *meter, uint64_t remaining_bytes, uint64_t *seconds);

#endif
