/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What wipe-list shows of the machines of tests/fixtures, on terminals of any width.
 * Where MASSHO_DESCRIBE names a folder, some of it is left there to be looked at.
 */
#include "unit.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry_table.h"
#include "entry_tree.h"
#include "fixture_tree.h"
#include "i18n.h"
#include "list_scene.h"
#include "machine_view.h"
#include "text.h"

#define NARROWEST 60
#define WIDEST 200

/* Prints something on a sheet. */
typedef int (*show)(const void *arg, const struct sheet *sheet);

static int show_table(const void *arg, const struct sheet *sheet)
{
	return entry_table_print(arg, sheet);
}

static int show_tree(const void *arg, const struct sheet *sheet)
{
	return entry_tree_print(arg, sheet);
}

static int show_machine(const void *arg, const struct sheet *sheet)
{
	return machine_view_print(arg, sheet);
}

static char *printed(show print, const void *arg, size_t columns)
{
	struct sheet sheet = { .columns = columns };
	char *text = NULL;
	size_t bytes;

	sheet.stream = open_memstream(&text, &bytes);
	assert_non_null(sheet.stream);
	assert_int_equal(print(arg, &sheet), 0);
	fclose(sheet.stream);
	return text;
}

static size_t widest_line(const char *text)
{
	size_t widest = 0;

	while (*text) {
		size_t bytes = strcspn(text, "\n"), width;
		char line[4096];

		snprintf(line, sizeof(line), "%.*s", (int)bytes, text);
		width = text_columns(line);
		widest = width > widest ? width : widest;
		text += bytes + (text[bytes] == '\n');
	}
	return widest;
}

/* Bytes that are neither blanks nor lines of the tree: E2 94 .. in UTF-8. */
static size_t substance(const char *text)
{
	size_t count = 0;

	while (*text) {
		if (strncmp(text, "\xe2\x94", 2) == 0) {
			text += 3;
			continue;
		}
		count += *text != ' ' && *text != '\n';
		text++;
	}
	return count;
}

static void keep(const char *name, const char *kind, const char *language, size_t columns,
		 const char *text)
{
	const char *folder = getenv("MASSHO_DESCRIBE");
	char path[PATH_MAX];
	FILE *file;

	if (!folder || (columns != 60 && columns != 80 && columns != 120))
		return;
	snprintf(path, sizeof(path), "%s/%s.%s.%s.%zu", folder, name, kind,
		 *language ? language : "en", columns);
	file = fopen(path, "we");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* How many widths it does not fit, or at which something is lost. */
static size_t misfits(const char *name, const char *kind, const char *language, show print,
		      const void *arg, bool all_columns)
{
	char *whole = printed(print, arg, SIZE_MAX);
	size_t wrong = 0;

	for (size_t columns = NARROWEST; columns <= WIDEST; columns += test_step(20)) {
		char *text = printed(print, arg, columns);
		bool complete = !all_columns || substance(text) == substance(whole);

		if (widest_line(text) > columns || !complete) {
			if (!wrong)
				print_message("%s %s %s at %zu: %zu wide%s\n%s", name, kind,
					      language, columns, widest_line(text),
					      complete ? "" : ", incomplete", text);
			wrong++;
		}
		keep(name, kind, language, columns, text);
		free(text);
	}
	free(whole);
	return wrong;
}

/* Calls each for every tree of a folder of fixtures, in both languages. */
static size_t for_each(const char *folder, size_t (*each)(const char *name, const char *language))
{
	static const char *const languages[] = { "", "ja" };
	char *pattern = list_scene_path(folder, "*.tree");
	size_t wrong = 0;
	glob_t found;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	free(pattern);
	for (size_t k = 0; k < COUNT(languages); k++) {
		setenv("LANGUAGE", languages[k], 1);
		i18n_start();
		if (*languages[k])
			assert_string_not_equal(_("NAME"), "NAME");
		for (size_t i = 0; i < found.gl_pathc; i++)
			wrong += each(strrchr(found.gl_pathv[i], '/') + 1, languages[k]);
	}
	globfree(&found);
	return wrong;
}

static size_t misfits_of_drives(const char *name, const char *language)
{
	struct list_scene scene;
	size_t wrong;

	list_scene_make(name, &scene);
	wrong = misfits(name, "table", language, show_table, &scene.list, false) +
		misfits(name, "tree", language, show_tree, &scene.list, true);
	list_scene_free(&scene);
	return wrong;
}

static size_t misfits_of_machine(const char *name, const char *language)
{
	char *path = list_scene_path("surveys", name), *root = fixture_tree_make(path);
	struct wipe_machine_survey *survey;
	struct machine_uses *uses;
	struct wipe_machine machine;
	size_t wrong;

	free(path);
	wipe_machine_read(root, &machine);
	assert_int_equal(wipe_machine_survey(root, &survey, NULL), 0);
	uses = calloc(survey->count + 1, sizeof(*uses));
	assert_non_null(uses);
	for (size_t i = 0; i < survey->count; i++)
		if (survey->items[i].state == WIPE_MACHINE_VISIBLE)
			uses[i] = (struct machine_uses){
				.known = true,
				.kinds = { [WIPE_USE_MOUNTED] = true, [WIPE_USE_SYSTEM] = true }
			};
	wrong = misfits(name, "machine", language, show_machine,
			&(struct machine_view){ &machine, survey, uses }, false);
	free(uses);
	wipe_machine_survey_free(survey);
	fixture_tree_remove(root);
	return wrong;
}

/* Goal: no line is wider than the terminal, and a tree says the same at each width. */
static void lists_and_trees_fit_any_terminal(void **state)
{
	(void)state;
	assert_int_equal(for_each("machines", misfits_of_drives), 0);
}

static void surveys_fit_any_terminal(void **state)
{
	(void)state;
	assert_int_equal(for_each("surveys", misfits_of_machine), 0);
}

/* Goal: who reads either knows that two nodes are one drive, and which. */
static void other_paths_are_shown(void **state)
{
	struct list_scene scene;
	char *table, *tree;

	(void)state;
	setenv("LANGUAGE", "", 1);
	i18n_start();
	list_scene_make("sas.tree", &scene);
	table = printed(show_table, &scene.list, 120);
	tree = printed(show_tree, &scene.list, 80);
	for (size_t i = 0; i < scene.list.count; i++) {
		const struct wipe_device *dev = scene.list.items[i].device;
		char line[80];

		for (uint32_t k = 0; k < dev->other_path_count; k++) {
			snprintf(line, sizeof(line), "also %s", dev->other_paths[k] + 5);
			assert_non_null(strstr(table, line));
			assert_non_null(strstr(tree, line));
		}
	}
	assert_non_null(strstr(table, "also sd"));
	free(table);
	free(tree);
	list_scene_free(&scene);
}

/* Goal: a tree tells which drive it is about: what is printed on it stands there. */
static void a_tree_names_the_drive(void **state)
{
	struct list_scene scene;
	char *tree;

	(void)state;
	list_scene_make("layers.tree", &scene);
	tree = printed(show_tree, &scene.list, 120);
	assert_non_null(strstr(tree, "WDC WD10EZEX-08W"));
	assert_non_null(strstr(tree, "WD-WCC6Y0001234"));
	free(tree);
	list_scene_free(&scene);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_and_trees_fit_any_terminal),
		cmocka_unit_test(surveys_fit_any_terminal),
		cmocka_unit_test(other_paths_are_shown),
		cmocka_unit_test(a_tree_names_the_drive),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
