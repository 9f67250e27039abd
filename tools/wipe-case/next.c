/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "next.h"

#include <stdio.h>

#include "case_findings.h"
#include "output.h"
#include "text.h"
#include "type_words.h"
#include "words.h"

void next_tell_state(const struct session *session)
{
	struct wipecert_case_summary summary;

	case_tell_state(session->opened, session_form(session));
	wipecert_case_summarize(session->opened, &summary);
	if (session_form(session) == CASE_TEXT && summary.is_closed && !summary.awaiting)
		printf("%s\n", _("What is left to do: the report on what was returned, erased and "
				 "destroyed (wipe-case report --kind final), and a copy for the "
				 "files (wipe-case export)."));
}

/* Of a case with no item the state says nothing. */
static void tell_begin(const struct session *session)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(session->opened, &summary);
	if (!summary.items)
		printf("%s\n", _("Nothing was received or permitted yet (wipe-case receive, "
				 "wipe-case permit)."));
}

static void tell_item(const struct session *session, size_t index)
{
	struct wipecert_item item;
	char label[512];

	wipecert_case_item(session->opened, index, &item);
	text_escape(item.label, label, sizeof(label));
	printf(_("Item: %s (%s, id %s)\n"), label, words_kind(item.kind), item.id);
	if (item.lacks)
		words_print_lacks(item.lacks);
	words_print_left(session->opened, index);
}

void next_tell(const struct session *session, const struct wipecert_case_added *added)
{
	struct wipecert_case_record record;
	struct wipecert_item item = { .id = "" };

	wipecert_case_record(session->opened, added->record, &record);
	if (record.item != WIPECERT_NO_INDEX)
		wipecert_case_item(session->opened, record.item, &item);
	if (session->options->json) {
		output_json(json_pack(
			"{s:s, s:s, s:s, s:o, s:I, s:s, s:o, s:o}", "object", "added", "type",
			wipecert_type_name(record.type), "id", added->link.id, "item",
			output_json_text(item.id), "number", (json_int_t)added->number, "file",
			added->file, "econtent_sha256",
			output_json_hex(added->link.econtent_sha256, 32), "signature_sha256",
			output_json_hex(added->link.signature_sha256, 32)));
		next_tell_state(session);
		return;
	}
	if (session->options->quiet)
		return;
	printf(_("Recorded as number %llu: %s\n"), (unsigned long long)added->number,
	       type_words(record.type));
	if (record.item != WIPECERT_NO_INDEX)
		tell_item(session, record.item);
	tell_begin(session);
	next_tell_state(session);
}
