/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include <wipecert/confirm.h>

#include "hex.h"
#include "sections.h"
#include "text.h"
#include "words.h"

static void draw_checked(struct layout *layout, const struct wipecert_confirmation *confirmation)
{
	char hex[65];

	layout_heading(layout, _("What was checked"));
	layout_field(layout, _("Label of the medium seen"), "%s",
		     confirmation->label_seen ? _("yes") : _("no"));
	layout_field(layout, _("Medium re-read"), "%s", words_reread(confirmation->reread));
	if (!confirmation->has_check)
		return;
	layout_field(layout, _("Check record"), "%s", confirmation->check.id);
	hex_encode(confirmation->check.econtent_sha256, sizeof(confirmation->check.econtent_sha256),
		   hex);
	layout_long_field(layout, _("SHA-256 of its content"), hex);
}

static void draw_paper(struct layout *layout, const struct wipecert_confirmation *confirmation)
{
	char hex[65], bytes[WORDS_BYTES];

	layout_heading(layout, _("Paper"));
	hex_encode(confirmation->scan_sha256, sizeof(confirmation->scan_sha256), hex);
	layout_long_field(layout, _("SHA-256 of the scan"), hex);
	words_bytes(confirmation->scan_bytes, bytes);
	layout_field(layout, _("Size of the scan"), "%s", bytes);
	layout_paragraph(layout, 2, "%s",
			 _("Entered by the contractor: the signature below is not the officer's. "
			   "What the officer decided is on the paper."));
}

static void draw_confirmation(struct layout *layout,
			      const struct wipecert_confirmation *confirmation)
{
	if (confirmation->ground_count)
		layout_heading(layout, _("Reasons"));
	for (size_t i = 0; i < confirmation->ground_count; i++)
		layout_item(layout, "-", "%s", confirmation->grounds[i]);
	draw_checked(layout, confirmation);
	if (confirmation->is_paper)
		draw_paper(layout, confirmation);
}

void section_confirmation(struct certificate *certificate)
{
	struct wipecert_confirmation *confirmation = malloc(sizeof(*confirmation));

	if (!confirmation) {
		certificate->layout.failed = true;
		return;
	}
	if (wipecert_record_confirmation(certificate->result->record, confirmation))
		draw_confirmation(&certificate->layout, confirmation);
	free(confirmation);
}

static void draw_member(struct layout *layout, const struct wipecert_member *member)
{
	char from[WORDS_TIME_BYTES], until[WORDS_TIME_BYTES], hex[65];

	layout_field(layout, words_role(member->role), "%s", member->person);
	words_time(member->from_s, from);
	layout_field(layout, _("  from"), "%s", from);
	if (member->until_s != WIPECERT_NO_END) {
		words_time(member->until_s, until);
		layout_field(layout, _("  until"), "%s", until);
	}
	hex_encode(member->certificate_sha256, sizeof(member->certificate_sha256), hex);
	layout_long_field(layout, _("  SHA-256 of the certificate"), hex);
}

void section_roster(struct certificate *certificate)
{
	const struct wipecert_record *record = certificate->result->record;
	size_t count = wipecert_record_members(record, NULL, 0);
	struct wipecert_member *members = calloc(count ? count : 1, sizeof(*members));

	if (!members) {
		certificate->layout.failed = true;
		return;
	}
	wipecert_record_members(record, members, count);
	layout_heading(&certificate->layout, _("Members"));
	for (size_t i = 0; i < count; i++)
		draw_member(&certificate->layout, &members[i]);
	free(members);
}
