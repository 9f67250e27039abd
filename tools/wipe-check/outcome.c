/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outcome.h"

#include <stdio.h>

#include <wipe/verify.h>
#include <wipecert/glance.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "text.h"
#include "title.h"

int outcome_code(const struct wipecert_result *record, const struct wipe_report *report)
{
	return exit_combine(wipe_verdict_exit_code(report->verdict),
			    wipecert_result_exit_code(record));
}

static const char *finding(const struct wipe_report *report)
{
	if (report->mismatch_bytes)
		return _("the medium does NOT hold what the record says");
	if (report->verdict == WIPE_VERDICT_ERASED_VERIFIED && report->plan.is_limited)
		return _("what was overwritten on this medium, where the keys lay included, holds "
			 "what the record says; nothing else was read");
	if (report->verdict == WIPE_VERDICT_ERASED_VERIFIED)
		return _("every block of the medium holds what the record says");
	if (report->verdict == WIPE_VERDICT_ERASED_SAMPLED)
		return _("every block that was read holds what the record says");
	if (report->verdict == WIPE_VERDICT_ERASED_UNVERIFIED &&
	    wipe_plan_trusts_drive(&report->plan))
		return _("zeros were read, which the drive was asked for and may make up: nothing "
			 "is proved");
	if (report->verdict == WIPE_VERDICT_INTERRUPTED)
		return _("interrupted: nothing can be said");
	return _("some blocks could not be read: the check is not complete");
}

static const char *authentic_text(const struct wipecert_result *record)
{
	if (record->authentic == WIPECERT_VALID)
		return _("valid");
	return wipecert_reason_text(record->reason);
}

static void print_medium(const struct wipe_device *device)
{
	char size[TEXT_EXACT_SIZE_BYTES], shown[600], title[TITLE_BYTES];

	text_exact_size(device->capacity_bytes, size);
	text_escape(device->node, shown, sizeof(shown));
	title_of(device, title);
	printf(_("medium:    %s: %s, serial %s (read by: %s), %s\n"), shown, title,
	       device->serial[0] ? device->serial : _("(none)"),
	       wipe_serial_source_name(device->serial_source), size);
	if (device->bus_path[0])
		printf(_("bus:       %s, %s\n"), wipe_bus_name(device->bus), device->bus_path);
	if (!device->serial[0])
		printf("%s", _("           Without a serial the reading shows what is on this "
			       "medium, not which medium it is.\n"));
}

static void print_reading(const struct wipe_report *report)
{
	char read[TEXT_EXACT_SIZE_BYTES];

	text_exact_size(report->bytes_verified, read);
	printf(_("reading:   %s\n"), finding(report));
	printf(_("           read and equal: %s\n"), read);
	if (report->mismatch_bytes)
		printf(_("           different: %llu bytes\n"),
		       (unsigned long long)report->mismatch_bytes);
	if (report->unreadable_bytes)
		printf(_("           unreadable: %llu bytes\n"),
		       (unsigned long long)report->unreadable_bytes);
	for (uint32_t i = 0; i < report->bad_range_count && i < 4; i++)
		printf(_("           first at byte %llu, %llu bytes\n"),
		       (unsigned long long)report->bad_ranges[i].offset_bytes,
		       (unsigned long long)report->bad_ranges[i].length_bytes);
	if (report->verdict == WIPE_VERDICT_ERASED_SAMPLED)
		printf(_("           %llu clean windows: at most %.4f %% of the medium may differ "
			 "unnoticed, at 99 %% confidence\n"),
		       (unsigned long long)report->windows_verified,
		       100.0 * wipe_check_undetected_share(report->windows_verified));
	if (!report->direct_io)
		printf("%s", _("           Read through the host's cache.\n"));
}

/* What the record says of destroyed keys, which a reading alone does not tell. */
static void print_keys(const struct wipecert_result *record)
{
	enum wipecert_part part = WIPECERT_PART_COUNT;
	struct wipecert_glance *glance;

	if (wipecert_glance_make(record, &glance, NULL) != 0)
		return;
	for (size_t i = 0; i < glance->line_count; i++) {
		const struct wipecert_line *line = &glance->lines[i];

		if (line->part != WIPECERT_PART_KEYS && line->part != WIPECERT_PART_RESTS &&
		    line->part != WIPECERT_PART_UNDONE)
			continue;
		if (line->part != part)
			printf(_("the record says: %s\n"),
			       wipecert_part_heading(glance, line->part));
		part = line->part;
		printf("           %s%s%s%s\n", line->style == WIPECERT_LINE_MARK ? "! " : "",
		       line->label, *line->label ? ": " : "", line->value);
	}
	wipecert_glance_free(glance);
}

static void print_text(const struct outcome *outcome)
{
	const struct wipecert_result *record = outcome->record;

	printf(_("record:    %s\n"), wipecert_record_id(record->record));
	printf(_("signature: %s\n"), authentic_text(record));
	if (record->signer[0])
		printf(_("signed by: %s\n"), record->signer);
	print_medium(outcome->device);
	if (outcome->report)
		print_reading(outcome->report);
	print_keys(record);
	if (outcome->saved)
		printf(_("saved as:  %s\n"), outcome->saved->path[0] ? outcome->saved->path : "-");
	if (outcome->reopened)
		printf(_("item:      %s is open again: the erasure does not stand any more\n"
			 "           next: make sure that this is its medium, and erase that again "
			 "(wipe-device --case DIR --item ITEM)\n"),
		       outcome->reopened);
}

static json_t *reading_json(const struct wipe_report *report)
{
	if (!report)
		return json_null();
	return json_pack("{s:s,s:s,s:o,s:I,s:o,s:o,s:o,s:b,s:f,s:o,s:I,s:I}", "verdict",
			 wipe_verdict_name(report->verdict), "mode",
			 wipe_verify_mode_name(report->plan.verify), "bytes_verified",
			 output_json_bytes(report->bytes_verified), "windows",
			 (json_int_t)report->windows_verified, "mismatch_bytes",
			 output_json_bytes(report->mismatch_bytes), "unreadable_bytes",
			 output_json_bytes(report->unreadable_bytes), "first_bad_offset",
			 report->bad_range_count ?
				 output_json_bytes(report->bad_ranges[0].offset_bytes) :
				 json_null(),
			 "direct_io", (int)report->direct_io, "undetected_share_99",
			 report->verdict == WIPE_VERDICT_ERASED_VERIFIED ?
				 0.0 :
				 wipe_check_undetected_share(report->windows_verified),
			 "content_sha256",
			 output_json_hex(report->has_content_sha256 ? report->content_sha256 : NULL,
					 WIPE_SHA256_BYTES),
			 "duration_ms", (json_int_t)(report->duration_ns / 1000000u), "verify_ms",
			 (json_int_t)(report->verify_ns / 1000000u));
}

static void print_json(const struct outcome *outcome)
{
	const struct wipecert_result *record = outcome->record;

	output_json(json_pack(
		"{s:s,s:i,s:s,s:s,s:s,s:s,s:o,s:o,s:o,s:s,s:b,s:o,s:o,s:o}", "object", "check",
		"exit", outcome->code, "record_id", wipecert_record_id(record->record), "authentic",
		wipecert_authentic_name(record->authentic), "reason",
		wipecert_reason_name(record->reason), "held", wipecert_held_name(record->held),
		"signer", output_json_text(record->signer), "device",
		output_json_text(outcome->device->node), "serial",
		output_json_text(outcome->device->serial), "serial_source",
		wipe_serial_source_name(outcome->device->serial_source), "virtual",
		(int)outcome->device->is_virtual, "reading", reading_json(outcome->report),
		"record", output_json_text(outcome->saved ? outcome->saved->path : NULL),
		"reopened", output_json_text(outcome->reopened)));
}

void outcome_print(const struct config *config, const struct outcome *outcome)
{
	if (config->options.json)
		print_json(outcome);
	else
		print_text(outcome);
}
