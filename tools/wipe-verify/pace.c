/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pace.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "clock.h"
#include "i18n.h"
#include "text.h"

#define LINE_BYTES 512
#define NS_PER_S UINT64_C(1000000000)
#define QUIET_NS (NS_PER_S / 2)

void pace_start(struct pace *pace, enum progress_mode mode, size_t total)
{
	*pace = (struct pace){ .mode = mode, .total = total, .started_ns = clock_ns() };
	if (mode == PROGRESS_AUTO && !progress_can_redraw())
		pace->mode = PROGRESS_NONE;
	meter_update(&pace->meter, 0, pace->started_ns);
}

static bool left_s(const struct pace *pace, uint64_t *seconds)
{
	return pace->done < pace->total && pace->meter.has_speed &&
	       meter_left_s(&pace->meter, pace->total - pace->done, seconds);
}

void pace_format(const struct pace *pace, size_t columns, char *line, size_t size)
{
	char left[TEXT_DURATION_BYTES], whole[LINE_BYTES];
	double percent = pace->total ? 100.0 * (double)pace->done / (double)pace->total : 100.0;
	uint64_t seconds;
	size_t used;

	used = (size_t)snprintf(whole, sizeof(whole), _("%5.1f %%  verified: %zu of %zu"), percent,
				pace->done, pace->total);
	if (pace->failed && used < sizeof(whole))
		used += (size_t)snprintf(whole + used, sizeof(whole) - used, "  %s: %zu",
					 _("failed"), pace->failed);
	if (pace->meter.has_speed && used < sizeof(whole))
		used += (size_t)snprintf(whole + used, sizeof(whole) - used, "  %llu/s",
					 (unsigned long long)meter_speed(&pace->meter));
	if (left_s(pace, &seconds) && used < sizeof(whole)) {
		text_duration(seconds, left);
		snprintf(whole + used, sizeof(whole) - used, "  ");
		snprintf(whole + used + 2, sizeof(whole) - used - 2, _("%s left"), left);
	}
	text_fit(whole, columns, line, size);
}

static void draw(struct pace *pace)
{
	char line[LINE_BYTES];

	/* One column stays free: a full line would wrap on some terminals. */
	pace_format(pace, text_terminal_columns(STDERR_FILENO) - 1, line, sizeof(line));
	/* ECMA-48: EL */
	fprintf(stderr, "\r%s\033[K", line);
	fflush(stderr);
	pace->is_drawn = true;
}

static void print_json(struct pace *pace, bool is_finished)
{
	uint64_t seconds;
	json_t *left = left_s(pace, &seconds) ? json_integer((json_int_t)seconds) : json_null();
	json_t *object = json_pack("{s:s, s:I, s:I, s:I, s:I, s:o, s:b}", "object", "progress",
				   "files_done", (json_int_t)pace->done, "files_total",
				   (json_int_t)pace->total, "failed", (json_int_t)pace->failed,
				   "files_per_second", (json_int_t)meter_speed(&pace->meter),
				   "seconds_left", left, "finished", is_finished);
	char *line = object ? json_dumps(object, JSON_COMPACT) : NULL;

	if (line)
		fprintf(stderr, "%s\n", line);
	free(line);
	json_decref(object);
}

void pace_tell(struct pace *pace, size_t done, size_t failed)
{
	uint64_t now = clock_ns();

	pace->done = done;
	pace->failed = failed;
	meter_update(&pace->meter, done, now);
	if (pace->mode == PROGRESS_AUTO && now - pace->started_ns >= QUIET_NS)
		draw(pace);
	if (pace->mode != PROGRESS_JSON || now - pace->printed_ns < NS_PER_S)
		return;
	pace->printed_ns = now;
	print_json(pace, false);
}

void pace_end(struct pace *pace)
{
	if (pace->mode == PROGRESS_JSON)
		print_json(pace, true);
	if (!pace->is_drawn)
		return;
	fprintf(stderr, "\r\033[K");
	fflush(stderr);
	pace->is_drawn = false;
}
