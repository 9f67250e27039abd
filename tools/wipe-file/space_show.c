/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "space.h"
#include "text.h"

static const char *const part_texts[WIPE_SPACE_PARTS] = {
	[WIPE_SPACE_INODES] = N_("inodes"),    [WIPE_SPACE_NAMES] = N_("room between names"),
	[WIPE_SPACE_DATA] = N_("free blocks"), [WIPE_SPACE_TREES] = N_("free blocks of trees"),
	[WIPE_SPACE_JOURNAL] = N_("journal"),
};

static const char *const state_texts[] = {
	[WIPE_SPACE_NOT_DONE] = N_("not done"),
	[WIPE_SPACE_WIPED] = N_("wiped"),
	[WIPE_SPACE_PARTLY] = N_("partly wiped"),
	[WIPE_SPACE_NONE] = N_("there is none"),
};

static const char *const reason_texts[] = {
	[WIPE_SPACE_OPEN_DELETED] = N_("deleted files that a process still has open"),
	[WIPE_SPACE_RESERVED] = N_("blocks that the file system gives to nobody"),
	[WIPE_SPACE_QUOTA] = N_("a quota ended the filling"),
	[WIPE_SPACE_TIME_LIMIT] = N_("the time limit"),
	[WIPE_SPACE_FOLDERS] = N_("folders that cannot be changed or filled up, or are not seen"),
	[WIPE_SPACE_CLUSTERS] = N_("the rest of the last cluster of files that stay"),
	[WIPE_SPACE_JOURNAL_KEPT] = N_("the journal"),
	[WIPE_SPACE_REALTIME] = N_("the realtime section"),
	[WIPE_SPACE_PART_MOUNTED] = N_("folders outside what is mounted"),
	[WIPE_SPACE_SNAPSHOTS] = N_("what snapshots and other subvolumes hold"),
	[WIPE_SPACE_MEDIUM] = N_("places that could not be written"),
	[WIPE_SPACE_DIFFERS] = N_("places that hold something else than was written"),
	[WIPE_SPACE_UNREAD] = N_("blocks that were written but not read back"),
	[WIPE_SPACE_BENEATH_COPIES] = N_("old copies that what lies beneath may keep"),
	[WIPE_SPACE_UNWRITTEN] = N_("blocks of files that stay, allocated but never written"),
	[WIPE_SPACE_ATTRIBUTES] = N_(
		"what removed attributes and names left in the inodes of files, folders and links that stay"),
};

static const char *word(const char *const *texts, size_t count, size_t index)
{
	return index < count && texts[index] ? _(texts[index]) : "?";
}

const char *space_part_text(enum wipe_space_part part)
{
	return word(part_texts, WIPE_SPACE_PARTS, part);
}

/* Of all parts only the free blocks are. */
static void print_read_back(const struct wipe_space_done *part, bool is_data)
{
	char size[TEXT_SIZE_BYTES];

	if (part->state == WIPE_SPACE_NOT_DONE)
		return;
	text_size(part->verified_bytes, size);
	if (is_data)
		printf(_(", read back: %s"), size);
	else
		printf(_(", not read back"));
}

static bool tells(uint64_t figure)
{
	return figure && figure != UINT64_MAX;
}

static void print_unreached(const struct wipe_space_unreached *unreached)
{
	const char *reason = word(reason_texts, sizeof(reason_texts) / sizeof(reason_texts[0]),
				  unreached->reason);
	char size[TEXT_SIZE_BYTES];

	text_size(unreached->bytes, size);
	if (tells(unreached->bytes))
		printf(_("  not reached: %s (%s)\n"), reason, size);
	else if (tells(unreached->count))
		printf(_("  not reached: %s (%llu)\n"), reason,
		       (unsigned long long)unreached->count);
	else
		printf(_("  not reached: %s\n"), reason);
}

static void print_parts(const struct wipe_space_result *result)
{
	for (size_t i = 0; i < WIPE_SPACE_PARTS; i++) {
		const struct wipe_space_done *part = &result->parts[i];
		char size[TEXT_SIZE_BYTES];

		if (part->state == WIPE_SPACE_NONE)
			continue;
		text_size(part->bytes, size);
		printf("  %s: %s%s%s", _(part_texts[i]),
		       word(state_texts, sizeof(state_texts) / sizeof(state_texts[0]), part->state),
		       part->bytes ? ", " : "", part->bytes ? size : "");
		print_read_back(part, i == WIPE_SPACE_DATA);
		printf("\n");
	}
	for (size_t i = 0; i < result->unreached_count; i++)
		print_unreached(&result->unreached[i]);
}

static void print_swaps(const struct space *space)
{
	for (size_t i = 0; i < space->swap_count; i++) {
		char path[2 * sizeof(space->swaps[i].path)];

		text_escape(space->swaps[i].path, path, sizeof(path));
		printf(_("  not wiped: swap area %s, in which the kernel puts what was in memory\n"),
		       path);
	}
}

static json_t *parts_json(const struct wipe_space_result *result)
{
	json_t *parts = json_object();

	for (size_t i = 0; i < WIPE_SPACE_PARTS; i++)
		json_object_set_new(parts, wipe_space_part_name((enum wipe_space_part)i),
				    json_pack("{s:s,s:o,s:o,s:o}", "state",
					      wipe_space_state_name(result->parts[i].state),
					      "count", output_json_bytes(result->parts[i].count),
					      "bytes", output_json_bytes(result->parts[i].bytes),
					      "verified_bytes",
					      output_json_bytes(result->parts[i].verified_bytes)));
	return parts;
}

/* null: not known. */
static json_t *figure_json(uint64_t figure)
{
	return figure == UINT64_MAX ? json_null() : output_json_bytes(figure);
}

static json_t *unreached_json(const struct wipe_space_unreached *unreached, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array,
				      json_pack("{s:s,s:s,s:o,s:o}", "reason",
						wipe_space_reason_name(unreached[i].reason), "part",
						wipe_space_part_name(unreached[i].part), "count",
						figure_json(unreached[i].count), "bytes",
						figure_json(unreached[i].bytes)));
	return array;
}

static json_t *swaps_json(const struct space *space)
{
	json_t *swaps = json_array();

	for (size_t i = 0; i < space->swap_count; i++)
		json_array_append_new(swaps,
				      json_pack("{s:o,s:b,s:o}", "path",
						output_json_text(space->swaps[i].path), "active",
						(int)space->swaps[i].is_active, "bytes",
						output_json_bytes(space->swaps[i].bytes)));
	return swaps;
}

static void show_json(const struct config *config, const struct space *space)
{
	output_json(json_pack(
		"{s:s,s:o,s:s,s:o,s:o,s:o,s:b,s:b,s:o,s:i}", "object", "free-space", "path",
		output_json_text(config->free_space), "file_system",
		wipe_fs_kind_name(space->result.kind), "parts", parts_json(&space->result),
		"not_reached",
		unreached_json(space->result.unreached, space->result.unreached_count), "swap",
		swaps_json(space), "mended", (int)space->result.mended, "removed",
		(int)space->result.removed, "error",
		output_json_error(space->rc ? &space->error : NULL), "exit", space_code(space)));
}

static void show_plan_json(const struct wipe_space_plan *plan, int code)
{
	output_json(json_pack(
		"{s:s,s:o,s:s,s:o,s:o,s:o,s:o,s:i}", "object", "free-space-plan", "path",
		output_json_text(plan->mount_point), "file_system", wipe_fs_kind_name(plan->kind),
		"free_bytes", output_json_bytes(plan->free_bytes), "reserved_bytes",
		figure_json(plan->reserved_bytes), "estimate",
		output_json_estimate(plan->has_estimate ? &plan->estimate : NULL), "not_reached",
		unreached_json(plan->unreached, plan->unreached_count), "exit", code));
}

static void print_plan(const struct wipe_space_plan *plan)
{
	char size[TEXT_SIZE_BYTES], guess[TEXT_GUESS_BYTES], path[4 * sizeof(plan->mount_point)];

	text_escape(plan->mount_point, path, sizeof(path));
	text_size(plan->free_bytes, size);
	printf(_("Free space of the file system at %s (%s):\n"), path,
	       wipe_fs_kind_name(plan->kind));
	printf(_("  to be filled and read back: %s; it is full meanwhile\n"), size);
	text_size(plan->reserved_bytes, size);
	if (plan->reserved_bytes == UINT64_MAX)
		printf("%s",
		       _("  how much of it the file system keeps back for itself is not known\n"));
	else
		printf(_("  of it, kept back by the file system for itself: %s; what of that cannot "
			 "be had is told in the end\n"),
		       size);
	text_guess(plan->estimate.least_s, plan->estimate.most_s, guess);
	if (plan->has_estimate)
		printf(_("  with such media it usually takes %s\n"), guess);
	else
		printf("%s", _("  how long it takes is not known for such a medium\n"));
	for (size_t i = 0; i < plan->unreached_count; i++)
		print_unreached(&plan->unreached[i]);
}

static void show_plan(const struct config *config, const struct wipe_space_plan *plan, int code)
{
	if (config->options.json)
		show_plan_json(plan, code);
	else if (!config->options.quiet)
		print_plan(plan);
}

static void show_free_space(const struct config *config, const struct space *space)
{
	if (space->is_planned)
		show_plan(config, &space->plan, space_code(space));
	if (!space->is_asked)
		return;
	if (space->is_run && space->rc)
		output_wipe_error(TOOL, config->free_space, &space->error);
	if (config->options.json) {
		show_json(config, space);
		return;
	}
	if (config->options.quiet || !space->is_run)
		return;
	printf("%s\n", _("Free space:"));
	print_parts(&space->result);
}

void space_show(const struct config *config, const struct space *space)
{
	show_free_space(config, space);
	swaps_show(config, space->wiped);
	if (!config->options.json && !config->options.quiet)
		print_swaps(space);
}
