/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casework.h"

#include <stdlib.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "register.h"

/* The --item of the target, which stands where its device does; NULL: none was given. */
static const char *name_of(const struct config *config, const char *path)
{
	for (size_t i = 0; i < config->items.count; i++)
		if (config->options.arguments[i] == path)
			return config->items.items[i];
	return NULL;
}

/* By serial: a medium that is no item is not refused here, an instruction may name it. */
static int find_by_serial(const struct wipecert_case *opened, const struct wipe_device *device,
			  size_t *index)
{
	struct wipe_error err;

	if (!*device->serial)
		return options_fail(TOOL, _("%s tells no serial: --item is needed"), device->node);
	wipe_error_clear(&err);
	if (!wipecert_case_find_medium(opened, device->serial, index, &err) ||
	    err.code == WIPE_E_NOTFOUND)
		return EXIT_DONE;
	output_wipe_error(TOOL, device->node, &err);
	return EXIT_USAGE;
}

int casework_find(const struct config *config, const struct wipecert_case *opened, const char *path,
		  struct target *target)
{
	const char *name = name_of(config, path);
	size_t index = WIPECERT_NO_INDEX;
	int code;

	if (!opened)
		return EXIT_DONE;
	code = name ? register_find_item(TOOL, opened, name, &index) :
		      find_by_serial(opened, target->device, &index);
	if (code != EXIT_DONE)
		return code;
	target->level_required = wipecert_case_level_of(opened, index, target->device->serial);
	if (index == WIPECERT_NO_INDEX)
		return EXIT_DONE;
	erasing_take_item(opened, index, &target->erasing);
	return EXIT_DONE;
}

int casework_check_level(const struct target *target)
{
	if (target->plan.level_reachable >= target->level_required)
		return EXIT_DONE;
	output_error(TOOL, target->device->node,
		     _("the case requires the level %s, and the job that is gone on with reaches "
		       "the level %s"),
		     wipe_level_text(target->level_required),
		     wipe_level_text(target->plan.level_reachable));
	return EXIT_UNSUPPORTED;
}

int casework_try(const struct target *target, struct records *records, struct ruling *ruling)
{
	struct wipe_report *report = calloc(1, sizeof(*report));
	const struct records_subject subject = { .report = report };
	int code;

	if (!report) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		*ruling = (struct ruling){ .is_allowed = false };
		return EXIT_FAILED;
	}
	target_fill_report(target, report);
	code = erasing_try(&target->erasing, records, &subject, ruling);
	free(report);
	return code;
}

static int refuse_one(const struct target *target, struct records *records)
{
	const struct wipe_device *device = target->device;
	struct ruling ruling;
	int code = casework_try(target, records, &ruling);

	if (code == EXIT_FAILED && !*ruling.message)
		return code;
	erasing_refuse(TOOL, device->node, &target->erasing, device->serial, records, &ruling);
	if (ruling.fault == WIPECERT_FAULT_CHALLENGE && target->journal.file)
		output_error(TOOL, device->node, "%s",
			     _("what was begun answers a challenge that does not count any "
			       "more: begin anew without --resume, with a new one "
			       "(wipe-case challenge, then --challenge)"));
	return code;
}

int casework_refuse(const struct targets *targets, struct records *records)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < targets->count; i++)
		code = exit_combine(code, refuse_one(&targets->items[i], records));
	return code;
}
