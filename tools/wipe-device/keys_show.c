/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_show.h"

#include <stdio.h>

#include "i18n.h"
#include "output.h"
#include "text.h"

static void print_volume(const struct wipe_volume *volume)
{
	const struct wipe_luks *luks = &volume->luks;
	const struct wipe_luks_segment *segment = luks->segments;
	char area[TEXT_SIZE_BYTES];

	text_size(luks->area_bytes, area);
	printf(_("  keys to be destroyed: LUKS%u, UUID %s, %s\n"), luks->version, luks->uuid,
	       *segment->cipher ? segment->cipher : segment->type);
	if (volume->partition_number)
		printf(_("    in partition %u\n"), volume->partition_number);
	printf(_("    key slots: %u, area of keys: %s\n"), luks->slot_count, area);
	for (uint32_t i = 0; i < luks->slot_count; i++)
		if (luks->slots[i].kind == WIPE_LUKS_SLOT_UNBOUND)
			printf(_("    key slot %u holds a key of something else\n"),
			       luks->slots[i].number);
	for (uint32_t i = 0; i < luks->token_count; i++)
		printf(_("    token: %s\n"), luks->tokens[i].type);
	if (*segment->integrity)
		printf(_("    integrity: %s\n"), segment->integrity);
	if (!wipe_luks_is_strong(luks))
		printf("%s", _("    the encryption does not count: no software encryption with at "
			       "least 128 bits\n"));
}

void keys_copy_text(const struct wipe_uuid_copy *copy, char text[KEYS_COPY_BYTES])
{
	char node[256];

	text_escape(copy->node, node, sizeof(node));
	snprintf(text, KEYS_COPY_BYTES,
		 _("THE SAME UUID IS ON %s: if that is a copy of the header, its passphrases still "
		   "open what is encrypted"),
		 node);
}

void keys_print_copies(const struct wipe_crypto *crypto)
{
	char text[KEYS_COPY_BYTES];

	for (uint32_t i = 0; i < crypto->copy_count && i < WIPE_UUID_COPIES_MAX; i++) {
		keys_copy_text(&crypto->copies[i], text);
		printf("  %s\n", text);
	}
	if (!crypto->copies_complete)
		printf("%s", _("  not every device here could be searched for a copy of the "
			       "header\n"));
}

static const char *answer_text(enum wipe_answer answer)
{
	switch (answer) {
	case WIPE_ANSWER_YES:
		return _("yes");
	case WIPE_ANSWER_NO:
		return _("no");
	default:
		return _("unknown");
	}
}

static void print_conditions(const struct wipe_crypto *crypto)
{
	printf("%s", _("  what the claim rests on:\n"));
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		printf("    %s %s\n", wipe_condition_text((enum wipe_condition)i),
		       answer_text(crypto->answers[i]));
}

void keys_print(const struct wipe_plan *plan)
{
	const struct wipe_crypto *crypto = &plan->crypto;
	char node[512];

	if (!crypto->volume_count)
		return;
	for (uint32_t i = 0; i < crypto->volume_count; i++)
		print_volume(&crypto->volumes[i]);
	if (crypto->is_detached) {
		text_escape(crypto->header.node, node, sizeof(node));
		printf(_("    the header lies on %s\n"), node);
	}
	keys_print_copies(crypto);
	if (plan->is_limited)
		print_conditions(crypto);
	if (crypto->scope_bytes)
		printf(_("  only partition %u: the rest of the medium stays as it is\n"),
		       crypto->scope_partition);
}

static json_t *slots_json(const struct wipe_luks *luks)
{
	json_t *slots = json_array();

	for (uint32_t i = 0; i < luks->slot_count; i++)
		json_array_append_new(
			slots, json_pack("{s:i,s:s}", "number", (int)luks->slots[i].number, "kind",
					 wipe_luks_slot_kind_name(luks->slots[i].kind)));
	return slots;
}

static json_t *tokens_json(const struct wipe_luks *luks)
{
	json_t *tokens = json_array();

	for (uint32_t i = 0; i < luks->token_count; i++)
		json_array_append_new(tokens,
				      json_pack("{s:i,s:o}", "number", (int)luks->tokens[i].number,
						"type", output_json_text(luks->tokens[i].type)));
	return tokens;
}

static json_t *volume_json(const struct wipe_volume *volume)
{
	const struct wipe_luks *luks = &volume->luks;
	const struct wipe_luks_segment *segment = luks->segments;

	return json_pack(
		"{s:o,s:o,s:o,s:i,s:o,s:o,s:o,s:o,s:o,s:o,s:b}", "partition",
		volume->partition_number ? json_integer(volume->partition_number) : json_null(),
		"offset_bytes", output_json_bytes(volume->offset_bytes), "length_bytes",
		output_json_bytes(volume->length_bytes), "version", (int)luks->version, "uuid",
		output_json_text(luks->uuid), "cipher", output_json_text(segment->cipher),
		"integrity", output_json_text(segment->integrity), "area_bytes",
		output_json_bytes(luks->area_bytes), "slots", slots_json(luks), "tokens",
		tokens_json(luks), "strong", (int)wipe_luks_is_strong(luks));
}

static json_t *conditions_json(const struct wipe_crypto *crypto)
{
	json_t *answers = json_object();

	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		json_object_set_new(answers, wipe_condition_name((enum wipe_condition)i),
				    json_string(wipe_answer_name(crypto->answers[i])));
	return answers;
}

json_t *keys_json(const struct wipe_plan *plan)
{
	const struct wipe_crypto *crypto = &plan->crypto;
	json_t *volumes, *copies;

	if (!crypto->volume_count)
		return json_null();
	volumes = json_array();
	copies = json_array();
	for (uint32_t i = 0; i < crypto->volume_count; i++)
		json_array_append_new(volumes, volume_json(&crypto->volumes[i]));
	for (uint32_t i = 0; i < crypto->copy_count && i < WIPE_UUID_COPIES_MAX; i++)
		json_array_append_new(copies, output_json_text(crypto->copies[i].node));
	return json_pack("{s:b,s:o,s:o,s:o,s:o,s:b}", "then_overwrite", (int)crypto->then_overwrite,
			 "header",
			 crypto->is_detached ? output_json_text(crypto->header.node) : json_null(),
			 "volumes", volumes, "conditions", conditions_json(crypto), "copies",
			 copies, "copies_complete", (int)crypto->copies_complete);
}
