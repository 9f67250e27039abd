/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a record of kind "file" says, line by line: for glance and text alike. */
#ifndef RENDER_FILE_LINES_H
#define RENDER_FILE_LINES_H

#include <wipecert/files.h>
#include <wipecert/glance.h>

#include "words.h"

#define FILE_LINES_SHOWN 3 /* file systems and media on a sheet; the text has all */
#define FILE_REST_SHOWN 5  /* likewise: swap areas, and what of free space was not reached */

/* label "": goes on from the line before. Both are valid during the call. */
typedef void file_line_fn(void *arg, enum wipecert_line_style style, const char *label,
			  const char *value);

/* Which files, and what they lay on. most: file systems and media. */
void file_lines_place(const struct wipecert_record *record, size_t most, file_line_fn *line,
		      void *arg);
/* Levels, what was measured, and which files are not erased. most: of the rest. */
void file_lines_result(const struct wipecert_record *record, size_t most, file_line_fn *line,
		       void *arg);
/* The areas that are covered, or those that are not, a sentence each: how many. */
size_t file_lines_areas(const struct wipecert_record *record, const struct wipe_report *report,
			bool covered, file_line_fn *line, void *arg);
/* What F1 does not reach, for the file systems of the record. */
void file_lines_limits(const struct wipecert_record *record, file_line_fn *line, void *arg);
/* The manifest by which they were chosen, and the list, by their hashes. */
void file_lines_list(const struct wipecert_record *record, file_line_fn *line, void *arg);

#define FILE_NAME_BYTES 128
/* "3 files" into text. */
void file_words_count(uint64_t count, char text[FILE_NAME_BYTES]);
/* What they are together: where that is as much as a record can tell, "or more". */
void file_words_bytes(const struct wipecert_files_sums *sums, char text[WORDS_BYTES]);
const char *file_words_level(const char *level); /* a sentence */
const char *file_words_verdict(const struct wipecert_record *record, enum wipe_verdict verdict);
const char *file_words_meaning(const struct wipecert_files_sums *sums, enum wipe_verdict verdict);

/* Of an erasure: a line for each level, or that no file is gone. */
void file_level_lines(const struct wipecert_files_sums *sums, file_line_fn *line, void *arg);
/* Those that files are gone at: "F1, F0"; "": none is. */
void file_level_short(const struct wipecert_files_sums *sums, char text[FILE_NAME_BYTES]);

#endif
