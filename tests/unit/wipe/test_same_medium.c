/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identity is read again before the first write: every fact that tells disks apart counts. */
#include "unit.h"

#include <string.h>

#include <wipe/device.h>

#include "target.h"

static const struct wipe_raw_pair disk[] = {
	{ "kernel", "sda" },
	{ "node", "/dev/sda" },
	{ "devnum", "8:0" },
	{ "devtype", "disk" },
	{ "attr:size", "1953525168" },
	{ "attr:diskseq", "7" },
	{ "up:scsi:vendor", "ATA" },
	{ "attr:device/model", "WDC WD10EZEX" },
	{ "attr:device/vendor", "ATA" },
	{ "attr:device/serial", "WD-WCC6Y0001234" },
	{ "attr:wwid", "naa.50014ee2b1c2d3e4" },
};

/* The disk with one fact changed, or without it (value NULL). */
static struct wipe_device look(const char *key, const char *value)
{
	struct wipe_raw_pair pairs[COUNT(disk)];
	struct wipe_device dev;
	size_t count = 0;

	for (size_t i = 0; i < COUNT(disk); i++) {
		pairs[count] = disk[i];
		if (key && strcmp(disk[i].key, key) == 0) {
			if (!value)
				continue;
			pairs[count].value = value;
		}
		count++;
	}
	assert_int_equal(
		wipe_device_classify(&(struct wipe_raw_device){ .pairs = pairs, .count = count },
				     &dev, NULL),
		0);
	return dev;
}

static void the_same_facts_are_the_same_medium(void **state)
{
	const struct wipe_device then = look(NULL, NULL), now = look(NULL, NULL);

	(void)state;
	assert_string_equal(then.serial, "WD-WCC6Y0001234");
	assert_string_not_equal(then.wwn, "");
	assert_true(target_same_medium(&then, &now));
}

static void one_other_fact_is_another_medium(void **state)
{
	static const struct {
		const char *key, *value;
	} changes[] = {
		{ "devnum", "8:16" },
		{ "devnum", "9:0" },
		{ "devtype", "partition" },
		{ "attr:size", "1953525167" },
		{ "attr:diskseq", "8" },
		{ "attr:diskseq", NULL },
		{ "attr:device/model", "WDC WD10EZEY" },
		{ "attr:device/serial", "WD-WCC6Y0001235" },
		{ "attr:device/serial", NULL },
		{ "attr:wwid", "naa.50014ee2b1c2d3e5" },
		{ "attr:wwid", NULL },
	};
	const struct wipe_device then = look(NULL, NULL);

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		const struct wipe_device now = look(changes[i].key, changes[i].value);

		assert_false(target_same_medium(&then, &now));
		assert_false(target_same_medium(&now, &then));
	}
}

static struct wipe_content content(void)
{
	return (struct wipe_content){ .node = "/dev/sda1",
				      .type = "ext4",
				      .usage = "filesystem",
				      .origin = "signature",
				      .label = "data",
				      .uuid = "11111111-2222",
				      .offset_bytes = 1048576,
				      .size_bytes = 4194304,
				      .signature_offset_bytes = 1049656,
				      .partition_number = 1,
				      .partition_type = "0x83",
				      .partition_name = "home",
				      .partition_uuid = "33333333-01" };
}

static void what_lies_on_a_medium_is_compared_in_all_but_its_node(void **state)
{
	struct wipe_content then = content();
	struct wipe_device a = { .contents = &then, .content_count = 1 };

	(void)state;
	for (int i = 0; i < 14; i++) {
		struct wipe_content now[] = { content(), content() };
		struct wipe_device b = { .contents = now, .content_count = 1 };
		char *const texts[] = { now->type,	     now->usage,
					now->origin,	     now->label,
					now->uuid,	     now->partition_type,
					now->partition_name, now->partition_uuid };
		uint64_t *const numbers[] = { &now->offset_bytes, &now->size_bytes,
					      &now->signature_offset_bytes };

		memcpy(now->node, "/dev/sda", 9);
		assert_true(wipe_device_same_contents(&a, &b));
		if (i < 8)
			texts[i][0] ^= 1;
		else if (i < 11)
			*numbers[i - 8] += 512;
		else if (i == 11)
			now->partition_number = 2;
		else
			b.content_count = i == 12 ? 0 : 2;
		assert_false(wipe_device_same_contents(&a, &b));
		assert_false(wipe_device_same_contents(&b, &a));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_facts_are_the_same_medium),
		cmocka_unit_test(one_other_fact_is_another_medium),
		cmocka_unit_test(what_lies_on_a_medium_is_compared_in_all_but_its_node),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
