/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which serial tells drives apart, and what several drives tell of each other. */
#include "unit.h"

#include <string.h>

#include <wipe/device.h>

#include "serial.h"
#include "siblings.h"

static const struct {
	const char *serial;
	enum wipe_serial_problem problem;
} serials[] = {
	{ "WD-WCC6Y0001234", WIPE_SERIAL_OK },
	{ "  S3Z9NB0K123456A \n", WIPE_SERIAL_OK },
	{ "0x1234abcd", WIPE_SERIAL_OK },
	{ "0000000000012345", WIPE_SERIAL_OK },
	{ "A?C4", WIPE_SERIAL_OK },
	{ "", WIPE_SERIAL_ABSENT },
	{ "    ", WIPE_SERIAL_ABSENT },
	{ "S\xe2\x80\xaeN123", WIPE_SERIAL_NOT_ASCII },
	{ "AB\x1b[31m", WIPE_SERIAL_NOT_ASCII },
	{ "AB\tCD12", WIPE_SERIAL_NOT_ASCII },
	{ "\x7f"
	  "12345",
	  WIPE_SERIAL_NOT_ASCII },
	{ "A12", WIPE_SERIAL_TOO_SHORT },
	{ "0xA12", WIPE_SERIAL_TOO_SHORT },
	{ "0000000000000000", WIPE_SERIAL_REPEATED },
	{ "0x00000000", WIPE_SERIAL_REPEATED },
	{ "FFFFFFFF", WIPE_SERIAL_REPEATED },
	{ "0000-0000 0000", WIPE_SERIAL_REPEATED },
	{ "--------", WIPE_SERIAL_REPEATED },
	{ "000000000001", WIPE_SERIAL_KNOWN },
	{ "0000000000001", WIPE_SERIAL_KNOWN },
	{ "0x00000007", WIPE_SERIAL_KNOWN },
	{ "0123456789ABCDEF", WIPE_SERIAL_KNOWN },
	{ "0123456789abcdef", WIPE_SERIAL_KNOWN },
	{ "123456789ABC", WIPE_SERIAL_KNOWN },
	{ "1234567890", WIPE_SERIAL_KNOWN },
	{ "012345678903", WIPE_SERIAL_KNOWN },
	{ "deadbeef", WIPE_SERIAL_KNOWN },
};

static void serials_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(serials); i++) {
		print_message("%s\n", serials[i].serial);
		assert_string_equal(wipe_serial_problem_name(serial_problem_of(serials[i].serial)),
				    wipe_serial_problem_name(serials[i].problem));
	}
}

static struct wipe_device disk(const char *name, const char *serial, const char *wwn)
{
	struct wipe_device dev = { .bus = WIPE_BUS_SCSI, .capacity_bytes = 1000 };

	strcpy(dev.name, name);
	strcat(strcpy(dev.node, "/dev/"), name);
	strcpy(dev.serial, serial);
	strcpy(dev.wwn, wwn);
	dev.wwn_source = *wwn ? WIPE_WWN_VPD83 : WIPE_WWN_NONE;
	dev.serial_problem = serial_problem_of(serial);
	dev.serial_plausible = dev.serial_problem == WIPE_SERIAL_OK;
	return dev;
}

static void relate_all(struct wipe_device *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		siblings_relate(&items[i], items, count);
}

static void a_serial_given_twice_tells_nothing(void **state)
{
	struct wipe_device items[] = { disk("sda", "SAME1234", ""), disk("sdb", "OWN12345", ""),
				       disk("sdc", "SAME1234", ""), disk("sdd", "OTHER123", "") };

	(void)state;
	for (int again = 0; again < 2; again++) {
		relate_all(items, COUNT(items));
		for (size_t i = 0; i < COUNT(items); i++) {
			assert_int_equal(items[i].serial_problem,
					 i == 0 || i == 2 ? WIPE_SERIAL_SHARED : WIPE_SERIAL_OK);
			assert_int_equal(items[i].serial_plausible, i == 1 || i == 3);
		}
	}
	assert_string_equal(wipe_device_confirmation(&items[0]), "sda");
	assert_string_equal(wipe_device_confirmation(&items[1]), "OWN12345");
}

/* A worse fault is not covered by this one. */
/* Goal: as much of the end as another drive has too; not the drive's own by another path. */
static void the_end_that_another_has_is_measured(void **state)
{
	struct wipe_device items[] = { disk("sda", "ZA10ABCD0000", "naa.5000c50000000001"),
				       disk("sdb", "ZA10EFGD0000", "naa.5000c50000000002"),
				       disk("sdc", "ZA10ABCD0000", "naa.5000c50000000001"),
				       disk("sdd", "00", ""),
				       disk("sde", "", ""),
				       disk("sdf", "XZA10EFGD0000", "") };
	static const uint32_t expected[] = { 5, 12, 5, 2, 0, 12 };

	(void)state;
	for (int times = 0; times < 2; times++)
		relate_all(items, COUNT(items));
	for (size_t i = 0; i < COUNT(items); i++)
		assert_int_equal(items[i].serial_shared_end, expected[i]);
	assert_int_equal(items[0].serial_problem, WIPE_SERIAL_OK);
}

static void zeros_given_twice_stay_zeros(void **state)
{
	struct wipe_device items[] = { disk("sda", "00000000", ""), disk("sdb", "00000000", "") };

	(void)state;
	relate_all(items, COUNT(items));
	assert_int_equal(items[0].serial_problem, WIPE_SERIAL_REPEATED);
}

static void one_unit_by_two_paths_is_one(void **state)
{
	struct wipe_device items[] = { disk("sda", "SER12345", "naa.5000c500a1b2c3d7"),
				       disk("sdb", "SER12345", "naa.5000c500a1b2c3d7") };

	(void)state;
	relate_all(items, COUNT(items));
	assert_int_equal(items[0].other_path_count, 1);
	assert_string_equal(items[0].other_paths[0], "/dev/sdb");
	assert_string_equal(items[1].other_paths[0], "/dev/sda");
	assert_true(items[0].serial_plausible);
}

/* Each of these differs in one thing: then it is two drives, and a shared serial is one. */
static void what_only_looks_like_one_unit_is_two(void **state)
{
	for (int i = 0; i < 8; i++) {
		struct wipe_device items[] = { disk("sda", "SER12345", "naa.5000c500a1b2c3d7"),
					       disk("sdb", "SER12345", "naa.5000c500a1b2c3d7") };
		struct wipe_device *other = &items[1];

		(void)state;
		if (i == 0)
			strcpy(other->serial, "SER99999");
		else if (i == 1)
			other->capacity_bytes = 2000;
		else if (i == 2)
			items[0].wwn_source = other->wwn_source = WIPE_WWN_BRIDGE;
		else if (i == 3)
			strcpy(items[0].wwn, strcpy(other->wwn, "naa.0000"));
		else if (i == 4)
			items[0].wwn[0] = other->wwn[0] = '\0';
		else if (i == 5)
			other->bus = WIPE_BUS_ATA;
		else if (i == 6)
			other->wwn_source = WIPE_WWN_SYSFS;
		else
			other->is_single_path = true; /* the one by SAS, the other by SATA */
		relate_all(items, COUNT(items));
		assert_int_equal(items[0].other_path_count, 0);
		assert_int_equal(items[0].serial_plausible, i == 0);
	}
}

/* What a twin hangs on leads to nothing else: its copy is another drive. */
static void twins_on_plugs_of_their_own_are_two(void **state)
{
	static const struct {
		enum wipe_bus bus;
		enum wipe_wwn_source source;
		bool is_single_path;
	} cases[] = {
		{ WIPE_BUS_MMC, WIPE_WWN_MMC_CID, true },
		{ WIPE_BUS_ATA, WIPE_WWN_VPD83, true },
		{ WIPE_BUS_USB, WIPE_WWN_UDEV, true },
		{ WIPE_BUS_ATA, WIPE_WWN_VPD83, false }, /* behind SAS: they may be one */
		{ WIPE_BUS_SCSI, WIPE_WWN_VPD83, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipe_device items[] = { disk("sda", "SER12345", "naa.5000c500a1b2c3d7"),
					       disk("sdb", "SER12345", "naa.5000c500a1b2c3d7") };

		for (size_t k = 0; k < COUNT(items); k++) {
			items[k].bus = cases[i].bus;
			items[k].wwn_source = cases[i].source;
			items[k].is_single_path = cases[i].is_single_path;
			items[k].minor_no = (uint32_t)k;
		}
		relate_all(items, COUNT(items));
		assert_int_equal(items[0].other_path_count, !cases[i].is_single_path);
		assert_int_equal(items[0].serial_problem,
				 cases[i].is_single_path ? WIPE_SERIAL_SHARED : WIPE_SERIAL_OK);
		assert_string_equal(wipe_device_confirmation(&items[0]),
				    cases[i].is_single_path ? "sda" : "SER12345");
		assert_int_equal(wipe_device_is_same_unit(&items[0], &items[1]),
				 !cases[i].is_single_path);
		items[1].minor_no = 0;
		assert_true(wipe_device_is_same_unit(&items[0], &items[1]));
		items[1].kind = WIPE_KIND_IMAGE;
		assert_false(wipe_device_is_same_unit(&items[0], &items[1]));
	}
}

static void more_paths_than_room_are_counted(void **state)
{
	struct wipe_device items[WIPE_OTHER_PATHS_MAX + 3];

	(void)state;
	for (size_t i = 0; i < COUNT(items); i++) {
		char name[8] = "sda";

		name[2] = (char)('a' + i);
		items[i] = disk(name, "SER12345", "naa.5000c500a1b2c3d7");
	}
	relate_all(items, COUNT(items));
	assert_int_equal(items[0].other_path_count, WIPE_OTHER_PATHS_MAX + 2);
	assert_string_equal(items[0].other_paths[WIPE_OTHER_PATHS_MAX - 1], "/dev/sdi");
}

static struct wipe_device space(const char *name, uint32_t nsid, const char *wwn)
{
	struct wipe_device dev = disk(name, "SER12345", wwn);

	dev.bus = WIPE_BUS_NVME;
	dev.namespace_id = nsid;
	strcpy(dev.subsystem, "nqn.2019-08.org.example:1");
	return dev;
}

/* Two controllers, each with both namespaces, on a kernel that does not join them. */
static void namespaces_are_counted_once(void **state)
{
	struct wipe_device items[] = { space("nvme0n1", 1, "eui.1122334455667701"),
				       space("nvme0n2", 7, "eui.1122334455667707"),
				       space("nvme1n1", 1, "eui.1122334455667701"),
				       space("nvme1n2", 7, "eui.1122334455667707") };

	(void)state;
	relate_all(items, COUNT(items));
	assert_int_equal(items[0].other_namespaces, 1);
	assert_int_equal(items[3].other_namespaces, 1);
	assert_int_equal(items[0].other_path_count, 1);
	assert_string_equal(items[0].other_paths[0], "/dev/nvme1n1");
	assert_true(items[0].serial_plausible);
	assert_string_equal(wipe_device_confirmation(&items[0]), "nvme0n1");
}

/* Drives that give all of their namespaces one identifier. */
static void namespaces_of_one_identifier_are_two(void **state)
{
	struct wipe_device items[] = { space("nvme0n1", 1, "eui.1122334455667701"),
				       space("nvme0n2", 2, "eui.1122334455667701") };

	(void)state;
	relate_all(items, COUNT(items));
	assert_int_equal(items[0].other_namespaces, 1);
	assert_int_equal(items[0].other_path_count, 0);
}

/* The kernel's name of maker, serial and model is given to copies too; an identifier is not. */
static void nvme_drives_are_one_by_subsystem_or_identifier(void **state)
{
	static const struct {
		enum wipe_wwn_source source;
		bool same_subsystem, is_one;
	} cases[] = {
		{ WIPE_WWN_SYSFS, true, true },	      { WIPE_WWN_SYSFS, false, false },
		{ WIPE_WWN_VPD83, false, false },     { WIPE_WWN_NVME_EUI64, false, true },
		{ WIPE_WWN_NVME_NGUID, false, true }, { WIPE_WWN_NVME_UUID, false, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipe_device items[] = { space("nvme0n1", 1, "nvme.1234-53-4d-00000001"),
					       space("nvme1n1", 1, "nvme.1234-53-4d-00000001") };

		items[0].wwn_source = items[1].wwn_source = cases[i].source;
		if (!cases[i].same_subsystem)
			strcpy(items[1].subsystem, "nqn.2019-08.org.example:2");
		relate_all(items, COUNT(items));
		assert_int_equal(items[0].other_path_count, cases[i].is_one);
		assert_int_equal(items[0].serial_plausible, cases[i].is_one);
	}
}

/* A partition beside its disk, a boot area beside its own, share no serial with a stranger. */
static void parts_of_a_disk_are_no_other_disk(void **state)
{
	struct wipe_device items[] = { disk("mmcblk0", "0x9a2b77c8", ""),
				       disk("mmcblk0boot0", "0x9a2b77c8", "") };
	struct wipe_device part = disk("mmcblk0p1", "0x9a2b77c8", "");

	(void)state;
	strcpy(items[1].belongs_to, "/dev/mmcblk0");
	strcpy(part.whole_node, "/dev/mmcblk0");
	relate_all(items, COUNT(items));
	siblings_relate(&part, items, COUNT(items));
	assert_true(items[0].serial_plausible && items[1].serial_plausible);
	assert_true(part.serial_plausible);
	assert_string_equal(wipe_device_confirmation(&items[0]), "0x9a2b77c8");
	assert_string_equal(wipe_device_confirmation(&items[1]), "mmcblk0boot0");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(serials_are_judged),
		cmocka_unit_test(a_serial_given_twice_tells_nothing),
		cmocka_unit_test(the_end_that_another_has_is_measured),
		cmocka_unit_test(zeros_given_twice_stay_zeros),
		cmocka_unit_test(one_unit_by_two_paths_is_one),
		cmocka_unit_test(what_only_looks_like_one_unit_is_two),
		cmocka_unit_test(twins_on_plugs_of_their_own_are_two),
		cmocka_unit_test(more_paths_than_room_are_counted),
		cmocka_unit_test(namespaces_are_counted_once),
		cmocka_unit_test(namespaces_of_one_identifier_are_two),
		cmocka_unit_test(nvme_drives_are_one_by_subsystem_or_identifier),
		cmocka_unit_test(parts_of_a_disk_are_no_other_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
