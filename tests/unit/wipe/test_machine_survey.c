/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Machines as trees of sysfs (tests/fixtures/surveys/NAME.tree), each with what
 * is to be found in it (NAME.txt). MASSHO_UPDATE_FIXTURES writes those anew.
 */
#include "unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipe/machine.h>

#include "fixture_tree.h"

static const char *const machines[] = {
	"laptop",      "rst",	  "vmd",      "server", "board",   "dead",    "nvdimm",
	"nfit",	       "plugged", "guest",    "blind",	"nothing", "hostile", "diskless",
	"controllers", "unread",  "remapped", "ufs",	"buses",   "cxl",     "udev-ended"
};

static void path_of(const char *name, const char *ending, char path[512])
{
	const char *source = getenv("MASSHO_SOURCE");

	snprintf(path, 512, "%s/tests/fixtures/surveys/%s.%s", source ? source : "../../..", name,
		 ending);
}

static char *make(const char *name)
{
	char path[512];

	path_of(name, "tree", path);
	return fixture_tree_make(path);
}

static void print_text(FILE *out, const char *key, const char *value)
{
	if (*value)
		fprintf(out, "\t%s: %s\n", key, value);
}

static void print_label(FILE *out, const char *root)
{
	struct wipe_machine machine;

	wipe_machine_read(root, &machine);
	fprintf(out, "label from %s%s\n", wipe_machine_source_name(machine.source),
		machine.serial_withheld ? ", serials withheld" : "");
	print_text(out, "maker", machine.maker);
	print_text(out, "model", machine.model);
	print_text(out, "serial", machine.serial);
	print_text(out, "asset tag", machine.asset_tag);
	print_text(out, "uuid", machine.uuid);
	print_text(out, "board maker", machine.board_maker);
	print_text(out, "board model", machine.board_model);
	print_text(out, "board serial", machine.board_serial);
	print_text(out, "chassis", machine.chassis);
	print_text(out, "firmware", machine.firmware);
}

static void print_finding(FILE *out, const struct wipe_machine_finding *finding)
{
	fprintf(out, "%s %s %s %s%s\n", wipe_machine_kind_name(finding->kind), finding->name,
		wipe_machine_state_name(finding->state), finding->reason,
		finding->accounted ? "" : " UNACCOUNTED");
	print_text(out, "what", finding->what);
	print_text(out, "node", finding->node);
	print_text(out, "part of", finding->part_of);
	print_text(out, "path", finding->sysfs_path);
	print_text(out, "vendor", finding->vendor);
	print_text(out, "model", finding->model);
	print_text(out, "ids", finding->ids);
	print_text(out, "class", finding->class_code);
	print_text(out, "driver", finding->driver);
	print_text(out, "detail", finding->detail);
	if (finding->size_bytes)
		fprintf(out, "\tbytes: %" PRIu64 "\n", finding->size_bytes);
	if (finding->hidden_count)
		fprintf(out, "\thidden: %" PRIu32 "\n", finding->hidden_count);
	/* What is not accounted for comes with a reason and a way out for people. */
	assert_true(*finding->why);
	assert_int_equal(finding->accounted, !*finding->advice);
}

static void print_survey(FILE *out, const char *root)
{
	struct wipe_machine_survey *survey;

	assert_int_equal(wipe_machine_survey(root, &survey, NULL), 0);
	for (size_t i = 0; i < survey->count; i++)
		print_finding(out, &survey->items[i]);
	fprintf(out, "%s: %zu unaccounted of %zu, %zu disks, %zu controllers\n",
		wipe_machine_verdict_name(survey->verdict), survey->unaccounted, survey->count,
		survey->disks, survey->controllers);
	if (survey->doubt)
		fprintf(out, "doubt: %s (%s), %s\n", survey->doubt, survey->doubt_path,
			survey->doubt_text);
	wipe_machine_survey_free(survey);
}

static char *describe(const char *root)
{
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);

	assert_non_null(out);
	print_label(out, root);
	print_survey(out, root);
	fclose(out);
	return text;
}

static char *read_expected(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = calloc(1, 1 << 20);

	assert_non_null(text);
	if (file && fread(text, 1, (1 << 20) - 1, file) == 0)
		text[0] = '\0';
	if (file)
		fclose(file);
	return text;
}

static void write_expected(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* The first line that differs, with what was to be there. */
static bool is_equal(const char *name, const char *expected, const char *found)
{
	size_t line = 1;

	while (*expected && *expected == *found) {
		line += *expected == '\n';
		expected++;
		found++;
	}
	if (!*expected && !*found)
		return true;
	print_error("survey-%s.txt:%zu: expected ...%.*s\n", name, line,
		    (int)strcspn(expected, "\n"), expected);
	print_error("found ...%.*s\n", (int)strcspn(found, "\n"), found);
	return false;
}

/* Goal: in each machine exactly that is found which is to be found. */
static void machines_are_as_expected(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(machines); i++) {
		char *root = make(machines[i]), *found = describe(root), *expected;
		char path[512];

		path_of(machines[i], "txt", path);
		if (getenv("MASSHO_UPDATE_FIXTURES"))
			write_expected(path, found);
		expected = read_expected(path);
		wrong += !is_equal(machines[i], expected, found);
		free(expected);
		free(found);
		fixture_tree_remove(root);
	}
	assert_int_equal(wrong, 0);
}

/* Goal: an ordinary machine is complete, or nobody reads the verdict; a lack never is. */
static void verdicts_are_honest(void **state)
{
	static const struct {
		const char *name;
		enum wipe_machine_verdict verdict;
	} cases[] = {
		{ "laptop", WIPE_MACHINE_COMPLETE },   { "diskless", WIPE_MACHINE_COMPLETE },
		{ "rst", WIPE_MACHINE_INCOMPLETE },    { "vmd", WIPE_MACHINE_INCOMPLETE },
		{ "server", WIPE_MACHINE_INCOMPLETE }, { "nfit", WIPE_MACHINE_INCOMPLETE },
		{ "nothing", WIPE_MACHINE_UNKNOWN },   { "blind", WIPE_MACHINE_UNKNOWN },
		{ "unread", WIPE_MACHINE_UNKNOWN },    { "remapped", WIPE_MACHINE_UNKNOWN },
		{ "ufs", WIPE_MACHINE_COMPLETE },      { "buses", WIPE_MACHINE_INCOMPLETE },
		{ "cxl", WIPE_MACHINE_INCOMPLETE },    { "udev-ended", WIPE_MACHINE_INCOMPLETE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipe_machine_survey *survey;
		char *root = make(cases[i].name);

		assert_int_equal(wipe_machine_survey(root, &survey, NULL), 0);
		if (survey->verdict != cases[i].verdict)
			fail_msg("%s: %s", cases[i].name,
				 wipe_machine_verdict_name(survey->verdict));
		wipe_machine_survey_free(survey);
		fixture_tree_remove(root);
	}
}

static void put(const char *root, const char *path, const char *text)
{
	char joined[512];
	FILE *file;

	snprintf(joined, sizeof(joined), "%s%s", root, path);
	file = fopen(joined, "we");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* A folder below root with this many entries, all of them one empty file. */
static void make_crowd(const char *root, const char *folder, unsigned int count)
{
	char first[512], path[512];

	snprintf(path, sizeof(path), "%s%s", root, folder);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/0", folder);
	put(root, path, "");
	snprintf(first, sizeof(first), "%s%s", root, path);
	for (unsigned int i = 1; i < count; i++) {
		snprintf(path, sizeof(path), "%s%s/%u", root, folder, i);
		assert_int_equal(link(first, path), 0);
	}
}

static void survey_crowd(const char *above, const char *folder, unsigned int count,
			 enum wipe_machine_verdict verdict, size_t findings)
{
	struct wipe_machine_survey *survey;
	char *root = make("diskless"), path[512];

	snprintf(path, sizeof(path), "%s%s", root, above);
	mkdir(path, 0700);
	make_crowd(root, folder, count);
	assert_int_equal(wipe_machine_survey(root, &survey, NULL), 0);
	assert_string_equal(survey->doubt, "too-many");
	assert_int_equal(strncmp(survey->doubt_path, folder, strlen(folder)), 0);
	assert_int_equal(survey->count, findings);
	assert_int_equal(survey->verdict, verdict);
	wipe_machine_survey_free(survey);
	fixture_tree_remove(root);
}

/* Goal: more than any machine has ends the look into it, and is told in either verdict. */
static void thousands_of_entries_are_bounded(void **state)
{
	(void)state;
	survey_crowd("/sys/class", "/sys/class/raid_devices", 4097, WIPE_MACHINE_INCOMPLETE, 4096);
	survey_crowd("/sys/bus/virtio", "/sys/bus/virtio/devices", 8193, WIPE_MACHINE_UNKNOWN, 0);
}

/* Goal: what its makers left unsaid is not printed as a fact; what they said is. */
static void placeholders_are_absent(void **state)
{
	static const struct {
		const char *text, *tag;
	} cases[] = {
		{ "To Be Filled By O.E.M.", "" },
		{ "to be filled by o.e.m.", "" },
		{ "Default string", "" },
		{ "None", "" },
		{ "Not Specified", "" },
		{ "System Serial Number", "" },
		{ "No Asset Tag", "" },
		{ "0123456789", "" },
		{ "00000000", "" },
		{ "0", "" },
		{ "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "" },
		{ "xxxx", "" },
		{ " . . ", "" },
		{ "..", "" },
		{ "", "" },
		{ "7783-7084-3265-9085-8269-3286-77", "" },
		{ "03000200-0400-0500-0006-000700080009", "" },
		{ "7", "7" },
		{ "No", "No" },
		{ "Nonesuch", "Nonesuch" },
		{ " AS-0117 ", "AS-0117" },
		{ "10000000", "10000000" },
		{ "\xe8\xb3\x87\xe7\x94\xa3", "" }, /* no ASCII: nothing but '?' is left */
		{ "A\x1b[2J", "A?[2J" },
	};
	char *root = make("laptop");

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipe_machine machine;

		put(root, "/sys/class/dmi/id/chassis_asset_tag", cases[i].text);
		wipe_machine_read(root, &machine);
		assert_string_equal(machine.asset_tag, cases[i].tag);
		assert_false(machine.serial_withheld);
	}
	fixture_tree_remove(root);
}

/* Goal: a serial that is there and may not be read is told apart from none. */
static void a_withheld_serial_is_told(void **state)
{
	struct wipe_machine machine;
	char *root = make("laptop"), path[512];

	(void)state;
	snprintf(path, sizeof(path), "%s/sys/class/dmi/id/product_serial", root);
	assert_int_equal(unlink(path), 0);
	wipe_machine_read(root, &machine);
	assert_false(machine.serial_withheld);
	/* Also root cannot read a folder as text. */
	assert_int_equal(mkdir(path, 0700), 0);
	wipe_machine_read(root, &machine);
	assert_true(machine.serial_withheld);
	assert_string_equal(machine.serial, "");
	assert_string_equal(machine.model, "Note 14 G2");
	fixture_tree_remove(root);
}

/* Goal: the machine that this runs on does not break it. */
static void the_system_can_be_surveyed(void **state)
{
	struct wipe_machine_survey *survey;
	struct wipe_machine machine;

	(void)state;
	wipe_machine_read("", &machine);
	assert_int_equal(wipe_machine_survey("", &survey, NULL), 0);
	assert_true(survey->unaccounted <= survey->count);
	assert_true(survey->unaccounted || survey->doubt ||
		    survey->verdict == WIPE_MACHINE_COMPLETE);
	wipe_machine_survey_free(survey);
	wipe_machine_survey_free(NULL);
}

static void names_are_never_null(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 64; i++) {
		assert_non_null(wipe_machine_kind_name((enum wipe_machine_kind)i));
		assert_non_null(wipe_machine_state_name((enum wipe_machine_state)i));
		assert_non_null(wipe_machine_verdict_name((enum wipe_machine_verdict)i));
		assert_non_null(wipe_machine_source_name((enum wipe_machine_source)i));
	}
	assert_string_equal(wipe_machine_kind_name(WIPE_MACHINE_CARD_READER), "card-reader");
	assert_string_equal(wipe_machine_state_name(WIPE_MACHINE_NOT_VISIBLE), "not-visible");
	assert_string_equal(wipe_machine_verdict_name(WIPE_MACHINE_COMPLETE), "complete");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machines_are_as_expected),
		cmocka_unit_test(verdicts_are_honest),
		cmocka_unit_test(thousands_of_entries_are_bounded),
		cmocka_unit_test(placeholders_are_absent),
		cmocka_unit_test(a_withheld_serial_is_told),
		cmocka_unit_test(the_system_can_be_surveyed),
		cmocka_unit_test(names_are_never_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
