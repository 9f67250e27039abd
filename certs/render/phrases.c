/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phrases.h"

#include <inttypes.h>
#include <stdio.h>

#include <wipe/verify.h>

#include "hex.h"
#include "text.h"
#include "words.h"

void phrase_extent(const struct wipe_report *report, char text[PHRASE_BYTES])
{
	switch (report->plan.verify) {
	case WIPE_VERIFY_FULL:
		snprintf(text, PHRASE_BYTES, "%s",
			 report->plan.is_limited ?
				 _("full: every block that is not encrypted is read back") :
				 _("full: every block is read back"));
		break;
	case WIPE_VERIFY_SAMPLE:
		if (report->plan.sample_percent)
			snprintf(text, PHRASE_BYTES, _("sample of %u %% in %" PRIu64 " windows"),
				 report->plan.sample_percent, report->windows_verified);
		else
			snprintf(text, PHRASE_BYTES, _("%" PRIu64 " blocks at random positions"),
				 report->windows_verified);
		break;
	default:
		snprintf(text, PHRASE_BYTES, "%s", _("none: nothing was read back"));
	}
}

/* Windows are counted, not blocks: those that lie side by side tell little of the rest. */
void phrase_odds(const struct wipe_report *report, char text[PHRASE_BYTES])
{
	uint64_t windows = report->windows_verified;

	*text = '\0';
	if (report->verdict != WIPE_VERDICT_ERASED_SAMPLED)
		return;
	if (report->plan.sample_percent)
		windows = wipe_sample_independent(report->plan.capacity_bytes,
						  report->plan.block_bytes);
	snprintf(text, PHRASE_BYTES,
		 _("%" PRIu64 " clean windows at independent positions: at most %.2f %% of the "
		   "medium is not erased, at 99 %% confidence"),
		 windows, 100.0 * wipe_check_undetected_share(windows));
}

void phrase_pass(const struct wipe_pass *pass, char text[PHRASE_BYTES])
{
	char pattern[2 * WIPE_PATTERN_MAX_BYTES + 1];

	if (pass->spec.kind == WIPE_PASS_FILL) {
		hex_encode(pass->spec.pattern, pass->spec.pattern_bytes, pattern);
		snprintf(text, PHRASE_BYTES, _("pattern 0x%s, repeated"), pattern);
	} else {
		snprintf(text, PHRASE_BYTES, "%s", words_pass(pass->spec.kind));
	}
}

/* All streams of one run answer the same challenge. */
bool phrase_challenge(const struct wipe_plan *plan, char text[PHRASE_BYTES])
{
	char challenge[2 * WIPE_CHALLENGE_MAX_BYTES + 1];

	for (uint32_t i = 0; i < plan->pass_count; i++) {
		const struct wipe_stream_inputs *in = &plan->passes[i].inputs;

		if (plan->passes[i].spec.kind == WIPE_PASS_FILL ||
		    plan->passes[i].spec.kind == WIPE_PASS_ZEROOUT)
			continue;
		if (in->challenge_bytes == WIPE_CHALLENGE_MIN_BYTES)
			wipe_challenge_format(in->challenge, challenge);
		else
			hex_encode(in->challenge, in->challenge_bytes, challenge);
		snprintf(text, PHRASE_BYTES, "%s",
			 in->challenge_bytes ? challenge : _("none was given"));
		return true;
	}
	return false;
}

void phrase_duration(const struct wipe_report *report, char text[PHRASE_BYTES])
{
	uint64_t seconds = report->duration_ns / 1000000000;

	snprintf(text, PHRASE_BYTES, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, seconds / 3600,
		 seconds / 60 % 60, seconds % 60);
}

void phrase_written(const struct wipe_report *report, char text[PHRASE_BYTES])
{
	if (report->plan.is_limited && !wipe_plan_pass_bytes(&report->plan))
		snprintf(text, PHRASE_BYTES, "%s",
			 _("nothing on this medium: the header lies elsewhere, see above"));
	else
		words_bytes(report->bytes_written, text);
}

void phrase_area(const struct wipe_area *area, bool is_check, char text[PHRASE_BYTES])
{
	const char *state = is_check ? words_area_read(area->state) : words_area_state(area->state);
	char bytes[WORDS_BYTES];

	words_bytes(area->bytes, bytes);
	if (area->bytes)
		snprintf(text, PHRASE_BYTES, "%s: %s, %s", words_area(area->kind), state, bytes);
	else
		snprintf(text, PHRASE_BYTES, "%s: %s", words_area(area->kind), state);
}

bool phrase_area_is_covered(const struct wipe_area *area)
{
	return area->state == WIPE_AREA_ERASED_VERIFIED || area->state == WIPE_AREA_KEY_DESTROYED ||
	       area->state == WIPE_AREA_ERASED_SAMPLED || area->state == WIPE_AREA_ABSENT;
}

const char *phrase_signer_role(const struct wipecert_record *record)
{
	if (wipecert_type_is_act(wipecert_record_type(record)))
		return _("Whether its signer may state this is told by the trust folder of the "
			 "reader, and whether it counts by the whole case (wipe-verify DIR), never "
			 "by this record.");
	return _("Whether its signer is an officer is told by the trust folder of the reader, "
		 "never by this record (wipe-verify --trust).");
}
