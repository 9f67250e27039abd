/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a finding is called, says and makes of the exit status. */
#include "chain.h"
#include "exit.h"
#include "i18n.h"

static const struct {
	const char *name, *text;
	int exit;
} problems[] = {
	[CHAIN_OPEN_ATTEMPT] = { "open-attempt",
				 N_("an attempt that no record closes: how it ended is not known, "
				    "and a failure may be hidden"),
				 EXIT_UNCONFIRMED },
	[CHAIN_CLOSED_TWICE] = { "closed-twice", N_("an attempt that two different records close"),
				 EXIT_UNCONFIRMED },
	[CHAIN_MISSING_PREDECESSOR] = { "missing-predecessor",
					N_("names a record before it that is not here"),
					EXIT_UNCONFIRMED },
	[CHAIN_FORK] = { "fork", N_("two different records follow the same record"),
			 EXIT_UNCONFIRMED },
	[CHAIN_MISSING_ATTEMPT] = { "missing-attempt",
				    N_("attempt missing: the one that it closes is not here"),
				    EXIT_UNCONFIRMED },
	[CHAIN_MISSING_CHECKED] = { "missing-checked", N_("a check of a record that is not here"),
				    EXIT_UNCONFIRMED },
	[CHAIN_MISSING_CONFIRMED] = { "missing-confirmed",
				      N_("a confirmation of a record that is not here"),
				      EXIT_UNCONFIRMED },
	[CHAIN_UNFIT_CHECK] = { "unfit-check",
				N_("check does not fit: its medium or last pass is not that of "
				   "the record that it is about"),
				EXIT_FAILED },
	[CHAIN_SAME_ID] = { "same-id", N_("two different records have the same id"),
			    EXIT_UNCONFIRMED },
	[CHAIN_OUT_OF_ORDER] = { "out-of-order", N_("follows a record that was issued later"),
				 EXIT_UNCONFIRMED },
};

const char *chain_problem_name(enum chain_problem problem)
{
	return problems[problem].name;
}

const char *chain_problem_text(enum chain_problem problem)
{
	return _(problems[problem].text);
}

int chain_problem_exit(enum chain_problem problem)
{
	return problems[problem].exit;
}
