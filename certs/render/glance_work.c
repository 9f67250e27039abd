/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done: level and verification, what was not reached, and the circumstances. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "get.h"
#include "glance_build.h"
#include "parsed.h"
#include "phrases.h"
#include "text.h"
#include "words.h"

/* More are in the record. */
#define ERRORS_SHOWN 3
#define INTERRUPTIONS_SHOWN 3

static void add_levels(struct glance_build *build)
{
	const struct wipe_plan *plan = &build->report->plan;
	const char *reason = words_level_reason(plan->level_reason);
	bool is_erasure = build->result->record->type == WIPECERT_ERASURE;

	if (is_erasure)
		glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, _("Level achieved"),
			    "%s", words_level(build->report->level_achieved));
	else
		glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, _("Level reachable"),
			    "%s", words_level(plan->level_reachable));
	if (*reason)
		glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, "", "%s", reason);
	glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, "", "%s",
		    _("Levels are aligned with NIST SP 800-88 Rev. 2."));
	if (plan->level_requested != WIPE_LEVEL_NONE)
		glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, _("Level required"),
			    "%s", words_level(plan->level_requested));
}

static void add_method(struct glance_build *build)
{
	const struct wipe_plan *plan = &build->report->plan;
	const struct wipe_scheme *scheme = plan->scheme;
	char name[PHRASE_BYTES];

	if (!scheme)
		return;
	snprintf(name, sizeof(name), "%s%s%s%s", scheme->name, scheme->variant[0] ? " (" : "",
		 scheme->variant, scheme->variant[0] ? ")" : "");
	glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, _("Method"),
		    dngettext("massho", "%s, %u pass", "%s, %u passes", plan->pass_count), name,
		    plan->pass_count);
}

/* What could not be read or differed is told even where it is nothing. */
static void add_verification(struct glance_build *build)
{
	const json_t *verification = get_value(build->result->record->root, "verification");
	const struct wipe_report *report = build->report;
	char phrase[PHRASE_BYTES], bytes[WORDS_BYTES];
	enum wipecert_line_style style =
		report->verification == WIPE_RESULT_PASS ? WIPECERT_LINE_PLAIN : WIPECERT_LINE_MARK;

	phrase_extent(report, phrase);
	glance_line(build, WIPECERT_PART_RESULT, style, _("Verification by reading back"),
		    "%s (%s)", words_result(report->verification), phrase);
	phrase_odds(report, phrase);
	if (*phrase)
		glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_MARK, "", "%s", phrase);
	if (report->plan.verify == WIPE_VERIFY_NONE)
		return;
	words_bytes(report->bytes_verified, bytes);
	glance_line(build, WIPECERT_PART_RESULT, WIPECERT_LINE_PLAIN, _("Read and equal"), "%s",
		    bytes);
	words_bytes(report->unreadable_bytes, bytes);
	glance_line(build, WIPECERT_PART_RESULT,
		    report->unreadable_bytes ? WIPECERT_LINE_MARK : WIPECERT_LINE_PLAIN,
		    _("Not readable"), "%s", bytes);
	glance_line(build, WIPECERT_PART_RESULT,
		    report->mismatch_bytes ? WIPECERT_LINE_MARK : WIPECERT_LINE_PLAIN,
		    _("Blocks that differ"), "%" PRIu64, get_count(verification, "mismatches"));
}

void glance_result(struct glance_build *build)
{
	if (build->result->record->type != WIPECERT_CHECK) {
		add_levels(build);
		add_method(build);
	}
	if (build->result->record->type != WIPECERT_ATTEMPT)
		add_verification(build);
}

void glance_uncovered(struct glance_build *build)
{
	const struct wipe_report *report = build->report;
	enum wipecert_type type = build->result->record->type;
	char phrase[PHRASE_BYTES];
	bool any = false;

	for (uint32_t i = 0; i < report->area_count && type != WIPECERT_ATTEMPT; i++) {
		if (phrase_area_is_covered(&report->areas[i]))
			continue;
		phrase_area(&report->areas[i], type == WIPECERT_CHECK, phrase);
		glance_line(build, WIPECERT_PART_UNCOVERED, WIPECERT_LINE_MARK, "", "%s", phrase);
		any = true;
	}
	if (!any)
		glance_line(build, WIPECERT_PART_UNCOVERED, WIPECERT_LINE_PLAIN, "", "%s",
			    type == WIPECERT_ATTEMPT ?
				    _("Everything: nothing had been erased yet.") :
				    _("nothing"));
}

static void add_error(struct glance_build *build, uint32_t index)
{
	const json_t *execution = get_value(build->result->record->root, "execution");
	const json_t *errors = get_value(execution, "errors");
	const struct wipe_bad_range *range = &build->report->bad_ranges[index];

	glance_line(
		build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_MARK, index ? "" : _("Errors"),
		_("%s, pass %u: %" PRIu64 " bytes at %" PRIu64 ": %s"), words_phase(range->phase),
		range->pass, range->length_bytes, range->offset_bytes,
		range->sys_errno ? get_text(json_array_get(errors, index), "error") : _("differs"));
}

static void add_errors(struct glance_build *build)
{
	const struct wipe_report *report = build->report;
	uint32_t shown = report->bad_range_count < ERRORS_SHOWN ? report->bad_range_count :
								  ERRORS_SHOWN;
	uint64_t more = report->bad_range_count - shown + report->bad_ranges_not_listed;

	for (uint32_t i = 0; i < shown; i++)
		add_error(build, i);
	if (more)
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_MARK, "",
			    _("and %" PRIu64 " more places"), more);
	if (!shown && !more)
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Errors"), "%s",
			    _("none"));
}

static void add_interruptions(struct glance_build *build)
{
	const struct wipe_report *report = build->report;
	char until[WORDS_TIME_BYTES], again[WORDS_TIME_BYTES], bytes[WORDS_BYTES];

	for (uint32_t i = 0; i < report->interruption_count && i < INTERRUPTIONS_SHOWN; i++) {
		const struct wipe_interruption *interruption = &report->interruptions[i];

		words_time(interruption->stopped_at_s, until);
		words_time(interruption->resumed_at_s, again);
		words_bytes(interruption->covered_bytes, bytes);
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Interrupted"),
			    _("broke off after %s; gone on with %s, pass %u, after %s"), until,
			    again, interruption->pass, bytes);
	}
	if (report->interruption_count > INTERRUPTIONS_SHOWN)
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, "",
			    _("and %u more interruptions"),
			    report->interruption_count - INTERRUPTIONS_SHOWN);
}

static void add_end(struct glance_build *build)
{
	const struct wipe_report *report = build->report;

	if (report->interrupted)
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_MARK, _("Interrupted"), "%s",
			    _("stopped on request"));
	if (report->device_gone)
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_MARK, _("Interrupted"), "%s",
			    _("the medium went away"));
	if (report->error.code != WIPE_OK)
		glance_line(
			build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_MARK,
			build->glance->is_files ? _("First error") : _("Ended early by"), "%s%s%s",
			wipe_code_name(report->error.code), report->error.sys_errno ? ", " : "",
			report->error.sys_errno ? strerrorname_np(report->error.sys_errno) : "");
}

static void add_work(struct glance_build *build)
{
	const struct wipe_report *report = build->report;
	char text[WORDS_TIME_BYTES], phrase[PHRASE_BYTES];

	words_time(report->ended_at_s, text);
	glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Ended"), "%s", text);
	phrase_duration(report, phrase);
	glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Duration"), "%s", phrase);
	if (build->glance->is_files) {
		add_end(build);
		return;
	}
	if (build->result->record->type == WIPECERT_ERASURE) {
		phrase_written(report, phrase);
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Written"), "%s",
			    phrase);
	}
	if (!report->direct_io)
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_MARK, _("Read from"), "%s",
			    _("possibly the computer's cache"));
	add_errors(build);
	add_interruptions(build);
	add_end(build);
}

static void add_host(struct glance_build *build)
{
	const json_t *tool = get_value(build->result->record->root, "tool");
	const json_t *host = get_value(build->result->record->root, "host");
	const char *maker = get_text(host, "maker"), *model = get_text(host, "model");
	const char *serial = get_text(host, "serial"), *tag = get_text(host, "asset_tag");

	glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Machine"), "%s%s%s", maker,
		    *maker && *model ? " " : "", *maker || *model ? model : _("unknown"));
	if (*serial)
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_CODE, _("Its serial"), "%s",
			    serial);
	if (tag)
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_CODE, _("Asset tag"), "%s",
			    tag);
	glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Tool"), "%s %s",
		    get_text(tool, "name"), get_text(tool, "version"));
	glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Clock"), "%s",
		    words_clock_source(get_text(host, "clock_source")));
}

void glance_claims(struct glance_build *build)
{
	char text[WORDS_TIME_BYTES];
	size_t index;
	json_t *flag;

	words_time(build->report->started_at_s, text);
	glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_PLAIN, _("Began"), "%s", text);
	if (build->result->record->type != WIPECERT_ATTEMPT)
		add_work(build);
	add_host(build);
	json_array_foreach(get_value(build->result->record->root, "flags"), index, flag)
		glance_line(build, WIPECERT_PART_CLAIMS, WIPECERT_LINE_MARK, "", "%s",
			    words_flag(json_string_value(flag)));
}
