/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/act.h>

#include "facts.h"
#include "files_facts.h"
#include "glance_build.h"
#include "hex.h"
#include "parsed.h"
#include "text.h"
#include "utf8.h"

char *glance_text(struct glance_build *build, const char *text)
{
	size_t left = strlen(text), used = 0;
	char *copy = malloc(left + 1);

	if (!copy) {
		build->failed = true;
		return NULL;
	}
	while (left) {
		uint32_t code_point;
		size_t step = utf8_decode(text, left, &code_point);

		if (step && !utf8_is_deceptive(code_point)) {
			memcpy(copy + used, text, step);
			used += step;
		} else {
			copy[used++] = '?';
			step = step ? step : 1;
		}
		text += step;
		left -= step;
	}
	copy[used] = '\0';
	return copy;
}

void glance_line(struct glance_build *build, enum wipecert_part part,
		 enum wipecert_line_style style, const char *label, const char *format, ...)
{
	struct wipecert_glance *glance = build->glance;
	struct wipecert_line *line = &glance->lines[glance->line_count];
	va_list args;
	char *value;
	int bytes;

	assert(glance->line_count < WIPECERT_LINES_MAX);
	va_start(args, format);
	bytes = vasprintf(&value, format, args);
	va_end(args);
	if (bytes < 0) {
		build->failed = true;
		return;
	}
	line->part = part;
	line->style = style;
	line->label = glance_text(build, label);
	line->value = glance_text(build, value);
	glance->line_count++;
	free(value);
}

static void make_work_lines(struct glance_build *build)
{
	glance_medium(build);
	glance_result(build);
	glance_keys(build);
	glance_uncovered(build);
	glance_facts(build);
	glance_claims(build);
}

static void make_lines(struct glance_build *build)
{
	snprintf(build->glance->id, sizeof(build->glance->id), "%s", build->result->record->id);
	hex_encode(build->result->link.econtent_sha256, sizeof(build->result->link.econtent_sha256),
		   build->glance->econtent_sha256);
	if (build->result->record->type > WIPECERT_CHECK)
		glance_case(build);
	if (wipecert_type_is_act(build->result->record->type))
		glance_act(build);
	else if (build->result->record->type == WIPECERT_CONFIRMATION)
		glance_confirmation(build);
	else if (build->result->record->type == WIPECERT_ROSTER)
		glance_roster(build);
	else if (files_is(build->result->record->root))
		glance_files(build);
	else
		make_work_lines(build);
	if (build->result->record->type <= WIPECERT_CHECK)
		glance_item(build);
	glance_signature(build);
	glance_check(build);
	glance_statement(build);
}

int wipecert_glance_make(const struct wipecert_result *result, struct wipecert_glance **glance,
			 struct wipe_error *err)
{
	struct wipe_report *report = calloc(1, sizeof(*report));
	struct wipecert_glance *made = calloc(1, sizeof(*made));
	struct glance_build build = { .glance = made, .result = result, .report = report };

	*glance = NULL;
	if (report && made) {
		if (result->record && result->record->type <= WIPECERT_CHECK)
			facts_report(result->record->root, report);
		glance_head(&build);
		if (result->record)
			make_lines(&build);
	}
	free(report);
	if (!report || !made || build.failed) {
		wipecert_glance_free(made);
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	*glance = made;
	return 0;
}

void wipecert_glance_free(struct wipecert_glance *glance)
{
	if (!glance)
		return;
	free(glance->title);
	free(glance->verdict_label);
	free(glance->verdict);
	free(glance->meaning);
	free(glance->authentic_question);
	free(glance->authentic);
	free(glance->authentic_reason);
	free(glance->authentic_detail);
	free(glance->held_question);
	free(glance->held);
	free(glance->confirmed_question);
	free(glance->confirmed);
	free(glance->medium);
	free(glance->serial);
	free(glance->capacity);
	free(glance->level);
	for (size_t i = 0; i < glance->line_count; i++) {
		free(glance->lines[i].label);
		free(glance->lines[i].value);
	}
	free(glance);
}

static const char *const headings[] = {
	[WIPECERT_PART_MEDIUM] = N_("Medium"),
	[WIPECERT_PART_RESULT] = N_("Level and verification"),
	[WIPECERT_PART_KEYS] = N_("What was to be destroyed"),
	[WIPECERT_PART_RESTS] = N_("What a claim would rest on"),
	[WIPECERT_PART_UNDONE] = N_("WHAT WOULD UNDO IT"),
	[WIPECERT_PART_UNCOVERED] = N_("NOT covered by this work"),
	[WIPECERT_PART_FACTS] = N_("Reproducible facts"),
	[WIPECERT_PART_CLAIMS] = N_("Contractor's statements"),
	[WIPECERT_PART_SIGNATURE] = N_("Signature"),
	[WIPECERT_PART_CHECK] = N_("How to check"),
	[WIPECERT_PART_STATEMENT] = N_("Statement"),
};

/* Where a type of record calls a part otherwise. */
static const char *own_heading(const struct wipecert_glance *glance, enum wipecert_part part)
{
	enum wipecert_type type = glance->type;
	bool is_act = wipecert_type_is_act(type);

	switch (part) {
	case WIPECERT_PART_MEDIUM:
		return type > WIPECERT_CHECK ? _("Case") : glance->is_files ? _("Files") : NULL;
	case WIPECERT_PART_RESULT:
		return is_act			     ? _("What is stated") :
		       type == WIPECERT_CONFIRMATION ? _("What was checked") :
		       type == WIPECERT_ROSTER	     ? _("Members") :
						       NULL;
	case WIPECERT_PART_KEYS:
		return glance->keys_are_gone ? _("What was destroyed") : NULL;
	case WIPECERT_PART_RESTS:
		return glance->claims_keys ? _("What the claim rests on") : NULL;
	case WIPECERT_PART_FACTS:
		return glance->is_files ? _("List of files") : NULL;
	case WIPECERT_PART_UNCOVERED:
		return type == WIPECERT_CHECK ? _("NOT read") : NULL;
	case WIPECERT_PART_CLAIMS:
		return is_act || type == WIPECERT_CONFIRMATION ? _("Paper") :
		       type == WIPECERT_CHECK		       ? _("Statements of the reader") :
								 NULL;
	default:
		return NULL;
	}
}

const char *wipecert_part_heading(const struct wipecert_glance *glance, enum wipecert_part part)
{
	const char *own = glance->has_record ? own_heading(glance, part) : NULL;

	if ((size_t)part >= sizeof(headings) / sizeof(headings[0]))
		return "";
	return own ? own : _(headings[part]);
}
