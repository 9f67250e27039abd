/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drawing, by a library that is loaded only when it is needed: a machine that only
 * erases or verifies does without fonts and what draws them.
 */
#ifndef MASSHO_TOOLS_PAPER_H
#define MASSHO_TOOLS_PAPER_H

#include <wipepaper/pdf.h>
#include <wipepaper/report.h>

/*
 * wipepaper_draw() in the language of messages. WIPE_E_UNSUPPORTED also if the
 * library is not installed.
 */
int paper_draw(const struct wipecert_glance *const *glances, size_t count, const char *font_folder,
	       struct wipepaper_drawing *drawing, struct wipe_error *err);

/* The same of results: the glances are made in the language of messages. */
int paper_draw_results(const struct wipecert_result *results, size_t count, const char *font_folder,
		       struct wipepaper_drawing *drawing, struct wipe_error *err);

/* wipepaper_report_draw(), in the same manner. */
int paper_draw_report(const struct wipepaper_report *report, const char *font_folder,
		      struct wipepaper_drawing *drawing, struct wipe_error *err);

#endif
