/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "act_lines.h"
#include "sections.h"
#include "text.h"

#define HASH_DIGITS 64 /* more than fits beside a label */

/* A heading stands above the first line only. */
struct part {
	struct layout *layout;
	const char *heading;
};

static bool holds_hash(const char *text)
{
	while (*text) {
		size_t digits = strspn(text, "0123456789abcdef");

		if (digits >= HASH_DIGITS)
			return true;
		text += digits ? digits : 1;
	}
	return false;
}

static void draw_line(void *arg, const struct act_line *line)
{
	struct part *part = arg;

	if (part->heading)
		layout_heading(part->layout, part->heading);
	part->heading = NULL;
	if (line->is_mark)
		layout_item(part->layout, "!", "%s", line->value);
	else if (holds_hash(line->value))
		layout_long_field(part->layout, line->label, line->value);
	else
		layout_field(part->layout, line->label, "%s", line->value);
}

void section_case(struct certificate *certificate)
{
	struct part part = { &certificate->layout, _("Case") };

	act_lines_case(certificate->result, draw_line, &part);
}

void section_act(struct certificate *certificate)
{
	const struct wipecert_record *record = certificate->result->record;
	struct part part = { &certificate->layout, _("What is stated") };

	if (!act_lines(record, SIZE_MAX, draw_line, &part))
		certificate->layout.failed = true;
	part.heading = _("Paper");
	act_lines_paper(record, draw_line, &part);
}
