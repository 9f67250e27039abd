/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of kind "file" as text. */
#include <string.h>

#include "file_lines.h"
#include "sections.h"
#include "text.h"

#define HASH_DIGITS 64 /* more than fits beside a label; anything else is wrapped */

static void draw(void *arg, enum wipecert_line_style style, const char *label, const char *value)
{
	struct layout *layout = arg;

	if (style == WIPECERT_LINE_MARK)
		layout_item(layout, "!", "%s%s%s", label, *label ? ": " : "", value);
	else if (style == WIPECERT_LINE_CODE && strlen(value) >= HASH_DIGITS)
		layout_long_field(layout, label, value);
	else
		layout_field(layout, label, "%s", value);
}

/* Sentences: all of them are items. */
static void draw_item(void *arg, enum wipecert_line_style style, const char *label,
		      const char *value)
{
	(void)label;
	layout_item(arg, style == WIPECERT_LINE_MARK ? "!" : "-", "%s", value);
}

void section_files(struct certificate *certificate)
{
	const struct wipecert_record *record = certificate->result->record;
	struct layout *layout = &certificate->layout;

	layout_heading(layout, _("Files"));
	file_lines_place(record, WIPECERT_FILE_SYSTEMS_MAX, draw, layout);
	layout_heading(layout, _("Level and verification"));
	file_lines_result(record, WIPECERT_SWAPS_MAX, draw, layout);
	layout_heading(layout, _("List"));
	file_lines_list(record, draw, layout);
}

void section_file_limits(struct certificate *certificate)
{
	const struct wipecert_record *record = certificate->result->record;
	struct layout *layout = &certificate->layout;

	layout_heading(layout, _("Areas covered"));
	if (!file_lines_areas(record, certificate->report, true, draw_item, layout))
		draw_item(layout, WIPECERT_LINE_PLAIN, "", _("none"));
	layout_heading(layout, _("AREAS NOT COVERED"));
	file_lines_areas(record, certificate->report, false, draw_item, layout);
	file_lines_limits(record, draw_item, layout);
}
