/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of kind "file" on a sheet. */
#include "file_lines.h"
#include "get.h"
#include "glance_build.h"
#include "parsed.h"
#include "rest_lines.h"
#include "text.h"
#include "words.h"

struct into {
	struct glance_build *build;
	enum wipecert_part part;
};

static void add(void *arg, enum wipecert_line_style style, const char *label, const char *value)
{
	const struct into *into = arg;

	glance_line(into->build, into->part, style, label, "%s", value);
}

void glance_files(struct glance_build *build)
{
	struct into into = { build, WIPECERT_PART_MEDIUM };
	const struct wipecert_record *record = build->result->record;

	file_lines_place(record, FILE_LINES_SHOWN, add, &into);
	into.part = WIPECERT_PART_RESULT;
	file_lines_result(record, FILE_REST_SHOWN, add, &into);
	into.part = WIPECERT_PART_UNCOVERED;
	if (record->type == WIPECERT_ATTEMPT)
		glance_uncovered(build);
	file_lines_areas(record, build->report, false, add, &into);
	file_lines_limits(record, add, &into);
	into.part = WIPECERT_PART_FACTS;
	file_lines_list(record, add, &into);
	glance_line(build, WIPECERT_PART_FACTS, WIPECERT_LINE_CODE,
		    _("SHA-256 of the record (JSON)"), "%s", build->glance->econtent_sha256);
	glance_claims(build);
}

/* "3 files" in place of a medium. */
void glance_files_words(struct glance_build *build)
{
	struct wipecert_glance *glance = build->glance;
	struct wipecert_files_stated stated;
	char count[FILE_NAME_BYTES], bytes[WORDS_BYTES], level[FILE_NAME_BYTES];

	wipecert_record_files(build->result->record, &stated);
	file_words_count(stated.sums.count, count);
	file_words_bytes(&stated.sums, bytes);
	file_level_short(&stated.sums, level);
	glance->medium = glance_text(build, rest_is(build->result->record) ?
						    rest_words_what(build->result->record) :
						    count);
	glance->serial = glance_text(build, "");
	glance->capacity = glance_text(build, rest_is(build->result->record) ? "" : bytes);
	glance->level = glance_text(
		build, stated.level_achieved && !rest_is(build->result->record) ? level : "");
}
