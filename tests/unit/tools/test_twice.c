/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One medium that is named twice is seen, whatever the names. */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "twice.h"

static struct wipe_device drive(const char *node, uint32_t minor_no)
{
	struct wipe_device dev = { .bus = WIPE_BUS_SCSI,
				   .major_no = 8,
				   .minor_no = minor_no,
				   .wwn_source = WIPE_WWN_VPD83,
				   .capacity_bytes = 1000 };

	strcpy(dev.node, node);
	strcpy(dev.serial, "ZA1A2B3C");
	strcpy(dev.wwn, "naa.5000c500a1b2c3d7");
	return dev;
}

static void one_drive_by_two_paths_is_one(void **state)
{
	struct wipe_device a = drive("/dev/sda", 0), b = drive("/dev/sdb", 16);

	(void)state;
	assert_true(twice_same_medium(&a, &b));
	strcpy(b.serial, "ZA1A2B9Z");
	assert_false(twice_same_medium(&a, &b));
}

static void one_node_by_two_names_is_one(void **state)
{
	struct wipe_device a = drive("/dev/sda", 0), b = drive("/dev/disk/by-id/x", 0);

	(void)state;
	strcpy(a.wwn, strcpy(b.wwn, ""));
	assert_true(twice_same_medium(&a, &b));
	b.minor_no = 16;
	assert_false(twice_same_medium(&a, &b));
}

static void one_file_by_two_names_is_one(void **state)
{
	char path[] = "/tmp/massho-twice-XXXXXX", name[40];
	struct wipe_device a = { .kind = WIPE_KIND_IMAGE }, b = a;

	(void)state;
	close(mkstemp(path));
	snprintf(name, sizeof(name), "%s.link", path);
	assert_int_equal(link(path, name), 0);
	strcpy(a.node, path);
	strcpy(b.node, name);
	assert_true(twice_same_medium(&a, &b));
	strcpy(b.node, "/dev/null");
	assert_false(twice_same_medium(&a, &b));
	b.kind = WIPE_KIND_DEVICE;
	assert_false(twice_same_medium(&a, &b));
	unlink(path);
	unlink(name);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_drive_by_two_paths_is_one),
		cmocka_unit_test(one_node_by_two_names_is_one),
		cmocka_unit_test(one_file_by_two_names_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
