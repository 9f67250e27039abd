/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every key and every word of an enumeration that wipe-list may print as JSON, taken
 * from what prints them: for tests/house/json_words.py, which looks for them in the
 * manual page. "key OBJECT NAME" or "word ENUMERATION NAME" a line.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/plan.h>

#include "entry_json.h"
#include "list_scene.h"
#include "machine_json.h"
#include "output.h"
#include "reasons.h"
#include "survey.h"

#define NAMES_MAX 64

static void word(const char *enumeration, const char *name)
{
	if (name && *name)
		printf("word %s %s\n", enumeration, name);
}

/* All of a table; "unknown" stands for whatever is past its end. */
#define WORDS(function, type)                                       \
	for (unsigned int name_i = 0; name_i < NAMES_MAX; name_i++) \
	word(#type, function((enum type)name_i))

static void print_names(void)
{
	WORDS(wipe_kind_name, wipe_kind);
	WORDS(wipe_bus_name, wipe_bus);
	WORDS(wipe_media_name, wipe_media);
	WORDS(wipe_serial_source_name, wipe_serial_source);
	WORDS(wipe_serial_problem_name, wipe_serial_problem);
	WORDS(wipe_wwn_source_name, wipe_wwn_source);
	WORDS(wipe_zoned_name, wipe_zoned);
	WORDS(wipe_layer_kind_name, wipe_layer_kind);
	WORDS(wipe_use_name, wipe_use_kind);
	WORDS(wipe_level_name, wipe_level);
	WORDS(wipe_machine_source_name, wipe_machine_source);
	WORDS(wipe_machine_kind_name, wipe_machine_kind);
	WORDS(wipe_machine_state_name, wipe_machine_state);
	WORDS(wipe_machine_verdict_name, wipe_machine_verdict);
	for (int code = WIPE_E_USAGE; code > -NAMES_MAX; code--)
		word("wipe_code", wipe_code_name(code));
	for (size_t i = 0; survey_doubt_name(i); i++)
		word("doubt", survey_doubt_name(i));
}

static void print_reasons(void)
{
	for (unsigned int i = 0; i < MACHINE_REASON_COUNT; i++) {
		struct wipe_machine_finding finding;

		machine_reason_fill(&finding, (enum machine_reason)i);
		word("reason", finding.reason);
	}
}

/* What is said of every scheme on every medium, and how long it takes there. */
static void print_plans(void)
{
	for (unsigned int i = 0; i < 2 * NAMES_MAX; i++) {
		struct wipe_device dev = { .media = (enum wipe_media)(i % 8),
					   .bus = (enum wipe_bus)(i / 8) };
		struct wipe_plan plan = { .capacity_bytes = 1000000, .pass_count = 1 };
		struct wipe_estimate estimate;

		if (wipe_plan_estimate(&plan, &dev, &estimate))
			word("basis", estimate.basis);
		for (size_t k = 0; k < wipe_scheme_count(); k++) {
			const char *reason = NULL;

			wipe_level_of_overwrite(wipe_scheme_at(k), WIPE_KIND_DEVICE, dev.media,
						i / 8 % 2, &reason);
			word("recommended_level_reason", reason);
		}
	}
}

static void print_keys(const char *object, json_t *value)
{
	const char *key;
	json_t *member;
	size_t i;

	if (json_is_array(value))
		json_array_foreach(value, i, member) print_keys(object, member);
	if (json_is_object(value))
		json_object_foreach(value, key, member)
		{
			printf("key %s %s\n", object, key);
			print_keys(key, member);
		}
}

static void print_object(const char *object, json_t *value)
{
	assert_non_null(value);
	print_keys(object, value);
	json_decref(value);
}

/* Once as it is found, and once with what could not be found out. */
static void print_devices(void)
{
	struct list_scene scene;

	list_scene_make("layers.tree", &scene);
	for (size_t i = 0; i < scene.list.count; i++) {
		struct entry *entry = &scene.list.items[i];

		print_object("device", entry_json(entry));
		wipe_error_set(&entry->contents_error, WIPE_E_IO, 5, "x");
		wipe_error_set(&entry->uses_error, WIPE_E_SYSTEM, 5, "x");
		print_object("device", entry_json(entry));
	}
	list_scene_free(&scene);
}

int main(void)
{
	static const struct machine_uses uses = { .known = true };
	struct wipe_machine_finding finding = { .kind = WIPE_MACHINE_DISK };
	struct wipe_machine_survey survey = { .count = 0 };
	struct wipe_machine machine = { .source = WIPE_MACHINE_FROM_DMI };

	print_names();
	print_reasons();
	print_plans();
	print_devices();
	machine_reason_fill(&finding, REASON_BLOCK_DEVICE);
	print_object("finding", machine_finding_json(&finding, &uses));
	print_object("machine", machine_json(&machine, &survey));
	return fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
