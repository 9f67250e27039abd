/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tone looks like: colours, and a shape that a copier in black and white keeps. */
#ifndef PAPER_MARK_H
#define PAPER_MARK_H

#include "sheet.h"

enum sheet_colour mark_colour(enum wipecert_tone tone);
enum sheet_colour mark_ground(enum wipecert_tone tone);
/* Tick, exclamation mark or cross in a disc of this diameter. */
void mark_draw(struct sheet *sheet, double x, double y, double diameter, enum wipecert_tone tone);
/* The small triangle before lines that are to be noticed. */
void mark_notice(struct sheet *sheet, double x, double y, double height);
/* Large faint letters across the page: nothing of a demonstration or draft is mistaken. */
void mark_across(struct sheet *sheet, const char *text);

#endif
