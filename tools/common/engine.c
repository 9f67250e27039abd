/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "exit.h"
#include "output.h"

#define LIMIT_MAX 4000000000ul

static const struct {
	const char *name;
	enum engine_io io;
} modes[] = {
	{ "auto", ENGINE_AUTO },
	{ "ring", ENGINE_RING },
	{ "threads", ENGINE_THREADS },
};

static int set_io(const char *tool, struct engine *engine, const char *value)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (strcmp(modes[i].name, value))
			continue;
		engine->io = modes[i].io;
		return 0;
	}
	return options_fail(tool, "%s", _("--io takes auto, ring or threads"));
}

static int set_hash(const char *tool, struct engine *engine, const char *value)
{
	engine->no_hash = strcmp(value, "none") == 0;
	return engine->no_hash || strcmp(value, "content") == 0 ?
		       0 :
		       options_fail(tool, "%s", _("--hash takes content or none"));
}

static int set_limit(const char *tool, const char *option, const char *value, uint32_t *limit)
{
	unsigned long number;

	if (!options_number(value, 1, LIMIT_MAX, &number))
		return options_fail(tool, _("%s takes a number from 1 to %lu"), option, LIMIT_MAX);
	*limit = (uint32_t)number;
	return 0;
}

int engine_set(const char *tool, struct engine *engine, int number, const char *value)
{
	switch ((enum engine_option)number) {
	case ENGINE_IO:
		return set_io(tool, engine, value);
	case ENGINE_HASH:
		return set_hash(tool, engine, value);
	case ENGINE_ERROR_LIMIT:
		return set_limit(tool, "--error-limit", value, &engine->error_limit);
	case ENGINE_BAD_TIME:
		return set_limit(tool, "--bad-time", value, &engine->bad_limit_s);
	case ENGINE_REGION_TIME:
		return set_limit(tool, "--region-time", value, &engine->region_limit_s);
	case ENGINE_END:
		break;
	}
	return options_fail(tool, "%s", _("unknown option"));
}

int engine_open(const char *tool, struct engine *engine, size_t count)
{
	struct wipe_error err;

	if (engine->io == ENGINE_THREADS)
		return EXIT_DONE;
	engine->rings = calloc(count, sizeof(struct wipe_ring *));
	if (!engine->rings)
		return output_error(tool, NULL, "%s", _("out of memory")), EXIT_FAILED;
	wipe_error_clear(&err);
	while (engine->ring_count < count &&
	       wipe_ring_open(&engine->rings[engine->ring_count], &err) == 0)
		engine->ring_count++;
	if (engine->ring_count == count || engine->io == ENGINE_AUTO)
		return EXIT_DONE;
	output_error(tool, NULL, "%s", err.message);
	return EXIT_UNSUPPORTED;
}

void engine_close(struct engine *engine)
{
	while (engine->ring_count)
		wipe_ring_close(engine->rings[--engine->ring_count]);
	free(engine->rings);
	engine->rings = NULL;
}

void engine_fill(const struct engine *engine, size_t index, struct wipe_job_options *options)
{
	options->ring = index < engine->ring_count ? engine->rings[index] : NULL;
	options->no_hash = engine->no_hash;
	options->error_limit = engine->error_limit;
	options->bad_limit_s = engine->bad_limit_s;
	options->region_limit_s = engine->region_limit_s;
}
