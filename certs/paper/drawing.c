/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drawing.h"

#include <stdlib.h>
#include <string.h>

#include "fonts.h"

static int draw_document(PangoFontMap *map, const struct sheet_document *document, drawing_fn draw,
			 const void *arg, struct wipepaper_drawing *drawing, struct wipe_error *err)
{
	struct sheet sheet;
	int rc = sheet_start(&sheet, map, document, err);

	if (!rc)
		rc = draw(&sheet, arg);
	sheet.code = sheet.code ? sheet.code : rc;
	return sheet_end(&sheet, &drawing->pdf, &drawing->pdf_bytes);
}

int drawing_make(const struct sheet_document *document, const struct wipepaper_options *options,
		 drawing_fn draw, const void *arg, struct wipepaper_drawing *drawing,
		 struct wipe_error *err)
{
	PangoFontMap *map = NULL;
	int rc;

	memset(drawing, 0, sizeof(*drawing));
	rc = fonts_open(options, &map, drawing->works, err);
	if (!rc)
		rc = draw_document(map, document, draw, arg, drawing, err);
	if (map)
		g_object_unref(map);
	if (rc)
		wipepaper_drawing_clear(drawing);
	return rc;
}

void wipepaper_drawing_clear(struct wipepaper_drawing *drawing)
{
	free(drawing->pdf);
	memset(drawing, 0, sizeof(*drawing));
}
