/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <wipepaper/pdf.h>

#include "drawing.h"
#include "lot.h"
#include "page.h"
#include "sheet.h"
#include "text.h"

static int check(const struct wipecert_glance *const *glances, size_t count, struct wipe_error *err)
{
	if (!count || count > WIPEPAPER_RECORDS_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("%zu records, from 1 to %d are drawn"), count,
				      WIPEPAPER_RECORDS_MAX);
	for (size_t i = 0; i < count; i++)
		if (!glances[i]->has_record)
			return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
					      _("what is no valid record is not drawn"));
	for (size_t i = 0; i < count; i++)
		if (glances[i]->type > WIPECERT_CHECK)
			return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0, "%s",
					      _("only records of work on a medium are drawn: "
						"use text or HTML for all others"));
	return 0;
}

/* The latest: a document cannot be older than what it holds. */
static int64_t latest(const struct wipecert_glance *const *glances, size_t count)
{
	int64_t at_s = glances[0]->issued_at_s;

	for (size_t i = 1; i < count; i++)
		if (glances[i]->issued_at_s > at_s)
			at_s = glances[i]->issued_at_s;
	return at_s;
}

/* Twice: the pages are counted before the first one can say how many there are. */
static int draw_all(struct sheet *sheet, const struct wipecert_glance *const *glances, size_t count)
{
	unsigned int *first_pages = calloc(count, sizeof(*first_pages));
	unsigned int pages = count > 1 ? lot_pages(count) : 0;

	if (!first_pages)
		return wipe_error_set(sheet->err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < count; i++) {
		first_pages[i] = pages + 1;
		pages += page_draw(sheet, glances[i], pages + 1, 0);
	}
	if (count > 1)
		lot_draw(sheet, glances, count, first_pages, pages);
	for (size_t i = 0; i < count && !sheet->code; i++)
		page_draw(sheet, glances[i], first_pages[i], pages);
	free(first_pages);
	return sheet->code;
}

struct lot {
	const struct wipecert_glance *const *glances;
	size_t count;
};

static int draw_lot(struct sheet *sheet, const void *arg)
{
	const struct lot *lot = arg;

	return draw_all(sheet, lot->glances, lot->count);
}

int wipepaper_draw(const struct wipecert_glance *const *glances, size_t count,
		   const struct wipepaper_options *options, struct wipepaper_drawing *drawing,
		   struct wipe_error *err)
{
	const struct lot lot = { glances, count };
	struct sheet_document document = { .language = options->language };
	int rc = check(glances, count, err);

	*drawing = (struct wipepaper_drawing){ 0 };
	if (rc)
		return rc;
	document.title = glances[0]->title;
	document.issued_at_s = latest(glances, count);
	return drawing_make(&document, options, draw_lot, &lot, drawing, err);
}
