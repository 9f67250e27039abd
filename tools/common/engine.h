/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How media are read and written: the options of several tools, and the rings of their jobs. */
#ifndef MASSHO_TOOLS_ENGINE_H
#define MASSHO_TOOLS_ENGINE_H

#include <wipe/erase.h>

#include "i18n.h"
#include "options.h"

enum engine_io {
	ENGINE_AUTO, /* rings, or threads where there are none */
	ENGINE_RING,
	ENGINE_THREADS,
};

/* All zero: as usual. */
struct engine {
	enum engine_io io;
	bool no_hash;
	uint32_t error_limit, bad_limit_s, region_limit_s; /* 0: the library's */
	struct wipe_ring **rings;
	size_t ring_count;
};

enum engine_option {
	ENGINE_IO = 0x200,
	ENGINE_HASH,
	ENGINE_ERROR_LIMIT,
	ENGINE_BAD_TIME,
	ENGINE_REGION_TIME,
	ENGINE_END,
};

/* Entries for a tool's popt table. */
/* clang-format off */
#define ENGINE_OPTIONS_TABLE \
	{ "hash", 0, POPT_ARG_STRING, NULL, ENGINE_HASH, \
	  N_("content or none: the SHA-256 of what is on the medium (default content)"), \
	  N_("WHAT") }, \
	{ "error-limit", 0, POPT_ARG_STRING, NULL, ENGINE_ERROR_LIMIT, \
	  N_("give up bad regions after this many failing blocks (default 4096)"), \
	  N_("BLOCKS") }, \
	{ "bad-time", 0, POPT_ARG_STRING, NULL, ENGINE_BAD_TIME, \
	  N_("give up bad regions when they have cost this long (default 1800)"), \
	  N_("SECONDS") }, \
	{ "region-time", 0, POPT_ARG_STRING, NULL, ENGINE_REGION_TIME, \
	  N_("give up a bad region of 1 MiB after this long (default 60)"), N_("SECONDS") }, \
	{ "io", 0, POPT_ARG_STRING, NULL, ENGINE_IO, \
	  N_("auto, ring or threads: by what the medium is read and written (default auto)"), \
	  N_("MODE") }
/* clang-format on */

/* Takes one of the options above: 0, or an exit code after a message. */
int engine_set(const char *tool, struct engine *engine, int number, const char *value);

/*
 * Makes the rings for count jobs, before the sandbox that forbids it. EXIT_DONE, or
 * after a message EXIT_UNSUPPORTED (--io ring, and there are none) or EXIT_FAILED.
 */
int engine_open(const char *tool, struct engine *engine, size_t count);
void engine_close(struct engine *engine);

/* What the options say for job index, into options. */
void engine_fill(const struct engine *engine, size_t index, struct wipe_job_options *options);

#endif
