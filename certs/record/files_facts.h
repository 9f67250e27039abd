/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of kind "file": what they tell, and what follows from that. */
#ifndef RECORD_FILES_FACTS_H
#define RECORD_FILES_FACTS_H

#include <jansson.h>

#include <wipe/report.h>

#include <wipecert/files.h>

#include "files_rest.h"

#define FILES_AREAS_MAX 9

struct files_facts {
	struct wipecert_files_sums sums;
	struct files_rest rest;
	struct wipecert_files_manifest manifest; /* all 0: none */
	bool touched, interrupted, has_error;
	bool may_have_journal, has_journal; /* one of the file systems */
	bool has_system;
	/* One of them is of a kind on which F1 can be reached; is ext2, ext3 or ext4. */
	bool reaches_f1, has_ext, has_ext_without_journal;
	const char *journal;   /* NULL: of an attempt */
	bool lies_on_hardware; /* all of what lies beneath is known, down to disks or flash */
};

/* Is it one of these records? */
bool files_is(const json_t *root);

void files_facts(const json_t *root, struct files_facts *facts);

/* Was any file, folder or other named? If not, the record is about the rest. */
bool files_named(const struct wipecert_files_sums *sums);

/* The lowest level of all files; F0 if there is none, or anything is still there, missing or left. */
unsigned int files_level(const struct wipecert_files_sums *sums);
enum wipe_verdict files_verdict(const struct files_facts *facts);
/* Were names removed, and nothing overwritten, neither of files nor of the rest? */
bool files_names_only(const struct files_facts *facts);
uint32_t files_areas(const struct files_facts *facts, struct wipe_area areas[FILES_AREAS_MAX]);

/* Does one of file_systems write as its kind does? */
bool files_kind_fits(const json_t *file_system);
/* Is it ext2, ext3 or ext4? */
bool files_kind_is_ext(const json_t *file_system);
/* Adds to facts what its kind tells. */
void files_kind_read(const json_t *file_system, struct files_facts *facts);

/* The one medium at the bottom of all file systems; NULL: there are several, or none is known. */
const json_t *files_medium(const json_t *file_systems);

/* Says what contradicts itself. WIPE_E_FORMAT. */
int files_deny(struct wipe_error *err, const char *what);

/* 0, or WIPE_E_FORMAT with the first contradiction in err; of an ERASURE. */
int files_levels_check(const json_t *files, const struct files_facts *facts,
		       struct wipe_error *err);
/* The same of all of it, ATTEMPT or ERASURE. */
int files_check(const json_t *root, struct wipe_error *err);

#endif
