/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of kind "file", the same bytes each time; also files of tests/fixtures/records. */
#ifndef CERTS_RECORD_FILE_SAMPLE_H
#define CERTS_RECORD_FILE_SAMPLE_H

#include <wipecert/files.h>

struct file_sample {
	const char *name; /* of the fixture, without ".json" */
	enum wipecert_type type;
	size_t first, count; /* of the files below */
	bool interrupted, fails;
	const char *journal; /* "none", "wiped", "left" */
	size_t first_swap, swap_count;
	bool has_two_systems, wiped_space;
	size_t first_key, key_count;
	const enum wipe_answer *answers;
	const struct wipecert_files_manifest *manifest; /* NULL: none */
	bool has_copied;				/* made for an item of a case */
	const char *verdict;				/* expected; NULL of an attempt */
	const char *level;
	enum wipecert_held held;
};

extern const struct file_sample file_samples[];
extern const size_t file_sample_count;

const struct file_sample *file_sample_find(const char *name);
/* The list, sealed; the caller's. */
struct wipecert_files *file_sample_list(const struct file_sample *sample);
/* The bytes of the record, the caller's; fails the test if it cannot be built. */
char *file_sample_json(const struct file_sample *sample, size_t *bytes);
struct wipecert_record *file_sample_record(const struct file_sample *sample);

#endif
