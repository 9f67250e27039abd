/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "casework.h"
#include "exit.h"
#include "i18n.h"
#include "keys.h"
#include "output.h"
#include "prompt.h"
#include "text.h"
#include "twice.h"

/* Each has a child and a pipe. */
#define TARGETS_MAX 64

static int fail(const struct wipe_error *err)
{
	output_error(TOOL, NULL, "%s", err->message);
	/* A device that is not there is a mistake in the command. */
	return err->code == WIPE_E_NOTFOUND ? EXIT_USAGE : exit_from_error(err);
}

/* A new plan, or that of the journal if this is its medium. */
static int plan_one(const struct config *config, const struct wipe_crypto *crypto,
		    struct target *target)
{
	struct wipe_plan_request request = config->plan;
	struct wipe_error err;
	int rc, code;

	wipe_error_clear(&err);
	if (target->level_required > request.require)
		request.require = target->level_required;
	request.crypto = crypto;
	if (!config->resume) {
		rc = wipe_plan_make(&request, target->device, wipe_env_system(), &target->plan,
				    &err);
		if (!rc)
			return EXIT_DONE;
		/* Its headers lead out of it: as where they are read. */
		if (!crypto || rc != WIPE_E_FORMAT)
			return fail(&err);
		wipe_error_context(&err, "%s", target->device->node);
		return keys_fail(config, &err);
	}
	code = journal_open(config->resume, &target->journal);
	if (code != EXIT_DONE)
		return code;
	rc = wipe_journal_plan(target->journal.file, target->device, &target->plan, &err);
	if (!rc)
		return casework_check_level(target);
	output_error(TOOL, config->resume, "%s", err.message);
	return rc == WIPE_E_FORMAT ? EXIT_USAGE : exit_from_error(&err);
}

/* The disk of a partition, which is all that is erased if only its keys are destroyed. */
static int take_whole(const struct config *config, struct wipe_source *source, const char *path,
		      struct target *target, char partition[256])
{
	struct wipe_device *device = target->device;
	struct wipe_error err;

	if (!device->is_partition)
		return EXIT_DONE;
	if (!keys_are_wanted(config) || config->then_overwrite) {
		output_error(TOOL, path, _("is a partition of %s: only whole devices are erased"),
			     device->whole_node);
		return EXIT_REFUSED;
	}
	wipe_error_clear(&err);
	snprintf(partition, 256, "%s", device->node);
	target->device = NULL;
	if (wipe_device_find(source, device->whole_node, &target->device, &err) != 0)
		output_error(TOOL, path, "%s", err.message);
	wipe_device_free(device);
	return target->device ? EXIT_DONE : exit_from_error(&err);
}

static int find_header(const struct config *config, struct wipe_source *source,
		       struct target *target)
{
	struct wipe_error err;
	struct stat st;
	int rc;

	if (!config->header)
		return EXIT_DONE;
	wipe_error_clear(&err);
	rc = stat(config->header, &st) == 0 && S_ISBLK(st.st_mode) ?
		     wipe_device_find(source, config->header, &target->header, &err) :
		     wipe_device_describe_image(config->header, &target->header, &err);
	if (!rc && target->header->is_partition) {
		output_error(TOOL, config->header, "%s",
			     _("is a partition: a header is destroyed on a whole device or in a "
			       "file"));
		return EXIT_REFUSED;
	}
	if (!rc && twice_same_medium(target->device, target->header))
		return options_fail(TOOL, "%s", _("--header names the device itself"));
	if (!rc)
		rc = wipe_device_settle_uses(target->header, wipe_env_system(), &err);
	return rc ? fail(&err) : EXIT_DONE;
}

static int find_keys(const struct config *config, struct wipe_source *source, const char *partition,
		     struct target *target, struct wipe_crypto **crypto)
{
	bool may_ask = !config->dry_run && !target->device->use_count;
	int code = find_header(config, source, target);

	if (code != EXIT_DONE)
		return code;
	*crypto = malloc(sizeof(**crypto));
	if (!*crypto)
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	return keys_find(config, source, target->device, *partition ? partition : NULL,
			 target->header, may_ask, *crypto);
}

static int find_one(const struct config *config, struct wipe_source *source,
		    const struct wipecert_case *opened, const char *path, struct target *target)
{
	struct wipe_crypto *crypto = NULL;
	char partition[256] = "";
	struct wipe_error err;
	int rc, code;

	wipe_error_clear(&err);
	rc = config->image ? wipe_device_describe_image(path, &target->device, &err) :
			     wipe_device_find(source, path, &target->device, &err);
	if (rc)
		return fail(&err);
	code = take_whole(config, source, path, target, partition);
	if (code != EXIT_DONE)
		return code;
	/* What is on it is shown, not needed: a dying drive may not tell. */
	if (wipe_device_probe(target->device, &err) != 0)
		wipe_error_clear(&err);
	/* What a run before has half overwritten is compared with its journal instead. */
	if (config->resume)
		target->device->contents_complete = false;
	if (wipe_device_settle_uses(target->device, wipe_env_system(), &err) != 0)
		return fail(&err);
	if (keys_are_wanted(config) && !config->resume)
		code = find_keys(config, source, partition, target, &crypto);
	if (code == EXIT_DONE)
		code = casework_find(config, opened, path, target);
	if (code == EXIT_DONE)
		code = plan_one(config, crypto, target);
	if (code == EXIT_DONE && !config->dry_run)
		keys_tell_level(target->device, &target->plan);
	free(crypto);
	return code;
}

/* The last of the targets, if one before it is the same medium. */
static int refuse_second_name(const struct targets *targets, const char *path)
{
	const struct wipe_device *last = targets->items[targets->count - 1].device;

	for (size_t i = 0; last && i < targets->count - 1; i++) {
		const struct wipe_device *before = targets->items[i].device;

		if (!before || !twice_same_medium(before, last))
			continue;
		if (targets->items[i].plan.crypto.scope_bytes)
			output_error(TOOL, path, "%s",
				     _("is on a medium of which something is named already: one "
				       "run for each partition"));
		else if (strcmp(before->node, last->node) == 0)
			output_error(TOOL, path, "%s", _("is named twice"));
		else
			output_error(TOOL, path, _("is named twice: %s is the same"), before->node);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

int targets_find(const struct config *config, struct wipe_source *source,
		 const struct wipecert_case *opened, struct targets *targets)
{
	int code = EXIT_DONE;

	if (config->options.argument_count > TARGETS_MAX)
		return options_fail(TOOL, _("at most %d devices at once"), TARGETS_MAX);
	targets->items = calloc(config->options.argument_count, sizeof(*targets->items));
	if (!targets->items)
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	for (size_t i = 0; i < config->options.argument_count; i++) {
		struct target *target = &targets->items[targets->count++];
		const char *path = config->options.arguments[i];

		if (config->options.log_path && twice_same_file(config->options.log_path, path))
			return options_fail(TOOL, "%s", _("--log names a medium to be erased"));
		code = exit_combine(code, find_one(config, source, opened, path, target));
		code = exit_combine(code, refuse_second_name(targets, path));
	}
	return code;
}

void target_fill_report(const struct target *target, struct wipe_report *report)
{
	report->device = *target->device;
	report->device.contents = NULL;
	report->device.uses = NULL;
	report->device.content_count = report->device.use_count = 0;
	report->plan = target->plan;
	report->started_at_s = report->ended_at_s =
		wipe_env_system()->ops->realtime_s(wipe_env_system());
}

void targets_free(struct targets *targets)
{
	for (size_t i = 0; i < targets->count; i++) {
		wipe_device_free(targets->items[i].device);
		wipe_device_free(targets->items[i].header);
		journal_close(&targets->items[i].journal);
	}
	free(targets->items);
}

static int refuse_used(const struct wipe_device *device)
{
	int code = EXIT_DONE;

	for (size_t k = 0; k < device->use_count; k++) {
		output_error(TOOL, NULL, "%s", device->uses[k].advice);
		code = EXIT_REFUSED;
	}
	if (!device->uses_complete) {
		output_error(TOOL, NULL, _("only root sees whether others use %s: run it as root"),
			     device->node);
		code = EXIT_REFUSED;
	}
	return code;
}

int targets_refuse_used(const struct targets *targets)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < targets->count; i++) {
		const struct target *target = &targets->items[i];

		code = exit_combine(code, refuse_used(target->device));
		if (target->header)
			code = exit_combine(code, refuse_used(target->header));
	}
	return code;
}

static void tell_resumed(const struct target *target)
{
	struct wipe_resume *resume = malloc(sizeof(*resume));
	uint64_t capacity = target->plan.capacity_bytes;
	char node[512];

	if (!resume)
		return;
	text_escape(target->device->node, node, sizeof(node));
	wipe_journal_resume_point(target->journal.file, 0, resume);
	printf(_("%s: goes on in pass %u of %u at %u %%, method %s; then every block is read "
		 "back\n"),
	       node, resume->at.pass, target->plan.pass_count,
	       (unsigned int)((double)resume->at.covered_bytes / (double)capacity * 100),
	       target->plan.scheme->name);
	if (wipe_journal_is_behind(target->journal.file))
		printf("%s", _("  the newest checkpoint is damaged: the one before it is used\n"));
	if (target->journal.had_keys)
		printf("%s",
		       _("  all is overwritten, the headers too; of the keys themselves nothing "
			 "will be told\n"));
	fflush(stdout);
	free(resume);
}

void targets_tell_resumed(const struct targets *targets)
{
	for (size_t i = 0; i < targets->count; i++)
		if (targets->items[i].journal.file)
			tell_resumed(&targets->items[i]);
}

/* The --confirm that is meant for this device; any other one if none fits. */
static const char *confirm_for(const struct config *config, const struct wipe_device *device)
{
	for (size_t i = 0; i < config->confirms.count; i++)
		if (strcmp(config->confirms.items[i], wipe_device_confirmation(device)) == 0)
			return config->confirms.items[i];
	return config->confirms.count ? config->confirms.items[0] : NULL;
}

/* A value that confirms none of the media was meant for another one. */
static int refuse_stray_confirms(const struct config *config, const struct targets *targets)
{
	for (size_t i = 0; i < config->confirms.count; i++) {
		const char *value = config->confirms.items[i];
		bool fits = false;

		for (size_t k = 0; k < targets->count; k++)
			fits |= strcmp(value, wipe_device_confirmation(targets->items[k].device)) ==
				0;
		if (!fits) {
			output_error(TOOL, value, "%s", _("confirms none of the given devices"));
			return EXIT_REFUSED;
		}
	}
	return EXIT_DONE;
}

int targets_confirm(const struct config *config, const struct targets *targets)
{
	if (refuse_stray_confirms(config, targets) != EXIT_DONE)
		return EXIT_REFUSED;
	for (size_t i = 0; i < targets->count; i++) {
		const struct wipe_device *device = targets->items[i].device;
		char task[1536];
		int code = prompt_confirmation(
			TOOL, device, keys_task(&targets->items[i].plan, task, sizeof(task)),
			confirm_for(config, device));

		if (code != EXIT_DONE)
			return code;
	}
	return EXIT_DONE;
}
