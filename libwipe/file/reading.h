/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a file from its begin to its end, hashed on the way. */
#ifndef FILE_READING_H
#define FILE_READING_H

#include <stdbool.h>
#include <sys/stat.h>

#include "work.h"

struct reading {
	int fd;
	bool direct; /* past the cache, as long as the file system goes along */
	struct stat before;
};

/*
 * Opens a regular file below folder. direct asks for it past the cache; where that
 * cannot be, what the cache has of the file is dropped. The caller closes fd
 * (-1 if there is none).
 */
int reading_open(int folder, const char *path, bool direct, struct reading *reading,
		 struct wipe_error *err);
void reading_close(struct reading *reading);

/* Gets the bytes in order. An error ends the reading. */
typedef int reading_sink_fn(void *arg, const unsigned char *bytes, size_t length, uint64_t offset,
			    struct wipe_error *err);

/* Reads as many bytes as the file had when it was opened; sink may be NULL. */
int reading_run(struct work *work, struct reading *reading, reading_sink_fn *sink, void *arg,
		uint8_t sha256[WIPE_SHA256_BYTES], struct wipe_error *err);

/* Is it what it was when it was opened, and does path still lead to it? WIPE_E_SYSTEM. */
int reading_check_unchanged(const struct reading *reading, int folder, const char *path,
			    struct wipe_error *err);

#endif
