/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a record of kind "file" tells besides files: free space and swap areas. */
#ifndef RECORD_FILES_REST_H
#define RECORD_FILES_REST_H

#include <jansson.h>

#include <wipe/report.h>

#include <wipecert/files.h>

#include "put.h"

struct files_rest {
	bool has_space; /* it was asked for */
	bool space_is_wiped, space_was_written;
	uint64_t space_verified_bytes;
	size_t swaps, swaps_verified; /* that were asked for, and are verified wholly */
	uint64_t swap_written_bytes, swap_verified_bytes;
};

void files_rest_read(const json_t *files, struct files_rest *rest);

/* Was something written besides files? */
bool files_rest_did(const struct files_rest *rest);

/* Of a record without files. Free space is never read back: it cannot be verified. */
enum wipe_verdict files_rest_verdict(const struct files_rest *rest, bool has_error,
				     bool interrupted);

/* Appends those of swap areas that were to be wiped; returns the new count. */
uint32_t files_rest_areas(const struct files_rest *rest, struct wipe_area *areas, uint32_t count);

#define FILES_REST_PARTS 5
extern const char *const files_rest_parts[FILES_REST_PARTS]; /* of free space, by their names */
bool files_rest_part_was_written(const json_t *space, const char *key);

/*
 * is_alone: the record names no files, nor a manifest. 0, or WIPE_E_FORMAT with the first
 * contradiction in err.
 */
int files_rest_check(const json_t *files, bool is_alone, struct wipe_error *err);

json_t *files_put_space(const struct wipecert_free_space *space); /* NULL: null */
void files_put_swap(struct put *put, const struct wipecert_files_job *job);

#endif
