/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <wipecert/act.h>
#include <wipecert/render.h>

#include "facts.h"
#include "files_facts.h"
#include "parsed.h"
#include "sections.h"
#include "text.h"

/* Of records of work. */
static void draw_work(struct certificate *certificate)
{
	section_medium(certificate);
	section_method(certificate);
	section_keys(certificate);
	if (certificate->result->record->type != WIPECERT_ATTEMPT) {
		section_verification(certificate);
		section_areas(certificate);
	}
	section_execution(certificate);
}

/* Of those of files. */
static void draw_files(struct certificate *certificate)
{
	section_files(certificate);
	if (certificate->result->record->type != WIPECERT_ATTEMPT)
		section_file_limits(certificate);
	section_execution(certificate);
}

static void draw_record(struct certificate *certificate)
{
	enum wipecert_type type = certificate->result->record->type;

	section_case(certificate);
	if (wipecert_type_is_act(type))
		section_act(certificate);
	else if (type == WIPECERT_CONFIRMATION)
		section_confirmation(certificate);
	else if (type == WIPECERT_ROSTER)
		section_roster(certificate);
	else if (files_is(certificate->result->record->root))
		draw_files(certificate);
	else
		draw_work(certificate);
	section_signature(certificate);
	section_hashes(certificate);
	section_statement(certificate);
}

/* Content that did not verify is not shown, only that it did not. */
static void draw(struct certificate *certificate)
{
	section_verdict(certificate);
	if (certificate->result->record)
		draw_record(certificate);
	else
		layout_paragraph(&certificate->layout, 0,
				 _("Its content is not shown: only verified content is."));
}

int wipecert_render_text(const struct wipecert_result *result, char **text, struct wipe_error *err)
{
	struct wipe_report *report = calloc(1, sizeof(*report));
	struct certificate certificate = { .result = result, .report = report };
	struct wipecert_glance *glance = NULL;

	*text = NULL;
	if (report && !wipecert_glance_make(result, &glance, NULL)) {
		certificate.glance = glance;
		if (result->record && result->record->type <= WIPECERT_CHECK)
			facts_report(result->record->root, report);
		draw(&certificate);
		*text = layout_end(&certificate.layout);
	}
	wipecert_glance_free(glance);
	free(report);
	return *text ? 0 : wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}
