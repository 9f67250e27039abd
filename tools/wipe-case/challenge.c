/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case challenge: drawn when the work ends, for one medium, once, until it expires. */
#include <stdio.h>

#include <wipe/stream.h>
#include <wipe/sys/env.h>

#include "act.h"
#include "command.h"
#include "exit.h"
#include "output.h"
#include "utc.h"
#include "words.h"

static int draw(struct session *session, struct wipecert_act *act, struct field_parts *parts)
{
	const struct wipe_env *env = wipe_env_system();
	uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES];
	struct wipe_error err;

	(void)parts;
	wipe_error_clear(&err);
	if (env->ops->random(env, challenge, sizeof(challenge)))
		return wipe_error_set(&err, WIPE_E_SYSTEM, 0, "%s",
				      _("the system's random number generator failed")),
		       session_fail(session, NULL, &err);
	return wipecert_act_hex(act, "challenge", challenge, sizeof(challenge), &err) ?
		       session_fail(session, NULL, &err) :
		       EXIT_DONE;
}

static void tell(const struct session *session, const struct wipecert_case_added *added,
		 const struct field_parts *parts)
{
	uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES];
	char text[WIPE_CHALLENGE_TEXT_BYTES], until[UTC_TEXT_BYTES], there[WORDS_MOMENT_BYTES];
	int64_t expires_s;
	struct wipecert_case_record record;
	struct wipecert_result result;
	struct wipe_error err;

	(void)parts;
	wipe_error_clear(&err);
	if (wipecert_case_load_record(session->opened, added->record, &result, &err) ||
	    !wipecert_record_hex(result.record, "challenge", challenge, sizeof(challenge))) {
		output_wipe_error(session->tool, added->file, &err);
		return;
	}
	wipe_challenge_format(challenge, text);
	expires_s = wipecert_record_time(result.record, "expires_at");
	utc_format(expires_s, until);
	words_moment(expires_s, there);
	wipecert_result_clear(&result);
	if (session->options->json)
		output_json(json_pack("{s:s, s:s, s:s}", "object", "challenge", "text", text,
				      "expires_at", until));
	else if (session->options->quiet)
		printf("%s\n", text);
	else
		printf(_("\n    %s\n\nFor this medium only, once, until %s. It can be read out by "
			 "telephone: mistakes are noticed. The engineer gives it to wipe-device "
			 "--challenge.\n"),
		       text, there);
	wipecert_case_record(session->opened, added->record, &record);
	if (record.is_from_paper && record.awaits)
		output_error(session->tool, NULL, "%s",
			     _("it was entered from paper, and this case asks for the officer's "
			       "signature: an erasure answers it only once he has confirmed it"));
}

int command_challenge(int argc, char **argv)
{
	/* clang-format off */
	static const struct field fields[] = {
		{ "item", "", FIELD_ITEM, true,
		  N_("the item, by label, serial, or the begin of its id"), N_("ITEM") },
		{ "serial", "serial", FIELD_TEXT, false, N_("the medium in it that is meant"),
		  N_("SERIAL") },
		{ "valid-hours", "expires_at", FIELD_HOURS, true,
		  N_("how long it may be answered (default 24)"), N_("N") },
		{ "officer", "officer", FIELD_TEXT, true, N_("the officer's name"), N_("NAME") },
		{ "paper-scan", "", FIELD_PAPER, false,
		  N_("the officer decided on paper, of which this file is a scan; the "
		     "signature is that of whoever enters it"), N_("FILE") },
		{ "note", "note", FIELD_TEXT, false, N_("a remark"), N_("TEXT") },
		{ NULL, NULL, FIELD_TEXT, false, NULL, NULL },
	};
	/* clang-format on */
	static const struct act_command command = {
		.tool = COMMAND_TOOL " challenge",
		.type = WIPECERT_CHALLENGE,
		.arguments = N_("DIR [OPTION]... --key KEY --cert CERT"),
		.summary =
			N_("Draws a challenge that the erasure of one medium has to answer. Draw "
			   "it when the work has ended: one that exists before the data was "
			   "copied could be answered too early."),
		.fields = fields,
		.finish = draw,
		.tell = tell,
	};

	return act_run(&command, argc, argv);
}
