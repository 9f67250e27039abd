/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAPER_QR_H
#define PAPER_QR_H

#include <stdbool.h>

#include <cairo.h>

/* text as a QR code (level M, of A-Z 0-9 and some signs) of this width, quiet zone included. */
bool qr_draw(cairo_t *cr, double x, double y, double width, const char *text);

#endif
