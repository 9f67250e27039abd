/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAPER_LOT_H
#define PAPER_LOT_H

#include "sheet.h"

/* How many pages the list of so many records takes. */
unsigned int lot_pages(size_t count);

/* The list of all records in front; first_pages: where the sheet of each begins. */
void lot_draw(struct sheet *sheet, const struct wipecert_glance *const *glances, size_t count,
	      const unsigned int *first_pages, unsigned int of_pages);

#endif
