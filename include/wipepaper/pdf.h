/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificates on paper: what a glance holds, drawn as PDF, A4. A library of its
 * own, so that verifying needs neither fonts nor what draws them.
 */
#ifndef WIPEPAPER_PDF_H
#define WIPEPAPER_PDF_H

#include <stddef.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/glance.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPEPAPER_RECORDS_MAX 500
#define WIPEPAPER_WORKS_BYTES 256

struct wipepaper_options {
	const char *language;	 /* tag of BCP 47 ("ja"), that of the words in the glances */
	const char *catalogue;	 /* file that these words came from; NULL: from the program */
	const char *font_folder; /* NULL: where systems have them */
};

/*
 * works: what a drawing depends on besides the record and the language, as ASCII:
 * versions and builds of what draws, the words, SHA-256 of the font files. Two
 * drawings of the same glances by the same works are the same bytes.
 */
struct wipepaper_drawing {
	unsigned char *pdf;
	size_t pdf_bytes;
	char works[WIPEPAPER_WORKS_BYTES];
};

/*
 * Draws glances, each with a record: one sheet each, with a list in front if there
 * are several. From one thread at a time: the system's fonts are read once and shared. WIPE_E_NOTFOUND: a font is missing. WIPE_E_UNSUPPORTED: no font has a
 * character of the field that the message names: nothing is drawn then; also for
 * confirmations and rosters. WIPE_E_USAGE: no glance, one without record, or more than
 * WIPEPAPER_RECORDS_MAX.
 */
WIPE_API int wipepaper_draw(const struct wipecert_glance *const *glances, size_t count,
			    const struct wipepaper_options *options,
			    struct wipepaper_drawing *drawing, struct wipe_error *err);
/* Frees what it owns. All zero: no-op. */
WIPE_API void wipepaper_drawing_clear(struct wipepaper_drawing *drawing);

#ifdef __cplusplus
}
#endif
#endif
