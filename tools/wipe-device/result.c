/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "result.h"

#include <stdio.h>
#include <string.h>

#include <wipe/verify.h>

#include "exit.h"
#include "i18n.h"
#include "keys_show.h"
#include "output.h"
#include "text.h"

static const char *text_at(const char *const *table, size_t count, unsigned int index)
{
	return _(index < count ? table[index] : N_("unknown"));
}
#define TEXT_AT(table, index) \
	text_at(table, sizeof(table) / sizeof((table)[0]), (unsigned int)(index))

const char *result_verdict_text(enum wipe_verdict verdict)
{
	static const char *const texts[] = {
		[WIPE_VERDICT_ERASED_VERIFIED] =
			N_("erased and verified: every block was read back and is right"),
		[WIPE_VERDICT_ERASED_SAMPLED] =
			N_("erased and sampled: every block that was read back is right"),
		[WIPE_VERDICT_KEY_DESTROYED] = N_(
			"keys destroyed and verified: what is stored is unreadable, as long as the "
			"conditions hold"),
		[WIPE_VERDICT_KEY_DESTROYED_OPEN] =
			N_("keys destroyed and verified, but not all that this rests on is known: "
			   "nothing is claimed of the data"),
		[WIPE_VERDICT_ERASED_UNVERIFIED] = N_("written, not verified: nothing is proved"),
		[WIPE_VERDICT_PARTIAL] = N_("partial: some blocks could not be written or read"),
		[WIPE_VERDICT_FAILED] = N_("failed: the medium is not erased"),
		[WIPE_VERDICT_INTERRUPTED] = N_("interrupted: the medium is not erased"),
	};

	return TEXT_AT(texts, verdict);
}

const char *result_level_text(enum wipe_level level)
{
	static const char *const texts[] = {
		[WIPE_LEVEL_NONE] = N_("none"),
		[WIPE_LEVEL_CLEAR] = N_("Clear"),
		[WIPE_LEVEL_PURGE] = N_("Purge"),
	};

	return TEXT_AT(texts, level);
}

const char *result_area_text(enum wipe_area_kind kind)
{
	static const char *const texts[] = {
		[WIPE_AREA_USER_LBA] = N_("user-addressable blocks"),
		[WIPE_AREA_HIDDEN] = N_("hidden areas (HPA, DCO, AMAX)"),
		[WIPE_AREA_REMAPPED] = N_("remapped and retired blocks"),
		[WIPE_AREA_OVER_PROVISIONED] = N_("spare flash"),
		[WIPE_AREA_CACHE] = N_("caches"),
		[WIPE_AREA_OTHER_NAMESPACES] = N_("other namespaces"),
		[WIPE_AREA_BOOT_PARTITIONS] = N_("boot partitions"),
		[WIPE_AREA_BACKING_STORAGE] = N_("the storage beneath"),
		[WIPE_AREA_OLD_KEYS] = N_("old copies of key slots"),
	};

	return TEXT_AT(texts, kind);
}

const char *result_state_text(enum wipe_area_state state)
{
	static const char *const texts[] = {
		[WIPE_AREA_ERASED_VERIFIED] = N_("erased and verified"),
		[WIPE_AREA_ERASED_SAMPLED] = N_("erased, verified by samples"),
		[WIPE_AREA_KEY_DESTROYED] = N_("still there, encrypted; the key is destroyed"),
		[WIPE_AREA_CLAIMED_BY_FIRMWARE] = N_("erased by the drive's own account"),
		[WIPE_AREA_NOT_REACHABLE] = N_("not reachable"),
		[WIPE_AREA_UNKNOWN] = N_("unknown"),
		[WIPE_AREA_ABSENT] = N_("absent"),
	};

	return TEXT_AT(texts, state);
}

void result_from_report(const struct wipe_report *report, struct result *result)
{
	result->has_report = true;
	result->code = wipe_verdict_exit_code(report->verdict);
	result->media_touched = report->media_touched;
	result->verdict = report->verdict;
	result->keys_are_gone = wipe_report_keys_are_gone(report);
	result->level_achieved = report->level_achieved;
	result->verification = report->verification;
	result->bytes_written = report->bytes_written;
	result->bytes_verified = report->bytes_verified;
	result->error_bytes = wipe_report_error_bytes(report);
	result->mismatch_bytes = report->mismatch_bytes;
	result->duration_ns = report->duration_ns;
	result->write_ns = report->write_ns;
	if (report->verdict == WIPE_VERDICT_ERASED_SAMPLED)
		result->sample_windows = wipe_sample_independent(report->plan.capacity_bytes,
								 report->plan.block_bytes);
	result->verify_ns = report->verify_ns;
	result->area_count = report->area_count;
	memcpy(result->areas, report->areas, sizeof(result->areas));
	if (report->error.code != WIPE_OK) {
		snprintf(result->error_code, sizeof(result->error_code), "%s",
			 wipe_code_name(report->error.code));
		memcpy(result->message, report->error.message, sizeof(result->message));
	}
}

static void print_areas(const struct result *result)
{
	for (uint32_t i = 0; i < result->area_count; i++) {
		const struct wipe_area *area = &result->areas[i];

		if (area->state == WIPE_AREA_ERASED_VERIFIED || area->state == WIPE_AREA_ABSENT)
			continue;
		printf(_("  not verified: %s: %s\n"), result_area_text(area->kind),
		       result_state_text(area->state));
	}
}

/* Its area of keys is all that was written. */
static void print_header(const struct wipe_plan *plan, const struct result *result,
			 const char *duration)
{
	char node[512], area[TEXT_EXACT_SIZE_BYTES];

	text_escape(plan->crypto.header.node, node, sizeof(node));
	text_exact_size(plan->crypto.volumes[0].luks.area_bytes, area);
	if (result->keys_are_gone)
		printf(_("  the header on %s: all of its area of keys, %s, overwritten, read back "
			 "and right, in %s\n"),
		       node, area, duration);
	else
		printf(_("  the header on %s: NOT all of its area of keys, %s, is known to be "
			 "overwritten\n"),
		       node, area);
}

static void print_measured(const struct wipe_plan *plan, const struct result *result)
{
	char written[TEXT_EXACT_SIZE_BYTES], verified[TEXT_EXACT_SIZE_BYTES];
	char duration[TEXT_DURATION_BYTES];

	text_exact_size(result->bytes_written, written);
	text_exact_size(result->bytes_verified, verified);
	text_duration(result->duration_ns / 1000000000u, duration);
	if (plan->is_limited && !wipe_plan_pass_bytes(plan)) {
		if (result->media_touched)
			print_header(plan, result, duration);
	} else
		printf(_("  written %s, read back and right %s, in %s\n"), written, verified,
		       duration);
	if (result->error_bytes)
		printf(_("  unwritable or unreadable: %llu bytes\n"),
		       (unsigned long long)result->error_bytes);
	if (result->mismatch_bytes)
		printf(_("  read back and different: %llu bytes\n"),
		       (unsigned long long)result->mismatch_bytes);
	if (result->sample_windows)
		printf(_("  %llu clean windows: at most %.2f %% of the medium is not erased, at "
			 "99 %% confidence\n"),
		       (unsigned long long)result->sample_windows,
		       100.0 * wipe_check_undetected_share(result->sample_windows));
	printf(_("  level achieved: %s\n"), result_level_text(result->level_achieved));
}

static void print_record(const struct result *result)
{
	char path[2 * RECORDS_PATH_BYTES];

	text_escape(result->record_path, path, sizeof(path));
	if (!result->record_path[0]) {
		printf("%s", _("  NO RECORD COULD BE SAVED\n"));
		return;
	}
	printf(_("  record: %s\n"), path);
	if (!result->saved_everywhere)
		printf("%s", _("  the record is NOT in every place where it should be\n"));
	if (result->flag[0])
		printf("%s", _("  not signed: the key or its certificate cannot sign now; later: "
			       "wipe-cert sign\n"));
	else if (!result->is_signed)
		printf("%s", _("  not signed: nobody can check who made it; later: wipe-cert "
			       "sign\n"));
}

static void print_case(const struct config *config, const struct target *target,
		       const struct result *result)
{
	if (config->case_path)
		erasing_print_filed(&target->erasing, config->case_path, &result->filed,
				    result->record_id, result->code == EXIT_DONE);
}

/* The case's part of the command. */
static void print_case_words(const struct config *config, const struct target *target)
{
	char word[2 * RECORDS_PATH_BYTES + 2];

	if (!config->case_path)
		return;
	text_quote(config->case_path, word, sizeof(word));
	printf(" --case %s", word);
	if (*target->erasing.item)
		printf(" --item %s", target->erasing.item);
	/* A key by whose URI a PIN could be read is refused before. */
	text_quote(config->records.key, word, sizeof(word));
	printf(" --sign %s", word);
	if (!config->records.cert)
		return;
	text_quote(config->records.cert, word, sizeof(word));
	printf(" --cert %s", word);
}

static void print_how_to_go_on(const struct config *config, const struct target *target,
			       const struct result *result)
{
	char journal[2 * RECORDS_PATH_BYTES + 2], node[2 * RECORDS_PATH_BYTES + 2];

	if (!result->journal[0])
		return;
	text_quote(result->journal, journal, sizeof(journal));
	text_quote(target->device->node, node, sizeof(node));
	printf("%s", _("  to go on:\n"));
	printf("    wipe-device%s", target->device->kind == WIPE_KIND_IMAGE ? " --image" : "");
	print_case_words(config, target);
	printf(" --resume %s %s\n", journal, node);
}

/* What of keys the verdict alone does not tell. */
static void print_keys(const struct wipe_plan *plan, const struct result *result)
{
	const struct wipe_crypto *crypto = &plan->crypto;

	if (!crypto->volume_count)
		return;
	if (crypto->scope_bytes)
		printf(_("  only partition %u: the rest of the medium stays as it is\n"),
		       crypto->scope_partition);
	if (result->verdict > WIPE_VERDICT_KEY_DESTROYED_OPEN)
		printf("%s", result->keys_are_gone ?
				     _("  its keys are destroyed all the same, as read back\n") :
				     _("  its keys are NOT shown to be destroyed: a passphrase may "
				       "still open them\n"));
	keys_print_copies(crypto);
}

void result_print_text(const struct config *config, const struct target *target,
		       const struct result *result)
{
	char node[512];

	text_escape(target->device->node, node, sizeof(node));
	if (!result->has_report) {
		output_message(TOOL, target->device->node, result->message);
		return;
	}
	if (result->message[0])
		output_message(TOOL, target->device->node, result->message);
	if (!result->media_touched)
		printf(_("%s: nothing was written\n"), node);
	else
		printf("%s: %s\n", node,
		       result->verdict == WIPE_VERDICT_ERASED_UNVERIFIED &&
				       wipe_plan_trusts_drive(&target->plan) ?
			       _("zeros by the drive's own account: nothing is proved") :
			       result_verdict_text(result->verdict));
	if (result->media_touched)
		print_keys(&target->plan, result);
	/* There is no record of it because nothing was begun, as the message says. */
	if (!result->media_touched && !result->attempt_id[0])
		return;
	/* What the runs before had written belongs under no such heading. */
	if (result->media_touched || !result->bytes_written)
		print_measured(&target->plan, result);
	print_areas(result);
	print_record(result);
	print_case(config, target, result);
	print_how_to_go_on(config, target, result);
}

static json_t *areas_json(const struct result *result)
{
	json_t *areas = json_array();

	for (uint32_t i = 0; i < result->area_count; i++)
		json_array_append_new(areas,
				      json_pack("{s:s,s:s}", "area",
						wipe_area_kind_name(result->areas[i].kind), "state",
						wipe_area_state_name(result->areas[i].state)));
	return areas;
}

void result_print_json(const struct config *config, const struct target *target,
		       const struct result *result)
{
	json_t *object = json_pack("{s:s,s:o,s:o,s:o,s:i,s:s,s:b}", "object", "result", "device",
				   output_json_text(target->device->node), "name",
				   output_json_text(target->device->name), "serial",
				   output_json_text(target->device->serial), "exit", result->code,
				   "outcome", exit_name(result->code), "media_touched",
				   (int)result->media_touched);

	if (object && result->has_report) {
		json_t *facts = json_pack("{s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:o,s:I,s:I,s:I}",
					  "verdict", wipe_verdict_name(result->verdict),
					  "verification", wipe_result_name(result->verification),
					  "level_achieved", wipe_level_name(result->level_achieved),
					  "bytes_written", output_json_bytes(result->bytes_written),
					  "bytes_verified",
					  output_json_bytes(result->bytes_verified), "error_bytes",
					  output_json_bytes(result->error_bytes), "mismatch_bytes",
					  output_json_bytes(result->mismatch_bytes), "areas",
					  areas_json(result), "duration_ms",
					  (json_int_t)(result->duration_ns / 1000000u), "write_ms",
					  (json_int_t)(result->write_ns / 1000000u), "verify_ms",
					  (json_int_t)(result->verify_ns / 1000000u));
		json_t *record = json_pack("{s:o,s:o,s:o,s:b,s:b,s:o,s:o}", "record",
					   output_json_text(result->record_path), "record_id",
					   output_json_text(result->record_id), "attempt_id",
					   output_json_text(result->attempt_id), "signed",
					   (int)result->is_signed, "saved_everywhere",
					   (int)result->saved_everywhere, "flag",
					   output_json_text(result->flag), "journal",
					   output_json_text(result->journal));

		json_object_set_new(facts, "keys_destroyed",
				    target->plan.crypto.volume_count ?
					    json_boolean(result->keys_are_gone) :
					    json_null());
		json_object_update_new(object, facts);
		json_object_update_new(object, record);
		json_object_set_new(object, "keys", keys_json(&target->plan));
		json_object_set_new(object, "case",
				    config->case_path ?
					    erasing_filed_json(&target->erasing, &result->filed) :
					    json_null());
	}
	if (object)
		json_object_set_new(object, "error",
				    result->error_code[0] ?
					    json_pack("{s:s,s:o}", "code", result->error_code,
						      "message",
						      output_json_text(result->message)) :
					    json_null());
	output_json(object);
}
