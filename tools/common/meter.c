/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meter.h"

#define NS_PER_S 1e9
#define SAMPLE_NS UINT64_C(200000000)
#define SMOOTHING_S 10.0
#define LEFT_MAX_S 1e9 /* some thirty years: as good as standing still */

/*
 * The weight of a sample grows with its length, s / (s + SMOOTHING_S): a first
 * order approximation of an exponential average, and free of the sampling rate.
 */
void meter_update(struct meter *meter, uint64_t done_bytes, uint64_t now_ns)
{
	double elapsed_s, speed, weight;

	if (!meter->started || done_bytes < meter->last_bytes || now_ns < meter->last_ns) {
		*meter = (struct meter){ .started = true,
					 .start_ns = now_ns,
					 .start_bytes = done_bytes,
					 .last_ns = now_ns,
					 .last_bytes = done_bytes };
		return;
	}
	if (now_ns - meter->last_ns < SAMPLE_NS)
		return;
	elapsed_s = (double)(now_ns - meter->last_ns) / NS_PER_S;
	speed = (double)(done_bytes - meter->last_bytes) / elapsed_s;
	weight = meter->has_speed ? elapsed_s / (elapsed_s + SMOOTHING_S) : 1.0;
	meter->bytes_per_s += weight * (speed - meter->bytes_per_s);
	meter->has_speed = true;
	meter->last_ns = now_ns;
	meter->last_bytes = done_bytes;
}

uint64_t meter_speed(const struct meter *meter)
{
	return (uint64_t)meter->bytes_per_s;
}

uint64_t meter_average(const struct meter *meter)
{
	uint64_t elapsed_ns = meter->last_ns - meter->start_ns;

	if (!elapsed_ns)
		return 0;
	return (uint64_t)((double)(meter->last_bytes - meter->start_bytes) /
			  ((double)elapsed_ns / NS_PER_S));
}

bool meter_left_s(const struct meter *meter, uint64_t remaining_bytes, uint64_t *seconds)
{
	double left_s;

	if (meter->bytes_per_s < 1.0)
		return false;
	left_s = (double)remaining_bytes / meter->bytes_per_s;
	if (left_s > LEFT_MAX_S)
		return false;
	*seconds = (uint64_t)(left_s + 0.5);
	return true;
}
