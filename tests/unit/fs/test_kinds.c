/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What types, options and names tell. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "kinds.h"
#include "options.h"
#include "xfs.h"
#include "xfs_blocks.h"
#include "xfs_groups.h"

static void types_are_known(void **state)
{
	static const struct {
		const char *type;
		enum wipe_fs_kind kind;
		enum wipe_fs_writes writes;
		unsigned int beneath;
	} cases[] = {
		{ "ext2", WIPE_FS_EXT2, WIPE_FS_IN_PLACE, 0 },
		{ "ext4", WIPE_FS_EXT4, WIPE_FS_WRITES_UNKNOWN, 0 },
		{ "ext44", WIPE_FS_OTHER, WIPE_FS_WRITES_UNKNOWN, 0 },
		{ "btrfs", WIPE_FS_BTRFS, WIPE_FS_COPY_ON_WRITE, 0 },
		{ "vfat", WIPE_FS_VFAT, WIPE_FS_WRITES_UNKNOWN, 0 },
		{ "f2fs", WIPE_FS_F2FS, WIPE_FS_COPY_ON_WRITE, 0 },
		{ "nfs4", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
		{ "fuse.sshfs", WIPE_FS_FUSE, WIPE_FS_WRITES_UNKNOWN, WIPE_BENEATH_OTHER },
		{ "fusectl", WIPE_FS_OTHER, WIPE_FS_WRITES_UNKNOWN, 0 },
		{ "ramfs", WIPE_FS_TMPFS, WIPE_FS_IN_MEMORY, WIPE_BENEATH_MEMORY },
		{ "", WIPE_FS_OTHER, WIPE_FS_WRITES_UNKNOWN, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipe_filesystem fs = { .kind = WIPE_FS_OTHER };

		snprintf(fs.type, sizeof(fs.type), "%s", cases[i].type);
		kinds_classify(&fs);
		assert_int_equal(fs.kind, cases[i].kind);
		assert_int_equal(fs.writes, cases[i].writes);
		assert_int_equal(fs.beneath, cases[i].beneath);
	}
}

static void options_are_found(void **state)
{
	char *value;

	(void)state;
	assert_true(options_have("rw,discard", "discard"));
	assert_true(options_have("discard=async,rw", "discard"));
	assert_true(options_have("rw", "rw"));
	assert_false(options_have("nodiscard,discardx,x=discard", "discard"));
	assert_false(options_have("", "rw"));
	value = options_value("rw,logdev=/dev/a\\040b,logdev=/dev/c", "logdev");
	assert_string_equal(value, "/dev/c");
	free(value);
	value = options_value("rw,logdev=/dev/a\\040b", "logdev");
	assert_string_equal(value, "/dev/a b");
	free(value);
	assert_null(options_value("rw,xlogdev=/dev/a", "logdev"));
}

static void lines_of_options_are_found(void **state)
{
	char value[8];

	(void)state;
	assert_true(options_line("rw\ndata=ordered\n", "data", value, sizeof(value)));
	assert_string_equal(value, "ordered");
	assert_true(options_line("rw\ndata=a", "data", value, sizeof(value)));
	assert_string_equal(value, "a");
	assert_true(options_line("rw\ndata\n", "data", value, sizeof(value)));
	assert_string_equal(value, "");
	assert_false(options_line("rw\ndata=writeback\n", "data", value, sizeof(value)));
	assert_false(options_line("nodata=a\ndatax\n", "data", value, sizeof(value)));
	assert_false(options_line("", "data", value, sizeof(value)));
}

static void geometry_of_xfs_is_taken(void **state)
{
	struct wipe_filesystem fs = { .kind = WIPE_FS_XFS };
	struct xfs_geometry geometry = { .blocksize = 4096,
					 .logblocks = 16384,
					 .logstart = 5,
					 .rtblocks = 7,
					 .flags = 1U << 20 };

	(void)state;
	xfs_take_geometry(&fs, &geometry);
	assert_int_equal(fs.journal_bytes, 64 << 20);
	assert_false(fs.journal_is_external);
	assert_true(fs.has_realtime);
	assert_int_equal(fs.reflinks, WIPE_FS_YES);
	assert_int_equal(fs.writes, WIPE_FS_IN_PLACE);
	assert_string_equal(fs.uuid, "");
	geometry.flags = 1U << 27; /* zoned: never in place */
	geometry.logstart = 0;
	xfs_take_geometry(&fs, &geometry);
	assert_int_equal(fs.writes, WIPE_FS_COPY_ON_WRITE);
	assert_true(fs.journal_is_external);
	assert_int_equal(fs.reflinks, WIPE_FS_NO);
}

static void every_bit_has_a_name(void **state)
{
	(void)state;
	for (unsigned int bit = 1; bit < WIPE_BENEATH_UNKNOWN; bit <<= 1)
		assert_string_not_equal(wipe_beneath_name((enum wipe_beneath)bit), "unknown");
	assert_string_equal(wipe_beneath_name(WIPE_BENEATH_COPY_ON_WRITE), "copy-on-write");
	assert_string_equal(wipe_beneath_name(WIPE_BENEATH_UNKNOWN), "unknown");
	assert_string_equal(wipe_fs_kind_name(WIPE_FS_NETWORK), "network");
	assert_string_equal(wipe_fs_kind_name((enum wipe_fs_kind)99), "unknown");
	assert_string_equal(wipe_fs_writes_name(WIPE_FS_ELSEWHERE), "elsewhere");
}

static void inodes_of_xfs_have_an_address(void **state)
{
	/* 5000 blocks a group, 8 inodes in each. */
	const struct xfs_groups groups = { .count = 4,
					   .inode_bytes = 512,
					   .group_bytes = UINT64_C(5000) * 4096,
					   .inode_bits = 16 };

	(void)state;
	assert_int_equal(xfs_inode_address(&groups, 131), 16 * 4096 + 3 * 512);
	assert_int_equal(xfs_inode_address(&groups, (UINT64_C(3) << 16) + 8),
			 UINT64_C(15000) * 4096 + 4096);
}

static void lists_of_xfs_are_read(void **state)
{
	unsigned char head[512] = "XAGF", list[512] = "XAFL";
	uint32_t blocks[512 / 4];
	size_t count;

	(void)state;
	/* 119 places; the last one and the first one. */
	head[43] = 118;
	head[51] = 2;
	list[511] = 7;
	list[39] = 9;
	assert_true(xfs_list_read(head, list, 512, blocks, &count));
	assert_int_equal(count, 2);
	assert_int_equal(blocks[0], 7);
	assert_int_equal(blocks[1], 9);
	head[43] = 119;
	assert_false(xfs_list_read(head, list, 512, blocks, &count));
	head[43] = 0;
	head[51] = 120;
	assert_false(xfs_list_read(head, list, 512, blocks, &count));
	head[51] = 0;
	head[0] = 'x';
	assert_false(xfs_list_read(head, list, 512, blocks, &count));
}

static void blocks_of_trees_of_xfs_are_known_by_their_place(void **state)
{
	unsigned char block[1024] = "AB3C";

	(void)state;
	block[23] = 16;
	assert_true(xfs_block_is_tree(block, 8192));
	assert_false(xfs_block_is_tree(block, 4096));
	memcpy(block, "BMA3", 4);
	assert_false(xfs_block_is_tree(block, 8192));
	block[31] = 16;
	assert_true(xfs_block_is_tree(block, 8192));
	memcpy(block, "XDB3", 4);
	assert_false(xfs_block_is_tree(block, 8192));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_are_known),
		cmocka_unit_test(options_are_found),
		cmocka_unit_test(lines_of_options_are_found),
		cmocka_unit_test(geometry_of_xfs_is_taken),
		cmocka_unit_test(inodes_of_xfs_have_an_address),
		cmocka_unit_test(lists_of_xfs_are_read),
		cmocka_unit_test(blocks_of_trees_of_xfs_are_known_by_their_place),
		cmocka_unit_test(every_bit_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
