/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that are cases: verified as wipe-case verify does it. */
#ifndef MASSHO_WIPE_VERIFY_CASES_H
#define MASSHO_WIPE_VERIFY_CASES_H

#include "case_open.h"
#include "progress.h"
#include "report.h"

struct cases_options {
	const char *tool;
	const struct wipecert_trust *trust; /* NULL: each case's own */
	struct case_init init;
	int64_t time_s;
	enum progress_mode progress;
	enum report_form form;
	bool names_path; /* in text: there are several, or files besides */
};

/* Verifies and tells the case at path, and adds it to totals. An exit code, totals' too. */
int cases_verify(const struct cases_options *options, const char *path,
		 struct report_totals *totals);

#endif
