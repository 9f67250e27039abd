/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cairo-pdf.h>

#include "fonts.h"
#include "text.h"
#include "utf8.h"

static const struct {
	const char *family;
	PangoWeight weight;
	PangoWrapMode wrap;
} fonts[] = {
	[SHEET_TEXT] = { FONTS_TEXT, PANGO_WEIGHT_NORMAL, PANGO_WRAP_WORD_CHAR },
	[SHEET_BOLD] = { FONTS_TEXT, PANGO_WEIGHT_BOLD, PANGO_WRAP_WORD_CHAR },
	[SHEET_CODE] = { FONTS_CODE, PANGO_WEIGHT_NORMAL, PANGO_WRAP_WORD_CHAR },
	[SHEET_CODE_BOLD] = { FONTS_CODE, PANGO_WEIGHT_BOLD, PANGO_WRAP_WORD_CHAR },
	[SHEET_SERIAL] = { FONTS_CODE, PANGO_WEIGHT_NORMAL, PANGO_WRAP_CHAR },
};

static const uint32_t colours[] = {
	[SHEET_BLACK] = 0x111111,      [SHEET_GREY] = 0x5a6069,	      [SHEET_WHITE] = 0xffffff,
	[SHEET_RULE] = 0xb5bbc4,       [SHEET_SLATE] = 0x1f3a5f,      [SHEET_PALE] = 0xf3f5f8,
	[SHEET_GREEN] = 0x17683a,      [SHEET_GREEN_PALE] = 0xe9f4ed, [SHEET_AMBER] = 0x8a5a00,
	[SHEET_AMBER_PALE] = 0xfff4d9, [SHEET_RED] = 0xa81e17,	      [SHEET_RED_PALE] = 0xfdecea,
	[SHEET_RED_FAINT] = 0xd00000,
};

/* Widths of letters are rounded one by one: without this the last one may not fit after all. */
#define FITS 0.997

static cairo_status_t take_bytes(void *arg, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(arg, data, length);
	return CAIRO_STATUS_SUCCESS;
}

static void fail(struct sheet *sheet, int code, const char *message)
{
	if (!sheet->code)
		sheet->code = wipe_error_set(sheet->err, code, 0, "%s", message);
}

/* Shapes do not depend on the size in pixels of any screen. */
static void set_font_options(struct sheet *sheet)
{
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(sheet->pango, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(sheet->pango, FALSE);
	pango_context_set_language(sheet->pango, pango_language_from_string(sheet->language));
}

static void set_metadata(struct sheet *sheet, const struct sheet_document *document)
{
	time_t at = document->issued_at_s;
	char date[32] = "";
	struct tm utc;

	if (gmtime_r(&at, &utc))
		strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &utc);
	cairo_pdf_surface_set_metadata(sheet->surface, CAIRO_PDF_METADATA_TITLE, document->title);
	cairo_pdf_surface_set_metadata(sheet->surface, CAIRO_PDF_METADATA_CREATOR,
				       "massho " MASSHO_VERSION);
	cairo_pdf_surface_set_metadata(sheet->surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(sheet->surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

int sheet_start(struct sheet *sheet, PangoFontMap *map, const struct sheet_document *document,
		struct wipe_error *err)
{
	const bool is_wide = document->form == SHEET_LANDSCAPE;

	*sheet = (struct sheet){ .language = document->language, .err = err };
	sheet->width = is_wide ? SHEET_HEIGHT : SHEET_WIDTH;
	sheet->height = is_wide ? SHEET_WIDTH : SHEET_HEIGHT;
	sheet->bytes = g_byte_array_new();
	sheet->surface = cairo_pdf_surface_create_for_stream(take_bytes, sheet->bytes, sheet->width,
							     sheet->height);
	/* 1.4: a plain cross-reference table, which an update can be appended to. */
	cairo_pdf_surface_restrict_to_version(sheet->surface, CAIRO_PDF_VERSION_1_4);
	set_metadata(sheet, document);
	sheet->cr = cairo_create(sheet->surface);
	sheet->pango = pango_font_map_create_context(map);
	set_font_options(sheet);
	if (cairo_status(sheet->cr) != CAIRO_STATUS_SUCCESS)
		fail(sheet, WIPE_E_NOMEM, cairo_status_to_string(cairo_status(sheet->cr)));
	return sheet->code;
}

int sheet_end(struct sheet *sheet, unsigned char **pdf, size_t *pdf_bytes)
{
	cairo_status_t status = cairo_status(sheet->cr);

	cairo_destroy(sheet->cr);
	cairo_surface_finish(sheet->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(sheet->surface);
	cairo_surface_destroy(sheet->surface);
	g_object_unref(sheet->pango);
	if (status != CAIRO_STATUS_SUCCESS)
		fail(sheet, WIPE_E_NOMEM, cairo_status_to_string(status));
	*pdf_bytes = sheet->bytes->len;
	*pdf = sheet->code ? NULL : malloc(sheet->bytes->len);
	if (*pdf)
		memcpy(*pdf, sheet->bytes->data, sheet->bytes->len);
	else
		fail(sheet, WIPE_E_NOMEM, _("out of memory"));
	g_byte_array_unref(sheet->bytes);
	return sheet->code;
}

void sheet_next_page(struct sheet *sheet)
{
	cairo_show_page(sheet->cr);
}

static void set_text(struct sheet *sheet, PangoLayout *layout, const char *text)
{
	char *replaced = sheet->lacking && sheet->lacking->count ?
				 lacking_replace(sheet->lacking, text) :
				 NULL;

	pango_layout_set_text(layout, replaced ? replaced : text, -1);
	free(replaced);
}

/* Each character alone: what is not drawn by itself, as a selector of a variant, is none. */
static void find_lacking(struct sheet *sheet, PangoLayout *layout, const char *text)
{
	PangoLayout *alone = pango_layout_copy(layout);
	size_t bytes = strlen(text);

	for (size_t at = 0, length; at < bytes; at += length) {
		uint32_t code_point = 0;

		length = utf8_decode(text + at, bytes - at, &code_point);
		if (length < 2 || lacking_has(sheet->lacking, code_point)) {
			length = length ? length : 1;
			continue;
		}
		pango_layout_set_text(alone, text + at, (int)length);
		if (pango_layout_get_unknown_glyphs_count(alone))
			lacking_add(sheet->lacking, code_point);
	}
	g_object_unref(alone);
	if (sheet->lacking->failed)
		fail(sheet, WIPE_E_NOMEM, _("out of memory"));
}

static PangoLayout *lay_out(struct sheet *sheet, double width, const struct sheet_style *style,
			    const char *text)
{
	PangoLayout *layout = pango_layout_new(sheet->pango);
	PangoFontDescription *font = pango_font_description_new();
	PangoAttrList *attributes = pango_attr_list_new();

	/* Letters joined into one shape would not be found by who searches the text. */
	pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0, dlig=0"));
	/* A hyphen where a line is broken would be taken for one of a serial. */
	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);

	pango_font_description_set_family_static(font, fonts[style->font].family);
	pango_font_description_set_weight(font, fonts[style->font].weight);
	pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_alignment(layout, style->align);
	pango_layout_set_auto_dir(layout, FALSE);
	if (width > 0) {
		pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
		pango_layout_set_wrap(layout, fonts[style->font].wrap);
	}
	pango_layout_set_line_spacing(layout, 0.9F);
	set_text(sheet, layout, text);
	if (sheet->lacking && pango_layout_get_unknown_glyphs_count(layout)) {
		find_lacking(sheet, layout, text);
		set_text(sheet, layout, text);
	}
	return layout;
}

/* A box where a character should be is worse than no sheet. */
static void check_glyphs(struct sheet *sheet, PangoLayout *layout, const char *text)
{
	if (sheet->code || !pango_layout_get_unknown_glyphs_count(layout))
		return;
	sheet->code = wipe_error_set(sheet->err, WIPE_E_UNSUPPORTED, 0,
				     _("no font has a character of the field \"%s\": %s"),
				     sheet->field && *sheet->field ? sheet->field : "-", text);
}

static double height_of(PangoLayout *layout)
{
	int height;

	pango_layout_get_size(layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

double sheet_measure(struct sheet *sheet, double width, const struct sheet_style *style,
		     const char *text)
{
	PangoLayout *layout = lay_out(sheet, width, style, text);
	double height = height_of(layout);

	g_object_unref(layout);
	return height;
}

double sheet_write(struct sheet *sheet, double x, double y, double width,
		   const struct sheet_style *style, const char *text)
{
	PangoLayout *layout = lay_out(sheet, width, style, text);
	double height = height_of(layout);

	check_glyphs(sheet, layout, text);
	sheet_colour(sheet, style->colour);
	cairo_move_to(sheet->cr, x, y);
	pango_cairo_show_layout(sheet->cr, layout);
	/* Else the next shape begins with a line from here. */
	cairo_new_path(sheet->cr);
	g_object_unref(layout);
	return height;
}

/* One line of a layout, whose first line drawn is at top. */
static void show_line(struct sheet *sheet, PangoLayoutIter *at, double x, double y, int top)
{
	PangoRectangle box;

	pango_layout_iter_get_line_extents(at, NULL, &box);
	cairo_move_to(sheet->cr, x + (double)box.x / PANGO_SCALE,
		      y + (double)(pango_layout_iter_get_baseline(at) - top) / PANGO_SCALE);
	pango_cairo_show_layout_line(sheet->cr, pango_layout_iter_get_line_readonly(at));
	cairo_new_path(sheet->cr);
}

static double write_from(struct sheet *sheet, PangoLayoutIter *at, double x, double y,
			 double height, bool is_measured, size_t *line)
{
	int top = -1, begin, end = 0;
	double used = 0;

	for (size_t i = 0; *line != SIZE_MAX; i++) {
		if (i >= *line) {
			pango_layout_iter_get_line_yrange(at, &begin, &end);
			top = top < 0 ? begin : top;
			if ((double)(end - top) / PANGO_SCALE > height)
				break;
			used = (double)(end - top) / PANGO_SCALE;
			if (!is_measured)
				show_line(sheet, at, x, y, top);
			*line = i + 1;
		}
		if (!pango_layout_iter_next_line(at))
			*line = SIZE_MAX;
	}
	return used;
}

double sheet_write_lines(struct sheet *sheet, double x, double y, double width, double height,
			 const struct sheet_style *style, const char *text, bool is_measured,
			 size_t *line)
{
	PangoLayout *layout = lay_out(sheet, width, style, text);
	PangoLayoutIter *at = pango_layout_get_iter(layout);
	double used;

	if (!is_measured) {
		check_glyphs(sheet, layout, text);
		sheet_colour(sheet, style->colour);
	}
	used = write_from(sheet, at, x, y, height, is_measured, line);
	pango_layout_iter_free(at);
	g_object_unref(layout);
	return used;
}

double sheet_fitting_size(struct sheet *sheet, double width, const struct sheet_style *style,
			  double least, const char *text)
{
	PangoLayout *layout = lay_out(sheet, 0, style, text);
	double size;
	int natural;

	pango_layout_get_size(layout, &natural, NULL);
	g_object_unref(layout);
	if (natural <= width * PANGO_SCALE)
		return style->size;
	size = style->size * width * PANGO_SCALE / natural * FITS;
	return size < least ? least : size;
}

double sheet_inner(const struct sheet *sheet)
{
	return sheet->width - 2 * SHEET_MARGIN;
}

void sheet_colour(struct sheet *sheet, enum sheet_colour colour)
{
	uint32_t rgb = colours[colour];

	cairo_set_source_rgba(sheet->cr, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0,
			      (rgb & 0xff) / 255.0, colour == SHEET_RED_FAINT ? 0.14 : 1.0);
}

void sheet_fill_box(struct sheet *sheet, double x, double y, double width, double height,
		    enum sheet_colour colour)
{
	sheet_colour(sheet, colour);
	cairo_rectangle(sheet->cr, x, y, width, height);
	cairo_fill(sheet->cr);
}

void sheet_line_box(struct sheet *sheet, double x, double y, double width, double height,
		    double line, enum sheet_colour colour)
{
	sheet_colour(sheet, colour);
	cairo_set_line_width(sheet->cr, line);
	cairo_rectangle(sheet->cr, x, y, width, height);
	cairo_stroke(sheet->cr);
}

void sheet_rule(struct sheet *sheet, double x, double y, double width, double line,
		enum sheet_colour colour)
{
	sheet_fill_box(sheet, x, y, width, line, colour);
}
