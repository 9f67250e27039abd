/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that are nothing but an act: their options, as tables. */
#include <stdio.h>
#include <string.h>

#include "act.h"
#include "command.h"
#include "compare.h"
#include "exit.h"
#include "output.h"
#include "register.h"
#include "shown.h"
#include "type_words.h"
#include "words.h"

#define ARGUMENTS N_("DIR [OPTION]... --key KEY --cert CERT")
#define END                                               \
	{                                                 \
		NULL, NULL, FIELD_TEXT, false, NULL, NULL \
	}
#define NOTE                                                                  \
	{                                                                     \
		"note", "note", FIELD_TEXT, false, N_("a remark"), N_("TEXT") \
	}
#define DOCUMENT                                                                            \
	{                                                                                   \
		"document", "", FIELD_DOCUMENT, false,                                      \
			N_("a file to keep beside the record; can be repeated"), N_("FILE") \
	}
#define PAPER                                                                                 \
	{                                                                                     \
		"paper-scan", "", FIELD_PAPER, false,                                         \
			N_("the officer decided on paper, of which this file is a scan; the " \
			   "signature is that of whoever enters it"),                         \
			N_("FILE")                                                            \
	}
#define OFFICER                                                                              \
	{ "officer", "officer", FIELD_TEXT, true, N_("the officer's name"), N_("NAME") },    \
	{                                                                                    \
		"date", "date", FIELD_DAY, true, N_("when it was decided (default: today)"), \
			N_("DAY")                                                            \
	}
#define ITEM                                                                                 \
	{                                                                                    \
		"item", "", FIELD_ITEM, true,                                                \
			N_("the item, by label, serial, or the begin of its id"), N_("ITEM") \
	}
#define THING                                                                                           \
	{ "label",                                                                                      \
	  "thing/label",                                                                                \
	  FIELD_TEXT,                                                                                   \
	  true,                                                                                         \
	  N_("what people call it; no other item is called so"),                                        \
	  N_("TEXT") },                                                                                 \
		{ "kind",                                                                               \
		  "thing/kind",                                                                         \
		  FIELD_TEXT,                                                                           \
		  true,                                                                                 \
		  N_("files, paper, mail, medium or device"),                                           \
		  N_("KIND") },                                                                         \
		{ "description", "thing/description", FIELD_TEXT, true, N_("what it is"), N_("TEXT") }, \
		{ "quantity", "thing/quantity",		  FIELD_NUMBER,                                 \
		  false,      N_("how many (default 1)"), N_("N") },                                    \
		{ "classification",                                                                     \
		  "thing/classification",                                                               \
		  FIELD_TEXT,                                                                           \
		  false,                                                                                \
		  N_("as the ministry classifies it"),                                                  \
		  N_("TEXT") },                                                                         \
		{ "maker", "thing/maker", FIELD_TEXT, false, N_("of a medium or device"), N_("TEXT") }, \
		{ "model", "thing/model", FIELD_TEXT, false, N_("of a medium or device"), N_("TEXT") }, \
		{ "serial",  "thing/serial", FIELD_TEXT, false, N_("of a medium or device"),            \
		  N_("TEXT") },                                                                         \
	{                                                                                               \
		"medium", "thing/media", FIELD_MEDIUM, false,                                           \
			N_("a medium in the device, each of which is to be erased; can be "             \
			   "repeated"),                                                                 \
			N_("SERIAL|MAKER,MODEL,SERIAL")                                                 \
	}

/* clang-format off */
static const struct field approve_fields[] = {
	{ "subject", "subject", FIELD_TEXT, true, N_("method, change or instruction"), N_("SUBJECT") },
	{ "text", "text", FIELD_TEXT, true, N_("what was accepted, agreed to or instructed"),
	  N_("TEXT") },
	{ "kind", "kinds", FIELD_LIST, false,
	  N_("kind of items that it holds for (default all); can be repeated"), N_("KIND") },
	{ "method", "method", FIELD_TEXT, false, N_("method of erasing that was accepted"),
	  N_("METHOD") },
	{ "level", "level", FIELD_TEXT, false, N_("least level: none, clear or purge"),
	  N_("LEVEL") },
	{ "item", "", FIELD_ITEM, false, N_("the item that the instruction is about"),
	  N_("ITEM") },
	{ "serial", "serial", FIELD_TEXT, false,
	  N_("serial of a medium that is to be erased though it is no item of the case"),
	  N_("SERIAL") },
	OFFICER, PAPER, DOCUMENT, NOTE, END,
};

static const struct field receive_fields[] = {
	THING,
	{ "given-by", "given_by", FIELD_TEXT, true, N_("who gave it"), N_("TEXT") },
	{ "date", "received_on", FIELD_DAY, true, N_("when (default: today)"), N_("DAY") },
	{ "due", "due", FIELD_TEXT, false,
	  N_("return, or return-or-erase (default)"), N_("DUE") },
	{ "files", "", FIELD_FILES, false,
	  N_("a file, or a folder, whose files are listed with sizes and hashes"), N_("PATH") },
	{ "due-on", "due_on", FIELD_DAY, false, N_("until when"), N_("DAY") },
	DOCUMENT, NOTE, END,
};

static const struct field permit_fields[] = {
	{ "purpose", "purpose", FIELD_TEXT, true, N_("bring-in, copy-inside or copy-outside"),
	  N_("PURPOSE") },
	THING,
	{ "of", "parent", FIELD_ITEM_ID, false, N_("the item that is copied"), N_("ITEM") },
	{ "use", "use", FIELD_TEXT, true, N_("what for"), N_("TEXT") },
	{ "place", "place", FIELD_TEXT, true, N_("where it will be"), N_("TEXT") },
	{ "from", "from", FIELD_DAY, true, N_("the first day (default: today)"), N_("DAY") },
	{ "until", "until", FIELD_DAY, false,
	  N_("the last day; a copy has to be gone by then"), N_("DAY") },
	OFFICER, PAPER, DOCUMENT, NOTE, END,
};

static const struct field exit_check_fields[] = {
	ITEM,
	{ "result", "result", FIELD_TEXT, true, N_("nothing-copied or erased"), N_("RESULT") },
	{ "text", "text", FIELD_TEXT, true, N_("how that was made sure"), N_("TEXT") },
	{ "place", "place", FIELD_TEXT, true, N_("where it left"), N_("TEXT") },
	{ "date", "left_on", FIELD_DAY, true, N_("when (default: today)"), N_("DAY") },
	DOCUMENT, NOTE, END,
};

static const struct field return_fields[] = {
	ITEM,
	{ "form", "form", FIELD_TEXT, true, N_("files, archive, medium or paper"), N_("FORM") },
	{ "files", "", FIELD_FILES, false,
	  N_("a file, or a folder, whose files are listed with sizes and hashes"), N_("PATH") },
	{ "to", "to", FIELD_TEXT, true, N_("to whom"), N_("TEXT") },
	{ "date", "returned_on", FIELD_DAY, true, N_("when (default: today)"), N_("DAY") },
	{ "quantity", "quantity", FIELD_PIECES, false,
	  N_("how many (default: what is left of it)"), N_("N") },
	{ "text", "text", FIELD_TEXT, false, N_("more about it"), N_("TEXT") },
	{ "receipt", "", FIELD_RECEIPT, false, N_("a receipt; can be repeated"), N_("FILE") },
	DOCUMENT, NOTE, END,
};

static const struct field dispose_fields[] = {
	ITEM,
	{ "method", "method", FIELD_TEXT, true,
	  N_("shredded, dissolved, incinerated, destroyed, degaussed or other"), N_("METHOD") },
	{ "text", "text", FIELD_TEXT, true, N_("how, and what is left"), N_("TEXT") },
	{ "by", "by", FIELD_TEXT, true, N_("who did it, and who watched"), N_("TEXT") },
	{ "date", "disposed_on", FIELD_DAY, true, N_("when (default: today)"), N_("DAY") },
	{ "quantity", "quantity", FIELD_PIECES, false,
	  N_("how many (default: what is left of it)"), N_("N") },
	{ "photograph", "", FIELD_PHOTOGRAPH, false, N_("evidence; can be repeated"), N_("FILE") },
	{ "receipt", "", FIELD_RECEIPT, false, N_("evidence; can be repeated"), N_("FILE") },
	DOCUMENT, NOTE, END,
};

static const struct field attest_fields[] = {
	ITEM,
	{ "method", "method", FIELD_TEXT, true, N_("how it was erased"), N_("TEXT") },
	{ "text", "text", FIELD_TEXT, true, N_("what exactly was done"), N_("TEXT") },
	{ "reason", "reason", FIELD_TEXT, true, N_("why no tool could show it"), N_("TEXT") },
	{ "date", "done_on", FIELD_DAY, true, N_("when (default: today)"), N_("DAY") },
	{ "photograph", "", FIELD_PHOTOGRAPH, false, N_("evidence; can be repeated"), N_("FILE") },
	DOCUMENT, NOTE, END,
};

static const struct field incident_fields[] = {
	{ "kind", "kind", FIELD_TEXT, true,
	  N_("lost, stolen, leaked, erasure-failed, erasure-aborted, signature-mismatch or other"),
	  N_("KIND") },
	{ "item", "things", FIELD_ITEMS, false, N_("an item that it concerns; can be repeated"),
	  N_("ITEM") },
	{ "resolves", "about", FIELD_RECORD, false,
	  N_("what came of the incident that this record opened; needs --cause and --measures"),
	  N_("RECORD") },
	{ "missing", "missing", FIELD_FLAG, false, N_("the items are given up for lost"), NULL },
	{ "date", "noticed_on", FIELD_DAY, true, N_("when it was noticed (default: today)"),
	  N_("DAY") },
	{ "text", "text", FIELD_TEXT, true, N_("what happened"), N_("TEXT") },
	{ "cause", "cause", FIELD_TEXT, false, N_("why"), N_("TEXT") },
	{ "measures", "measures", FIELD_TEXT, false, N_("what was done about it"), N_("TEXT") },
	DOCUMENT, NOTE, END,
};

static const struct field declare_fields[] = {
	{ "clause", "", FIELD_CLAUSE, true,
	  N_("whether a clause applies, as in 13=no,\"no web site\"; can be repeated"),
	  N_("N=yes|no[,TEXT]") },
	DOCUMENT, NOTE, END,
};
/* clang-format on */

int command_approve(int argc, char **argv)
{
	static const struct act_command command = {
		.tool = COMMAND_TOOL " approve",
		.type = WIPECERT_APPROVE,
		.arguments = ARGUMENTS,
		.summary =
			N_("Records what the ministry accepted (the method and level of erasing), "
			   "agreed to (a change), or what an officer instructed: to erase an item "
			   "under an open incident, or a medium that is no item."),
		.notes = N_("An officer signs it, or it is entered from paper (--paper-scan). "
			    "wipe-device --case takes the level from here."),
		.fields = approve_fields,
	};

	return act_run(&command, argc, argv);
}

int command_receive(int argc, char **argv)
{
	static const struct act_command command = {
		.tool = COMMAND_TOOL " receive",
		.type = WIPECERT_RECEIVE,
		.arguments = ARGUMENTS,
		.summary = N_("Records that something was obtained under the contract: files, "
			      "papers, mails, media and devices that were lent."),
		.fields = receive_fields,
	};

	return act_run(&command, argc, argv);
}

static int check_permit(const struct fields *fields, const char *tool)
{
	const char *purpose = field_value(fields, "purpose"), *of = field_value(fields, "of");

	return purpose && strncmp(purpose, "copy-", 5) == 0 && !of ?
		       options_fail(tool, "%s", _("--of ITEM is needed: a copy is of something")) :
		       EXIT_DONE;
}

/* What the annex asks for, and where a record says it. */
struct asked {
	const char *option, *path;
	bool of_copies; /* too; else only of what is brought in */
	bool of_devices;
};

static bool is_missing(const struct wipecert_record *record, const struct asked *asked)
{
	const char *purpose = wipecert_record_text(record, "purpose");
	const char *kind = wipecert_record_text(record, "thing/kind");
	bool is_copy = purpose && strncmp(purpose, "copy-", 5) == 0;

	if (is_copy && !asked->of_copies)
		return false;
	if (asked->of_devices)
		return kind && strcmp(kind, "device") == 0 &&
		       !wipecert_record_count(record, asked->path);
	return !wipecert_record_text(record, asked->path);
}

/* Nothing needs them, but the annex asks for them: as long as it is easy to put right. */
static void tell_missing(const struct session *session, const struct wipecert_case_added *added,
			 const struct field_parts *parts)
{
	static const struct asked asked[] = { { "maker", "thing/maker", false, false },
					      { "model", "thing/model", false, false },
					      { "serial", "thing/serial", false, false },
					      { "medium", "thing/media", false, true },
					      { "until", "until", true, false } };
	struct wipecert_result result;
	char list[64] = "";
	size_t used = 0;

	(void)parts;
	if (session->options->quiet ||
	    wipecert_case_load_record(session->opened, added->record, &result, NULL))
		return;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (is_missing(result.record, &asked[i]))
			used += (size_t)snprintf(list + used, sizeof(list) - used, "%s--%s",
						 used ? ", " : "", asked[i].option);
	wipecert_result_clear(&result);
	if (used)
		output_error(
			session->tool, NULL,
			_("the annex also asks for what was not given: %s; the officer can add "
			  "it as a change (wipe-case approve --subject change)"),
			list);
}

int command_permit(int argc, char **argv)
{
	static const struct act_command command = {
		.tool = COMMAND_TOOL " permit",
		.type = WIPECERT_PERMIT,
		.arguments = ARGUMENTS,
		.summary = N_("Permits bringing in a device, copying inside the ministry, or "
			      "duplicating outside; of a copy too. It becomes an item, which "
			      "stays open until it is erased, returned or destroyed and "
			      "confirmed."),
		.notes = N_("An officer signs it, or it is entered from paper (--paper-scan)."),
		.fields = permit_fields,
		.check = check_permit,
		.tell = tell_missing,
	};

	return act_run(&command, argc, argv);
}

/* Did it say of an item what became of it, and nobody answered that? */
static bool is_ending(const struct session *session, size_t index,
		      const struct wipecert_case_record *record)
{
	struct wipecert_result result;
	const char *says;
	bool is_left;

	if (!record->is_known || !record->counts || record->standing == WIPECERT_DISMISSED ||
	    record->standing == WIPECERT_CONFIRMED)
		return false;
	if (record->type != WIPECERT_EXIT_CHECK)
		return record->type == WIPECERT_RETURN || record->type == WIPECERT_DISPOSE ||
		       record->type == WIPECERT_ATTEST;
	/* That a device left stays true. */
	if (wipecert_case_load_record(session->opened, index, &result, NULL))
		return false;
	says = wipecert_record_text(result.record, "result");
	is_left = !says || strcmp(says, "nothing-copied") != 0;
	wipecert_result_clear(&result);
	return !is_left;
}

/* Of the pieces of a thing that went at different times each stands for itself. */
static bool is_beside(const struct wipecert_item *item, const struct wipecert_case_record *made,
		      const struct wipecert_case_record *record)
{
	return made->quantity && made->quantity < item->quantity && record->quantity;
}

/* Whoever recorded it is to know what it takes the place of. */
static void tell_replaced(const struct session *session, const struct wipecert_case_added *added,
			  const struct field_parts *parts)
{
	struct wipecert_case_record made, record;
	char places[REGISTER_LEFT_BYTES];
	struct wipecert_item item;

	(void)parts;
	wipecert_case_record(session->opened, added->record, &made);
	if (made.item == WIPECERT_NO_INDEX)
		return;
	if (made.type != WIPECERT_EXIT_CHECK &&
	    register_is_at_several(session->opened, made.item, places))
		output_error(session->tool, NULL,
			     _("it stands for everything that it was copied to: %s"), places);
	if (session->options->json || session->options->quiet)
		return;
	wipecert_case_item(session->opened, made.item, &item);
	if (item.outcome_record != added->record)
		return;
	/* That one took the place of those before it. */
	for (size_t i = added->record; i-- > 0;) {
		char day[WORDS_DAY_BYTES];

		wipecert_case_record(session->opened, i, &record);
		if (record.item != made.item || is_beside(&item, &made, &record) ||
		    !is_ending(session, i, &record))
			continue;
		words_day(record.stated_s, day);
		printf(_("It takes the place of what was recorded before: %s of %s (record "
			 "%.8s).\n"),
		       type_words(record.type), day, record.link.id);
		return;
	}
}

int command_exit_check(int argc, char **argv)
{
	static const struct act_command command = {
		.tool = COMMAND_TOOL " exit-check",
		.type = WIPECERT_EXIT_CHECK,
		.arguments = ARGUMENTS,
		.summary =
			N_("Records that a device that was brought in leaves: nothing was copied "
			   "to it, or its media are erased. Or that a permit to copy was not "
			   "used."),
		.fields = exit_check_fields,
		.tell = tell_replaced,
	};

	return act_run(&command, argc, argv);
}

static void tell_return(const struct session *session, const struct wipecert_case_added *added,
			const struct field_parts *parts)
{
	tell_replaced(session, added, parts);
	compare_tell(session, added, parts);
}

int command_return(int argc, char **argv)
{
	static const struct act_command command = {
		.tool = COMMAND_TOOL " return",
		.type = WIPECERT_RETURN,
		.arguments = ARGUMENTS,
		.summary = N_("Records that something went back to the ministry. The officer "
			      "countersigns by confirming it."),
		.fields = return_fields,
		.finish = compare_finish,
		.tell = tell_return,
	};

	return act_run(&command, argc, argv);
}

static bool is_standing_erasure(const struct wipecert_case_record *record)
{
	return record->is_known && record->type == WIPECERT_ERASURE && record->counts &&
	       record->has_come_off && !record->is_refuted &&
	       record->standing != WIPECERT_DISMISSED;
}

/* What was measured is no longer what became of it: whoever recorded that is to know it. */
static void tell_erased_before(const struct session *session,
			       const struct wipecert_case_added *added,
			       const struct field_parts *parts)
{
	struct wipecert_case_record made, record;

	tell_replaced(session, added, parts);
	if (session->options->json || session->options->quiet)
		return;
	wipecert_case_record(session->opened, added->record, &made);
	for (size_t i = added->record; i-- > 0;) {
		wipecert_case_record(session->opened, i, &record);
		if (record.item != made.item || !is_standing_erasure(&record))
			continue;
		printf(_("It was erased before (record %.8s): that it was destroyed stands in the "
			 "place of that.\n"),
		       record.link.id);
		return;
	}
}

int command_dispose(int argc, char **argv)
{
	static const struct act_command command = {
		.tool = COMMAND_TOOL " dispose",
		.type = WIPECERT_DISPOSE,
		.arguments = ARGUMENTS,
		.summary = N_("Records that paper or media were destroyed, with the evidence."),
		.fields = dispose_fields,
		.tell = tell_erased_before,
	};

	return act_run(&command, argc, argv);
}

/* A word does not take the place of what was measured, unless an officer said no to that. */
static int refuse_if_erased(struct session *session, struct wipecert_act *act,
			    struct field_parts *parts)
{
	struct wipecert_case_record record;
	struct wipecert_item item;
	char title[SHOWN_TITLE_BYTES];
	size_t index;

	(void)act;
	if (wipecert_case_find_item(session->opened, parts->item, &index, NULL))
		return EXIT_DONE;
	wipecert_case_item(session->opened, index, &item);
	if (item.outcome != WIPECERT_OUTCOME_ERASED || !item.lacks ||
	    (item.lacks & WIPECERT_LACK_REJECTED))
		return EXIT_DONE;
	wipecert_case_record(session->opened, item.outcome_record, &record);
	shown_item(&item, title);
	output_error(session->tool, title,
		     _("it was erased (record %.8s): the contractor's word takes the place of that "
		       "only once an officer has rejected it (wipe-case confirm --reject); a "
		       "medium that was destroyed: wipe-case dispose"),
		     record.link.id);
	return EXIT_REFUSED;
}

int command_attest(int argc, char **argv)
{
	static const struct act_command command = {
		.tool = COMMAND_TOOL " attest",
		.type = WIPECERT_ATTEST,
		.arguments = ARGUMENTS,
		.summary = N_("Gives the contractor's word that something is erased that no tool "
			      "here reaches: telephones, network storage, cloud, backups, dead "
			      "disks by their label. It is listed apart from what was measured."),
		.fields = attest_fields,
		.finish = refuse_if_erased,
		.tell = tell_replaced,
	};

	return act_run(&command, argc, argv);
}

/* What came of an incident is told by another stage of it. */
static int finish_incident(struct session *session, struct wipecert_act *act,
			   struct field_parts *parts)
{
	struct wipe_error err;

	(void)parts;
	wipe_error_clear(&err);
	if (!wipecert_act_is_set(act, "about"))
		return EXIT_DONE;
	return wipecert_act_text(act, "stage", "resolved", &err) ?
		       session_fail(session, NULL, &err) :
		       EXIT_DONE;
}

int command_incident(int argc, char **argv)
{
	static const struct act_command command = {
		.tool = COMMAND_TOOL " incident",
		.type = WIPECERT_INCIDENT,
		.arguments = ARGUMENTS,
		.summary =
			N_("Records that something went wrong, or what came of it (--resolves). "
			   "Items under an open incident are evidence and are not erased, unless "
			   "an officer instructs so. It ends when an officer confirms what came "
			   "of it."),
		.fields = incident_fields,
		.finish = finish_incident,
	};

	return act_run(&command, argc, argv);
}

int command_declare(int argc, char **argv)
{
	static const struct act_command command = {
		.tool = COMMAND_TOOL " declare",
		.type = WIPECERT_DECLARE,
		.arguments = ARGUMENTS,
		.summary = N_("Declares which clauses of the annex apply to the contract."),
		.notes = N_("What is declared of a clause last takes the place of what was "
			    "declared of it before."),
		.fields = declare_fields,
	};

	return act_run(&command, argc, argv);
}
