/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tells of the running system's own disk: kernel words, mount lines, EFI, all hostile. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "cmdline.h"
#include "mountinfo.h"
#include "process.h"

static void words_are_cut_as_the_kernel_does(void **state)
{
	static const struct {
		const char *line, *words; /* NAME>VALUE; */
	} cases[] = {
		{ "", "" },
		{ "  \n\t ", "" },
		{ "root=/dev/sda1 ro quiet\n", "root>/dev/sda1;ro>;quiet>;" },
		{ "root=\"LABEL=my disk\" x", "root>LABEL=my disk;x>;" },
		{ "\"root=LABEL=my disk\" x=1", "root>LABEL=my disk;x>1;" },
		{ "dyndbg=\"file a.c +p; b\" resume=8:3", "dyndbg>file a.c +p; b;resume>8:3;" },
		{ "a==b =c", "a>=b;>c;" },
		{ "root=\"never closed ro", "root>never closed ro;" },
		{ "\" \"\"", " \">;" },
		{ "=", ">;" },
		{ "\"", ">;" },
		{ "root=\"", "root>;" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *cursor = cases[i].line;
		struct cmdline_word word;
		char all[256] = "";

		while (cmdline_next(&cursor, &word)) {
			strncat(all, word.name, sizeof(all) - strlen(all) - 1);
			strncat(all, ">", sizeof(all) - strlen(all) - 1);
			strncat(all, word.value, sizeof(all) - strlen(all) - 1);
			strncat(all, ";", sizeof(all) - strlen(all) - 1);
		}
		assert_string_equal(all, cases[i].words);
	}
}

/* One that has no room is passed over, and does not hide those behind it. */
static void words_without_room_hide_nothing(void **state)
{
	struct cmdline_word word;
	char line[2048];
	const char *cursor = line;

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "root=", 5);
	memcpy(line + 1000, " n", 2);
	memcpy(line + 1500, "=1 resume=8:3", 14);
	assert_true(cmdline_next(&cursor, &word));
	assert_string_equal(word.name, "resume");
	assert_string_equal(word.value, "8:3");
	assert_false(cmdline_next(&cursor, &word));
	assert_false(cmdline_next(&cursor, &word));
}

static void devices_are_named_in_many_ways(void **state)
{
	static const struct {
		const char *value;
		enum device_spec_kind kind;
		uint32_t major_no, minor_no;
		const char *tag, *text;
	} cases[] = {
		{ "/dev/sda1", DEVICE_SPEC_PATH, 0, 0, "", "/dev/sda1" },
		{ "/dev/mapper/vg-root", DEVICE_SPEC_PATH, 0, 0, "", "/dev/mapper/vg-root" },
		{ "live:/dev/sr0", DEVICE_SPEC_PATH, 0, 0, "", "/dev/sr0" },
		{ "/dev/nfs", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "/dev/ram", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "8:17", DEVICE_SPEC_NUMBER, 8, 17, "", "" },
		{ "259:70000", DEVICE_SPEC_NUMBER, 259, 70000, "", "" },
		{ "801", DEVICE_SPEC_NUMBER, 8, 1, "", "" },
		{ "0x0811", DEVICE_SPEC_NUMBER, 8, 17, "", "" },
		{ "0xb302", DEVICE_SPEC_NUMBER, 179, 2, "", "" },
		{ "10010301", DEVICE_SPEC_NUMBER, 0x103, 0x10001, "", "" },
		{ "0:0", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "0:27", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "0", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "0x", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "123456789", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "8:1x", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "8:", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "4294967304:1", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "18446744073709551624:1", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "UUID=1234-ABCD", DEVICE_SPEC_TAG, 0, 0, "UUID", "1234-ABCD" },
		{ "UUID=\"1234-ABCD\"", DEVICE_SPEC_TAG, 0, 0, "UUID", "1234-ABCD" },
		{ "PARTUUID=78563412-01", DEVICE_SPEC_TAG, 0, 0, "PARTUUID", "78563412-01" },
		{ "PARTUUID=78563412-01/PARTNROFF=-1", DEVICE_SPEC_TAG, 0, 0, "PARTUUID",
		  "78563412-01" },
		{ "PARTLABEL=root", DEVICE_SPEC_TAG, 0, 0, "PARTLABEL", "root" },
		{ "LABEL=my disk", DEVICE_SPEC_TAG, 0, 0, "LABEL", "my disk" },
		{ "live:CDLABEL=Fedora-WS", DEVICE_SPEC_TAG, 0, 0, "LABEL", "Fedora-WS" },
		{ "block:LABEL=x", DEVICE_SPEC_TAG, 0, 0, "LABEL", "x" },
		{ "UUID=", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "UUID=\"\"", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "uuid=1", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "ZFS=rpool/ROOT", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "live", DEVICE_SPEC_NONE, 0, 0, "", "" },
		{ "", DEVICE_SPEC_NONE, 0, 0, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct device_spec spec;

		device_spec_parse(cases[i].value, &spec);
		assert_int_equal(spec.kind, cases[i].kind);
		if (spec.kind == DEVICE_SPEC_NUMBER) {
			assert_int_equal(spec.major_no, cases[i].major_no);
			assert_int_equal(spec.minor_no, cases[i].minor_no);
		}
		if (spec.kind == DEVICE_SPEC_TAG)
			assert_string_equal(spec.tag, cases[i].tag);
		if (spec.kind == DEVICE_SPEC_TAG || spec.kind == DEVICE_SPEC_PATH)
			assert_string_equal(spec.value, cases[i].text);
	}
}

static void a_device_name_without_room_names_nothing(void **state)
{
	static const char *const starts[] = { "/dev/", "UUID=", "live:LABEL=" };
	struct device_spec spec;
	char value[600];

	(void)state;
	for (size_t i = 0; i < COUNT(starts); i++) {
		memset(value, 'a', sizeof(value));
		memcpy(value, starts[i], strlen(starts[i]));
		value[511] = '\0';
		device_spec_parse(value, &spec);
		assert_int_equal(spec.kind, DEVICE_SPEC_NONE);
	}
}

static size_t variable(const char *text, size_t ends, unsigned char *out)
{
	size_t used = 4;

	memcpy(out, "\x06\0\0\0", 4);
	for (; *text; text++) {
		out[used++] = (unsigned char)*text;
		out[used++] = 0;
	}
	while (ends--)
		out[used++] = 0;
	return used;
}

static void the_boot_loaders_partition_is_utf_16(void **state)
{
	static const char uuid[] = "C12A7328-f81f-11d2-ba4b-00a0c93ec93b";
	unsigned char data[256];
	char out[37];
	size_t bytes;

	(void)state;
	bytes = variable(uuid, 2, data);
	assert_true(efi_part_uuid_parse(data, bytes, out));
	assert_string_equal(out, "c12a7328-f81f-11d2-ba4b-00a0c93ec93b");
	assert_true(efi_part_uuid_parse(data, bytes - 2, out)); /* not terminated */
	assert_string_equal(out, "c12a7328-f81f-11d2-ba4b-00a0c93ec93b");
	for (size_t cut = 0; cut < bytes - 2; cut++) {
		unsigned char *exact = malloc(cut + 1);

		memcpy(exact, data, cut);
		assert_false(efi_part_uuid_parse(exact, cut, out));
		assert_string_equal(out, "");
		free(exact);
	}
	assert_false(efi_part_uuid_parse(data, bytes - 1, out));
	assert_false(efi_part_uuid_parse(data, variable(uuid, 4, data), out));
	bytes = variable(uuid, 2, data);
	data[4 + 2 * 10 + 1] = 1; /* not Latin */
	assert_false(efi_part_uuid_parse(data, bytes, out));
	assert_false(efi_part_uuid_parse(
		data, variable("c12a7328-f81f-11d2-ba4b-00a0c93ec93g", 2, data), out));
	assert_false(efi_part_uuid_parse(
		data, variable("c12a7328af81f-11d2-ba4b-00a0c93ec93b", 2, data), out));
	assert_false(efi_part_uuid_parse(
		data, variable("../../../../../../dev/sda1/../../../", 2, data), out));
}

static void lines_of_mounts_are_read(void **state)
{
	struct mountinfo *entry = malloc(sizeof(*entry));

	(void)state;
	assert_true(mountinfo_parse("36 35 98:7 /root /mnt/a\\040b\\134c rw,noatime master:1 "
				    "propagate_from:2 - ext4 /dev/sd\\040a rw,errors=continue\n",
				    entry));
	assert_int_equal(entry->id, 36);
	assert_int_equal(entry->parent_id, 35);
	assert_int_equal(entry->major_no, 98);
	assert_int_equal(entry->minor_no, 7);
	assert_string_equal(entry->root, "/root");
	assert_int_equal(strncmp(entry->mount_options, "rw,noatime ", 11), 0);
	assert_string_equal(entry->target, "/mnt/a b\\c");
	assert_string_equal(entry->type, "ext4");
	assert_string_equal(entry->source, "/dev/sd a");
	assert_string_equal(entry->options, "rw,errors=continue\n");
	assert_true(mountinfo_parse("1 2 0:5 / / rw - tmpfs  rw", entry));
	assert_string_equal(entry->source, "");
	assert_string_equal(entry->options, "rw");
	assert_true(mountinfo_parse("1 2 0:5 / / rw - tmpfs none", entry));
	assert_string_equal(entry->options, "");
	free(entry);
}

static void what_is_no_line_of_mounts_is_none(void **state)
{
	static const char *const lines[] = {
		"",
		"\n",
		"1",
		"1 2",
		"1 2 0:5",
		"1 2 0:5 / /",
		"1 2 0:5 / / rw",
		"1 2 0:5 / / rw -",
		"1 2 0:5 / / rw - ",
		"1 2 0:5 / / rw shared:1 ext4 /dev/sda1 rw",
		"1 2 x:5 / / rw - ext4 /dev/sda1 rw",
		"1 2 0:5 /  rw - ext4 /dev/sda1 rw",
		"1 2 0:5 / /a\\000b rw - ext4 /dev/sda1 rw",
		"1 2 0:5 / / rw - a-type-of-over-64-characters-which-the-kernel-has-none-of-at-all-x s rw",
		"x 2 0:5 / / rw - ext4 /dev/sda1 rw",
	};
	struct mountinfo *entry = malloc(sizeof(*entry));
	char *line = malloc(3 * PATH_MAX);

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_false(mountinfo_parse(lines[i], entry));
	memset(line, 'a', 3 * PATH_MAX);
	memcpy(line, "1 2 0:5 / /", 11);
	memcpy(line + 2 * PATH_MAX, " rw - ext4 /dev/sda1 rw", 24);
	assert_false(mountinfo_parse(line, entry));
	free(line);
	free(entry);
}

static void options_are_cut_before_escapes_are_undone(void **state)
{
	const char *cursor =
		"rw,lowerdir=/a\\054b:/c\\134\\072d,upperdir=/u\\040p,,x=,=y,bad=\\000,"
		"last=\\04\n,no";
	char name[32], value[PATH_MAX];

	(void)state;
	assert_true(mount_option_next(&cursor, name, value));
	assert_string_equal(name, "rw");
	assert_string_equal(value, "");
	assert_true(mount_option_next(&cursor, name, value));
	assert_string_equal(name, "lowerdir");
	assert_string_equal(value, "/a,b:/c\\:d");
	assert_true(mount_option_next(&cursor, name, value));
	assert_string_equal(name, "upperdir");
	assert_string_equal(value, "/u p");
	assert_true(mount_option_next(&cursor, name, value));
	assert_string_equal(name, "x");
	assert_true(mount_option_next(&cursor, name, value));
	assert_string_equal(name, "last");
	assert_string_equal(value, "\\04");
	assert_false(mount_option_next(&cursor, name, value));
}

static void an_option_without_room_hides_nothing(void **state)
{
	char *options = malloc(3 * PATH_MAX), name[32], value[PATH_MAX];
	const char *cursor = options;

	(void)state;
	memset(options, 'a', 3 * PATH_MAX);
	memcpy(options, "lowerdir=", 9);
	memcpy(options + 2 * PATH_MAX, ",upperdir=/u", 13);
	assert_true(mount_option_next(&cursor, name, value));
	assert_string_equal(name, "upperdir");
	assert_string_equal(value, "/u");
	assert_false(mount_option_next(&cursor, name, value));
	free(options);
}

static void layers_are_cut_at_colons(void **state)
{
	const char *cursor = "/a:/b\\:c::/d\\\\:\\";
	char path[PATH_MAX], *many = malloc(2 * PATH_MAX);

	(void)state;
	assert_true(overlay_layer_next(&cursor, path));
	assert_string_equal(path, "/a");
	assert_true(overlay_layer_next(&cursor, path));
	assert_string_equal(path, "/b:c");
	assert_true(overlay_layer_next(&cursor, path));
	assert_string_equal(path, "/d\\");
	assert_true(overlay_layer_next(&cursor, path));
	assert_string_equal(path, "\\");
	assert_false(overlay_layer_next(&cursor, path));
	memset(many, 'a', 2 * PATH_MAX);
	memcpy(many + PATH_MAX + 5, ":/last", 7);
	cursor = many;
	assert_true(overlay_layer_next(&cursor, path));
	assert_string_equal(path, "/last");
	free(many);
}

static void maps_are_parsed(void **state)
{
	struct statx stx;

	(void)state;
	assert_true(process_map_parse(
		"7f0c0000-7f0d0000 r-xp 00001000 fd:1f 1234   /a b (deleted)\n", &stx));
	assert_int_equal(stx.stx_dev_major, 0xfd);
	assert_int_equal(stx.stx_dev_minor, 0x1f);
	assert_int_equal(stx.stx_ino, 1234);
	assert_true(S_ISREG(stx.stx_mode));
	/* Memory that is no file's; a line that is cut; none. */
	assert_false(process_map_parse("7f0c0000-7f0d0000 rw-p 00000000 00:00 0  [heap]\n", &stx));
	assert_false(process_map_parse("7f0c0000-7f0d0000 r-xp 00001000 fd:1f", &stx));
	assert_false(process_map_parse("", &stx));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(maps_are_parsed),
		cmocka_unit_test(words_are_cut_as_the_kernel_does),
		cmocka_unit_test(words_without_room_hide_nothing),
		cmocka_unit_test(devices_are_named_in_many_ways),
		cmocka_unit_test(a_device_name_without_room_names_nothing),
		cmocka_unit_test(the_boot_loaders_partition_is_utf_16),
		cmocka_unit_test(lines_of_mounts_are_read),
		cmocka_unit_test(what_is_no_line_of_mounts_is_none),
		cmocka_unit_test(options_are_cut_before_escapes_are_undone),
		cmocka_unit_test(an_option_without_room_hides_nothing),
		cmocka_unit_test(layers_are_cut_at_colons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
