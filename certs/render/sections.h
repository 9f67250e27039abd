/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a certificate, in the order in which they stand. */
#ifndef RENDER_SECTIONS_H
#define RENDER_SECTIONS_H

#include <wipecert/glance.h>
#include <wipecert/verify.h>

#include "layout.h"

/* What all parts look at. report is what a record of work tells; else empty. */
struct certificate {
	struct layout layout;
	const struct wipecert_result *result;
	const struct wipecert_glance *glance;
	const struct wipe_report *report;
};

void section_verdict(struct certificate *certificate);
void section_medium(struct certificate *certificate);
void section_method(struct certificate *certificate);
void section_keys(struct certificate *certificate); /* nothing where none are destroyed */
/* Of kind "file". */
void section_files(struct certificate *certificate);
void section_file_limits(struct certificate *certificate);
void section_verification(struct certificate *certificate);
void section_areas(struct certificate *certificate);
void section_execution(struct certificate *certificate);
void section_confirmation(struct certificate *certificate);
void section_roster(struct certificate *certificate);
void section_act(struct certificate *certificate);
void section_case(struct certificate *certificate); /* of any record that is of a case */
void section_signature(struct certificate *certificate);
void section_hashes(struct certificate *certificate);
void section_statement(struct certificate *certificate);

#endif
