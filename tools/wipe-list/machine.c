/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine.h"

#include <stdlib.h>

#include <wipe/device.h>
#include <wipe/machine.h>

#include "exit.h"
#include "i18n.h"
#include "machine_json.h"
#include "machine_view.h"
#include "output.h"

#define TOOL "wipe-list"

static void find_uses(struct wipe_source *source, const char *node, struct machine_uses *uses)
{
	struct wipe_device *dev;

	if (wipe_device_find(source, node, &dev, NULL))
		return;
	uses->known = !wipe_device_find_uses(dev, NULL) && (dev->uses_complete || dev->use_count);
	for (size_t i = 0; i < dev->use_count; i++)
		uses->kinds[dev->uses[i].kind] = true;
	wipe_device_free(dev);
}

/* Of each finding that has a node. NULL: no memory. */
static struct machine_uses *find_all_uses(const struct wipe_machine_survey *survey)
{
	struct machine_uses *uses = calloc(survey->count + 1, sizeof(*uses));
	struct wipe_source *source = wipe_source_system();

	if (!uses || !source) {
		wipe_source_free(source);
		free(uses);
		return NULL;
	}
	for (size_t i = 0; i < survey->count; i++)
		if (*survey->items[i].node)
			find_uses(source, survey->items[i].node, &uses[i]);
	wipe_source_free(source);
	return uses;
}

static void print_json(const struct machine_view *view)
{
	for (size_t i = 0; i < view->survey->count; i++)
		output_json(machine_finding_json(&view->survey->items[i], &view->uses[i]));
	output_json(machine_json(view->machine, view->survey));
}

static int print(const struct machine_view *view, bool json)
{
	const struct sheet sheet = sheet_stdout();

	if (view->uses && json) {
		print_json(view);
		return EXIT_DONE;
	}
	if (view->uses && !machine_view_print(view, &sheet))
		return EXIT_DONE;
	output_error(TOOL, NULL, "%s", _("out of memory"));
	return EXIT_FAILED;
}

int machine_run(bool json)
{
	struct wipe_machine_survey *survey;
	struct machine_uses *uses;
	struct wipe_machine machine;
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	wipe_machine_read("", &machine);
	if (wipe_machine_survey("", &survey, &err)) {
		output_wipe_error(TOOL, NULL, &err);
		return exit_from_error(&err);
	}
	uses = find_all_uses(survey);
	code = print(&(struct machine_view){ &machine, survey, uses }, json);
	if (code == EXIT_DONE && survey->verdict != WIPE_MACHINE_COMPLETE)
		code = EXIT_UNCONFIRMED;
	free(uses);
	wipe_machine_survey_free(survey);
	return code;
}
