/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a glance as blocks of a sheet: measured, or drawn. */
#ifndef PAPER_BLOCK_H
#define PAPER_BLOCK_H

#include <stdbool.h>

#include "sheet.h"

struct block {
	struct sheet *sheet;
	const struct wipecert_glance *glance;
	double scale; /* of all sizes of letters */
	bool draw;    /* false: only measured */
};

bool block_has(const struct block *block, enum wipecert_part part); /* any line */

/* All return the height that they take, drawn or not. */
double block_text(struct block *block, double x, double y, double width, struct sheet_style style,
		  const char *text);
/* The lines of a part, without its heading. */
double block_lines(struct block *block, enum wipecert_part part, double x, double y, double width);
/* Heading, rule, lines. */
double block_part(struct block *block, enum wipecert_part part, double x, double y, double width);
/* The same within a frame, which is block_frame()'s: its height is known only afterwards. */
double block_framed(struct block *block, enum wipecert_part part, double x, double y, double width);
void block_frame(struct block *block, enum wipecert_part part, double x, double y, double width,
		 double height);

/* What the QR code holds: characters that it packs tightly, and any telephone shows. */
void block_qr_text(const struct wipecert_glance *glance, char *text, size_t size);

#endif
