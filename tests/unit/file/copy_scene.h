/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of its own with "src" and "dst", jobs between them, and what came of them. */
#ifndef COPY_SCENE_H
#define COPY_SCENE_H

#include "unit.h"

#include <sys/stat.h>

#include <wipe/copy.h>

#define SCENE_RESULTS 64

struct scene_result {
	char path[300];
	enum wipe_copy_kind kind;
	enum wipe_copy_state state;
	uint64_t size_bytes;
	uint8_t sha256[WIPE_SHA256_BYTES];
	int code, sys_errno;
};

struct scene {
	char folder[64];
	struct wipe_copy_source source; /* "src" as "" */
	struct wipe_copy_job job;
	struct wipe_copy_totals totals;
	struct wipe_error err;
	struct scene_result results[SCENE_RESULTS];
	size_t result_count;
	struct wipe_copy_progress last; /* without its path */
	unsigned int reports;
	/* Called at each report; what it returns is returned. */
	int (*meddle)(struct scene *scene, const struct wipe_copy_progress *progress);
};

int scene_set_up(void **state);
int scene_tear_down(void **state);

/* Paths in the folder; the text is valid until the fourth call after it. */
const char *in(const struct scene *scene, const char *name);

/* Makes a file and the folders it lies in. */
void put(const struct scene *scene, const char *name, const void *bytes, size_t length);
void put_text(const struct scene *scene, const char *name, const char *text);
/* length bytes that no two lengths have in common. */
void put_long(const struct scene *scene, const char *name, size_t length);
void expect_equal_files(const struct scene *scene, const char *one, const char *other);
bool exists(const struct scene *scene, const char *name);
/* Names in a folder, without "." and "..". */
size_t count_names(const struct scene *scene, const char *folder);
/* The name of the only temporary in a folder, or NULL. Valid until the next call. */
const char *find_partial(const struct scene *scene, const char *folder);

/* Runs the job anew. Its code; the results are in the scene. */
int run_copy(struct scene *scene);
int run_scan(struct scene *scene);

/* What was said of path; fails if nothing or more than one thing was. */
const struct scene_result *result_of(const struct scene *scene, const char *path);
void expect_state(const struct scene *scene, const char *path, enum wipe_copy_state state);
void expect_failed(const struct scene *scene, const char *path, int code);

#endif
