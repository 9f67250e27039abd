/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which level is claimed for which facts, and what of the medium belongs to a file. */
#include "unit.h"

#include <linux/fiemap.h>
#include <string.h>

#include "erase_assess.h"
#include "erase_map.h"

struct row {
	const char *what;
	enum wipe_fs_kind kind;
	enum wipe_fs_writes writes; /* of the file */
	unsigned int beneath;
	uint32_t flags; /* of its extent */
	bool encrypted, compressed, medium_closed, journal_stays, no_extents, unmapped, realtime;
	enum wipe_file_reason reason;
};

static const struct row rows[] = {
	{ "ext4", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, .reason = WIPE_FILE_IN_PLACE },
	{ "ext2", WIPE_FS_EXT2, WIPE_FS_IN_PLACE, .reason = WIPE_FILE_IN_PLACE },
	{ "xfs", WIPE_FS_XFS, WIPE_FS_IN_PLACE, .reason = WIPE_FILE_IN_PLACE },
	{ "flash changes nothing of the address", WIPE_FS_XFS, WIPE_FS_IN_PLACE, WIPE_BENEATH_FLASH,
	  .reason = WIPE_FILE_IN_PLACE },
	{ "unwritten blocks", WIPE_FS_XFS, WIPE_FS_IN_PLACE, 0, FIEMAP_EXTENT_UNWRITTEN,
	  .reason = WIPE_FILE_IN_PLACE },
	{ "empty", WIPE_FS_XFS, WIPE_FS_IN_PLACE, .no_extents = true, .reason = WIPE_FILE_EMPTY },
	{ "reflinked", WIPE_FS_XFS, WIPE_FS_IN_PLACE, 0, FIEMAP_EXTENT_SHARED,
	  .reason = WIPE_FILE_SHARED },
	{ "not yet placed", WIPE_FS_XFS, WIPE_FS_IN_PLACE, 0,
	  FIEMAP_EXTENT_DELALLOC | FIEMAP_EXTENT_UNKNOWN, .reason = WIPE_FILE_EXTENTS_UNKNOWN },
	{ "data=journal", WIPE_FS_EXT4, WIPE_FS_IN_PLACE_JOURNALED, .reason = WIPE_FILE_JOURNALED },
	{ "data=journal that stays", WIPE_FS_EXT4, WIPE_FS_IN_PLACE_JOURNALED,
	  .journal_stays = true, .reason = WIPE_FILE_JOURNAL_STAYS },
	{ "ordered with a journal that stays", WIPE_FS_EXT4, WIPE_FS_IN_PLACE,
	  .journal_stays = true, .reason = WIPE_FILE_IN_PLACE },
	{ "inline", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, 0,
	  FIEMAP_EXTENT_DATA_INLINE | FIEMAP_EXTENT_NOT_ALIGNED, .reason = WIPE_FILE_INLINE },
	{ "inline with a journal that stays", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, 0,
	  FIEMAP_EXTENT_DATA_INLINE, .journal_stays = true, .reason = WIPE_FILE_JOURNAL_STAYS },
	{ "fscrypt", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, .encrypted = true,
	  .reason = WIPE_FILE_ENCODED },
	{ "fscrypt by extent", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, 0,
	  FIEMAP_EXTENT_DATA_ENCRYPTED | FIEMAP_EXTENT_ENCODED, .reason = WIPE_FILE_ENCODED },
	{ "btrfs", WIPE_FS_BTRFS, WIPE_FS_COPY_ON_WRITE, .reason = WIPE_FILE_COPY_ON_WRITE },
	{ "btrfs, nodatacow", WIPE_FS_BTRFS, WIPE_FS_IN_PLACE, .reason = WIPE_FILE_IN_PLACE },
	{ "btrfs, nodatacow in a snapshot", WIPE_FS_BTRFS, WIPE_FS_IN_PLACE, 0,
	  FIEMAP_EXTENT_SHARED, .reason = WIPE_FILE_SHARED },
	{ "btrfs, compressed", WIPE_FS_BTRFS, WIPE_FS_COPY_ON_WRITE, 0, FIEMAP_EXTENT_ENCODED,
	  .reason = WIPE_FILE_ENCODED },
	{ "btrfs, inline", WIPE_FS_BTRFS, WIPE_FS_COPY_ON_WRITE, 0,
	  FIEMAP_EXTENT_DATA_INLINE | FIEMAP_EXTENT_NOT_ALIGNED, .reason = WIPE_FILE_INLINE_TREE },
	{ "btrfs, nodatacow, on devices that cannot be mapped", WIPE_FS_BTRFS, WIPE_FS_IN_PLACE,
	  .unmapped = true, .reason = WIPE_FILE_EXTENTS_UNKNOWN },
	{ "xfs, on a realtime section that is not known", WIPE_FS_XFS, WIPE_FS_IN_PLACE,
	  .unmapped = true, .realtime = true, .reason = WIPE_FILE_OTHER_DEVICE },
	{ "tmpfs", WIPE_FS_TMPFS, WIPE_FS_IN_MEMORY, .reason = WIPE_FILE_IN_MEMORY },
	{ "overlay", WIPE_FS_OVERLAY, WIPE_FS_ELSEWHERE, .reason = WIPE_FILE_OVERLAY },
	{ "nfs", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, .reason = WIPE_FILE_NETWORK },
	{ "vfat", WIPE_FS_VFAT, WIPE_FS_WRITES_UNKNOWN, .reason = WIPE_FILE_FS_UNKNOWN },
	{ "other", WIPE_FS_OTHER, WIPE_FS_WRITES_UNKNOWN, .reason = WIPE_FILE_FS_UNKNOWN },
	{ "a file that could not be asked", WIPE_FS_EXT4, WIPE_FS_WRITES_UNKNOWN,
	  .reason = WIPE_FILE_FS_UNKNOWN },
	{ "thin", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, WIPE_BENEATH_LVM | WIPE_BENEATH_THIN,
	  .reason = WIPE_FILE_BENEATH_COPIES },
	{ "snapshot", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, WIPE_BENEATH_SNAPSHOT,
	  .reason = WIPE_FILE_BENEATH_COPIES },
	{ "cache", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, WIPE_BENEATH_CACHE,
	  .reason = WIPE_FILE_BENEATH_COPIES },
	{ "an image on btrfs", WIPE_FS_EXT4, WIPE_FS_IN_PLACE,
	  WIPE_BENEATH_LOOP | WIPE_BENEATH_COPY_ON_WRITE, .reason = WIPE_FILE_BENEATH_COPIES },
	{ "a target that is not known", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, WIPE_BENEATH_OTHER,
	  .reason = WIPE_FILE_BENEATH_COPIES },
	{ "what could not be looked at", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, WIPE_BENEATH_UNKNOWN,
	  .reason = WIPE_FILE_BENEATH_COPIES },
	{ "not root", WIPE_FS_EXT4, WIPE_FS_IN_PLACE, .medium_closed = true,
	  .reason = WIPE_FILE_MEDIUM_CLOSED },
};

static void test_levels(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		struct wipe_filesystem fs = { .kind = row->kind,
					      .beneath = row->beneath,
					      .journal = WIPE_FS_YES };
		struct fs_extent extent = { .length = 4096,
					    .flags = row->flags | FIEMAP_EXTENT_LAST,
					    .mirror = FS_NO_ADDRESS };
		const struct fs_extents extents = { &extent, !row->no_extents, 1 };
		const struct erase_facts facts = {
			.fs = &fs,
			.extents = row->unmapped ? NULL : &extents,
			.file = { .writes = row->writes,
				  .encrypted = row->encrypted,
				  .compressed = row->compressed,
				  .realtime = row->realtime },
			.medium_opens = !row->medium_closed,
			.journal_wipes = !row->journal_stays,
		};
		struct erase_verdict verdict = erase_assess(&facts);

		if (verdict.reason != row->reason)
			fail_msg("%s: %s, not %s", row->what, wipe_file_reason_name(verdict.reason),
				 wipe_file_reason_name(row->reason));
		assert_int_equal(verdict.level, wipe_file_reason_level(row->reason));
	}
}

static void test_unknown_file_system(void **state)
{
	const struct erase_facts facts = { .fs = NULL };
	struct erase_verdict verdict = erase_assess(&facts);

	(void)state;
	assert_int_equal(verdict.reason, WIPE_FILE_FS_UNKNOWN);
	assert_int_equal(verdict.level, WIPE_FILE_F0);
}

/* Only what is read back at its address has F1; nothing has more by an overwrite. */
static void test_reasons(void **state)
{
	(void)state;
	for (enum wipe_file_reason reason = 0; reason < WIPE_FILE_REASONS; reason++) {
		enum wipe_file_level level = wipe_file_reason_level(reason);

		assert_int_equal(level, reason == WIPE_FILE_KEY_DESTROYED ? WIPE_FILE_F3 :
					reason < WIPE_FILE_COPY_ON_WRITE  ? WIPE_FILE_F1 :
									    WIPE_FILE_F0);
		assert_true(*wipe_file_reason_text(reason));
		if (level == WIPE_FILE_F1)
			assert_true(erase_assess_overwrites(reason));
	}
	assert_false(erase_assess_overwrites(WIPE_FILE_OVERLAY));
	assert_false(erase_assess_overwrites(WIPE_FILE_SHARED));
	assert_false(erase_assess_overwrites(WIPE_FILE_KEY_DESTROYED));
}

static void test_names(void **state)
{
	enum wipe_file_level level = WIPE_FILE_F3;

	(void)state;
	assert_true(wipe_file_level_parse("F1", &level));
	assert_int_equal(level, WIPE_FILE_F1);
	assert_false(wipe_file_level_parse("f1", &level));
	assert_false(wipe_file_level_parse("F4", &level));
	assert_string_equal(wipe_file_state_name((enum wipe_file_state)99), "unknown");
	assert_string_equal(wipe_file_reason_name((enum wipe_file_reason)999), "unknown");
}

static struct fs_extent at(uint64_t logical, uint64_t length, uint64_t physical)
{
	return (struct fs_extent){
		.logical = logical, .length = length, .physical = physical, .mirror = FS_NO_ADDRESS
	};
}

static void check(const struct fs_extent *extent, uint64_t logical, uint64_t length,
		  uint64_t physical)
{
	assert_int_equal(extent->logical, logical);
	assert_int_equal(extent->length, length);
	assert_int_equal(extent->physical, physical);
}

static void test_widened_to_units(void **state)
{
	struct fs_extent items[] = {
		at(4096, 4096, 1 << 20 | 4096),	  /* a hole before, room behind */
		at(20480, 8192, 2 << 20 | 4096),  /* ends 4 KiB before the unit does */
		at(28672, 4096, 3 << 20 | 12288), /* its neighbour: nothing to gain */
		at(40960, 4096, 5 << 20),	  /* not as it must be: left alone */
	};
	struct fs_extents extents = { items, 4, 4 };

	(void)state;
	erase_map_widen(&extents, 16384);
	check(&items[0], 0, 16384, 1 << 20);
	check(&items[1], 16384, 12288, 2 << 20);
	check(&items[2], 28672, 4096, 3 << 20 | 12288);
	check(&items[3], 40960, 4096, 5 << 20);
}

static void test_nothing_to_widen(void **state)
{
	struct fs_extent items[] = { at(0, 60, 1000), at(0, 16384, 65536) };
	struct fs_extents inlined = { &items[0], 1, 1 }, whole = { &items[1], 1, 1 };

	(void)state;
	items[0].flags = FIEMAP_EXTENT_DATA_INLINE | FIEMAP_EXTENT_NOT_ALIGNED;
	erase_map_widen(&inlined, 16384);
	check(&items[0], 0, 60, 1000);
	erase_map_widen(&whole, 16384);
	check(&items[1], 0, 16384, 65536);
}

static void test_by_length(void **state)
{
	struct fs_extents extents = { 0 };

	(void)state;
	assert_int_equal(erase_map_by_length(-1, 0, &extents, NULL), 0);
	assert_int_equal(extents.count, 0);
	assert_int_equal(erase_map_by_length(-1, 4097, &extents, NULL), 0);
	assert_int_equal(extents.count, 1);
	check(&extents.items[0], 0, 4097, 0);
	fs_extents_clear(&extents);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels),		 cmocka_unit_test(test_unknown_file_system),
		cmocka_unit_test(test_reasons),		 cmocka_unit_test(test_names),
		cmocka_unit_test(test_widened_to_units), cmocka_unit_test(test_nothing_to_widen),
		cmocka_unit_test(test_by_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
