/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "why.h"

#include <string.h>

#include "go_back.h"
#include "output.h"
#include "register.h"
#include "shown.h"
#include "type_words.h"
#include "words.h"

struct case_item {
	struct wipecert_item item;
	size_t index;
	char title[SHOWN_TITLE_BYTES];
};

/* Which record it was, and when. */
static void tell_record(const struct session *session, const struct case_item *of,
			const struct wipecert_case_record *record, const char *what)
{
	char day[WORDS_DAY_BYTES];

	words_day(record->has_stated ? record->stated_s : record->issued_at_s, day);
	output_error(session->tool, of->title, _("%s on %s (%s, record %.8s)"), what, day,
		     type_words(record->type), record->link.id);
}

/* The newest copying to it, or to a medium in it. False: there is none. */
static bool tell_copying(const struct session *session, const struct case_item *of)
{
	for (size_t i = wipecert_case_record_count(session->opened); i-- > 0;) {
		struct wipecert_case_record record;

		wipecert_case_record(session->opened, i, &record);
		if (!record.is_known || record.type != WIPECERT_COPY_OUT || !record.counts ||
		    (record.item != of->index && !register_has_serial(&of->item, record.serial)))
			continue;
		tell_record(session, of, &record, _("files were copied to it"));
		return true;
	}
	return false;
}

static void tell_erasures(const struct session *session, const struct case_item *of)
{
	bool told = false;

	for (size_t i = 0; i < of->item.media_count; i++) {
		if (of->item.media[i].erasure != WIPECERT_NO_INDEX)
			continue;
		output_error(session->tool, of->title, _("its medium %s has to be erased first"),
			     of->item.media[i].serial);
		told = true;
	}
	if (!told)
		output_error(session->tool, of->title, "%s", _("it has to be erased first"));
}

static void tell_order(const struct session *session, enum wipecert_type type,
		       const struct case_item *of)
{
	struct wipecert_case_record record;

	if (of->item.outcome_record != WIPECERT_NO_INDEX) {
		wipecert_case_record(session->opened, of->item.outcome_record, &record);
		tell_record(session, of, &record, outcome_words(of->item.outcome));
	} else if (type == WIPECERT_EXIT_CHECK) {
		/* Either is right once it was erased. */
		if (tell_copying(session, of) || of->item.origin == WIPECERT_BROUGHT_IN)
			tell_erasures(session, of);
		else
			output_error(session->tool, of->title, "%s",
				     _("nothing was copied to it, nor erased: --result "
				       "nothing-copied"));
	}
}

/* The permit is there: it is the wrong day, or an officer took it back. */
static void tell_days(const struct session *session, const struct case_item *of)
{
	char from[WORDS_DAY_BYTES], until[WORDS_DAY_BYTES];
	int64_t now_s = session->meta.issued_at_s;

	if (of->item.has_due && now_s >= of->item.due_s) {
		words_day(of->item.due_s - 1, until);
		output_error(session->tool, of->title,
			     _("it is permitted until %s only: a new permit is needed"), until);
	} else if (now_s < of->item.from_s) {
		words_day(of->item.from_s, from);
		output_error(session->tool, of->title, _("it is permitted from %s on"), from);
	} else {
		output_error(session->tool, of->title, "%s",
			     _("an officer has rejected that it was permitted"));
	}
}

static void tell_permitted(const struct session *session, enum wipecert_type type,
			   const struct case_item *of)
{
	bool is_received = of->item.origin == WIPECERT_RECEIVED;
	const char *what = NULL;

	if (type == WIPECERT_EXIT_CHECK && is_received)
		what = _("it was received: it goes back with wipe-case return");
	if (type == WIPECERT_RETURN && of->item.origin == WIPECERT_BROUGHT_IN)
		what = _("it was brought in: it leaves with wipe-case exit-check");
	if (type == WIPECERT_COPY_OUT && (is_received || of->item.origin == WIPECERT_BROUGHT_IN))
		what = _("it is no permit to copy: see wipe-case permit --of");
	if (what)
		output_error(session->tool, of->title, "%s", what);
	else if (type == WIPECERT_COPY_OUT)
		tell_days(session, of);
}

static bool find(const struct session *session, const char *item, struct case_item *of)
{
	if (!item || wipecert_case_find_item(session->opened, item, &of->index, NULL))
		return false;
	wipecert_case_item(session->opened, of->index, &of->item);
	shown_item(&of->item, of->title);
	return true;
}

bool why_instead(const struct session *session, const char *item, enum wipecert_fault fault)
{
	struct case_item of;

	if (fault != WIPECERT_FAULT_DONE || !find(session, item, &of) ||
	    of.item.outcome != WIPECERT_OUTCOME_WITHDRAWN)
		return false;
	output_error(session->tool, of.title, "%s",
		     _("it is withdrawn: an officer has rejected that it was received or "
		       "permitted"));
	return true;
}

void why_tell(const struct session *session, enum wipecert_type type, const char *item,
	      enum wipecert_fault fault)
{
	struct case_item of;

	if (!find(session, item, &of))
		return;
	if (fault == WIPECERT_FAULT_ORDER)
		tell_order(session, type, &of);
	else if (fault == WIPECERT_FAULT_NOT_PERMITTED)
		tell_permitted(session, type, &of);
	else if (fault == WIPECERT_FAULT_RETURN_FIRST)
		go_back_tell(session->tool, session->opened, of.item.id, of.item.serial);
}
