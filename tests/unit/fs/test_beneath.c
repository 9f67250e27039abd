/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies beneath on whole machines (tests/fixtures/machines), and tables of the device mapper. */
#include "unit.h"

#include <linux/dm-ioctl.h>
#include <stdio.h>
#include <string.h>

#include "beneath.h"
#include "fixture_tree.h"

struct told {
	unsigned int beneath;
	size_t media;
	char first[80];
};

static struct told look(const char *machine, uint32_t major_no, uint32_t minor_no)
{
	struct wipe_fs_device device = { .major_no = major_no, .minor_no = minor_no };
	struct wipe_filesystem fs = { .devices = &device, .device_count = 1 };
	struct told told = { .beneath = 0 };
	struct describing how = { .fd = -1 };
	char file[256], *root;

	snprintf(file, sizeof(file), "../../fixtures/machines/%s.tree", machine);
	root = fixture_tree_make(file);
	how.source = wipe_source_tree(root);
	how.root = root;
	assert_int_equal(beneath_describe(&fs, &how), 0);
	told.beneath = fs.beneath;
	told.media = fs.medium_count;
	if (fs.medium_count)
		snprintf(told.first, sizeof(told.first), "%s", fs.media[0].node);
	free(fs.media);
	wipe_source_free(how.source);
	fixture_tree_remove(root);
	return told;
}

static void machines_are_looked_through(void **state)
{
	static const struct {
		const char *machine;
		uint32_t major_no, minor_no;
		unsigned int beneath;
		const char *medium;
	} cases[] = {
		{ "sata", 8, 1, WIPE_BENEATH_HDD, "/dev/sda" },
		{ "nvme", 259, 3, WIPE_BENEATH_FLASH, "/dev/nvme0n1" },
		{ "nvme-multipath", 259, 0, WIPE_BENEATH_FLASH, "/dev/nvme0n1" },
		{ "virtio", 254, 0, WIPE_BENEATH_VIRTUAL, "/dev/vda" },
		{ "served", 8, 0, WIPE_BENEATH_VIRTUAL | WIPE_BENEATH_NETWORK, "/dev/sda" },
		{ "layers", 253, 0, WIPE_BENEATH_CRYPT | WIPE_BENEATH_HDD, "/dev/sda" },
		/* The table of an LVM volume is the running system's: here it may be anything. */
		{ "layers", 259, 0,
		  WIPE_BENEATH_RAID | WIPE_BENEATH_LVM | WIPE_BENEATH_CRYPT | WIPE_BENEATH_HDD |
			  WIPE_BENEATH_UNKNOWN,
		  "/dev/sda" },
		{ "layers", 252, 0, WIPE_BENEATH_CACHE | WIPE_BENEATH_FLASH, "/dev/sdb" },
		{ "sata", 77, 7, WIPE_BENEATH_UNKNOWN, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct told told = look(cases[i].machine, cases[i].major_no, cases[i].minor_no);

		print_message("%s %u:%u\n", cases[i].machine, cases[i].major_no, cases[i].minor_no);
		assert_int_equal(told.beneath, cases[i].beneath);
		assert_int_equal(told.media, cases[i].medium ? 1 : 0);
		if (cases[i].medium)
			assert_string_equal(told.first, cases[i].medium);
	}
}

#define START 312U /* where the kernel begins: behind struct dm_ioctl, rounded up */

/* A reply with these targets, ended by NULL. */
static size_t make_reply(uint8_t bytes[2048], const char *const *types)
{
	struct dm_ioctl head = { .data_start = START };
	size_t at = START;

	memset(bytes, 0, 2048);
	for (; types[head.target_count]; head.target_count++) {
		struct dm_target_spec spec = { .next = (uint32_t)(at - START) + 64 };

		snprintf(spec.target_type, sizeof(spec.target_type), "%s",
			 types[head.target_count]);
		memcpy(bytes + at, &spec, sizeof(spec));
		at += 64;
	}
	memcpy(bytes, &head, sizeof(head));
	return at;
}

/* From a copy that is just as long, so that a sanitizer sees what is read behind it. */
static unsigned int read_reply(const uint8_t *bytes, size_t length)
{
	uint8_t *copy = malloc(length ? length : 1);
	unsigned int bits;

	memcpy(copy, bytes, length);
	bits = dm_targets(copy, length);
	free(copy);
	return bits;
}

static void targets_are_known(void **state)
{
	static const struct {
		const char *types[4];
		unsigned int bits;
	} cases[] = {
		{ { "linear" }, 0 },
		{ { "linear", "linear", "striped" }, WIPE_BENEATH_RAID },
		{ { "crypt" }, WIPE_BENEATH_CRYPT },
		{ { "thin" }, WIPE_BENEATH_THIN },
		{ { "snapshot-origin" }, WIPE_BENEATH_SNAPSHOT },
		{ { "linear", "cache" }, WIPE_BENEATH_CACHE },
		{ { "raid" }, WIPE_BENEATH_RAID },
		{ { "vdo" }, WIPE_BENEATH_OTHER },
		{ { "sixteen-letters-" }, WIPE_BENEATH_OTHER },
		{ { NULL }, WIPE_BENEATH_UNKNOWN },
	};
	uint8_t bytes[2048];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(read_reply(bytes, make_reply(bytes, cases[i].types)),
				 cases[i].bits);
}

static void replies_that_make_no_sense_are_unknown(void **state)
{
	static const char *const two[] = { "linear", "crypt", NULL };
	static const uint32_t values[] = { 0, 1, 64, 2047, UINT32_MAX };
	struct dm_ioctl head;
	uint8_t bytes[2048];
	size_t length = make_reply(bytes, two);

	(void)state;
	assert_int_equal(read_reply(bytes, length), WIPE_BENEATH_CRYPT);
	for (size_t i = 0; i + 24 < length; i += test_step(5))
		assert_true(read_reply(bytes, i) & WIPE_BENEATH_UNKNOWN);
	for (size_t i = 0; i < COUNT(values); i++) {
		make_reply(bytes, two);
		memcpy(bytes + START + 20, &values[i], 4); /* next */
		if (values[i] != 64)
			assert_true(read_reply(bytes, length) &
				    (WIPE_BENEATH_UNKNOWN | WIPE_BENEATH_OTHER));
		make_reply(bytes, two);
		memcpy(&head, bytes, sizeof(head));
		head.data_start = values[i];
		memcpy(bytes, &head, sizeof(head));
		(void)read_reply(bytes, length);
	}
	make_reply(bytes, two);
	memcpy(&head, bytes, sizeof(head));
	head.flags = DM_BUFFER_FULL_FLAG;
	memcpy(bytes, &head, sizeof(head));
	assert_true(read_reply(bytes, length) & WIPE_BENEATH_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machines_are_looked_through),
		cmocka_unit_test(targets_are_known),
		cmocka_unit_test(replies_that_make_no_sense_are_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
