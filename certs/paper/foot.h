/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAPER_FOOT_H
#define PAPER_FOOT_H

#include "sheet.h"

#define FOOT_HEIGHT 46.0 /* of a page's end, in which only its foot stands */

/* The line at the foot of every page: text, in smaller letters if it is long, and the number. */
void foot_draw(struct sheet *sheet, const char *text, unsigned int number, unsigned int of_pages);

#endif
