/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "qr.h"

#include <stddef.h>

#include <qrencode.h>

#define QUIET_MODULES 4

/* Runs of dark modules in one row are one rectangle: no hairlines between them. */
static void draw_row(cairo_t *cr, const unsigned char *row, int width, double x, double y,
		     double module)
{
	for (int from = 0; from < width;) {
		int to = from;

		while (to < width && row[to] & 1)
			to++;
		if (to > from)
			cairo_rectangle(cr, x + from * module, y, (to - from) * module, module);
		from = to > from ? to : from + 1;
	}
}

bool qr_draw(cairo_t *cr, double x, double y, double width, const char *text)
{
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	double module;

	if (!code)
		return false;
	module = width / (code->width + 2 * QUIET_MODULES);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_rectangle(cr, x, y, width, width);
	cairo_fill(cr);
	cairo_set_source_rgb(cr, 0, 0, 0);
	for (int i = 0; i < code->width; i++)
		draw_row(cr, code->data + (size_t)i * (size_t)code->width, code->width,
			 x + QUIET_MODULES * module, y + (QUIET_MODULES + i) * module, module);
	cairo_fill(cr);
	QRcode_free(code);
	return true;
}
