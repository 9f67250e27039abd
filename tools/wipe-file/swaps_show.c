/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "swaps.h"
#include "text.h"

static const char *const state_texts[WIPE_SWAP_STATES] = {
	[WIPE_SWAP_PLANNED] = N_("would be overwritten"),
	[WIPE_SWAP_VERIFIED] = N_("overwritten and read back"),
	[WIPE_SWAP_PARTLY] = N_("overwritten in part"),
	[WIPE_SWAP_IN_MEMORY] = N_("lies in memory, on no medium: left as it is"),
	[WIPE_SWAP_REFUSED] = N_("Refused, not touched"),
	[WIPE_SWAP_FAILED] = N_("Failed"),
	[WIPE_SWAP_INTERRUPTED] = N_("interrupted"),
};

static void print_left(uint64_t bytes, const char *what)
{
	char size[TEXT_SIZE_BYTES];

	if (!bytes)
		return;
	text_size(bytes, size);
	printf("    %s: %s\n", what, size);
}

static void print_rest(const struct wipe_swap_result *result)
{
	print_left(result->bad_bytes, _("not reached, pages that its header lists as bad"));
	print_left(result->error_bytes, _("not reached, could not be written or read"));
	print_left(result->mismatch_bytes, _("differs from what was written"));
	print_left(result->beyond_bytes, _("not touched, behind the end of the area"));
	if (result->state == WIPE_SWAP_PLANNED && result->had_image)
		printf("%s", _("    an image of hibernation in it is given up: what was not saved "
			       "in that session is lost\n"));
	if (result->was_active && !result->is_active)
		printf("%s", _("    it is switched off now\n"));
}

static void print_one(const struct swap_one *one)
{
	char path[2 * sizeof(one->path)], size[TEXT_SIZE_BYTES];
	const struct wipe_swap_result *result = &one->result;

	if (result->state == WIPE_SWAP_REFUSED)
		return;
	text_escape(one->path, path, sizeof(path));
	text_size(result->state == WIPE_SWAP_PLANNED ? result->bytes : result->verified_bytes,
		  size);
	printf("  %s: %s, %s\n", path, _(state_texts[result->state]), size);
	print_rest(result);
}

static void show_json(const struct swap_one *one)
{
	const struct wipe_swap_result *result = &one->result;

	output_json(json_pack(
		"{s:s,s:o,s:s,s:b,s:o,s:o,s:b,s:b,s:i,s:b,s:b,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:i}",
		"object", "swap", "path", output_json_text(one->path), "state",
		wipe_swap_state_name(result->state), "file", (int)result->is_file, "uuid",
		output_json_text(result->uuid), "label", output_json_text(result->label),
		"was_active", (int)result->was_active, "active", (int)result->is_active, "priority",
		result->priority, "image", (int)result->had_image, "touched", (int)result->touched,
		"bytes", output_json_bytes(result->bytes), "overwritten_bytes",
		output_json_bytes(result->overwritten_bytes), "verified_bytes",
		output_json_bytes(result->verified_bytes), "bad_bytes",
		output_json_bytes(result->bad_bytes), "error_bytes",
		output_json_bytes(result->error_bytes), "mismatch_bytes",
		output_json_bytes(result->mismatch_bytes), "beyond_bytes",
		output_json_bytes(result->beyond_bytes), "error",
		output_json_error(one->error.code ? &one->error : NULL), "exit",
		swaps_code_of(one)));
}

/* Refused ones are told as errors. */
static bool has_line(const struct swaps *swaps)
{
	for (size_t i = 0; i < swaps->count; i++)
		if (swaps->items[i].result.state != WIPE_SWAP_REFUSED)
			return true;
	return false;
}

void swaps_show(const struct config *config, const struct swaps *swaps)
{
	bool is_text = !config->options.json && !config->options.quiet;

	if (!swaps->is_asked)
		return;
	if (is_text && !swaps->count)
		printf("%s\n", _("Swap areas: there is none"));
	else if (is_text && has_line(swaps))
		printf("%s\n", _("Swap areas:"));
	for (size_t i = 0; i < swaps->count; i++) {
		const struct swap_one *one = &swaps->items[i];

		if (one->error.code)
			output_error(TOOL, one->path, "%s: %s", _(state_texts[one->result.state]),
				     one->error.message);
		if (config->options.json)
			show_json(one);
		else if (is_text)
			print_one(one);
	}
}
