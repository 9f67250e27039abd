/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys that were destroyed, as text. */
#include "keys_lines.h"
#include "sections.h"
#include "text.h"

static void draw(void *arg, enum wipecert_line_style style, const char *label, const char *value)
{
	bool is_marked = style == WIPECERT_LINE_MARK;

	layout_field(arg, label, "%s%s", is_marked ? "! " : "", value);
}

/* Sentences: all of them are items. */
static void draw_item(void *arg, enum wipecert_line_style style, const char *label,
		      const char *value)
{
	(void)label;
	if (style == WIPECERT_LINE_MARK)
		layout_item(arg, "!", "%s", value);
	else
		layout_paragraph(arg, 2, "%s", value);
}

void section_keys(struct certificate *certificate)
{
	const struct wipe_report *report = certificate->report;
	struct layout *layout = &certificate->layout;
	const struct wipecert_glance *glance = certificate->glance;

	if (!report->plan.crypto.volume_count)
		return;
	layout_heading(layout, wipecert_part_heading(glance, WIPECERT_PART_KEYS));
	keys_lines_destroyed(report, glance->type, WIPE_VOLUMES_MAX, draw, layout);
	if (!keys_lines_matter(report, glance->type))
		return;
	layout_heading(layout, wipecert_part_heading(glance, WIPECERT_PART_RESTS));
	keys_lines_rests(report, WIPE_VOLUMES_MAX, draw, layout);
	if (!glance->keys_are_gone)
		return;
	layout_heading(layout, wipecert_part_heading(glance, WIPECERT_PART_UNDONE));
	keys_lines_undo(report, draw_item, layout);
}
