/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grid.h"
#include "table.h"

#define LABEL_WIDTH 118.0

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
	grid_fill(flow, &cells[1], field->kind, &field->value);
	/* Below each other, values are read from their begin. */
	cells[1].style.align = PANGO_ALIGN_LEFT;
}

/* Fields from index on that stand beside each other; returns how many. */
static size_t lay_fields(struct flow *flow, const struct wipepaper_section *section, size_t index,
			 struct grid_row *row)
{
	const size_t beside = flow->report->is_landscape ? 2 : 1;
	const double width = sheet_inner(flow->sheet) / (double)beside;
	size_t i;

	*row = (struct grid_row){ .is_open = true };
	for (i = 0; i < beside && index + i < section->field_count; i++) {
		lay_field(flow, &section->fields[index + i], SHEET_MARGIN + width * (double)i,
			  width, row->cells + row->count);
		row->count += 2;
	}
	return i;
}

double fields_begin_height(struct flow *flow, const struct wipepaper_section *section)
{
	struct grid_row row;

	if (!section->field_count)
		return 0;
	lay_fields(flow, section, 0, &row);
	return grid_height(flow, &row);
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
