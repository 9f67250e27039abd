/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file_sample.h"

#include <stdio.h>
#include <string.h>

#include "sample.h"

#define STARTED_S INT64_C(1795316645) /* 2026-11-22T03:04:05Z */

static const struct wipecert_file_extent one[] = { { 0, 1048576, 8192, 0 } };
static const struct wipecert_file_extent two[] = { { 0, 4096, 4096, 0 },
						   { 4096, 2097152, 4096, 0 } };

/* Those of all samples: each takes a part of them. */
static const struct wipecert_file files[] = {
	/* All is well. */
	{ .path = "survey", .kind = "folder", .state = "removed", .touched = true, .name_count = 1 },
	{ .path = "survey/2026\n.csv",
	  .kind = "regular",
	  .state = "erased",
	  .level = "F1",
	  .reason = "in-place",
	  .touched = true,
	  .name_count = 1,
	  .size_bytes = 5000,
	  .has_sha256 = true,
	  .sha256 = { 1, 2, 3 },
	  .verified_bytes = 8192,
	  .attributes = 1,
	  .extents = one,
	  .extent_count = 1 },
	{ .path = "survey/a.ods",
	  .kind = "regular",
	  .state = "erased",
	  .level = "F1",
	  .reason = "in-place",
	  .touched = true,
	  .name_count = 2,
	  .size_bytes = 8000,
	  .has_sha256 = true,
	  .sha256 = { 4, 5, 6 },
	  .verified_bytes = 8192,
	  .extents = two,
	  .extent_count = 2 },
	{ .path = "survey/empty",
	  .kind = "regular",
	  .state = "erased",
	  .level = "F1",
	  .reason = "empty",
	  .touched = true,
	  .name_count = 1,
	  .has_sha256 = true,
	  .sha256 = { 7 } },
	{ .path = "survey/link",
	  .kind = "symlink",
	  .state = "removed",
	  .touched = true,
	  .name_count = 1 },
	/* From here on: not all is well. */
	{ .path = "work/\xff.txt",
	  .kind = "regular",
	  .state = "removed",
	  .level = "F0",
	  .reason = "copy-on-write",
	  .touched = true,
	  .name_count = 1,
	  .size_bytes = 10,
	  .has_sha256 = true },
	{ .path = "work/locked",
	  .kind = "regular",
	  .state = "refused",
	  .level = "F0",
	  .reason = "in-place",
	  .name_count = 1,
	  .size_bytes = 20,
	  .error = "refused" },
	{ .path = "work/later",
	  .kind = "regular",
	  .state = "not-reached",
	  .level = "F0",
	  .reason = "in-place",
	  .name_count = 1,
	  .size_bytes = 30 },
	/* Named by an attempt. */
	{ .path = "survey", .kind = "folder", .state = "planned", .name_count = 1 },
	{ .path = "work/a.txt",
	  .kind = "regular",
	  .state = "planned",
	  .level = "F1",
	  .reason = "in-place",
	  .name_count = 1,
	  .size_bytes = 10 },
	/* Chosen by a manifest. */
	{ .path = "survey/b.csv",
	  .kind = "regular",
	  .state = "erased",
	  .level = "F1",
	  .reason = "in-place",
	  .touched = true,
	  .name_count = 1,
	  .size_bytes = 5000,
	  .has_sha256 = true,
	  .sha256 = { 1, 2, 3 },
	  .verified_bytes = 8192,
	  .extents = one,
	  .extent_count = 1 },
	{ .path = "survey/c.csv",
	  .kind = "regular",
	  .state = "changed",
	  .name_count = 1,
	  .size_bytes = 5001 },
	{ .path = "d\xff.csv",
	  .kind = "regular",
	  .state = "missing",
	  .size_bytes = 7,
	  .has_sha256 = true,
	  .sha256 = { 8 } },
	/* Equal to one of it, and erased, too; then left. */
	{ .path = "survey/own.csv",
	  .kind = "regular",
	  .state = "erased",
	  .level = "F1",
	  .reason = "in-place",
	  .touched = true,
	  .name_count = 1,
	  .size_bytes = 5000,
	  .has_sha256 = true,
	  .sha256 = { 1, 2, 3 },
	  .verified_bytes = 8192,
	  .extents = one,
	  .extent_count = 1 },
	{ .path = "survey/b.csv",
	  .kind = "regular",
	  .state = "erased",
	  .level = "F1",
	  .reason = "in-place",
	  .touched = true,
	  .name_count = 1,
	  .size_bytes = 5000,
	  .has_sha256 = true,
	  .sha256 = { 1, 2, 3 },
	  .verified_bytes = 8192,
	  .extents = one,
	  .extent_count = 1 },
	{ .path = "survey/own.csv",
	  .kind = "regular",
	  .state = "equal",
	  .name_count = 1,
	  .size_bytes = 5000,
	  .has_sha256 = true,
	  .sha256 = { 1, 2, 3 } },
	/* Encrypted by the file system: where the key was wrapped; destroyed; not known to be. */
	{ .path = ".fscrypt/policies/00112233445566778899aabbccddeeff",
	  .kind = "regular",
	  .state = "erased",
	  .level = "F1",
	  .reason = "in-place",
	  .touched = true,
	  .name_count = 1,
	  .size_bytes = 200,
	  .has_sha256 = true,
	  .sha256 = { 9 },
	  .verified_bytes = 8192,
	  .extents = one,
	  .extent_count = 1 },
	{ .path = "vault", .kind = "folder", .state = "removed", .touched = true, .name_count = 1 },
	{ .path = "vault/plan.ods",
	  .kind = "regular",
	  .state = "erased",
	  .level = "F3",
	  .reason = "key-destroyed",
	  .touched = true,
	  .name_count = 1,
	  .size_bytes = 70001,
	  .has_sha256 = true,
	  .sha256 = { 10 },
	  .attributes = 1 },
	{ .path = "old/plan.ods",
	  .kind = "regular",
	  .state = "removed",
	  .level = "F0",
	  .reason = "key-removed",
	  .touched = true,
	  .name_count = 1,
	  .size_bytes = 70001,
	  .has_sha256 = true,
	  .sha256 = { 10 } },
};

static const enum wipe_answer all_yes[WIPE_FILE_CONDITIONS] = { WIPE_ANSWER_YES, WIPE_ANSWER_YES,
								WIPE_ANSWER_YES, WIPE_ANSWER_YES };
static const enum wipe_answer not_all[WIPE_FILE_CONDITIONS] = { WIPE_ANSWER_YES, WIPE_ANSWER_NO,
								WIPE_ANSWER_UNKNOWN,
								WIPE_ANSWER_YES };
/* But for a wrapped copy of it. */
#define DESTROYED_KEY                                                                          \
	.file_system = "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0", .policy_version = 2,            \
	.identifier = "00112233445566778899aabbccddeeff", .contents = "AES-256-XTS",           \
	.names = "AES-256-CBC-CTS", .files = 1, .folders = 1, .before = WIPE_FILE_KEY_PRESENT, \
	.after = WIPE_FILE_KEY_ABSENT, .is_unused = true, .is_removed = true,                  \
	.elsewhere = WIPE_FS_NO, .level = WIPE_FILE_F3
static const struct wipe_file_key keys[] = {
	/* It was wrapped, too; and was not. */
	{ DESTROYED_KEY, .wrapped = WIPE_FILE_WRAPPED_ERASED },
	{ DESTROYED_KEY, .wrapped = WIPE_FILE_WRAPPED_NONE },
	{ .file_system = "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0",
	  .policy_version = 1,
	  .identifier = "4343434343434343",
	  .contents = "AES-256-XTS",
	  .names = "AES-256-CBC-CTS",
	  .files = 1,
	  .before = WIPE_FILE_KEY_PRESENT,
	  .after = WIPE_FILE_KEY_ABSENT,
	  .is_unused = true,
	  .is_removed = true,
	  .elsewhere = WIPE_FS_NO,
	  .wrapped = WIPE_FILE_WRAPPED_NONE,
	  .level = WIPE_FILE_F0,
	  .lack = WIPE_FILE_KEY_OLD_POLICY },
	{ .file_system = "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0",
	  .policy_version = 2,
	  .identifier = "00112233445566778899aabbccddeeff",
	  .contents = "Adiantum",
	  .names = "Adiantum",
	  .files = 1,
	  .before = WIPE_FILE_KEY_PRESENT,
	  .after = WIPE_FILE_KEY_ABSENT,
	  .is_unused = true,
	  .is_removed = true,
	  .elsewhere = WIPE_FS_NO,
	  .wrapped = WIPE_FILE_WRAPPED_NONE,
	  .level = WIPE_FILE_F0,
	  .lack = WIPE_FILE_KEY_CONDITIONS },
};

static const struct wipecert_files_manifest manifest = {
	.files = 3,
	.bytes = 10007,
	.sha256 = { 0xaa },
	.public_sha256 = { 0xbb },
	.findings = { .moved = 1, .changed = 1, .missing = 1 },
};
static const struct wipecert_files_manifest whole_manifest = {
	.files = 1,
	.bytes = 5000,
	.sha256 = { 0xcc },
	.public_sha256 = { 0xdd },
	.findings = { .found = 1 },
};
static const struct wipecert_files_manifest equal_manifest = {
	.files = 1,
	.bytes = 5000,
	.sha256 = { 0xcc },
	.public_sha256 = { 0xdd },
	.findings = { .moved = 1, .equal = 1 },
};
static const struct wipecert_files_manifest taken_manifest = {
	.files = 1,
	.bytes = 5000,
	.sha256 = { 0xcc },
	.public_sha256 = { 0xdd },
	.findings = { .found = 1, .equal_taken = 1 },
};
/* One is refused, and none is left to be erased. */
static const struct wipecert_files_manifest refused_manifest = {
	.files = 2,
	.bytes = 5007,
	.sha256 = { 0xee },
	.public_sha256 = { 0xff },
	.findings = { .found = 1, .missing = 1, .equal_taken = 1 },
};

#define KEY_FILES (COUNT(files) - 4)

const struct file_sample file_samples[] = {
	{ .name = "file-attempt",
	  .type = WIPECERT_ATTEMPT,
	  .first = 8,
	  .count = 2,
	  .held = WIPECERT_HELD_OPEN },
	{ .name = "file-erasure",
	  .type = WIPECERT_ERASURE,
	  .count = 5,
	  .journal = "wiped",
	  .verdict = "erased-verified",
	  .level = "F1",
	  .held = WIPECERT_HELD_YES },
	{ .name = "file-erasure-free-space",
	  .type = WIPECERT_ERASURE,
	  .count = 5,
	  .journal = "wiped",
	  .has_two_systems = true,
	  .wiped_space = true,
	  .swap_count = 1,
	  .verdict = "erased-verified",
	  .level = "F1",
	  .held = WIPECERT_HELD_YES },
	{ .name = "file-erasure-partial",
	  .type = WIPECERT_ERASURE,
	  .count = 7,
	  .fails = true,
	  .journal = "left",
	  .has_two_systems = true,
	  .verdict = "partial",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
	{ .name = "file-erasure-interrupted",
	  .type = WIPECERT_ERASURE,
	  .count = 8,
	  .interrupted = true,
	  .fails = true,
	  .journal = "left",
	  .verdict = "interrupted",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
	{ .name = "file-erasure-failed",
	  .type = WIPECERT_ERASURE,
	  .first = 6,
	  .count = 1,
	  .fails = true,
	  .journal = "none",
	  .verdict = "failed",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
	{ .name = "file-erasure-manifest",
	  .type = WIPECERT_ERASURE,
	  .first = 10,
	  .count = 1,
	  .manifest = &whole_manifest,
	  .journal = "wiped",
	  .verdict = "erased-verified",
	  .level = "F1",
	  .held = WIPECERT_HELD_YES },
	{ .name = "file-erasure-manifest-missing",
	  .type = WIPECERT_ERASURE,
	  .first = 10,
	  .count = 3,
	  .manifest = &manifest,
	  .journal = "wiped",
	  .verdict = "partial",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
	/* Without files. */
	{ .name = "file-attempt-rest", .type = WIPECERT_ATTEMPT, .held = WIPECERT_HELD_OPEN },
	{ .name = "file-erasure-space-alone",
	  .type = WIPECERT_ERASURE,
	  .journal = "wiped",
	  .wiped_space = true,
	  .swap_count = 2,
	  .verdict = "erased-unverified",
	  .level = "F0",
	  .held = WIPECERT_HELD_UNVERIFIED },
	{ .name = "file-erasure-swap-alone",
	  .type = WIPECERT_ERASURE,
	  .journal = "none",
	  .first_swap = 1,
	  .swap_count = 1,
	  .verdict = "erased-verified",
	  .level = "F0",
	  .held = WIPECERT_HELD_YES },
	{ .name = "file-erasure-swap-partial",
	  .type = WIPECERT_ERASURE,
	  .fails = true,
	  .journal = "none",
	  .first_swap = 1,
	  .swap_count = 3,
	  .verdict = "partial",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
	{ .name = "file-erasure-manifest-equal",
	  .type = WIPECERT_ERASURE,
	  .first = 14,
	  .count = 2,
	  .manifest = &equal_manifest,
	  .journal = "wiped",
	  .verdict = "partial",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
	{ .name = "file-erasure-manifest-equal-taken",
	  .type = WIPECERT_ERASURE,
	  .first = 13,
	  .count = 2,
	  .manifest = &taken_manifest,
	  .journal = "wiped",
	  .verdict = "erased-verified",
	  .level = "F1",
	  .held = WIPECERT_HELD_YES },
	{ .name = "file-attempt-manifest",
	  .type = WIPECERT_ATTEMPT,
	  .manifest = &refused_manifest,
	  .held = WIPECERT_HELD_OPEN },
	/* What runs before had erased is missing now. */
	{ .name = "file-erasure-copied",
	  .type = WIPECERT_ERASURE,
	  .first = 10,
	  .count = 3,
	  .manifest = &manifest,
	  .has_copied = true,
	  .journal = "wiped",
	  .verdict = "partial",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
	{ .name = "file-erasure-names-only",
	  .type = WIPECERT_ERASURE,
	  .first = 4,
	  .count = 2,
	  .has_two_systems = true,
	  .journal = "left",
	  .verdict = "partial",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
	{ .name = "file-erasure-key",
	  .type = WIPECERT_ERASURE,
	  .first = KEY_FILES,
	  .count = 3,
	  .key_count = 1,
	  .answers = all_yes,
	  .journal = "wiped",
	  .verdict = "key-destroyed",
	  .level = "F1",
	  .held = WIPECERT_HELD_YES },
	{ .name = "file-erasure-key-alone",
	  .type = WIPECERT_ERASURE,
	  .first = KEY_FILES + 1,
	  .count = 2,
	  .first_key = 1,
	  .key_count = 1,
	  .answers = all_yes,
	  .journal = "wiped",
	  .verdict = "key-destroyed",
	  .level = "F3",
	  .held = WIPECERT_HELD_YES },
	{ .name = "file-erasure-key-old",
	  .type = WIPECERT_ERASURE,
	  .first = KEY_FILES + 1,
	  .count = 3,
	  .first_key = 1,
	  .key_count = 2,
	  .answers = all_yes,
	  .journal = "wiped",
	  .verdict = "partial",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
	{ .name = "file-erasure-key-open",
	  .type = WIPECERT_ERASURE,
	  .first = KEY_FILES + 3,
	  .count = 1,
	  .first_key = 3,
	  .key_count = 1,
	  .answers = not_all,
	  .journal = "wiped",
	  .verdict = "partial",
	  .level = "F0",
	  .held = WIPECERT_HELD_NO },
};
const size_t file_sample_count = COUNT(file_samples);

static const char *const on_disk[] = { "hdd", "lvm" };
static const char *const on_stick[] = { "flash" };
static const char *const disks[] = { "/dev/dm-0" };
static const char *const sticks[] = { "/dev/sdc1" };
static const struct wipecert_file_medium disk = { "WDC WD10EZEX-08WN4A0", "WD-WCC6Y0000000",
						  "hdd" };
static const struct wipecert_file_medium stick = { "Flash Disk", NULL, "usb-flash" };

static const struct wipecert_file_system systems[] = {
	{ .type = "ext4",
	  .uuid = "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0",
	  .writes = "in-place",
	  .journal = "yes",
	  .beneath = on_disk,
	  .beneath_count = 2,
	  .devices = disks,
	  .device_count = 1,
	  .media = &disk,
	  .medium_count = 1 },
	{ .type = "btrfs",
	  .writes = "copy-on-write",
	  .journal = "no",
	  .discards = true,
	  .beneath = on_stick,
	  .beneath_count = 1,
	  .devices = sticks,
	  .device_count = 1,
	  .media = &stick,
	  .medium_count = 1 },
};

static const struct wipe_space_done space_parts[WIPE_SPACE_PARTS] = {
	[WIPE_SPACE_INODES] = { WIPE_SPACE_WIPED, 65000, 0, 0 },
	[WIPE_SPACE_NAMES] = { WIPE_SPACE_WIPED, 40, 0, 0 },
	[WIPE_SPACE_DATA] = { WIPE_SPACE_WIPED, 12, 1073741824, 1073741824 },
	[WIPE_SPACE_TREES] = { WIPE_SPACE_NONE, 0, 0, 0 },
	[WIPE_SPACE_JOURNAL] = { WIPE_SPACE_WIPED, 0, 33554432, 0 },
};
static const struct wipecert_free_space space = {
	.type = "ext4",
	.uuid = "0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0",
	.result = "wiped",
	.bytes = 1073741824,
	.verified_bytes = 1073741824,
	.files = 12,
	.parts = space_parts,
};
static const struct wipecert_swap swaps[] = {
	{ .state = "in-use", .bytes = 2147483648 },
	{ .state = "verified",
	  .uuid = "11111111-2222-4333-8444-555555555555",
	  .bytes = 2147479552,
	  .overwritten_bytes = 2147479552,
	  .verified_bytes = 2147479552 },
	{ .state = "partly",
	  .is_file = true,
	  .bytes = 1048576,
	  .overwritten_bytes = 1044480,
	  .verified_bytes = 1044480 },
	{ .state = "refused", .bytes = 4096, .reason = "refused" },
};
static const struct wipecert_deleted_open none_open = { .all_processes = true };
static const struct wipecert_deleted_open some_open = { 2, 81920, true };

const struct file_sample *file_sample_find(const char *name)
{
	for (size_t i = 0; i < file_sample_count; i++)
		if (strcmp(file_samples[i].name, name) == 0)
			return &file_samples[i];
	fail_msg("no sample is called %s", name);
	return NULL;
}

struct wipecert_files *file_sample_list(const struct file_sample *sample)
{
	static const uint8_t salt[WIPECERT_MANIFEST_SALT_BYTES] = { 0x5a, 0x17 };
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_files *list;

	assert_int_equal(wipecert_files_new(salt, &list, NULL), 0);
	for (size_t i = 0; i < sample->count; i++)
		if (wipecert_files_add(list, &files[sample->first + i], &err))
			fail_msg("%s: %s", files[sample->first + i].path, err.message);
	assert_int_equal(wipecert_files_seal(list, NULL), 0);
	return list;
}

static const struct wipecert_files_copied copied = { .files = 5,
						     .erased = 2,
						     .changed = 1,
						     .left = 2,
						     .begun = 1,
						     .resumed = 1 };
static const struct wipecert_place place = { .has_init = true,
					     .init_sha256 = { 0xee },
					     .number = 9,
					     .writer_number = 1,
					     .item = "00000000-0000-4000-8000-0000000000aa" };

static struct wipecert_files_job job_of(const struct file_sample *sample,
					const struct wipe_error *error)
{
	bool is_rest = sample->type == WIPECERT_ATTEMPT && !sample->count && !sample->manifest;

	return (struct wipecert_files_job){
		.level_requested = sample->held == WIPECERT_HELD_NO ||
						   sample->held == WIPECERT_HELD_UNVERIFIED ?
					   "F0" :
					   "F1",
		.started_at_s = STARTED_S,
		.ended_at_s = STARTED_S + 30,
		.duration_ns = UINT64_C(30250000000),
		.touched = sample->count > 1 || sample->swap_count || !sample->fails,
		.manifest = sample->manifest,
		.interrupted = sample->interrupted,
		.error = sample->fails ? error : NULL,
		.journal = sample->journal,
		.file_systems = systems,
		.file_system_count = sample->has_two_systems ? 2 : 1,
		.keys = keys + sample->first_key,
		.key_count = sample->key_count,
		.answers = sample->answers,
		.deleted_open = sample->interrupted		     ? NULL :
				sample->wiped_space && sample->count ? &some_open :
								       &none_open,
		.copied = sample->has_copied ? &copied : NULL,
		.free_space = sample->wiped_space ? &space : NULL,
		.swap = swaps + sample->first_swap,
		.swap_count = sample->swap_count,
		.free_space_planned = is_rest,
		.swap_planned = is_rest ? 2 : 0,
	};
}

char *file_sample_json(const struct file_sample *sample, size_t *bytes)
{
	static const struct wipe_error refused = { .code = WIPE_E_REFUSED };
	struct wipecert_files *list = file_sample_list(sample);
	struct wipecert_files_job job = job_of(sample, &refused);
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_meta meta;
	char *json;

	sample_meta(&samples[0], &meta);
	strcpy(meta.tool_name, "wipe-file");
	if (sample->has_copied)
		meta.place = &place;
	snprintf(meta.id, sizeof(meta.id), "00000000-0000-4000-8000-0000000f%04u",
		 (unsigned int)(sample - file_samples) + 1);
	if (wipecert_files_build(sample->type, list, &job, &meta, &json, bytes, &err))
		fail_msg("%s: %s", sample->name, err.message);
	wipecert_files_free(list);
	return json;
}

struct wipecert_record *file_sample_record(const struct file_sample *sample)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_record *record;
	size_t bytes;
	char *json = file_sample_json(sample, &bytes);

	if (wipecert_record_parse(json, bytes, &record, &err))
		fail_msg("%s: %s", sample->name, err.message);
	free(json);
	return record;
}
