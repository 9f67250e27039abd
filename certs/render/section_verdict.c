/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sections.h"
#include "text.h"

static void draw_answers(struct layout *layout, const struct wipecert_glance *glance)
{
	layout_field(layout, glance->authentic_question, "%s", glance->authentic);
	if (*glance->authentic_reason)
		layout_paragraph(layout, 24, "%s", glance->authentic_reason);
	if (*glance->authentic_detail)
		layout_paragraph(layout, 24, "%s", glance->authentic_detail);
	if (*glance->held_question)
		layout_field(layout, glance->held_question, "%s", glance->held);
	if (*glance->confirmed_question)
		layout_field(layout, glance->confirmed_question, "%s", glance->confirmed);
}

void section_verdict(struct certificate *certificate)
{
	const struct wipecert_glance *glance = certificate->glance;
	struct layout *layout = &certificate->layout;

	layout_title(layout, glance->title);
	layout_blank(layout);
	if (glance->has_record) {
		if (*glance->verdict)
			layout_field(layout, glance->verdict_label, "%s", glance->verdict);
		if (*glance->meaning)
			layout_paragraph(layout, 2, "%s", glance->meaning);
		layout_blank(layout);
	}
	draw_answers(layout, glance);
}
