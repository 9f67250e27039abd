/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "get.h"
#include "hex.h"
#include "parsed.h"
#include "phrases.h"
#include "sections.h"
#include "text.h"
#include "words.h"

static void draw_flags(struct certificate *certificate)
{
	size_t index;
	json_t *flag;

	json_array_foreach(get_value(certificate->result->record->root, "flags"), index, flag)
		layout_item(&certificate->layout, "!", "%s", words_flag(json_string_value(flag)));
}

/* One that does not count is told of, with the reason: its time proves nothing. */
static void draw_timestamp(const struct wipecert_timestamp *stamp, struct layout *layout)
{
	char time[WORDS_TIME_BYTES];

	if (!stamp->is_present) {
		layout_field(layout, _("Timestamp"), "%s", _("none: nobody vouches for the time"));
		return;
	}
	words_time(stamp->time_s, time);
	layout_field(layout, _("Timestamp"), "%s", time);
	layout_field(layout, "", "%s", stamp->authority);
	if (stamp->authentic == WIPECERT_VALID)
		layout_field(layout, "", "%s", _("The signature existed at that time."));
	else
		layout_field(layout, "", _("Not relied upon: %s"),
			     wipecert_reason_text(stamp->reason));
}

void section_signature(struct certificate *certificate)
{
	const struct wipecert_result *result = certificate->result;
	struct layout *layout = &certificate->layout;
	char hex[65], time[WORDS_TIME_BYTES];

	layout_heading(layout, _("Signature"));
	if (result->is_signed) {
		layout_field(layout, _("Signer"), "%s", result->signer);
		hex_encode(result->signer_sha256, sizeof(result->signer_sha256), hex);
		layout_long_field(layout, _("SHA-256 of the signer's certificate"), hex);
	} else {
		layout_field(layout, _("Signer"), "%s", _("none: the record is not signed"));
	}
	words_time(wipecert_record_issued_at(result->record), time);
	layout_field(layout, _("Issued"), "%s", time);
	layout_field(layout, "", "%s",
		     result->is_signed ? _("Claimed by the signer.") : _("Claimed by the record."));
	draw_timestamp(&result->timestamp, layout);
	draw_flags(certificate);
}

static void draw_link(struct layout *layout, const char *label, const struct wipecert_link *link)
{
	char hex[65];

	hex_encode(link->econtent_sha256, sizeof(link->econtent_sha256), hex);
	if (link->id[0])
		layout_field(layout, label, "%s", link->id);
	layout_long_field(layout, link->id[0] ? _("SHA-256 of its content") : label, hex);
}

static void draw_resumed(struct certificate *certificate)
{
	struct wipecert_link links[WIPECERT_RESUMES_MAX];
	size_t count =
		wipecert_record_resumes(certificate->result->record, links, WIPECERT_RESUMES_MAX);

	for (size_t i = 0; i < count && i < WIPECERT_RESUMES_MAX; i++)
		draw_link(&certificate->layout, _("Goes on from the attempt"), &links[i]);
}

/* In a case it follows the newest of all signers, else of its own. */
static void draw_previous(struct certificate *certificate)
{
	const struct wipecert_record *record = certificate->result->record;
	struct wipecert_link links[WIPECERT_HEADS_MAX];
	struct wipecert_place place;
	size_t count = wipecert_record_previous(record, links, WIPECERT_HEADS_MAX);
	const char *label = wipecert_record_place(record, &place) ?
				    _("SHA-256 of a record before it in the case") :
				    _("SHA-256 of the record before it in the signer's chain");

	for (size_t i = 0; i < count && i < WIPECERT_HEADS_MAX; i++)
		draw_link(&certificate->layout, label, &links[i]);
}

void section_hashes(struct certificate *certificate)
{
	const struct wipecert_result *result = certificate->result;
	struct layout *layout = &certificate->layout;
	struct wipecert_link link;
	char hex[65];

	layout_heading(layout, _("Record"));
	layout_field(layout, _("Number"), "%s", result->record->id);
	layout_field(layout, _("Form"), "%s, %s", WIPECERT_SCHEMA,
		     wipecert_type_name(result->record->type));
	hex_encode(result->link.econtent_sha256, sizeof(result->link.econtent_sha256), hex);
	layout_long_field(layout, _("SHA-256 of the content (JSON)"), hex);
	if (result->link.is_signed) {
		hex_encode(result->link.signature_sha256, sizeof(result->link.signature_sha256),
			   hex);
		layout_long_field(layout, _("SHA-256 of the signature"), hex);
	}
	if (wipecert_record_closes(result->record, &link))
		draw_link(layout, _("Closes the attempt"), &link);
	draw_resumed(certificate);
	if (wipecert_record_about(result->record, &link))
		draw_link(layout, _("About the record"), &link);
	draw_previous(certificate);
}

void section_statement(struct certificate *certificate)
{
	struct layout *layout = &certificate->layout;

	layout_heading(layout, _("Statement"));
	if (certificate->result->record->type > WIPECERT_CHECK) {
		layout_paragraph(layout, 2, "%s", phrase_signer_role(certificate->result->record));
		return;
	}
	if (certificate->result->record->type == WIPECERT_CHECK) {
		layout_paragraph(layout, 2, "%s",
				 _("This record states what its signer read from the medium. "
				   "Whether the signer is independent of whoever erased it is for "
				   "the reader to judge."));
		return;
	}
	layout_paragraph(layout, 2, "%s",
			 _("This record was issued by the contractor itself; it is no "
			   "certification by a third party."));
	layout_paragraph(layout, 2, "%s",
			 _("It states what was done and what was measured. The areas that are "
			   "listed as not covered are not erased by this work."));
	if (wipe_plan_trusts_drive(&certificate->report->plan)) {
		layout_paragraph(
			layout, 2, "%s",
			_("Nothing proves this erasure: the zeros that a re-read finds may "
			  "be made up by the drive. For a proof the medium has to be "
			  "overwritten, for example with method stream."));
		return;
	}
	if (certificate->glance->is_files) {
		layout_paragraph(
			layout, 2, "%s",
			_("The record alone is no proof, and files that are gone cannot be "
			  "read again: it is the contractor's word for what was measured."));
		return;
	}
	if (certificate->report->plan.is_limited)
		layout_paragraph(
			layout, 2, "%s",
			_("A re-read shows that the keys are gone from here. That they are "
			  "nowhere else is the word of whoever answered."));
	layout_paragraph(layout, 2, "%s",
			 _("The record alone is no proof: its key and hashes can be made without "
			   "a drive. The proof is the re-read of the medium (wipe-check, or the "
			   "commands of \"wipe-cert show\") by someone whom the officer trusts."));
}
