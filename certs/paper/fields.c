/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grid.h"
#include "table.h"

#define LABEL_WIDTH 104.0
#define CODE_LEAST 6.5 /* a hash on one line is easier to compare */

static void lay_field(struct flow *flow, const struct wipepaper_field *field, double x,
		      double width, struct grid_cell *cells)
{
	cells[0] = (struct grid_cell){
		.x = x,
		.width = LABEL_WIDTH,
		.style = { SHEET_TEXT, 8.5, SHEET_SLATE, PANGO_ALIGN_LEFT },
		.field = field->label,
		.text = field->label,
		.is_head = true,
	};
	cells[1] = (struct grid_cell){ .x = x + LABEL_WIDTH,
				       .width = width - LABEL_WIDTH,
				       .field = field->label };
	grid_fill(&cells[1], field->kind, &field->value);
	/* Below each other, values are read from their begin. */
	cells[1].style.align = PANGO_ALIGN_LEFT;
	if (field->kind == WIPEPAPER_CODE)
		grid_fit(flow, &cells[1], CODE_LEAST);
}

/* Fields from index on that stand beside each other; returns how many. */
static size_t lay_fields(struct flow *flow, const struct wipepaper_section *section, size_t index,
			 struct grid_row *row)
{
	const size_t left = section->field_count - index;
	const size_t beside = flow->report->is_landscape && left > 1 ? 2 : 1;
	const double width = sheet_inner(flow->sheet) / (double)beside;

	*row = (struct grid_row){ .is_open = true };
	for (size_t i = 0; i < beside; i++) {
		lay_field(flow, &section->fields[index + i], SHEET_MARGIN + width * (double)i,
			  width, row->cells + row->count);
		row->count += 2;
	}
	return beside;
}

double fields_begin_height(struct flow *flow, const struct wipepaper_section *section)
{
	struct grid_row row;

	if (!section->field_count)
		return 0;
	lay_fields(flow, section, 0, &row);
	return flow_begin_height(flow, grid_height(flow, &row));
}

void fields_draw(struct flow *flow, const struct wipepaper_section *section)
{
	struct grid_row row;

	for (size_t i = 0; i < section->field_count && !flow->sheet->code;) {
		double height;

		i += lay_fields(flow, section, i, &row);
		height = grid_height(flow, &row);
		if (height <= flow_whole_room(flow)) {
			flow_need(flow, height);
			grid_draw(flow, &row, height);
		} else {
			grid_draw_split(flow, &row, NULL, NULL);
		}
	}
}
