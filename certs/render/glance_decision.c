/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of what people decided: confirmations, and who may decide. */
#include <stdlib.h>

#include <wipecert/confirm.h>

#include "glance_build.h"
#include "hex.h"
#include "parsed.h"
#include "text.h"
#include "words.h"

/* A sheet for people; the record itself has them all. */
#define MEMBERS_SHOWN 40

static void add_hash(struct glance_build *build, enum wipecert_part part, const char *label,
		     const uint8_t sha256[32])
{
	char hex[65];

	hex_encode(sha256, 32, hex);
	glance_line(build, part, WIPECERT_LINE_CODE, label, "%s", hex);
}

static void add_checked(struct glance_build *build, const struct wipecert_confirmation *decision)
{
	glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, _("Label of the medium seen"),
		    "%s", decision->label_seen ? _("yes") : _("no"));
	glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, _("Medium re-read"), "%s",
		    words_reread(decision->reread));
	if (!decision->has_check)
		return;
	glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_CODE, _("Check record"), "%s",
		    decision->check.id);
	add_hash(build, WIPECERT_PART_RESULT, _("SHA-256 of its content"),
		 decision->check.econtent_sha256);
}

static void add_paper(struct glance_build *build, const struct wipecert_confirmation *decision)
{
	char bytes[WORDS_BYTES];

	words_bytes(decision->scan_bytes, bytes);
	add_hash(build, WIPECERT_PART_CLAIMS, _("SHA-256 of the scan"), decision->scan_sha256);
	glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Size of the scan"), "%s",
		    bytes);
	glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_MARK, "", "%s",
		    _("Entered by the contractor: the signature below is not the officer's. "
		      "What the officer decided is on the paper."));
}

static void add_confirmation(struct glance_build *build,
			     const struct wipecert_confirmation *decision)
{
	for (size_t i = 0; i < decision->ground_count; i++)
		glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, _("Reason"), "%s",
			    decision->grounds[i]);
	add_checked(build, decision);
	if (decision->is_paper)
		add_paper(build, decision);
}

static void add_members(struct glance_build *build, const struct wipecert_member *members,
			size_t count)
{
	char from[WORDS_TIME_BYTES], until[WORDS_TIME_BYTES];

	for (size_t i = 0; i < count && i < MEMBERS_SHOWN; i++) {
		bool ends = members[i].until_s != WIPECERT_NO_END;

		words_time(members[i].from_s, from);
		if (ends)
			words_time(members[i].until_s, until);
		glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN,
			    words_role(members[i].role), "%s, %s - %s", members[i].person, from,
			    ends ? until : "");
	}
	if (count > MEMBERS_SHOWN)
		glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_MARK, "",
			    _("and %zu more, whom only the record lists"), count - MEMBERS_SHOWN);
}

void glance_confirmation(struct glance_build *build)
{
	struct wipecert_confirmation *decision = malloc(sizeof(*decision));

	if (!decision)
		build->failed = true;
	else if (wipecert_record_confirmation(build->result->record, decision))
		add_confirmation(build, decision);
	free(decision);
}

void glance_roster(struct glance_build *build)
{
	size_t count = wipecert_record_members(build->result->record, NULL, 0);
	struct wipecert_member *members = calloc(count ? count : 1, sizeof(*members));

	if (members) {
		wipecert_record_members(build->result->record, members, count);
		add_members(build, members, count);
	} else {
		build->failed = true;
	}
	free(members);
}

/* What was decided, in capitals; "" for a roster, which decides nothing. */
void glance_decision(struct glance_build *build, char **verdict)
{
	struct wipecert_confirmation *decision = malloc(sizeof(*decision));
	const char *text = "";

	if (!decision)
		build->failed = true;
	else if (!wipecert_record_confirmation(build->result->record, decision))
		text = "";
	else if (decision->is_paper)
		text = decision->accepts ? _("ACCEPTED ON PAPER (ENTERED BY THE CONTRACTOR)") :
					   _("REJECTED ON PAPER (ENTERED BY THE CONTRACTOR)");
	else
		text = decision->accepts ? _("ACCEPTED") : _("REJECTED");
	*verdict = glance_text(build, text);
	free(decision);
}
