/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verdict_confirmed.h"

#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "output.h"
#include "text.h"
#include "verdict_show.h"

static const char *decision_text(const struct wipecert_confirmation *confirmation)
{
	if (confirmation->is_paper)
		return confirmation->accepts ? _("accepted, on paper (entered by the contractor)") :
					       _("rejected, on paper (entered by the contractor)");
	return confirmation->accepts ? _("accepted") : _("rejected");
}

static const char *reread_text(enum wipecert_reread reread)
{
	switch (reread) {
	case WIPECERT_REREAD_FULL:
		return _("the medium was re-read as a whole");
	case WIPECERT_REREAD_SAMPLE:
		return _("samples of the medium were re-read");
	default:
		return _("the medium was not re-read");
	}
}

static void print_confirmation(const struct wipecert_confirmation *confirmation)
{
	char line[512];

	verdict_show_field(_("Decision"), decision_text(confirmation));
	for (size_t i = 0; i < confirmation->ground_count; i++)
		verdict_show_field(_("Reason"), confirmation->grounds[i]);
	snprintf(line, sizeof(line), "%s; %s",
		 confirmation->label_seen ? _("the label was seen") : _("the label was not seen"),
		 reread_text(confirmation->reread));
	verdict_show_field(_("Checked"), line);
}

void verdict_confirmed_print_statement(const struct verdict_record *record)
{
	char line[32];

	if (record->type == WIPECERT_ROSTER) {
		snprintf(line, sizeof(line), "%zu", record->member_count);
		verdict_show_field(_("Members"), line);
	}
	if (!record->confirmation)
		return;
	verdict_show_field(_("About the record"), record->about.id);
	print_confirmation(record->confirmation);
}

/* "TEXT SIGNER (PATH)" */
static void print_by(const char *text, const struct verdict *by)
{
	char line[1024];

	snprintf(line, sizeof(line), "%s %s (%s)", text, by->signer ? by->signer : "", by->path);
	verdict_show_field(_("Confirmed?"), line);
}

static void print_rejection(const struct verdict *by)
{
	print_by(_("NO, REJECTED by"), by);
	for (size_t i = 0; by->record && i < by->record->confirmation->ground_count; i++)
		verdict_show_field(_("Reason"), by->record->confirmation->grounds[i]);
}

static void print_paper(const struct verdict *verdict)
{
	char line[1024];

	if (!verdict->on_paper)
		return;
	snprintf(line, sizeof(line), "%s (%s)", _("confirmed on paper (entered by the contractor)"),
		 verdict->on_paper->path);
	verdict_show_field(verdict->standing == WIPECERT_NOT_ASKED ? _("Confirmed?") : "", line);
}

static void print_futile(const struct verdict *verdict)
{
	char line[1024];

	if (!verdict->futile || verdict->standing == WIPECERT_CONFIRMED)
		return;
	snprintf(line, sizeof(line), _("%s does not count: %s"), verdict->futile->path,
		 wipecert_reason_text(verdict->futile_reason));
	verdict_show_field(verdict->standing == WIPECERT_NOT_ASKED && !verdict->on_paper ?
				   _("Confirmed?") :
				   "",
			   line);
}

void verdict_confirmed_print(const struct verdict *verdict)
{
	if (!verdict->is_weighed)
		return;
	if (verdict->standing == WIPECERT_DISMISSED)
		print_rejection(verdict->confirmed_by);
	if (verdict->standing == WIPECERT_CONFIRMED)
		print_by(_("YES, by"), verdict->confirmed_by);
	if (verdict->standing == WIPECERT_UNCONFIRMED)
		verdict_show_field(_("Confirmed?"),
				   _("NO: the policy asks for an officer's confirmation, and none "
				     "that counts was found"));
	print_paper(verdict);
	print_futile(verdict);
}

void verdict_confirmed_problem(const struct verdict *verdict, char *out, size_t size)
{
	const struct verdict *by = verdict->confirmed_by;

	*out = '\0';
	if (verdict->is_weighed && verdict->standing == WIPECERT_DISMISSED)
		snprintf(out, size, _("an officer rejected it: %s"), by ? by->path : "");
	else if (verdict->is_weighed && verdict->standing == WIPECERT_UNCONFIRMED)
		snprintf(out, size, "%s",
			 _("unconfirmed: the policy asks for an officer's confirmation"));
}

static json_t *roles_json(unsigned int roles)
{
	json_t *list = json_array();

	for (unsigned int role = 0; list && role < WIPECERT_ROLES; role++)
		if (roles & (1u << role))
			json_array_append_new(
				list, json_string(wipecert_role_name((enum wipecert_role)role)));
	return list;
}

static json_t *weight_json(const struct verdict *verdict)
{
	const struct verdict *by = verdict->confirmed_by, *paper = verdict->on_paper;
	const struct verdict *futile = verdict->futile;

	if (!verdict->is_weighed)
		return json_null();
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "standing",
			 wipecert_standing_name(verdict->standing), "by_path",
			 output_json_text(by ? by->path : NULL), "by",
			 output_json_text(by ? by->signer : NULL), "on_paper_path",
			 output_json_text(paper ? paper->path : NULL), "futile_path",
			 output_json_text(futile ? futile->path : NULL), "futile_reason",
			 output_json_text(futile ? wipecert_reason_name(verdict->futile_reason) :
						   NULL));
}

static json_t *grounds_json(const struct wipecert_confirmation *confirmation)
{
	json_t *list = json_array();

	for (size_t i = 0; list && i < confirmation->ground_count; i++)
		json_array_append_new(list, json_string(confirmation->grounds[i]));
	return list;
}

static json_t *checked_json(const struct wipecert_confirmation *confirmation)
{
	static const char *const rereads[] = { "none", "sample", "full" };

	return json_pack("{s:b, s:s, s:o}", "label_seen", confirmation->label_seen, "reread",
			 rereads[confirmation->reread], "check_id",
			 output_json_text(confirmation->has_check ? confirmation->check.id : NULL));
}

static json_t *statement_json(const struct verdict_record *record)
{
	const struct wipecert_confirmation *confirmation = record ? record->confirmation : NULL;
	json_t *members = record && record->type == WIPECERT_ROSTER ?
				  json_integer((json_int_t)record->member_count) :
				  json_null();

	if (!confirmation)
		return json_pack("{s:n, s:n, s:n, s:n, s:o}", "decision", "means", "reasons",
				 "checked", "members", members);
	return json_pack("{s:s, s:s, s:o, s:o, s:o}", "decision",
			 confirmation->accepts ? "accept" : "reject", "means",
			 confirmation->is_paper ? "paper" : "signed", "reasons",
			 grounds_json(confirmation), "checked", checked_json(confirmation),
			 "members", members);
}

json_t *verdict_confirmed_json(const struct verdict *verdict)
{
	json_t *object = statement_json(verdict->record);

	if (!object || json_object_set_new(object, "roles", roles_json(verdict->roles)) ||
	    json_object_set_new(object, "confirmation", weight_json(verdict))) {
		json_decref(object);
		return NULL;
	}
	return object;
}
