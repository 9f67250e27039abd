/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

#include <stdio.h>
#include <string.h>

#include "conditions.h"
#include "exit.h"
#include "i18n.h"
#include "keys_show.h"
#include "output.h"
#include "text.h"

bool keys_are_wanted(const struct config *config)
{
	return config->then_overwrite || strcmp(config->plan.method, "luks") == 0;
}

static const char *name_at(size_t index)
{
	return wipe_condition_name((enum wipe_condition)index);
}

static const char *text_at(size_t index)
{
	return wipe_condition_text((enum wipe_condition)index);
}

static const struct conditions conditions = { .count = WIPE_CONDITIONS,
					      .name = name_at,
					      .text = text_at };

int keys_read_conditions(const char *path, enum wipe_answer answers[WIPE_CONDITIONS])
{
	return conditions_read(TOOL, path, &conditions, answers);
}

int keys_fail(const struct config *config, const struct wipe_error *err)
{
	output_error(TOOL, NULL, "%s", err->message);
	switch (err->code) {
	case WIPE_E_NOTFOUND:
		return EXIT_USAGE;
	case WIPE_E_FORMAT:
	case WIPE_E_UNSUPPORTED:
		if (!config->then_overwrite)
			output_message(TOOL, NULL,
				       _("nothing was touched; to erase by overwriting: "
					 "--then-overwrite, or --method stream"));
		return EXIT_UNSUPPORTED;
	default:
		return exit_from_error(err);
	}
}

/* Whoever answers has to know what: a token may be that of a recovery key. */
static int ask_about(const struct wipe_device *device, struct wipe_crypto *crypto,
		     bool *is_answered)
{
	char known[2048] = "";
	size_t used = 0;

	for (uint32_t i = 0; i < crypto->volume_count && used < sizeof(known); i++) {
		const struct wipe_luks *luks = &crypto->volumes[i].luks;

		used += (size_t)snprintf(known + used, sizeof(known) - used,
					 _("  LUKS%u, UUID %s, key slots: %u\n"), luks->version,
					 luks->uuid, luks->slot_count);
		for (uint32_t j = 0; j < luks->token_count && used < sizeof(known); j++)
			used += (size_t)snprintf(known + used, sizeof(known) - used,
						 _("    token: %s\n"), luks->tokens[j].type);
	}
	return conditions_ask(TOOL, device->node, known, &conditions, crypto->answers, is_answered);
}

static int ask(const struct config *config, const struct wipe_device *device, bool may_ask,
	       struct wipe_crypto *crypto)
{
	bool is_answered = false;
	int code = EXIT_DONE;

	memcpy(crypto->answers, config->answers, sizeof(crypto->answers));
	if (config->conditions)
		crypto->answered_by = WIPE_ANSWERED_BY_FILE;
	else if (may_ask && !config->then_overwrite)
		code = ask_about(device, crypto, &is_answered);
	if (is_answered)
		crypto->answered_by = WIPE_ANSWERED_BY_PROMPT;
	return code;
}

/* Before the questions: one of them is whether there is a copy. */
static void tell_copies(const struct wipe_device *device, const struct wipe_crypto *crypto)
{
	char text[KEYS_COPY_BYTES];

	for (uint32_t i = 0; i < crypto->copy_count && i < WIPE_UUID_COPIES_MAX; i++) {
		keys_copy_text(&crypto->copies[i], text);
		output_message(TOOL, device->node, text);
	}
}

/* The keys of those are overwritten only, with everything else. */
static void warn_of_passed_over(const struct wipe_device *device, const struct wipe_crypto *crypto)
{
	char message[256];

	if (!crypto->passed_over)
		return;
	snprintf(
		message, sizeof(message),
		ngettext("the header of %u volume, or what may be one, cannot be used: it is overwritten, "
			 "but its keys are not destroyed first",
			 "the headers of %u volumes, or what may be such, cannot be used: they are "
			 "overwritten, but their keys are not destroyed first",
			 crypto->passed_over),
		crypto->passed_over);
	output_message(TOOL, device->node, message);
}

int keys_find(const struct config *config, struct wipe_source *source,
	      const struct wipe_device *device, const char *partition,
	      const struct wipe_device *header, bool may_ask, struct wipe_crypto *crypto)
{
	struct wipe_error err;
	int rc;

	memset(crypto, 0, sizeof(*crypto));
	wipe_error_clear(&err);
	crypto->then_overwrite = config->then_overwrite;
	rc = wipe_crypto_find(device, partition, header, crypto, &err);
	/* Where all is overwritten, keys are destroyed first if there are some. */
	if (rc == WIPE_E_NOTFOUND && config->then_overwrite && !header) {
		output_message(TOOL, device->node,
			       _("no encrypted volume is found that could be read: all is "
				 "overwritten, and nothing is claimed of keys"));
		crypto->volume_count = 0;
		return EXIT_DONE;
	}
	if (!rc)
		warn_of_passed_over(device, crypto);
	if (!rc && !config->then_overwrite)
		rc = wipe_crypto_try(device, crypto, &err);
	if (!rc)
		rc = wipe_crypto_refuse_mapped(crypto, &err);
	if (!rc)
		rc = wipe_crypto_find_copies(source, device, crypto, &err);
	if (rc)
		return keys_fail(config, &err);
	if (!config->dry_run)
		tell_copies(device, crypto);
	return ask(config, device, may_ask, crypto);
}

void keys_tell_level(const struct wipe_device *device, const struct wipe_plan *plan)
{
	char message[512];

	if (!plan->is_limited || plan->level_reachable != WIPE_LEVEL_NONE)
		return;
	snprintf(message, sizeof(message), _("the level will be none. %s"),
		 wipe_level_reason_text(plan->level_reason));
	output_message(TOOL, device->node, message);
}

/* The header's medium is written, too. */
static const char *task_elsewhere(const struct wipe_plan *plan, char *out, size_t out_bytes)
{
	const struct wipe_device *header = &plan->crypto.header;
	char node[512], model[256], serial[256];

	text_escape(header->node, node, sizeof(node));
	text_escape(header->model, model, sizeof(model));
	text_escape(header->serial, serial, sizeof(serial));
	snprintf(out, out_bytes,
		 plan->is_limited ?
			 _("THE HEADER ON %s (%s, serial %s) will be destroyed, and with "
			   "it the keys of the data on this medium:") :
			 _("THE HEADER ON %s (%s, serial %s) will be destroyed, and "
			   "everything on this medium will be erased:"),
		 node, *model ? model : "-", *serial ? serial : "-");
	return out;
}

const char *keys_task(const struct wipe_plan *plan, char *out, size_t out_bytes)
{
	if (plan->crypto.is_detached)
		return task_elsewhere(plan, out, out_bytes);
	if (!plan->is_limited)
		return NULL;
	if (!plan->crypto.scope_bytes)
		return _(
			"Keys on this medium will be destroyed, and all that is not encrypted will be "
			"overwritten:");
	snprintf(out, out_bytes, _("The keys of partition %u of this medium will be destroyed:"),
		 plan->crypto.scope_partition);
	return out;
}
