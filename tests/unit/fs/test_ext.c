/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Superblocks and inodes of ext4, hostile ones too, and the modes of its journal. */
#include "unit.h"

#include <string.h>

#include "ext.h"
#include "ext_inode.h"

static void put32(uint8_t *out, uint32_t value)
{
	for (int i = 0; i < 4; i++, value >>= 8)
		out[i] = (uint8_t)value;
}

/* 4 KiB blocks, 256-byte inodes, 64bit, an internal journal of 4 MiB. */
static void make_superblock(uint8_t block[1024])
{
	memset(block, 0, 1024);
	put32(block + 0x00, 1000);
	put32(block + 0x04, 4096);
	put32(block + 0x18, 2);
	put32(block + 0x1c, 2);
	put32(block + 0x28, 100);
	put32(block + 0x38, 0xef53);
	put32(block + 0x58, 256);
	put32(block + 0x5c, 0x4);
	put32(block + 0x60, 0x80 | 0x8000);
	memset(block + 0x68, 0xab, 16);
	put32(block + 0xe0, 8);
	block[0xfe] = 64;
	block[0xfd] = 1;
	put32(block + 0x10c + 64, 4 << 20);
}

static void superblocks_are_read(void **state)
{
	struct wipe_filesystem fs = { .kind = WIPE_FS_EXT4 };
	struct ext_superblock more = { .bytes = 0 };
	uint8_t block[1024];

	(void)state;
	make_superblock(block);
	assert_true(ext_superblock_read(block, &fs, &more));
	assert_string_equal(fs.uuid, "abababab-abab-abab-abab-abababababab");
	assert_int_equal(fs.block_bytes, 4096);
	assert_int_equal(fs.unit_bytes, 4096);
	assert_int_equal(fs.journal, WIPE_FS_YES);
	assert_int_equal(fs.inline_data, WIPE_FS_YES);
	assert_int_equal(fs.encrypts, WIPE_FS_NO);
	assert_int_equal(fs.bigalloc, WIPE_FS_NO);
	assert_int_equal(fs.journal_bytes, 4 << 20);
	assert_int_equal(more.bytes, 16 << 20);
	put32(block + 0xe0, 0);
	put32(block + 0xe4, 0x00100712); /* 7:274 */
	put32(block + 0x64, 0x200);
	put32(block + 0x1c, 6);
	assert_true(ext_superblock_read(block, &fs, &more));
	assert_true(fs.journal_is_external);
	assert_int_equal(more.journal_major, 7);
	assert_int_equal(more.journal_minor, 274);
	assert_int_equal(fs.unit_bytes, 65536);
}

static void what_is_no_superblock_is_none(void **state)
{
	static const struct {
		uint32_t at, value;
	} cases[] = {
		{ 0x38, 0xef52 }, /* magic */
		{ 0x18, 7 },	  /* blocks of 128 KiB */
		{ 0x18, UINT32_MAX },
		{ 0x150, UINT32_MAX }, /* more bytes than can be */
	};
	uint8_t block[1024];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipe_filesystem fs = { .kind = WIPE_FS_EXT4 }, as_it_was = fs;
		struct ext_superblock more;

		make_superblock(block);
		put32(block + cases[i].at, cases[i].value);
		assert_false(ext_superblock_read(block, &fs, &more));
		assert_memory_equal(&fs, &as_it_was, sizeof(fs));
	}
}

static void any_superblock_is_taken_or_refused(void **state)
{
	uint8_t block[1024];

	(void)state;
	for (size_t at = 0; at < sizeof(block); at += test_step(7)) {
		struct wipe_filesystem fs = { .kind = WIPE_FS_EXT4 };
		struct ext_superblock more;
		uint64_t place, index;
		uint32_t bytes;

		make_superblock(block);
		block[at] ^= 0xff;
		(void)ext_superblock_read(block, &fs, &more);
		if (ext_descriptor_place(block, 11, &place, &index, &bytes))
			assert_in_range(bytes, 128, EXT_INODE_BYTES_MAX);
	}
}

static void modes_tell_where_writes_go(void **state)
{
	static const struct {
		enum wipe_fs_kind kind;
		enum wipe_fs_answer journal;
		const char *lines;
		enum wipe_fs_writes writes;
	} cases[] = {
		{ WIPE_FS_EXT2, WIPE_FS_UNKNOWN, NULL, WIPE_FS_IN_PLACE },
		{ WIPE_FS_EXT4, WIPE_FS_NO, NULL, WIPE_FS_IN_PLACE },
		{ WIPE_FS_EXT4, WIPE_FS_YES, NULL, WIPE_FS_WRITES_UNKNOWN },
		{ WIPE_FS_EXT4, WIPE_FS_UNKNOWN, NULL, WIPE_FS_WRITES_UNKNOWN },
		{ WIPE_FS_EXT4, WIPE_FS_UNKNOWN, "rw\nacl\n", WIPE_FS_IN_PLACE },
		{ WIPE_FS_EXT4, WIPE_FS_YES, "rw\nacl\n", WIPE_FS_WRITES_UNKNOWN },
		{ WIPE_FS_EXT3, WIPE_FS_YES, "rw\ndata=ordered\n", WIPE_FS_IN_PLACE },
		{ WIPE_FS_EXT4, WIPE_FS_YES, "data=writeback", WIPE_FS_IN_PLACE },
		{ WIPE_FS_EXT4, WIPE_FS_YES, "rw\ndata=journal\n", WIPE_FS_IN_PLACE_JOURNALED },
		{ WIPE_FS_EXT4, WIPE_FS_UNKNOWN, "data=journal\n", WIPE_FS_IN_PLACE_JOURNALED },
		{ WIPE_FS_EXT4, WIPE_FS_YES, "data=new\n", WIPE_FS_WRITES_UNKNOWN },
		{ WIPE_FS_EXT4, WIPE_FS_YES, "xdata=ordered\ndatax=ordered\n",
		  WIPE_FS_WRITES_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipe_filesystem fs = { .kind = cases[i].kind, .journal = cases[i].journal };

		print_message("case %zu\n", i);
		assert_int_equal(ext_writes(&fs, cases[i].lines), cases[i].writes);
	}
}

static void descriptors_are_found(void **state)
{
	uint64_t place, index;
	uint8_t block[1024];
	uint32_t bytes;

	(void)state;
	make_superblock(block);
	assert_true(ext_descriptor_place(block, 1, &place, &index, &bytes));
	assert_int_equal(place, 4096);
	assert_int_equal(index, 0);
	assert_int_equal(bytes, 256);
	assert_true(ext_descriptor_place(block, 312, &place, &index, &bytes));
	assert_int_equal(place, 4096 + 3 * 64);
	assert_int_equal(index, 11);
	assert_false(ext_descriptor_place(block, 0, &place, &index, &bytes));
	assert_false(ext_descriptor_place(block, 1001, &place, &index, &bytes));
	put32(block + 0x18, 0);
	assert_true(ext_descriptor_place(block, 1, &place, &index, &bytes));
	assert_int_equal(place, 2048);
	put32(block + 0x60, 0x10);
	assert_false(ext_descriptor_place(block, 1, &place, &index, &bytes));
}

/* An inode with system.data of 40 bytes at the end, behind another attribute. */
static void make_inode(struct ext_inode *inode)
{
	uint8_t *entry = inode->raw + 128 + 32 + 4;

	memset(inode, 0, sizeof(*inode));
	inode->bytes = 256;
	inode->raw[0x80] = 32;
	put32(inode->raw + 128 + 32, EXT_ATTRIBUTES_MAGIC);
	entry[0] = 5;
	entry[1] = 1;
	memcpy(entry + 16, "small", 5);
	entry += 24;
	entry[0] = 4;
	entry[1] = 7;
	entry[2] = 256 - 40 - (128 + 32 + 4);
	put32(entry + 8, 40);
	memcpy(entry + 16, "data", 4);
}

static void inline_data_is_found_in_the_inode(void **state)
{
	uint32_t offset, length;
	struct ext_inode inode;

	(void)state;
	make_inode(&inode);
	assert_int_equal(ext_attributes_begin(&inode), 160);
	assert_true(ext_inline_rest(&inode, &offset, &length));
	assert_int_equal(offset, 216);
	assert_int_equal(length, 40);
	inode.raw[164 + 24 + 1] = 6; /* of another kind */
	assert_false(ext_inline_rest(&inode, &offset, &length));
	make_inode(&inode);
	put32(inode.raw + 164 + 24 + 8, 41); /* ends behind the inode */
	assert_false(ext_inline_rest(&inode, &offset, &length));
	put32(inode.raw + 164 + 24 + 8, UINT32_MAX);
	assert_false(ext_inline_rest(&inode, &offset, &length));
	make_inode(&inode);
	inode.raw[164] = 255; /* the name ends behind the inode */
	assert_false(ext_inline_rest(&inode, &offset, &length));
	make_inode(&inode);
	put32(inode.raw + 0x80, 0xfffe);
	assert_int_equal(ext_attributes_begin(&inode), 0);
	assert_false(ext_inline_rest(&inode, &offset, &length));
	inode.bytes = 128;
	assert_int_equal(ext_attributes_begin(&inode), 0);
}

static void any_inode_is_read_within_its_bounds(void **state)
{
	static const uint8_t values[] = { 0, 1, 0x7f, 0x80, 0xff };
	uint32_t offset, length;
	struct ext_inode inode;

	(void)state;
	for (size_t at = 128; at < 256; at++) {
		for (size_t i = 0; i < sizeof(values); i++) {
			make_inode(&inode);
			inode.raw[at] = values[i];
			if (ext_inline_rest(&inode, &offset, &length))
				assert_true(offset + length <= 256);
		}
	}
}

static void values_in_inodes_of_their_own_are_counted(void **state)
{
	uint8_t bytes[64] = { 0 };
	uint32_t at = 4, size = 0;

	(void)state;
	/* struct ext4_xattr_entry: two, of which the second has a value elsewhere. */
	bytes[4] = 3;
	bytes[5] = 1;
	put32(bytes + 12, 10);
	bytes[24] = 1;
	bytes[25] = 1;
	put32(bytes + 28, 77);
	put32(bytes + 32, 20000);
	assert_true(ext_attribute_elsewhere(bytes, sizeof(bytes), &at, &size));
	assert_int_equal(size, 20000);
	assert_int_equal(at, 44);
	assert_false(ext_attribute_elsewhere(bytes, sizeof(bytes), &at, &size));
	/* A name that would reach beyond the end, and an entry that does. */
	bytes[24] = 255;
	at = 4;
	assert_true(ext_attribute_elsewhere(bytes, sizeof(bytes), &at, &size));
	assert_false(ext_attribute_elsewhere(bytes, sizeof(bytes), &at, &size));
	at = sizeof(bytes) - 15;
	assert_false(ext_attribute_elsewhere(bytes, sizeof(bytes), &at, &size));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(superblocks_are_read),
		cmocka_unit_test(what_is_no_superblock_is_none),
		cmocka_unit_test(any_superblock_is_taken_or_refused),
		cmocka_unit_test(modes_tell_where_writes_go),
		cmocka_unit_test(descriptors_are_found),
		cmocka_unit_test(inline_data_is_found_in_the_inode),
		cmocka_unit_test(any_inode_is_read_within_its_bounds),
		cmocka_unit_test(values_in_inodes_of_their_own_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
