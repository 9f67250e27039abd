/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paper.h"

#include <dlfcn.h>
#include <stdlib.h>

#include "i18n.h"

/* By the name that programs are linked with: a library of another version is not taken. */
#define LIBRARY "libwipepaper.so.0"

typedef int (*draw_fn)(const struct wipecert_glance *const *glances, size_t count,
		       const struct wipepaper_options *options, struct wipepaper_drawing *drawing,
		       struct wipe_error *err);

typedef int (*report_fn)(const struct wipepaper_report *report,
			 const struct wipepaper_options *options, struct wipepaper_drawing *drawing,
			 struct wipe_error *err);

/* Never unloaded: what draws keeps threads and caches. NULL: err tells. */
static void *load(const char *name, struct wipe_error *err)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	void *symbol = library ? dlsym(library, name) : NULL;

	if (!symbol)
		wipe_error_set(err, WIPE_E_UNSUPPORTED, 0, _("PDF cannot be drawn here: %s"),
			       dlerror());
	return symbol;
}

static struct wipepaper_options options_of(const char *font_folder, char catalogue[I18N_PATH_BYTES])
{
	return (struct wipepaper_options){ .language = i18n_language(),
					   .catalogue = i18n_catalogue(catalogue),
					   .font_folder = font_folder };
}

int paper_draw(const struct wipecert_glance *const *glances, size_t count, const char *font_folder,
	       struct wipepaper_drawing *drawing, struct wipe_error *err)
{
	char catalogue[I18N_PATH_BYTES];
	const struct wipepaper_options options = options_of(font_folder, catalogue);
	draw_fn draw;

	*drawing = (struct wipepaper_drawing){ 0 };
	/* POSIX: an object pointer of dlsym() becomes a function pointer this way. */
	*(void **)&draw = load("wipepaper_draw", err);
	return draw ? draw(glances, count, &options, drawing, err) : WIPE_E_UNSUPPORTED;
}

int paper_draw_report(const struct wipepaper_report *report, const char *font_folder,
		      struct wipepaper_drawing *drawing, struct wipe_error *err)
{
	char catalogue[I18N_PATH_BYTES];
	const struct wipepaper_options options = options_of(font_folder, catalogue);
	report_fn draw;

	*drawing = (struct wipepaper_drawing){ 0 };
	*(void **)&draw = load("wipepaper_report_draw", err);
	return draw ? draw(report, &options, drawing, err) : WIPE_E_UNSUPPORTED;
}

int paper_draw_results(const struct wipecert_result *results, size_t count, const char *font_folder,
		       struct wipepaper_drawing *drawing, struct wipe_error *err)
{
	struct wipecert_glance **glances =
		calloc(count ? count : 1, sizeof(struct wipecert_glance *));
	int rc = 0;

	*drawing = (struct wipepaper_drawing){ 0 };
	if (!glances)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < count && !rc; i++) {
		/* What others decided of the record is not in it: who draws it again need not know. */
		struct wipecert_result sheet = results[i];

		sheet.standing = WIPECERT_NOT_ASKED;
		rc = wipecert_glance_make(&sheet, &glances[i], err);
	}
	if (!rc)
		rc = paper_draw((const struct wipecert_glance *const *)glances, count, font_folder,
				drawing, err);
	for (size_t i = 0; i < count; i++)
		wipecert_glance_free(glances[i]);
	free(glances);
	return rc;
}
