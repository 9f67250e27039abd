/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAPER_PAGE_H
#define PAPER_PAGE_H

#include "sheet.h"

/*
 * The sheet of one record on the current page; what does not fit there goes on to
 * more pages. number is that of its first page. Returns how many pages it took.
 * of_pages 0: they are not known yet, and nothing is drawn.
 */
unsigned int page_draw(struct sheet *sheet, const struct wipecert_glance *glance,
		       unsigned int number, unsigned int of_pages);

#endif
