/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picked.h"

#include <stdio.h>
#include <string.h>

#include "exit.h"
#include "output.h"
#include "text.h"

static const char *word_of(const struct answering *how, bool is_heard)
{
	if (!is_heard)
		return _("Recorded");
	if (how->is_paper)
		return _("Entered from paper");
	return how->accepts ? _("Confirmed") : _("Rejected");
}

/* Does the record stand as he says? An answer is one among others, and may not count at all. */
static bool has_effect(const struct answering *how, const struct wipecert_case_record *about)
{
	if (!how->accepts)
		return about->standing == WIPECERT_DISMISSED;
	return about->is_confirmed;
}

/* Who said no, and why this yes does not lift it. */
static void tell_rejection(const struct session *session, const struct answering *how,
			   const struct picked *picked, const struct wipecert_case_record *about)
{
	struct wipecert_case_record no;
	struct wipecert_result result;
	char who[512] = "";
	uint8_t own[32];

	wipecert_case_record(session->opened, about->confirmed_by, &no);
	if (no.decision == WIPECERT_REJECTED_ON_PAPER && how->is_paper) {
		output_error(session->tool, picked->shown,
			     _("it stays rejected: a rejection on paper is lifted by an officer's "
			       "signature only (record %.8s)"),
			     no.link.id);
		return;
	}
	wipecert_signer_sha256(session->signer, own);
	if (memcmp(own, no.signer_sha256, sizeof(own)) == 0) {
		output_error(
			session->tool, picked->shown,
			_("it stays rejected: the rejection bears the same time or a later one "
			  "(record %.8s)"),
			no.link.id);
		return;
	}
	if (!wipecert_case_load_record(session->opened, about->confirmed_by, &result, NULL)) {
		text_escape(result.signer, who, sizeof(who));
		wipecert_result_clear(&result);
	}
	output_error(session->tool, picked->shown,
		     _("it stays rejected: only whoever rejected it can take that back: %s (record "
		       "%.8s)"),
		     who, no.link.id);
}

static void tell_no_effect(const struct session *session, const struct answering *how,
			   const struct picked *picked, const struct wipecert_case_record *about)
{
	if (about->standing == WIPECERT_DISMISSED && about->confirmed_by != WIPECERT_NO_INDEX)
		tell_rejection(session, how, picked, about);
	else if (how->is_paper && how->accepts && about->is_on_paper)
		output_error(session->tool, picked->shown, "%s",
			     _("this case asks for the officer's signature: the answer on paper is "
			       "kept, but it still awaits confirmation"));
	else
		output_error(session->tool, picked->shown, "%s",
			     _("the answer changes nothing: another one bears a later time, or it "
			       "does not count"));
}

static void tell(const struct session *session, const struct picked *picked,
		 const struct answering *how, bool is_heard)
{
	char words[COMPARED_BYTES];

	if (session->options->json)
		output_json(json_pack(
			"{s:s, s:s, s:s, s:s, s:o, s:I, s:o, s:s, s:s, s:b}", "object", "confirm",
			"id", picked->added.link.id, "about_id", picked->about.id, "about_type",
			wipecert_type_name(picked->type), "item", output_json_text(picked->item),
			"quantity", (json_int_t)picked->quantity, "compared",
			compared_json(&picked->compared), "decision",
			how->accepts ? "accept" : "reject", "means",
			how->is_paper ? "paper" : "signed", "effect", is_heard));
	else if (!session->options->quiet && picked->quantity > 1)
		/* TRANSLATORS: what was done, of which record, of how many pieces */
		printf(_("%s: %s; quantity %llu\n"), word_of(how, is_heard), picked->shown,
		       (unsigned long long)picked->quantity);
	else if (!session->options->quiet)
		printf("%s: %s\n", word_of(how, is_heard), picked->shown);
	if (session->options->json || session->options->quiet || !picked->has_files)
		return;
	compared_words(&picked->compared, words);
	printf("  %s: %s\n", _("Against what was received"), words);
}

int picked_tell(const struct session *session, const struct answering *how,
		const struct picked *picked, size_t count)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < count && picked[i].is_answered; i++) {
		size_t at = wipecert_case_find_link(session->opened, &picked[i].about);
		struct wipecert_case_record about = { .standing = WIPECERT_NOT_ASKED };
		bool is_heard;

		if (at != WIPECERT_NO_INDEX)
			wipecert_case_record(session->opened, at, &about);
		is_heard = has_effect(how, &about);
		tell(session, &picked[i], how, is_heard);
		if (is_heard)
			continue;
		tell_no_effect(session, how, &picked[i], &about);
		code = EXIT_UNCONFIRMED;
	}
	return code;
}
