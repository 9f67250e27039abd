/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "next.h"

#include <stdio.h>

#include "output.h"
#include "text.h"
#include "words.h"

json_t *next_state_json(const struct wipecert_case *opened)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(opened, &summary);
	return json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b, "
			 "s:b}",
			 "object", "state", "records", (json_int_t)summary.records, "items",
			 (json_int_t)summary.items, "open_items", (json_int_t)summary.open_items,
			 "late_items", (json_int_t)summary.late_items, "awaiting_confirmation",
			 (json_int_t)summary.awaiting, "open_incidents",
			 (json_int_t)summary.open_incidents, "open_attempts",
			 (json_int_t)summary.open_attempts, "invalid_records",
			 (json_int_t)summary.invalid, "undecided_records",
			 (json_int_t)summary.undecided, "void_records",
			 (json_int_t)summary.void_records, "heads", (json_int_t)summary.head_count,
			 "subcontractors", (json_int_t)summary.included, "subcontractors_open",
			 summary.included_open, "closed", summary.is_closed);
}

void next_tell_state(const struct session *session)
{
	struct wipecert_case_summary summary;

	if (session->options->json) {
		output_json(next_state_json(session->opened));
		return;
	}
	if (session->options->quiet)
		return;
	wipecert_case_summarize(session->opened, &summary);
	if (summary.is_closed)
		printf("%s\n", _("The case is closed."));
	if (summary.awaiting)
		printf(_("Awaiting the officer's confirmation: %zu\n"), summary.awaiting);
	if (summary.open_items)
		printf(_("Open items: %zu of %zu, late: %zu\n"), summary.open_items, summary.items,
		       summary.late_items);
	if (summary.open_incidents)
		printf(_("Open incidents: %zu\n"), summary.open_incidents);
	if (summary.open_attempts)
		printf(_("Erasures of which nothing tells how they ended: %zu\n"),
		       summary.open_attempts);
	if (summary.head_count > 1)
		printf(_("Lines that were not merged: %zu (wipe-case merge)\n"),
		       summary.head_count);
	if (summary.included)
		printf(_("Cases of subcontractors: %zu, %s\n"), summary.included,
		       summary.included_open ? _("something is open in them") :
					       _("nothing is open in them"));
	if (!summary.open_items && !summary.open_incidents && !summary.open_attempts &&
	    !summary.included_open && summary.items && !summary.is_closed)
		printf("%s\n", _("Nothing is open: the case can be closed (wipe-case close)."));
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
	       words_type(record.type));
	if (record.item != WIPECERT_NO_INDEX)
		tell_item(session, record.item);
	next_tell_state(session);
}
