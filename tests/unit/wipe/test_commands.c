/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which character devices lead to a disk past its block device. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "fixture_tree.h"

static const char *source(void)
{
	const char *folder = getenv("MASSHO_SOURCE");

	return folder ? folder : ".";
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "M:m PATH; ..." in the order of the text. */
static void tell(const struct command_nodes *nodes, char *out, size_t out_bytes)
{
	char lines[COMMAND_NODES_MAX][128], *sorted[COMMAND_NODES_MAX];

	for (size_t i = 0; i < nodes->count; i++) {
		snprintf(lines[i], sizeof(lines[i]), "%u:%u %s; ", nodes->items[i].major_no,
			 nodes->items[i].minor_no, nodes->items[i].path);
		sorted[i] = lines[i];
	}
	qsort(sorted, nodes->count, sizeof(sorted[0]), by_text);
	*out = '\0';
	for (size_t i = 0; i < nodes->count; i++)
		strncat(out, sorted[i], out_bytes - strlen(out) - 1);
}

static void every_disk_has_its_own(void **state)
{
	static const struct {
		struct node disk;
		const char *nodes;
	} cases[] = {
		{ { 259, 0, .name = "nvme0n1" },
		  "241:0 /dev/ng0n1; 242:0 /dev/nvme0; 242:1 /dev/nvme1; " },
		{ { 259, 5, .name = "nvme2n1" }, "241:2 /dev/char/241:2; 242:2 /dev/nvme2; " },
		{ { 8, 16, .name = "sdb" }, "21:1 /dev/sg1; 248:3 /dev/bsg/6:0:0:0; " },
		{ { 7, 0, .name = "loop0" }, "" },
		{ { 8, 32, .name = "sdc" }, "" }, /* gone */
	};
	char path[4096], told[1024];
	struct command_nodes nodes;
	char *root;

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/fixtures/uses/commands.tree", source());
	root = fixture_tree_make(path);
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(command_nodes_collect(root, &cases[i].disk, &nodes), 0);
		tell(&nodes, told, sizeof(told));
		assert_string_equal(told, cases[i].nodes);
	}
	assert_int_equal(command_nodes_collect(root, &cases[2].disk, &nodes), 0);
	assert_string_equal(command_nodes_path(&nodes, 21, 1), "/dev/sg1");
	assert_null(command_nodes_path(&nodes, 21, 2));
	assert_null(command_nodes_path(&nodes, 8, 16));
	fixture_tree_remove(root);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_disk_has_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
