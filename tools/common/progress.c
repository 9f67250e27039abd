/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "clock.h"
#include "i18n.h"
#include "output.h"
#include "text.h"

#define DRAW_NS UINT64_C(100000000)
#define JSON_NS UINT64_C(1000000000)
#define NAME_COLUMNS_MAX 24
#define LINE_BYTES 1024

struct progress {
	enum progress_mode mode; /* AUTO: a terminal is there; NONE: silent */
	uint64_t drawn_ns;
	size_t lines; /* that stand on the terminal now */
	size_t job_count;
	struct progress_job jobs[];
};

static const struct {
	const char *text;
	enum progress_mode mode;
} modes[] = {
	{ "auto", PROGRESS_AUTO },
	{ "none", PROGRESS_NONE },
	{ "json", PROGRESS_JSON },
};

static const char *const phase_texts[] = {
	[WIPE_PHASE_PREPARE] = N_("preparing"), [WIPE_PHASE_WRITE] = N_("writing"),
	[WIPE_PHASE_FLUSH] = N_("flushing"),	[WIPE_PHASE_VERIFY] = N_("reading back"),
	[WIPE_PHASE_DONE] = N_("done"),		[WIPE_PHASE_HASH] = N_("hashing"),
};

bool progress_mode_parse(const char *text, enum progress_mode *mode)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (strcmp(modes[i].text, text))
			continue;
		*mode = modes[i].mode;
		return true;
	}
	return false;
}

/* Its bytes are done, and it is not. */
static bool goes_on(const struct progress_job *job)
{
	return job->part && !job->finished && job->now.job_done_bytes >= job->now.job_total_bytes;
}

unsigned int progress_permille(const struct progress_job *job)
{
	uint64_t done = job->now.job_done_bytes, total = job->now.job_total_bytes;

	if (!total)
		return job->now.phase == WIPE_PHASE_DONE ? 1000 : 0;
	/* All was read, but what is on the medium is still being hashed. */
	if (done >= total)
		return job->now.phase == WIPE_PHASE_HASH || goes_on(job) ? 999 : 1000;
	/* 100.0 % is not shown before it is reached. */
	return (unsigned int)((double)done * 1000.0 / (double)total);
}

static const char *phase_text(enum wipe_phase phase)
{
	return (size_t)phase < sizeof(phase_texts) / sizeof(phase_texts[0]) ?
		       _(phase_texts[phase]) :
		       wipe_phase_name(phase);
}

/* The parts of a line in their order; a smaller weight is left out first. */
enum part {
	PART_NAME,
	PART_PERCENT,
	PART_PHASE,
	PART_SPEED,
	PART_AVERAGE,
	PART_LEFT,
	PART_SILENT,
	PART_POSTPONED,
	PART_BAD,
};
#define PART_COUNT (PART_BAD + 1)
static const int part_weights[PART_COUNT] = {
	[PART_NAME] = 9,   [PART_PERCENT] = 8, [PART_BAD] = 7,
	[PART_SILENT] = 6, [PART_LEFT] = 5,    [PART_POSTPONED] = 4,
	[PART_SPEED] = 3,  [PART_PHASE] = 2,   [PART_AVERAGE] = 1,
};

/* Drives that answer more slowly than that are worth a word. */
#define SILENT_MS 3000

struct parts {
	char text[PART_COUNT][128];
};

/* Until the slower of two: the passes with the verification, and the content hash. */
static bool seconds_left(const struct progress_job *job, uint64_t *seconds)
{
	const struct wipe_progress *now = &job->now;
	uint64_t hash_s, remaining = 0;

	*seconds = 0;
	if (goes_on(job))
		return false;
	if (now->job_total_bytes > now->job_done_bytes)
		remaining = now->job_total_bytes - now->job_done_bytes;
	if (remaining && !meter_left_s(&job->meter, remaining, seconds))
		return false;
	if (now->hash_total_bytes <= now->hash_done_bytes)
		return true;
	if (!meter_left_s(&job->hash_meter, now->hash_total_bytes - now->hash_done_bytes, &hash_s))
		return remaining > 0;
	if (hash_s > *seconds)
		*seconds = hash_s;
	return true;
}

static void format_speeds(const struct progress_job *job, struct parts *parts)
{
	char size[TEXT_SIZE_BYTES], left[TEXT_DURATION_BYTES];
	uint64_t seconds;

	if (!job->finished && job->meter.has_speed && seconds_left(job, &seconds)) {
		text_duration(seconds, left);
		snprintf(parts->text[PART_LEFT], sizeof(parts->text[0]), _("%s left"), left);
	}
	/* What is computed then is not the drive's speed. */
	if (!job->meter.has_speed || job->now.phase == WIPE_PHASE_HASH)
		return;
	text_size(meter_average(&job->meter), size);
	snprintf(parts->text[PART_AVERAGE], sizeof(parts->text[0]), _("average %s/s"), size);
	if (job->finished)
		return;
	text_size(meter_speed(&job->meter), size);
	snprintf(parts->text[PART_SPEED], sizeof(parts->text[0]), "%s/s", size);
}

static void format_bad(const struct progress_job *job, struct parts *parts)
{
	char size[TEXT_SIZE_BYTES];
	uint64_t bad = job->now.error_bytes + job->now.mismatch_bytes;

	if (!bad)
		return;
	text_size(bad, size);
	snprintf(parts->text[PART_BAD], sizeof(parts->text[0]), _("BAD: %s"), size);
}

static void format_trouble(const struct progress_job *job, struct parts *parts)
{
	char text[TEXT_SIZE_BYTES > TEXT_DURATION_BYTES ? TEXT_SIZE_BYTES : TEXT_DURATION_BYTES];

	if (job->finished)
		return;
	if (job->now.silent_ms >= SILENT_MS) {
		text_duration(job->now.silent_ms / 1000, text);
		snprintf(parts->text[PART_SILENT], sizeof(parts->text[0]), _("no answer for %s"),
			 text);
	}
	if (job->now.postponed_bytes) {
		text_size(job->now.postponed_bytes, text);
		snprintf(parts->text[PART_POSTPONED], sizeof(parts->text[0]), _("for later: %s"),
			 text);
	}
}

static void format_phase(const struct progress_job *job, struct parts *parts)
{
	const char *phase = phase_text(job->now.phase);
	char *text = parts->text[PART_PHASE];

	if (job->part_text)
		snprintf(text, sizeof(parts->text[0]), "%s", job->part_text);
	else if (job->now.phase == WIPE_PHASE_WRITE && job->now.pass_count > 1)
		snprintf(text, sizeof(parts->text[0]), _("pass %u/%u %s"), job->now.pass,
			 job->now.pass_count, phase);
	else if (job->now.phase == WIPE_PHASE_HASH && job->now.phase_total_bytes)
		snprintf(text, sizeof(parts->text[0]), "%s %u %%", phase,
			 (unsigned int)((double)job->now.phase_done_bytes * 100.0 /
					(double)job->now.phase_total_bytes));
	else
		snprintf(text, sizeof(parts->text[0]), "%s", phase);
}

static void format_parts(const struct progress_job *job, struct parts *parts)
{
	unsigned int permille = progress_permille(job);
	char name[512];

	memset(parts, 0, sizeof(*parts));
	text_escape(job->name ? job->name : "", name, sizeof(name));
	text_fit(name, NAME_COLUMNS_MAX, parts->text[PART_NAME], sizeof(parts->text[0]));
	snprintf(parts->text[PART_PERCENT], sizeof(parts->text[0]), "%3u.%u %%", permille / 10,
		 permille % 10);
	format_phase(job, parts);
	format_speeds(job, parts);
	format_trouble(job, parts);
	format_bad(job, parts);
}

static size_t join(const struct parts *parts, int least_weight, char *line, size_t size)
{
	size_t used = 0;

	line[0] = '\0';
	for (int i = 0; i < PART_COUNT && used < size; i++) {
		if (part_weights[i] < least_weight || !parts->text[i][0])
			continue;
		used += (size_t)snprintf(line + used, size - used, "%s%s", used ? "  " : "",
					 parts->text[i]);
	}
	return text_columns(line);
}

void progress_format(const struct progress_job *job, size_t columns, char *line, size_t size)
{
	char whole[LINE_BYTES];
	struct parts parts;
	int least_weight = 1;

	format_parts(job, &parts);
	while (join(&parts, least_weight, whole, sizeof(whole)) > columns &&
	       least_weight < part_weights[PART_PERCENT])
		least_weight++;
	text_fit(whole, columns, line, size);
}

json_t *progress_json(const struct progress_job *job)
{
	const struct wipe_progress *now = &job->now;
	uint64_t seconds;
	bool left = !job->finished && job->meter.has_speed && seconds_left(job, &seconds);

	return json_pack(
		"{s:s, s:o, s:s*, s:s, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:o, "
		"s:o, s:o, s:b}",
		"object", "progress", "device", output_json_text(job->name), "part", job->part,
		"phase", wipe_phase_name(now->phase), "pass", (int)now->pass, "pass_count",
		(int)now->pass_count, "phase_done_bytes", output_json_bytes(now->phase_done_bytes),
		"phase_total_bytes", output_json_bytes(now->phase_total_bytes), "job_done_bytes",
		output_json_bytes(now->job_done_bytes), "job_total_bytes",
		output_json_bytes(now->job_total_bytes), "error_bytes",
		output_json_bytes(now->error_bytes), "mismatch_bytes",
		output_json_bytes(now->mismatch_bytes), "postponed_bytes",
		output_json_bytes(now->postponed_bytes), "silent_ms", (json_int_t)now->silent_ms,
		"bytes_per_second", output_json_bytes(meter_speed(&job->meter)),
		"average_bytes_per_second", output_json_bytes(meter_average(&job->meter)),
		"seconds_left", left ? json_integer((json_int_t)seconds) : json_null(), "finished",
		job->finished);
}

bool progress_can_redraw(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

struct progress *progress_new(enum progress_mode mode, size_t job_count)
{
	struct progress *progress =
		calloc(1, sizeof(*progress) + job_count * sizeof(progress->jobs[0]));

	if (!progress)
		return NULL;
	progress->job_count = job_count;
	progress->mode = mode == PROGRESS_AUTO && !progress_can_redraw() ? PROGRESS_NONE : mode;
	return progress;
}

void progress_name(struct progress *progress, size_t job, const char *name)
{
	progress->jobs[job].name = name;
}

/* Lines that fit: a display higher than the terminal could not be overdrawn. */
static size_t terminal_rows(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || size.ws_row < 2)
		return 24;
	return size.ws_row;
}

void progress_hide(struct progress *progress)
{
	if (!progress->lines)
		return;
	/* ECMA-48: CPL to the first line, ED from there. */
	fprintf(stderr, "\033[%zuF\033[J", progress->lines);
	fflush(stderr);
	progress->lines = 0;
}

static void draw(struct progress *progress)
{
	/* One column stays free: a full line would wrap on some terminals. */
	size_t columns = text_terminal_columns(STDERR_FILENO) - 1;
	size_t rows = terminal_rows() - 1, left_out = 0;
	char line[LINE_BYTES];

	if (progress->lines)
		fprintf(stderr, "\033[%zuF", progress->lines);
	progress->lines = 0;
	for (size_t i = 0; i < progress->job_count; i++) {
		if (!progress->jobs[i].seen)
			continue;
		if (progress->lines + 1 >= rows) {
			left_out++;
			continue;
		}
		progress_format(&progress->jobs[i], columns, line, sizeof(line));
		fprintf(stderr, "%s\033[K\n", line);
		progress->lines++;
	}
	if (left_out) {
		snprintf(line, sizeof(line), _("and %zu more"), left_out);
		fprintf(stderr, "%s\033[K\n", line);
		progress->lines++;
	}
	fprintf(stderr, "\033[J");
	fflush(stderr);
}

static void print_json(struct progress_job *job, uint64_t now_ns)
{
	json_t *object = progress_json(job);
	char *line = object ? json_dumps(object, JSON_COMPACT) : NULL;

	if (line)
		fprintf(stderr, "%s\n", line);
	job->printed_ns = now_ns;
	free(line);
	json_decref(object);
}

static void show(struct progress *progress, struct progress_job *job, uint64_t now_ns, bool force)
{
	if (progress->mode == PROGRESS_JSON) {
		if (force || !job->printed_ns || now_ns - job->printed_ns >= JSON_NS)
			print_json(job, now_ns);
	} else if (progress->mode == PROGRESS_AUTO) {
		if (!force && progress->drawn_ns && now_ns - progress->drawn_ns < DRAW_NS)
			return;
		progress->drawn_ns = now_ns;
		draw(progress);
	}
}

void progress_update(struct progress *progress, size_t job_no, const struct wipe_progress *now,
		     uint64_t now_ns)
{
	struct progress_job *job = &progress->jobs[job_no];

	job->now = *now;
	job->seen = true;
	meter_update(&job->meter, now->job_done_bytes, now_ns);
	if (now->hash_total_bytes)
		meter_update(&job->hash_meter, now->hash_done_bytes, now_ns);
	show(progress, job, now_ns, false);
}

void progress_bytes(struct progress *progress, enum wipe_phase phase, uint64_t done_bytes,
		    uint64_t total_bytes)
{
	const struct wipe_progress now = {
		.phase = phase,
		.pass = 1,
		.pass_count = 1,
		.phase_done_bytes = done_bytes,
		.phase_total_bytes = total_bytes,
		.job_done_bytes = done_bytes,
		.job_total_bytes = total_bytes,
	};

	if (progress)
		progress_update(progress, 0, &now, clock_ns());
}

void progress_part(struct progress *progress, const char *part, const char *text)
{
	if (!progress)
		return;
	progress->jobs[0].part = part;
	progress->jobs[0].part_text = text;
}

void progress_finish(struct progress *progress, size_t job_no, uint64_t now_ns)
{
	struct progress_job *job = &progress->jobs[job_no];

	if (!job->seen || job->finished)
		return;
	job->finished = true;
	show(progress, job, now_ns, true);
}

void progress_free(struct progress *progress)
{
	free(progress);
}
