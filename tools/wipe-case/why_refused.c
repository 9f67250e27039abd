/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a record was refused: who signs such a one, and what has the name or serial already. */
#include <stdio.h>
#include <string.h>

#include "output.h"
#include "register.h"
#include "type_words.h"
#include "why.h"
#include "words.h"

#define PATH_BYTES 48

/* Who may sign it, as bits. */
static unsigned int signers_of(enum wipecert_type type, bool on_paper)
{
	unsigned int roles = 0;

	for (unsigned int role = 0; role < WIPECERT_TSA; role++)
		if (wipecert_roles_sign(1u << role, type, on_paper))
			roles |= 1u << role;
	return roles;
}

static const char *signers_words(unsigned int roles)
{
	switch (roles) {
	case 1u << WIPECERT_OFFICER:
		return _("it is signed by an officer of the ministry");
	case 1u << WIPECERT_MANAGER:
		return _("it is signed by the contractor's manager");
	case 1u << WIPECERT_MANAGER | 1u << WIPECERT_OFFICER:
		return _("it is signed by the contractor's manager, or by an officer of the "
			 "ministry");
	case 1u << WIPECERT_ENGINEER | 1u << WIPECERT_MANAGER:
		return _("it is signed by the contractor, an engineer or the manager");
	default:
		return _("it is signed by the contractor, an engineer or the manager, or by an "
			 "officer of the ministry");
	}
}

static bool may_be_paper(enum wipecert_type type)
{
	return type == WIPECERT_APPROVE || type == WIPECERT_PERMIT || type == WIPECERT_CHALLENGE ||
	       type == WIPECERT_CONFIRMATION;
}

static void tell_role(const struct session *session, enum wipecert_type type, bool on_paper)
{
	output_error(session->tool, type_words(type), "%s",
		     signers_words(signers_of(type, on_paper)));
	if (on_paper)
		output_error(session->tool, type_words(type), "%s",
			     _("what was decided on paper is entered by the contractor; an "
			       "officer signs it himself, without --paper-scan"));
	else if (may_be_paper(type))
		output_error(session->tool, type_words(type), "%s",
			     _("what an officer decided on paper is entered by the contractor, "
			       "with a scan of it: --paper-scan FILE"));
}

/* What is being added, as far as the case has it already. */
struct wish {
	const struct session *session;
	const struct wipecert_act *act;
	enum wipecert_fault fault;
};

static bool is_copy(const struct wipecert_item *item)
{
	return item->origin == WIPECERT_COPIED_INSIDE || item->origin == WIPECERT_COPIED_OUTSIDE;
}

static void tell_user(const struct wish *wish, const struct wipecert_item *item, const char *serial,
		      const char *purpose)
{
	char title[REGISTER_TITLE_BYTES], lacks[512];

	register_title(item, title);
	words_join_lacks(item->lacks, lacks, sizeof(lacks));
	output_error(wish->session->tool, title,
		     _("it has the serial %s, and is not closed yet: %s"), serial, lacks);
	if (is_copy(item) && strcmp(purpose, "bring-in") == 0)
		output_error(wish->session->tool, title, "%s",
			     _("a device is permitted before the copies that go to it: have an "
			       "officer reject the permit of this copy (wipe-case confirm "
			       "--reject), then permit the device, and the copy once more"));
}

static void tell_users(const struct wish *wish, const char *serial)
{
	const char *said = wipecert_act_said(wish->act, "purpose"), *purpose = said ? said : "";
	size_t count = wipecert_case_item_count(wish->session->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;

		wipecert_case_item(wish->session->opened, i, &item);
		/* That is what a device is brought in for. */
		if (!item.lacks || !register_has_serial(&item, serial) ||
		    (item.origin == WIPECERT_BROUGHT_IN && strcmp(purpose, "copy-inside") == 0))
			continue;
		tell_user(wish, &item, serial, purpose);
	}
}

/* The newest erasure of the medium that no officer has confirmed. */
static void tell_holder(const struct wish *wish, const char *serial)
{
	for (size_t i = wipecert_case_record_count(wish->session->opened); i-- > 0;) {
		struct wipecert_case_record record;
		struct wipecert_item item;
		char title[REGISTER_TITLE_BYTES];

		wipecert_case_record(wish->session->opened, i, &record);
		if (!record.is_known || record.type != WIPECERT_ERASURE || !record.counts ||
		    record.standing == WIPECERT_CONFIRMED || record.item == WIPECERT_NO_INDEX ||
		    strcmp(record.serial, serial) != 0)
			continue;
		wipecert_case_item(wish->session->opened, record.item, &item);
		register_title(&item, title);
		output_error(wish->session->tool, title,
			     _("the medium %s was erased for it (record %.8s), and no officer has "
			       "confirmed that yet"),
			     serial, record.link.id);
		return;
	}
}

static void tell_serial(const struct wish *wish, const char *serial)
{
	if (serial && *serial && wish->fault == WIPECERT_FAULT_SERIAL_USED)
		tell_users(wish, serial);
	else if (serial && *serial)
		tell_holder(wish, serial);
}

static void tell_serials(const struct wish *wish)
{
	char path[PATH_BYTES] = "thing/media/0/serial";

	tell_serial(wish, wipecert_act_said(wish->act, "thing/serial"));
	for (size_t i = 0; wipecert_act_is_set(wish->act, path);) {
		tell_serial(wish, wipecert_act_said(wish->act, path));
		snprintf(path, sizeof(path), "thing/media/%zu/serial", ++i);
	}
}

static void tell_label(const struct wish *wish)
{
	const char *label = wipecert_act_said(wish->act, "thing/label");
	size_t count = wipecert_case_item_count(wish->session->opened);

	for (size_t i = 0; i < count && label; i++) {
		struct wipecert_item item;
		char title[REGISTER_TITLE_BYTES];

		wipecert_case_item(wish->session->opened, i, &item);
		if (strcmp(item.label, label) != 0 || item.outcome == WIPECERT_OUTCOME_WITHDRAWN)
			continue;
		register_title(&item, title);
		output_error(wish->session->tool, title, _("it is called so: %s, %s"),
			     words_kind(item.kind), words_origin(item.origin));
		return;
	}
}

/* The newest erasure of the item that stands. False: there is none. */
static bool find_erasure(const struct wish *wish, size_t item, struct wipecert_case_record *record)
{
	for (size_t i = wipecert_case_record_count(wish->session->opened); i-- > 0;) {
		wipecert_case_record(wish->session->opened, i, record);
		if (record->is_known && record->type == WIPECERT_ERASURE && record->counts &&
		    record->item == item && record->has_come_off && !record->is_refuted &&
		    record->standing != WIPECERT_DISMISSED)
			return true;
	}
	return false;
}

/* It leaves erased; that nothing was copied to it is not the question any more. */
static bool tell_leaves_erased(const struct wish *wish, const char *name)
{
	const char *result = wipecert_act_said(wish->act, "result");
	struct wipecert_case_record record;
	struct wipecert_item item;
	char title[REGISTER_TITLE_BYTES];
	size_t index;

	if (!result || strcmp(result, "nothing-copied") != 0 || !name ||
	    wipecert_case_find_item(wish->session->opened, name, &index, NULL))
		return false;
	wipecert_case_item(wish->session->opened, index, &item);
	for (size_t i = 0; i < item.media_count; i++)
		if (item.media[i].erasure == WIPECERT_NO_INDEX)
			return false;
	if (item.media_count)
		wipecert_case_record(wish->session->opened,
				     item.media[item.media_count - 1].erasure, &record);
	else if (!find_erasure(wish, index, &record))
		return false;
	register_title(&item, title);
	output_error(wish->session->tool, title,
		     _("it was erased (record %.8s): use --result erased"), record.link.id);
	return true;
}

void why_tell_refused(const struct session *session, const struct wipecert_case_addition *addition,
		      const struct wipecert_case_added *added)
{
	struct wish wish = { .session = session, .fault = added->fault };
	enum wipecert_type type = WIPECERT_CONFIRMATION;
	bool on_paper = addition->attachment_count > 0;

	if (addition->build == wipecert_case_build_act) {
		const char *means;

		wish.act = addition->build_arg;
		type = wipecert_act_type(wish.act);
		means = wipecert_act_said(wish.act, "means/kind");
		on_paper = means && strcmp(means, "paper") == 0;
	}
	if (added->reason == WIPECERT_REASON_ROLE)
		tell_role(session, type, on_paper);
	if (!wish.act)
		return;
	if (added->fault == WIPECERT_FAULT_SERIAL_USED || added->fault == WIPECERT_FAULT_HELD)
		tell_serials(&wish);
	else if (added->fault == WIPECERT_FAULT_LABEL)
		tell_label(&wish);
	if (type == WIPECERT_EXIT_CHECK && added->fault == WIPECERT_FAULT_ORDER &&
	    tell_leaves_erased(&wish, addition->item))
		return;
	why_tell(session, type, addition->item, added->fault);
}
