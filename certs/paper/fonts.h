/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fonts of a sheet and no others: the user's settings of fonts are not asked,
 * so that a sheet looks the same everywhere.
 */
#ifndef PAPER_FONTS_H
#define PAPER_FONTS_H

#include <pango/pango.h>

#include <wipepaper/pdf.h>

/* Families in the order in which glyphs are looked for. */
#define FONTS_TEXT "Noto Sans CJK JP,IPAmjMincho"
#define FONTS_CODE "Noto Sans Mono CJK JP,IPAmjMincho"

/* *map is the caller's (g_object_unref()), also then. WIPE_E_NOTFOUND: a font is missing. */
int fonts_open(const struct wipepaper_options *options, PangoFontMap **map,
	       char works[WIPEPAPER_WORKS_BYTES], struct wipe_error *err);

#endif
