/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "foot.h"

#include <stdio.h>

#include "text.h"

#define RULE_ABOVE_END 38.0
#define NUMBER_WIDTH 80.0

void foot_draw(struct sheet *sheet, const char *text, unsigned int number, unsigned int of_pages)
{
	struct sheet_style left = { SHEET_CODE, 6.5, SHEET_GREY, PANGO_ALIGN_LEFT };
	const struct sheet_style right = { SHEET_TEXT, 7.5, SHEET_GREY, PANGO_ALIGN_RIGHT };
	const double inner = sheet_inner(sheet), y = sheet->height - RULE_ABOVE_END;
	char pages[64];

	snprintf(pages, sizeof(pages), _("Page %u of %u"), number, of_pages);
	left.size = sheet_fitting_size(sheet, inner - NUMBER_WIDTH, &left, 4, text);
	sheet_rule(sheet, SHEET_MARGIN, y, inner, 0.6, SHEET_RULE);
	sheet_write(sheet, SHEET_MARGIN, y + 4, inner - NUMBER_WIDTH, &left, text);
	sheet_write(sheet, SHEET_MARGIN + inner - NUMBER_WIDTH, y + 3, NUMBER_WIDTH, &right, pages);
}
