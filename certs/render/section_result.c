/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "get.h"
#include "parsed.h"
#include "phrases.h"
#include "sections.h"
#include "text.h"
#include "words.h"

/* More are in the record. */
#define ERRORS_SHOWN 10

void section_verification(struct certificate *certificate)
{
	const struct wipe_report *report = certificate->report;
	const json_t *verification = get_value(certificate->result->record->root, "verification");
	struct layout *layout = &certificate->layout;
	char bytes[WORDS_BYTES], phrase[PHRASE_BYTES];

	layout_heading(layout, _("Verification by reading back"));
	layout_field(layout, _("Result"), "%s", words_result(report->verification));
	phrase_extent(report, phrase);
	layout_field(layout, _("Extent"), "%s", phrase);
	if (report->plan.verify == WIPE_VERIFY_NONE)
		return;
	phrase_odds(report, phrase);
	if (*phrase)
		layout_field(layout, _("What that tells"), "%s", phrase);
	words_bytes(report->bytes_to_verify, bytes);
	layout_field(layout, _("To be read"), "%s", bytes);
	words_bytes(report->bytes_verified, bytes);
	layout_field(layout, _("Read and equal"), "%s", bytes);
	words_bytes(report->unreadable_bytes, bytes);
	layout_field(layout, _("Not readable"), "%s", bytes);
	layout_field(layout, _("Blocks that differ"), "%" PRIu64,
		     get_count(verification, "mismatches"));
	if (get_text(verification, "content_sha256"))
		layout_long_field(layout, _("SHA-256 of the whole medium afterwards"),
				  get_text(verification, "content_sha256"));
}

static void draw_areas(struct certificate *certificate, bool covered, const char *mark)
{
	const struct wipe_report *report = certificate->report;
	bool is_check = certificate->result->record->type == WIPECERT_CHECK;
	char phrase[PHRASE_BYTES];
	uint32_t drawn = 0;

	for (uint32_t i = 0; i < report->area_count; i++) {
		if (phrase_area_is_covered(&report->areas[i]) != covered)
			continue;
		phrase_area(&report->areas[i], is_check, phrase);
		layout_item(&certificate->layout, mark, "%s", phrase);
		drawn++;
	}
	if (!drawn)
		layout_item(&certificate->layout, mark, "%s", _("nothing"));
}

void section_areas(struct certificate *certificate)
{
	struct layout *layout = &certificate->layout;
	bool is_check = certificate->result->record->type == WIPECERT_CHECK;

	layout_heading(layout, is_check ? _("Areas read") : _("Areas covered"));
	draw_areas(certificate, true, "-");
	layout_heading(layout, is_check ? _("AREAS NOT READ") : _("AREAS NOT COVERED"));
	draw_areas(certificate, false, "!");
}

static void draw_errors(struct certificate *certificate)
{
	const struct wipe_report *report = certificate->report;
	const json_t *execution = get_value(certificate->result->record->root, "execution");
	const json_t *errors = get_value(execution, "errors");
	struct layout *layout = &certificate->layout;
	uint64_t more = report->bad_ranges_not_listed;

	for (uint32_t i = 0; i < report->bad_range_count; i++) {
		const struct wipe_bad_range *range = &report->bad_ranges[i];

		if (i >= ERRORS_SHOWN) {
			more++;
			continue;
		}
		layout_field(layout, i ? "" : _("Errors"),
			     _("%s, pass %u: %" PRIu64 " bytes at %" PRIu64 ": %s"),
			     words_phase(range->phase), range->pass, range->length_bytes,
			     range->offset_bytes,
			     range->sys_errno ? get_text(json_array_get(errors, i), "error") :
						_("differs"));
	}
	if (more)
		layout_field(layout, "", _("and %" PRIu64 " more places"), more);
	if (!report->bad_range_count && !more)
		layout_field(layout, _("Errors"), "%s", _("none"));
}

/* "until" is the last time that is known of a run: it may have worked on for a while. */
static void draw_interruption(struct layout *layout, const struct wipe_interruption *interruption)
{
	char until[WORDS_TIME_BYTES], again[WORDS_TIME_BYTES], bytes[WORDS_BYTES];

	words_time(interruption->stopped_at_s, until);
	words_time(interruption->resumed_at_s, again);
	words_bytes(interruption->covered_bytes, bytes);
	layout_field(layout, _("Interrupted"),
		     _("broke off after %s; gone on with %s, pass %u, after %s"), until, again,
		     interruption->pass, bytes);
}

static void draw_end(struct certificate *certificate)
{
	const struct wipe_report *report = certificate->report;
	struct layout *layout = &certificate->layout;

	for (uint32_t i = 0; i < report->interruption_count; i++)
		draw_interruption(layout, &report->interruptions[i]);
	if (report->interrupted)
		layout_field(layout, _("Interrupted"), "%s", _("stopped on request"));
	if (report->device_gone)
		layout_field(layout, _("Interrupted"), "%s", _("the medium went away"));
	if (report->error.code != WIPE_OK)
		layout_field(layout,
			     certificate->glance->is_files ? _("First error") : _("Ended early by"),
			     "%s%s%s", wipe_code_name(report->error.code),
			     report->error.sys_errno ? ", " : "",
			     report->error.sys_errno ? strerrorname_np(report->error.sys_errno) :
						       "");
}

static void draw_work(struct certificate *certificate)
{
	const struct wipe_report *report = certificate->report;
	struct layout *layout = &certificate->layout;
	char text[WORDS_TIME_BYTES], phrase[PHRASE_BYTES];

	words_time(report->ended_at_s, text);
	layout_field(layout, _("Ended"), "%s", text);
	phrase_duration(report, phrase);
	layout_field(layout, _("Duration"), "%s", phrase);
	if (certificate->glance->is_files) {
		draw_end(certificate);
		return;
	}
	if (certificate->result->record->type == WIPECERT_ERASURE) {
		phrase_written(report, phrase);
		layout_field(layout, _("Written"), "%s", phrase);
		layout_field(layout, _("Passes completed"), _("%u of %u"), report->passes_completed,
			     report->plan.pass_count);
	}
	layout_field(layout, _("Read from"), "%s",
		     report->direct_io ? _("the medium, past the computer's cache") :
					 _("possibly the computer's cache"));
	draw_errors(certificate);
	draw_end(certificate);
}

static void draw_machine(struct layout *layout, const json_t *host)
{
	const char *maker = get_text(host, "maker"), *model = get_text(host, "model");
	const char *serial = get_text(host, "serial"), *tag = get_text(host, "asset_tag");

	layout_field(layout, _("Machine"), "%s%s%s", maker, *maker && *model ? " " : "",
		     *maker || *model ? model : _("unknown"));
	if (*serial)
		layout_field(layout, _("Its serial"), "%s", serial);
	if (tag)
		layout_field(layout, _("Asset tag"), "%s", tag);
}

static void draw_tool(struct certificate *certificate)
{
	const json_t *root = certificate->result->record->root;
	const json_t *tool = get_value(root, "tool"), *host = get_value(root, "host");
	struct layout *layout = &certificate->layout;

	layout_field(layout, _("Tool"), "%s %s", get_text(tool, "name"), get_text(tool, "version"));
	if (get_text(tool, "build"))
		layout_field(layout, _("Build"), "%s", get_text(tool, "build"));
	if (get_text(tool, "sha256"))
		layout_long_field(layout, _("SHA-256 of the program"), get_text(tool, "sha256"));
	draw_machine(layout, host);
	layout_field(layout, _("System"), "%s, %s", get_text(host, "kernel"),
		     get_text(host, "arch"));
	layout_field(layout, _("Time zone"), "%s", get_text(host, "time_zone"));
	layout_field(layout, _("Clock"), "%s", words_clock_source(get_text(host, "clock_source")));
}

void section_execution(struct certificate *certificate)
{
	struct layout *layout = &certificate->layout;
	char text[WORDS_TIME_BYTES];

	layout_heading(layout, _("Execution"));
	words_time(certificate->report->started_at_s, text);
	layout_field(layout, _("Began"), "%s", text);
	if (certificate->result->record->type != WIPECERT_ATTEMPT)
		draw_work(certificate);
	draw_tool(certificate);
}
