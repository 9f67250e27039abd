/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "type_words.h"

#include "i18n.h"

const char *type_words(enum wipecert_type type)
{
	static const char *const words[WIPECERT_TYPES] = {
		[WIPECERT_ATTEMPT] = N_("begin of an erasure"),
		[WIPECERT_ERASURE] = N_("erasure"),
		[WIPECERT_CHECK] = N_("re-read"),
		[WIPECERT_CONFIRMATION] = N_("officer's answer"),
		[WIPECERT_ROSTER] = N_("roster"),
		[WIPECERT_INIT] = N_("begin of the case"),
		[WIPECERT_APPROVE] = N_("approval or instruction"),
		[WIPECERT_STAFF] = N_("list of staff"),
		[WIPECERT_RECEIVE] = N_("receipt"),
		[WIPECERT_PERMIT] = N_("permit"),
		[WIPECERT_CHALLENGE] = N_("challenge"),
		[WIPECERT_COPY_OUT] = N_("copying"),
		[WIPECERT_EXIT_CHECK] = N_("exit check"),
		[WIPECERT_RETURN] = N_("return"),
		[WIPECERT_DISPOSE] = N_("disposal"),
		[WIPECERT_ATTEST] = N_("contractor's word"),
		[WIPECERT_INCIDENT] = N_("incident"),
		[WIPECERT_DECLARE] = N_("declaration"),
		[WIPECERT_MERGE] = N_("merge"),
		[WIPECERT_CLOSE] = N_("closing"),
	};

	return (size_t)type < WIPECERT_TYPES ? _(words[type]) : "?";
}

const char *outcome_words(enum wipecert_outcome outcome)
{
	static const char *const words[] = { N_("nothing yet"),	  N_("erased"),
					     N_("returned"),	  N_("destroyed"),
					     N_("attested"),	  N_("nothing was copied"),
					     N_("lost for good"), N_("withdrawn") };

	return (size_t)outcome < sizeof(words) / sizeof(words[0]) ? _(words[outcome]) : "?";
}
