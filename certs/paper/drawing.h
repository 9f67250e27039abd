/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is around every drawing: fonts, the document, its bytes. */
#ifndef PAPER_DRAWING_H
#define PAPER_DRAWING_H

#include "sheet.h"

/* Draws all pages, each ended by sheet_next_page(). Returns 0 or the code of a failure. */
typedef int (*drawing_fn)(struct sheet *sheet, const void *arg);

/* *drawing is empty after a failure. */
int drawing_make(const struct sheet_document *document, const struct wipepaper_options *options,
		 drawing_fn draw, const void *arg, struct wipepaper_drawing *drawing,
		 struct wipe_error *err);

#endif
