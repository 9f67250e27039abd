/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of who uses a device: kinds of holders, names that others chose, locks. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "exports.h"
#include "holder.h"
#include "locks.h"
#include "quote.h"
#include "uses.h"

static void names_are_one_harmless_word(void **state)
{
	static const struct {
		const char *name, *word;
	} cases[] = {
		{ "/mnt/x", "/mnt/x" },
		{ "", "''" },
		{ "-rf", "-- -rf" },
		{ "-r f", "-- '-r f'" },
		{ "/mnt/my disk", "'/mnt/my disk'" },
		{ "/mnt/$(reboot)", "'/mnt/$(reboot)'" },
		{ "a;b", "'a;b'" },
		{ "~", "'~'" },
		{ "*", "'*'" },
		{ "it's", "'it'\\''s'" },
		{ "a\\b", "'a\\b'" },
		{ "caf\xc3\xa9", "'caf\xc3\xa9'" },
		{ "\xe6\xb6\x88\xe5\x8e\xbb", "'\xe6\xb6\x88\xe5\x8e\xbb'" },
		{ "a\nb", "$'a\\012b'" },
		{ "a\x1b[2J", "$'a\\033[2J'" },
		{ "a\n'\\1", "$'a\\012\\047\\1341'" },
		{ "\x7f", "$'\\177'" },
		{ "\xff", "$'\\377'" },
		{ "\xc3", "$'\\303'" },
		{ "a\xc2\x9b"
		  "2J",
		  "$'a\\302\\2332J'" }, /* CSI as one character */
		{ "a\xe2\x80\xae"
		  "b",
		  "$'a\\342\\200\\256b'" }, /* from right to left */
		{ "a\xc2\xa0"
		  "b",
		  "$'a\\302\\240b'" },		 /* a blank that is none */
		{ "\xc0\xaf", "$'\\300\\257'" }, /* '/' written too long */
		{ "\xe0\x80\xaf", "$'\\340\\200\\257'" },
		{ "\xed\xa0\x80", "$'\\355\\240\\200'" }, /* half a pair */
		{ "\xf4\x90\x80\x80", "$'\\364\\220\\200\\200'" },
	};
	char word[128];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(quote_shell(word, sizeof(word), cases[i].name));
		assert_string_equal(word, cases[i].word);
		/* Exactly the room it needs, and one less. */
		assert_true(quote_shell(word, strlen(cases[i].word) + 1, cases[i].name));
		assert_string_equal(word, cases[i].word);
		assert_false(quote_shell(word, strlen(cases[i].word), cases[i].name));
		assert_string_equal(word, "");
	}
}

static void a_volume_group_is_read_from_its_name(void **state)
{
	static const struct {
		const char *name, *group; /* NULL: none */
	} cases[] = {
		{ "vg-home", "vg" },	{ "vg-home-real", "vg" }, { "my--vg-home", "my-vg" },
		{ "a----b-c", "a--b" }, { "vg--home", NULL },	  { "vg", NULL },
		{ "vg-", NULL },	{ "-home", NULL },	  { "--", NULL },
		{ "", NULL },		{ "---", NULL },
	};
	char group[16];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(holder_volume_group(cases[i].name, group, sizeof(group)),
				 cases[i].group != NULL);
		assert_string_equal(group, cases[i].group ? cases[i].group : "");
	}
	assert_false(holder_volume_group("vg-home", group, 2));
	assert_false(holder_volume_group("0123456789abcdef-x", group, sizeof(group)));
}

#define ON_SDB2 .below = "/dev/sdb2"

static void every_kind_of_holder_has_its_way_out(void **state)
{
	static const struct {
		struct holder_facts facts;
		const char *line;
	} cases[] = {
		{ { "/dev/dm-0", "dm-0", "vg-home", "LVM-abc", ON_SDB2 },
		  "/dev/dm-0 (vg-home) is an LVM volume on /dev/sdb2: vgchange -an vg" },
		{ { "/dev/dm-0", "dm-0", "odd", "LVM-abc", ON_SDB2 },
		  "/dev/dm-0 (odd) is an LVM volume on /dev/sdb2: dmsetup remove /dev/dm-0" },
		{ { "/dev/dm-1", "dm-1", "my disk", "CRYPT-LUKS2-0-x", ON_SDB2 },
		  "/dev/dm-1 ('my disk') is an opened encrypted volume on /dev/sdb2: "
		  "cryptsetup close 'my disk'" },
		{ { "/dev/dm-1", "dm-1", "c", "CRYPT-BITLK-x", ON_SDB2 },
		  "/dev/dm-1 (c) is an opened encrypted volume on /dev/sdb2: cryptsetup close c" },
		{ { "/dev/dm-1", "dm-1", "v", "CRYPT-VERITY-x", ON_SDB2 },
		  "/dev/dm-1 (v) is a verity device on /dev/sdb2: veritysetup close v" },
		{ { "/dev/dm-1", "dm-1", "i", "CRYPT-INTEGRITY-x", ON_SDB2 },
		  "/dev/dm-1 (i) is an integrity device on /dev/sdb2: integritysetup close i" },
		{ { "/dev/dm-2", "dm-2", "mpatha", "mpath-3600", ON_SDB2 },
		  "/dev/dm-2 (mpatha) is a multipath device on /dev/sdb2: multipath -f mpatha" },
		{ { "/dev/dm-2", "dm-2", "mpatha1", "part1-mpath-3600", ON_SDB2 },
		  "/dev/dm-2 (mpatha1) is a device-mapper device on /dev/sdb2: "
		  "dmsetup remove mpatha1" },
		{ { "/dev/dm-2", "dm-2", "isw_a", "DMRAID-isw", ON_SDB2 },
		  "/dev/dm-2 (isw_a) is a firmware RAID on /dev/sdb2: dmraid -an isw_a" },
		{ { "/dev/dm-3", "dm-3", "-x\n$(reboot)", "", ON_SDB2 },
		  "/dev/dm-3 (-- $'-x\\012$(reboot)') is a device-mapper device on /dev/sdb2: "
		  "dmsetup remove -- $'-x\\012$(reboot)'" },
		{ { "/dev/md0", "md0", "", "", .is_md = true, ON_SDB2 },
		  "/dev/md0 is a RAID over /dev/sdb2: mdadm --stop /dev/md0" },
		{ { "/dev/loop3", "loop3", "", "", .is_loop = true, ON_SDB2 },
		  "/dev/loop3 is a loop device over /dev/sdb2: losetup -d /dev/loop3" },
		{ { "/dev/bcache0", "bcache0", "", "", .is_bcache = true, ON_SDB2 },
		  "/dev/bcache0 is a cached device over /dev/sdb2: "
		  "echo 1 > /sys/block/bcache0/bcache/stop" },
		{ { "/dev/zram0", "zram0", "", "", .is_zram = true, ON_SDB2 },
		  "/dev/zram0 writes compressed pages to /dev/sdb2: swapoff /dev/zram0; "
		  "echo 1 > /sys/block/zram0/reset" },
		{ { "/dev/drbd0", "drbd0", "", "", ON_SDB2 },
		  "/dev/drbd0 lies over /dev/sdb2: stop it first" },
	};
	char line[512];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		holder_say(&cases[i].facts, line, sizeof(line));
		assert_string_equal(line, cases[i].line);
	}
}

/* The longest name the kernel takes, every byte of it odd: no half of it in a command. */
static void a_name_without_room_is_left_out(void **state)
{
	char name[128], line[512];
	const struct holder_facts facts = { "/dev/dm-1", "dm-1", name, "CRYPT-x", ON_SDB2 };

	(void)state;
	memset(name, '\n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	holder_say(&facts, line, sizeof(line));
	assert_string_equal(line, "/dev/dm-1 is an opened encrypted volume on /dev/sdb2: "
				  "dmsetup remove /dev/dm-1");
}

/* Half a command does something else than the whole. */
static void advice_is_whole_or_other_advice(void **state)
{
	struct stack *stack = calloc(1, sizeof(*stack));
	const struct node *node = &stack->nodes.items[0];
	struct uses uses = { .stack = stack };
	char advice[ADVICE_BYTES];

	(void)state;
	stack->nodes.count = 1;
	memcpy(stack->nodes.items[0].path, "/dev/sdb", 9);
	memset(advice, 'x', sizeof(advice));
	advice[sizeof(uses.items->use.advice)] = '\0';
	assert_int_equal(uses_add(&uses, WIPE_USE_HELD, node, "by", advice), 0);
	assert_string_equal(uses.items[0].use.advice,
			    "/dev/sdb is in use, by something with a long name: lsblk /dev/sdb, "
			    "findmnt -S /dev/sdb");
	advice[sizeof(uses.items->use.advice) - 1] = '\0';
	assert_int_equal(uses_add(&uses, WIPE_USE_HELD, node, "by", advice), 0);
	assert_string_equal(uses.items[1].use.advice, advice);
	free(uses.items);
	free(stack);
}

static void lines_of_locks_are_read(void **state)
{
	struct lock_line lock;

	(void)state;
	assert_true(lock_line_parse("1: FLOCK  ADVISORY  WRITE 4711 00:06:94 0 EOF\n", &lock));
	assert_true(lock.is_flock && lock.is_exclusive);
	assert_int_equal(lock.pid, 4711);
	assert_int_equal(lock.major_no, 0);
	assert_int_equal(lock.minor_no, 6);
	assert_int_equal(lock.inode, 94);
	assert_true(lock_line_parse("12: FLOCK  ADVISORY  READ  1 fe:1b:18446744073709551615 0 EOF",
				    &lock));
	assert_true(lock.is_flock && !lock.is_exclusive);
	assert_int_equal(lock.major_no, 0xfe);
	assert_int_equal(lock.minor_no, 0x1b);
	assert_true(lock.inode == UINT64_MAX);
	assert_true(lock_line_parse("3: POSIX  ADVISORY  WRITE -1 00:06:94 0 EOF", &lock));
	assert_false(lock.is_flock);
	assert_int_equal(lock.pid, -1);
}

static void what_is_no_line_of_locks_is_none(void **state)
{
	static const char *const lines[] = {
		"",
		"\n",
		"1:",
		"1: FLOCK",
		"1: FLOCK  ADVISORY  WRITE 4711",
		"1: -> FLOCK  ADVISORY  WRITE 4711 00:06:94 0 EOF",
		"1: FLOCK  ADVISORY  WRITE 47x1 00:06:94 0 EOF",
		"1: FLOCK  ADVISORY  WRITE 99999999999999999999 00:06:94 0 EOF",
		"1: FLOCK  ADVISORY  WRITE 4711 00:06 0 EOF",
		"1: FLOCK  ADVISORY  WRITE 4711 00:06:",
		"1: FLOCK  ADVISORY  WRITE 4711 00",
		"1: FLOCK  ADVISORY  WRITE 4711 :06:94 0 EOF",
		"1: FLOCK  ADVISORY  WRITE 4711 -1:06:94 0 EOF",
		"1: FLOCK  ADVISORY  WRITE 4711 fffffffff:06:94 0 EOF",
		"1: FLOCK  ADVISORY  WRITE 4711 00:06:99999999999999999999 0 EOF",
		"1: FLOCK  ADVISORY  WRITE 4711 <none>:94 0 EOF",
		"1: FLOCKFLOCKFLOCKFLOCK  ADVISORY  WRITE 4711 00:06:94 0 EOF",
	};
	struct lock_line lock;

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_false(lock_line_parse(lines[i], &lock));
}

static void files_of_a_target_are_read(void **state)
{
	static const struct {
		const char *info, *file; /* NULL: none */
	} cases[] = {
		{ "Status: ACTIVATED\n TCM FILEIO ID: 0        File: /dev/sdb  Size: 4096  Mode: x",
		  "/dev/sdb" },
		{ "File: /a b  Size: 1  Size: 2  Mode", "/a b  Size: 1" },
		{ "File: /0123456789  Size: 1", "/0123456789" },
		{ "File: /0123456789abcde  Size: 1", NULL }, /* does not fit */
		{ "File:   Size: 1", NULL },
		{ "File: /dev/sdb", NULL },
		{ "iBlock device: sdb  UDEV PATH: /dev/sdb  readonly: 0", NULL },
		{ "  Size: 1 File: ", NULL },
		{ "", NULL },
	};
	char file[16];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(export_file_parse(cases[i].info, file, sizeof(file)),
				 cases[i].file != NULL);
		assert_string_equal(file, cases[i].file ? cases[i].file : "");
	}
}

/* A list that is cut proves nothing: it is a use. */
static void more_than_can_be_listed_is_a_use(void **state)
{
	struct stack *stack = calloc(1, sizeof(*stack));
	struct uses uses = { .stack = stack };

	(void)state;
	stack->nodes.count = 1;
	memcpy(stack->nodes.items[0].path, "/dev/sdb", 9);
	assert_int_equal(holders_find(&uses), 0);
	assert_int_equal(uses.count, 0);
	stack->nodes.overflow = true;
	assert_int_equal(holders_find(&uses), 0);
	assert_int_equal(uses.count, 1);
	assert_int_equal(uses.items[0].use.kind, WIPE_USE_HELD);
	assert_string_equal(uses.items[0].use.node, "/dev/sdb");
	free(uses.items);
	free(stack);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_one_harmless_word),
		cmocka_unit_test(a_volume_group_is_read_from_its_name),
		cmocka_unit_test(every_kind_of_holder_has_its_way_out),
		cmocka_unit_test(a_name_without_room_is_left_out),
		cmocka_unit_test(advice_is_whole_or_other_advice),
		cmocka_unit_test(more_than_can_be_listed_is_a_use),
		cmocka_unit_test(files_of_a_target_are_read),
		cmocka_unit_test(lines_of_locks_are_read),
		cmocka_unit_test(what_is_no_line_of_locks_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
