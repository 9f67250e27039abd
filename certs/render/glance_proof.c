/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be found again, who says so, and how to check it. */
#include "get.h"
#include "glance_build.h"
#include "hex.h"
#include "parsed.h"
#include "phrases.h"
#include "text.h"
#include "words.h"

/* What the medium holds is a fact only where it was read back; else it is what was meant. */
static void add_content(struct glance_build *build)
{
	const struct wipe_plan *plan = &build->report->plan;
	const json_t *verification = get_value(build->result->record->root, "verification");
	char phrase[PHRASE_BYTES];
	/* Which keys are gone is read back, whatever that is worth. */
	bool held = build->result->held == WIPECERT_HELD_YES ||
		    (plan->is_limited && build->glance->claims_keys &&
		     build->result->held == WIPECERT_HELD_UNVERIFIED);

	if (plan->pass_count) {
		phrase_pass(&plan->passes[plan->pass_count - 1], phrase);
		glance_line(build, WIPECERT_PART_FACTS, WIPECERT_LINE_PLAIN,
			    !held	     ? _("Content that was meant") :
			    plan->is_limited ? _("Content of what was overwritten") :
					       _("Content of the medium"),
			    "%s", phrase);
	}
	if (phrase_challenge(plan, phrase))
		glance_line(build, WIPECERT_PART_FACTS, WIPECERT_LINE_CODE, _("Challenge"), "%s",
			    phrase);
	if (!held)
		glance_line(build, WIPECERT_PART_FACTS, WIPECERT_LINE_MARK, "", "%s",
			    _("It was not shown that the medium holds this content."));
	if (get_text(verification, "content_sha256"))
		glance_line(build, WIPECERT_PART_FACTS, WIPECERT_LINE_CODE,
			    _("SHA-256 of the whole medium"), "%s",
			    get_text(verification, "content_sha256"));
}

void glance_facts(struct glance_build *build)
{
	add_content(build);
	glance_line(build, WIPECERT_PART_FACTS, WIPECERT_LINE_CODE,
		    _("SHA-256 of the record (JSON)"), "%s", build->glance->econtent_sha256);
	glance_line(build, WIPECERT_PART_FACTS, WIPECERT_LINE_PLAIN, "", "%s",
		    _("Whoever has the medium and the record can find these again, as long as "
		      "nothing else is written to the medium."));
}

/* One that does not count is told of, with the reason: its time proves nothing. */
static void add_timestamp(struct glance_build *build, const struct wipecert_timestamp *stamp)
{
	bool counts = stamp->is_present && stamp->authentic == WIPECERT_VALID;
	char time[WORDS_TIME_BYTES];

	if (!stamp->is_present) {
		glance_line(build, WIPECERT_PART_SIGNATURE, WIPECERT_LINE_PLAIN, _("Timestamp"),
			    "%s", _("none: nobody vouches for the time"));
		return;
	}
	words_time(stamp->time_s, time);
	glance_line(build, WIPECERT_PART_SIGNATURE, WIPECERT_LINE_PLAIN, _("Timestamp"), "%s, %s",
		    time, stamp->authority);
	if (counts)
		glance_line(build, WIPECERT_PART_SIGNATURE, WIPECERT_LINE_PLAIN, "", "%s",
			    _("The signature existed at that time."));
	else
		glance_line(build, WIPECERT_PART_SIGNATURE, WIPECERT_LINE_MARK, "",
			    _("Not relied upon: %s"), wipecert_reason_text(stamp->reason));
}

void glance_signature(struct glance_build *build)
{
	const struct wipecert_result *result = build->result;
	char hex[65], time[WORDS_TIME_BYTES];

	if (result->is_signed) {
		hex_encode(result->signer_sha256, sizeof(result->signer_sha256), hex);
		glance_line(build, WIPECERT_PART_SIGNATURE, WIPECERT_LINE_PLAIN, _("Signer"), "%s",
			    result->signer);
		glance_line(build, WIPECERT_PART_SIGNATURE, WIPECERT_LINE_CODE,
			    _("SHA-256 of the certificate"), "%s", hex);
	} else {
		glance_line(build, WIPECERT_PART_SIGNATURE, WIPECERT_LINE_MARK, _("Signer"), "%s",
			    _("none: the record is not signed"));
	}
	words_time(wipecert_record_issued_at(result->record), time);
	glance_line(build, WIPECERT_PART_SIGNATURE, WIPECERT_LINE_PLAIN, _("Issued"), "%s", time);
	glance_line(build, WIPECERT_PART_SIGNATURE,
		    result->timestamp.authentic == WIPECERT_VALID && result->timestamp.is_present ?
			    WIPECERT_LINE_PLAIN :
			    WIPECERT_LINE_MARK,
		    "", "%s",
		    result->is_signed ? _("Claimed by the signer.") : _("Claimed by the record."));
	add_timestamp(build, &result->timestamp);
	glance_line(build, WIPECERT_PART_SIGNATURE,
		    result->authentic == WIPECERT_VALID ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK,
		    _("State when drawn"), "%s", build->glance->authentic);
	if (*build->glance->confirmed_question)
		glance_line(build, WIPECERT_PART_SIGNATURE,
			    result->standing == WIPECERT_CONFIRMED ? WIPECERT_LINE_PLAIN :
								     WIPECERT_LINE_MARK,
			    build->glance->confirmed_question, "%s", build->glance->confirmed);
	if (*build->glance->authentic_reason)
		glance_line(build, WIPECERT_PART_SIGNATURE, WIPECERT_LINE_MARK, "", "%s",
			    build->glance->authentic_reason);
}

void glance_check(struct glance_build *build)
{
	if (build->result->is_signed)
		glance_line(build, WIPECERT_PART_CHECK, WIPECERT_LINE_PLAIN, _("Signature"), "%s",
			    _("wipe-verify --trust ROOT FILE, with a root certificate that you "
			      "did not get with this file."));
	if (build->glance->is_files)
		glance_line(
			build, WIPECERT_PART_CHECK, WIPECERT_LINE_PLAIN, _("Files"), "%s",
			_("What is gone cannot be read again. The list says which files, and where "
			  "they lay; its SHA-256 is in the record."));
	else if (build->result->record->type <= WIPECERT_CHECK)
		glance_line(
			build, WIPECERT_PART_CHECK, WIPECERT_LINE_PLAIN, _("Medium"), "%s",
			_("wipe-check RECORD DEVICE re-reads it; \"wipe-cert show RECORD\" gives the "
			  "commands that do so without these tools."));
	glance_line(build, WIPECERT_PART_CHECK, WIPECERT_LINE_PLAIN, _("This sheet"), "%s",
		    _("What is drawn here proves nothing by itself. Number and SHA-256 must be "
		      "those that wipe-verify tells of the record."));
}

void glance_statement(struct glance_build *build)
{
	if (build->result->record->type > WIPECERT_CHECK) {
		glance_line(build, WIPECERT_PART_STATEMENT, WIPECERT_LINE_PLAIN, "", "%s",
			    phrase_signer_role(build->result->record));
		return;
	}
	if (build->result->record->type == WIPECERT_CHECK) {
		glance_line(build, WIPECERT_PART_STATEMENT, WIPECERT_LINE_PLAIN, "", "%s",
			    _("This record states what its signer read from the medium. "
			      "Whether the signer is independent of whoever erased it is for "
			      "the reader to judge."));
		return;
	}
	glance_line(build, WIPECERT_PART_STATEMENT, WIPECERT_LINE_PLAIN, "", "%s",
		    _("This record was issued by the contractor itself; it is no "
		      "certification by a third party."));
	if (build->glance->is_files)
		glance_line(build, WIPECERT_PART_STATEMENT, WIPECERT_LINE_PLAIN, "", "%s",
			    _("The record alone is no proof, and files that are gone cannot be "
			      "read again: it is the contractor's word for what was measured."));
	if (build->report->plan.is_limited)
		glance_line(build, WIPECERT_PART_STATEMENT, WIPECERT_LINE_MARK, "", "%s",
			    _("A re-read shows that the keys are gone from here. That they are "
			      "nowhere else is the word of whoever answered."));
	if (wipe_plan_trusts_drive(&build->report->plan))
		glance_line(build, WIPECERT_PART_STATEMENT, WIPECERT_LINE_MARK, "", "%s",
			    _("Nothing proves this erasure: the zeros that a re-read finds may "
			      "be made up by the drive. For a proof the medium has to be "
			      "overwritten, for example with method stream."));
}
