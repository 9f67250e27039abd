/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include <wipecert/act.h>

#include "act_fields.h"
#include "file_lines.h"
#include "files_facts.h"
#include "glance_build.h"
#include "parsed.h"
#include "rest_lines.h"
#include "text.h"
#include "words.h"

static bool is_sound(const struct wipecert_result *result)
{
	return result->authentic == WIPECERT_VALID && result->held == WIPECERT_HELD_YES &&
	       result->standing != WIPECERT_DISMISSED;
}

/* Of one partition it is a certificate, and never one of the medium. */
static const char *keys_title(const struct wipecert_result *result,
			      const struct wipe_report *report)
{
	bool is_part = report->plan.crypto.scope_bytes != 0;

	if (is_sound(result))
		return is_part ? _("CERTIFICATE OF DESTROYED KEYS OF ONE PARTITION") :
				 _("CERTIFICATE OF CRYPTOGRAPHIC ERASURE");
	return is_part ? _("RECORD OF DESTROYED KEYS OF ONE PARTITION (NOT A CERTIFICATE)") :
			 _("RECORD OF A CRYPTOGRAPHIC ERASURE (NOT A CERTIFICATE)");
}

static const char *file_title(const struct wipecert_result *result)
{
	if (rest_is(result->record))
		return rest_words_title(result->record->type, is_sound(result));
	if (result->record->type == WIPECERT_ATTEMPT)
		return _("RECORD OF THE START OF AN ERASURE OF FILES");
	return is_sound(result) ? _("CERTIFICATE OF ERASURE OF FILES") :
				  _("RECORD OF AN ERASURE OF FILES (NOT A CERTIFICATE)");
}

/* Only what is authentic and came off is called a certificate. */
static const char *title(const struct wipecert_result *result, const struct wipe_report *report)
{
	if (!result->record)
		return _("NOT A VALID RECORD");
	if (files_is(result->record->root))
		return file_title(result);
	switch (result->record->type) {
	case WIPECERT_ATTEMPT:
		return _("RECORD OF THE START OF A DATA ERASURE");
	case WIPECERT_CHECK:
		return _("RECORD OF AN INDEPENDENT RE-READ");
	case WIPECERT_CONFIRMATION:
		return _("CONFIRMATION OF A RECORD");
	case WIPECERT_ROSTER:
		return _("ROSTER: WHO HAS WHICH ROLE");
	case WIPECERT_ERASURE:
		if (report->plan.is_limited)
			return keys_title(result, report);
		return is_sound(result) ? _("CERTIFICATE OF DATA ERASURE") :
					  _("RECORD OF A DATA ERASURE (NOT A CERTIFICATE)");
	default:
		return act_title(result->record);
	}
}

static bool rests_on_drive(const struct glance_build *build)
{
	return build->report->verdict == WIPE_VERDICT_ERASED_UNVERIFIED &&
	       wipe_plan_trusts_drive(&build->report->plan);
}

static const char *meaning(const struct glance_build *build)
{
	enum wipecert_type type = build->result->record->type;
	struct wipecert_files_stated stated;

	if (rest_is(build->result->record))
		return rest_words_meaning(type, build->report->verdict);
	if (type == WIPECERT_ATTEMPT && files_is(build->result->record->root))
		return _("An erasure of files was about to begin. Whether it came off is told by "
			 "the record that closes this one; as long as there is none, the files "
			 "count as not erased.");
	if (wipecert_record_files(build->result->record, &stated))
		return file_words_meaning(&stated.sums, build->report->verdict);
	if (type == WIPECERT_ATTEMPT)
		return _("An erasure was about to begin. Whether it came off is told by "
			 "the record that closes this one; as long as there is none, "
			 "the medium counts as not erased.");
	if (build->glance->claims_keys && build->report->plan.crypto.scope_bytes)
		return build->report->verdict == WIPE_VERDICT_KEY_DESTROYED ?
			       _("The keys of the encrypted data of one partition were destroyed, as "
				 "read back from the medium. The encrypted data itself is still there; "
				 "that nobody can read it rests on the conditions that are told below. "
				 "The rest of the medium is not erased.") :
			       _("The keys of the encrypted data of one partition were destroyed, as "
				 "read back from the medium. The encrypted data itself is still there, "
				 "and not all that would keep others from reading it is known to hold. "
				 "The rest of the medium is not erased.");
	if (rests_on_drive(build))
		return type == WIPECERT_CHECK ?
			       _("What was read is what the checked record says: zeros that the "
				 "drive was asked for and may have made up. Nothing is shown.") :
			       _("The drive was asked to make every addressable block read as "
				 "zeros. A drive may make up zeros when it is read and keep the "
				 "old data: the erasure is not shown, whatever was read back.");
	if (type == WIPECERT_CHECK && build->report->plan.is_limited &&
	    build->report->verdict == WIPE_VERDICT_ERASED_VERIFIED)
		return _(
			"All that the checked record overwrote on this medium, where the keys lay "
			"included, was read from it and is what that record says. Nothing else was "
			"read.");
	return type == WIPECERT_CHECK ? words_check_meaning(build->report->verdict) :
					words_verdict_meaning(build->report->verdict);
}

/* The verdict of a check is about the reading: nothing was erased by it. */
static const char *verdict(const struct glance_build *build)
{
	enum wipe_verdict value = build->report->verdict;

	if (build->result->record->type == WIPECERT_ATTEMPT)
		return _("NONE");
	if (rest_is(build->result->record))
		return rest_words_verdict(value);
	if (files_is(build->result->record->root))
		return file_words_verdict(build->result->record, value);
	if (build->result->record->type != WIPECERT_CHECK)
		return rests_on_drive(build) ? _("ZEROS BY THE DRIVE'S OWN ACCOUNT") :
					       words_verdict(value);
	switch (value) {
	case WIPE_VERDICT_ERASED_VERIFIED:
		return build->report->plan.is_limited ? _("ALL THAT WAS OVERWRITTEN AS RECORDED") :
							_("ALL BLOCKS AS RECORDED");
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

/* Good is what is left when nothing speaks against it; a demonstration is never good. */
static enum wipecert_tone tone(const struct wipecert_result *result)
{
	if (!result->record || result->authentic == WIPECERT_INVALID ||
	    result->standing == WIPECERT_DISMISSED || result->held == WIPECERT_HELD_NO ||
	    result->held == WIPECERT_HELD_INCONSISTENT)
		return WIPECERT_TONE_BAD;
	/* A decision is good or not by its own words and by who signed: a reader weighs that. */
	if (!is_sound(result) || result->signer_is_demo || result->standing == WIPECERT_UNCONFIRMED)
		return WIPECERT_TONE_CAUTION;
	return WIPECERT_TONE_GOOD;
}

static void fill_medium(struct glance_build *build)
{
	const struct wipe_device *dev = &build->report->device;
	struct wipecert_glance *glance = build->glance;
	bool is_image = dev->kind == WIPE_KIND_IMAGE, has_record = build->result->record;
	bool is_erasure = has_record && build->result->record->type == WIPECERT_ERASURE;
	bool is_work = has_record && build->result->record->type <= WIPECERT_CHECK;
	const char *label =
		has_record ? wipecert_record_text(build->result->record, "thing/label") : NULL;
	char name[512], bytes[WORDS_BYTES];

	snprintf(name, sizeof(name), "%s%s%s", is_image ? "" : dev->vendor,
		 !is_image && dev->vendor[0] ? " " : "",
		 is_image      ? dev->name :
		 dev->model[0] ? dev->model :
				 _("unknown"));
	words_bytes(dev->capacity_bytes, bytes);
	glance->medium = glance_text(build, is_work ? name : label ? label : "");
	glance->serial = glance_text(build, dev->serial);
	glance->capacity = glance_text(build, is_work ? bytes : "");
	glance->level =
		glance_text(build, is_erasure ? words_level(build->report->level_achieved) : "");
}

static void fill_words(struct glance_build *build)
{
	const struct wipecert_record *record = build->result->record;

	build->glance->issued_at_s = record ? wipecert_record_issued_at(record) : 0;
	build->glance->is_files = record && files_is(record->root);
	if (build->glance->is_files)
		glance_files_words(build);
	else
		fill_medium(build);
}

static void fill_verdict(struct glance_build *build)
{
	struct wipecert_glance *glance = build->glance;
	bool is_work = build->result->record && build->result->record->type <= WIPECERT_CHECK;
	bool is_act = build->result->record && wipecert_type_is_act(build->result->record->type);

	if (is_act)
		glance->verdict = glance_text(build, glance_act_verdict(build->result->record));
	else if (build->result->record && !is_work)
		glance_decision(build, &glance->verdict);
	else
		glance->verdict = glance_text(build, is_work ? verdict(build) : "");
	glance->verdict_label = glance_text(build, !glance->verdict || !*glance->verdict ? "" :
						   is_work ? _("Verdict") :
							     _("Decision"));
	glance->meaning = glance_text(build, is_work ? meaning(build) :
					     is_act  ? glance_act_meaning(build->result->record) :
						       "");
}

static const char *confirmed(enum wipecert_standing standing)
{
	switch (standing) {
	case WIPECERT_UNCONFIRMED:
		return _("NO: the policy asks for an officer's confirmation, and none that counts "
			 "was found");
	case WIPECERT_CONFIRMED:
		return _("YES, by an officer");
	case WIPECERT_DISMISSED:
		return _("NO: an officer rejected it");
	default:
		return "";
	}
}

void glance_head(struct glance_build *build)
{
	const struct wipecert_result *result = build->result;
	struct wipecert_glance *glance = build->glance;
	bool has_reason = result->reason != WIPECERT_REASON_NONE, has_record = result->record;
	bool has_held = has_record && result->held != WIPECERT_HELD_NONE;

	glance->tone = tone(result);
	glance->keys_are_gone = has_record && result->record->type == WIPECERT_ERASURE &&
				wipe_report_keys_are_gone(build->report);
	glance->claims_keys = glance->keys_are_gone &&
			      build->report->verdict <= WIPE_VERDICT_KEY_DESTROYED_OPEN;
	glance->is_demo = result->signer_is_demo || result->reason == WIPECERT_REASON_DEMO;
	glance->has_record = has_record;
	glance->type = has_record ? result->record->type : WIPECERT_ATTEMPT;
	glance->title = glance_text(build, title(result, build->report));
	fill_verdict(build);
	glance->authentic_question = glance_text(build, _("Record authentic?"));
	glance->authentic = glance_text(build, words_authentic(result->authentic));
	glance->authentic_reason =
		glance_text(build, has_reason ? wipecert_reason_text(result->reason) : "");
	glance->authentic_detail = glance_text(build, result->detail);
	glance->held_question = glance_text(build, !has_held ? "" :
						   result->record->type == WIPECERT_CHECK ?
							       _("Medium as recorded?") :
							       _("Erasure held?"));
	glance->held = glance_text(
		build, has_held ? words_held(result->held, build->report->verdict) : "");
	glance->confirmed = glance_text(build, has_record ? confirmed(result->standing) : "");
	glance->confirmed_question = glance_text(
		build, *confirmed(result->standing) && has_record ? _("Confirmed?") : "");
	fill_words(build);
}
