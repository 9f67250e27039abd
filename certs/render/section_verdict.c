/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <wipecert/confirm.h>

#include "parsed.h"
#include "sections.h"
#include "text.h"
#include "words.h"

static bool is_sound(const struct wipecert_result *result)
{
	return result->authentic == WIPECERT_VALID && result->held == WIPECERT_HELD_YES &&
	       result->standing != WIPECERT_DISMISSED;
}

/* Only what is authentic and came off is called a certificate. */
static const char *title(const struct wipecert_result *result)
{
	if (!result->record)
		return _("NOT A VALID RECORD");
	switch (result->record->type) {
	case WIPECERT_ATTEMPT:
		return _("RECORD OF THE START OF A DATA ERASURE");
	case WIPECERT_CHECK:
		return _("RECORD OF AN INDEPENDENT RE-READ");
	case WIPECERT_CONFIRMATION:
		return _("CONFIRMATION OF A RECORD");
	case WIPECERT_ROSTER:
		return _("ROSTER: WHO HAS WHICH ROLE");
	default:
		return is_sound(result) ? _("CERTIFICATE OF DATA ERASURE") :
					  _("RECORD OF A DATA ERASURE (NOT A CERTIFICATE)");
	}
}

static bool rests_on_drive(const struct certificate *certificate)
{
	return certificate->report->verdict == WIPE_VERDICT_ERASED_UNVERIFIED &&
	       wipe_plan_trusts_drive(&certificate->report->plan);
}

static const char *meaning(const struct certificate *certificate)
{
	if (rests_on_drive(certificate))
		return certificate->result->record->type == WIPECERT_CHECK ?
			       _("What was read is what the checked record says: zeros that the "
				 "drive was asked for and may have made up. Nothing is shown.") :
			       _("The drive was asked to make every addressable block read as "
				 "zeros. A drive may make up zeros when it is read and keep the "
				 "old data: the erasure is not shown, whatever was read back.");
	return certificate->result->record->type == WIPECERT_CHECK ?
		       words_check_meaning(certificate->report->verdict) :
		       words_verdict_meaning(certificate->report->verdict);
}

/* The verdict of a check is about the reading: nothing was erased by it. */
static const char *verdict(const struct certificate *certificate)
{
	enum wipe_verdict value = certificate->report->verdict;

	if (certificate->result->record->type != WIPECERT_CHECK)
		return rests_on_drive(certificate) ? _("ZEROS BY THE DRIVE'S OWN ACCOUNT") :
						     words_verdict(value);
	switch (value) {
	case WIPE_VERDICT_ERASED_VERIFIED:
		return _("ALL BLOCKS AS RECORDED");
	case WIPE_VERDICT_ERASED_SAMPLED:
		return _("ALL SAMPLES AS RECORDED");
	case WIPE_VERDICT_ERASED_UNVERIFIED:
		return _("NOT SHOWN");
	case WIPE_VERDICT_PARTIAL:
		return _("PARTIALLY READ");
	default:
		return words_verdict(value);
	}
}

static const char *decision(enum wipecert_decision value)
{
	switch (value) {
	case WIPECERT_ACCEPTED:
		return _("ACCEPTED");
	case WIPECERT_REJECTED:
		return _("REJECTED");
	case WIPECERT_ACCEPTED_ON_PAPER:
		return _("ACCEPTED ON PAPER (ENTERED BY THE CONTRACTOR)");
	case WIPECERT_REJECTED_ON_PAPER:
		return _("REJECTED ON PAPER (ENTERED BY THE CONTRACTOR)");
	default:
		return "";
	}
}

static void draw_verdict(struct certificate *certificate)
{
	struct layout *layout = &certificate->layout;

	if (certificate->result->record->type == WIPECERT_CONFIRMATION)
		layout_field(layout, _("Decision"), "%s",
			     decision(wipecert_record_decision(certificate->result->record)));
	if (certificate->result->record->type > WIPECERT_CHECK)
		return;
	if (certificate->result->record->type == WIPECERT_ATTEMPT) {
		layout_field(layout, _("Verdict"), "%s", _("NONE"));
		layout_paragraph(layout, 2, "%s",
				 _("An erasure was about to begin. Whether it came off is told by "
				   "the record that closes this one; as long as there is none, "
				   "the medium counts as not erased."));
		return;
	}
	layout_field(layout, _("Verdict"), "%s", verdict(certificate));
	layout_paragraph(layout, 2, "%s", meaning(certificate));
}

static void draw_answers(struct certificate *certificate)
{
	const struct wipecert_result *result = certificate->result;
	struct layout *layout = &certificate->layout;

	layout_field(layout, _("Record authentic?"), "%s", words_authentic(result->authentic));
	if (result->reason != WIPECERT_REASON_NONE)
		layout_paragraph(layout, 24, "%s", wipecert_reason_text(result->reason));
	if (result->detail[0])
		layout_paragraph(layout, 24, "%s", result->detail);
	if (!result->record || result->held == WIPECERT_HELD_NONE)
		return;
	layout_field(layout,
		     result->record->type == WIPECERT_CHECK ? _("Medium as recorded?") :
							      _("Erasure held?"),
		     "%s", words_held(result->held));
}

static void draw_standing(struct certificate *certificate)
{
	static const char *const texts[] = {
		[WIPECERT_NOT_ASKED] = "",
		[WIPECERT_UNCONFIRMED] =
			N_("NO: the policy asks for an officer's confirmation, and "
			   "none that counts was found"),
		[WIPECERT_CONFIRMED] = N_("YES, by an officer"),
		[WIPECERT_DISMISSED] = N_("NO: an officer rejected it"),
	};
	enum wipecert_standing standing = certificate->result->standing;

	if (standing != WIPECERT_NOT_ASKED)
		layout_field(&certificate->layout, _("Confirmed?"), "%s", _(texts[standing]));
}

void section_verdict(struct certificate *certificate)
{
	struct layout *layout = &certificate->layout;

	layout_title(layout, title(certificate->result));
	layout_blank(layout);
	if (certificate->result->record) {
		draw_verdict(certificate);
		layout_blank(layout);
	}
	draw_answers(certificate);
	if (certificate->result->record)
		draw_standing(certificate);
}
