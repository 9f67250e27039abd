/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file systems of a job, in the words of a record; copied, for they go before it is made. */
#ifndef WIPE_FILE_SYSTEMS_H
#define WIPE_FILE_SYSTEMS_H

#include <wipe/file.h>
#include <wipecert/files.h>

#define SYSTEM_BENEATH_MAX 16

struct system_words {
	char type[64], uuid[40];
	const char *beneath[SYSTEM_BENEATH_MAX];
	char (*nodes)[80];
	const char **devices;
	struct wipecert_file_medium *media;
	struct wipe_fs_medium *texts; /* of media */
};

struct systems {
	struct wipecert_file_system items[WIPE_FILE_SYSTEMS_MAX];
	struct system_words words[WIPE_FILE_SYSTEMS_MAX];
	size_t count;
};

/* False: no memory. The caller calls systems_free() in any case. */
bool systems_copy(const struct wipe_file_totals *totals, struct systems *systems);
void systems_free(struct systems *systems);

#endif
