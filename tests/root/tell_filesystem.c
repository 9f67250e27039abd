/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tell-filesystem PATH: what libwipe tells of the file system that PATH lies on, "name value" a
 * line; then of the file, and of each extent of its data and attributes, followed by what
 * the medium holds there, in hexadecimal digits (at most 8 KiB of each extent).
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <wipe/filesystem.h>

#include "file_extents.h"
#include "file_facts.h"
#include "medium.h"

static void print_devices(const struct wipe_filesystem *fs)
{
	for (size_t i = 0; i < fs->device_count; i++)
		printf("device %s %s %" PRIu32 ":%" PRIu32 " %" PRIu64 "\n",
		       wipe_fs_role_name(fs->devices[i].role), fs->devices[i].node,
		       fs->devices[i].major_no, fs->devices[i].minor_no, fs->devices[i].id);
	printf("beneath");
	for (unsigned int bit = 1; bit <= fs->beneath; bit <<= 1)
		if (fs->beneath & bit)
			printf(" %s", wipe_beneath_name((enum wipe_beneath)bit));
	puts("");
	for (size_t i = 0; i < fs->medium_count; i++)
		printf("medium %s %s %s\n", fs->media[i].node, wipe_media_name(fs->media[i].media),
		       fs->media[i].media_reason);
}

static void print_answers(const struct wipe_filesystem *fs)
{
	printf("inline_data %s\nbigalloc %s\nreflinks %s\nencrypts %s\ncompresses %s\njournal %s\n",
	       wipe_fs_answer_name(fs->inline_data), wipe_fs_answer_name(fs->bigalloc),
	       wipe_fs_answer_name(fs->reflinks), wipe_fs_answer_name(fs->encrypts),
	       wipe_fs_answer_name(fs->compresses), wipe_fs_answer_name(fs->journal));
}

static void print_filesystem(const struct wipe_filesystem *fs)
{
	printf("kind %s\ntype %s\nmount_point %s\nroot %s\nsource %s\noptions %s\nuuid %s\n",
	       wipe_fs_kind_name(fs->kind), fs->type, fs->mount_point, fs->root, fs->source,
	       fs->options, fs->uuid);
	printf("read_only %d\nis_system %d\ndiscards %d\nblock %" PRIu32 "\nunit %" PRIu32
	       "\nwrites %s\n",
	       fs->read_only, fs->is_system, fs->discards, fs->block_bytes, fs->unit_bytes,
	       wipe_fs_writes_name(fs->writes));
	print_answers(fs);
	printf("journal_is_external %d\nhas_realtime %d\njournal_bytes %" PRIu64
	       "\ndata_copies %" PRIu32 "\ndata_profile %s\nupper %s\nlower %s\n",
	       fs->journal_is_external, fs->has_realtime, fs->journal_bytes, fs->data_copies,
	       fs->data_profile, fs->upper_dir ? fs->upper_dir : "",
	       fs->lower_dirs ? fs->lower_dirs : "");
	print_devices(fs);
}

static void print_place(const struct fs_medium *medium, const char *name, uint32_t device,
			uint64_t physical, uint64_t length)
{
	static uint8_t bytes[8192];
	struct wipe_error err = { .code = 0 };

	if (physical == FS_NO_ADDRESS)
		return;
	length = length < sizeof(bytes) ? length : sizeof(bytes);
	if (!medium || fs_medium_read(medium, device, bytes, length, physical, &err) != 0) {
		printf("%s unread %s\n", name, err.message);
		return;
	}
	printf("%s ", name);
	for (size_t i = 0; i < length; i++)
		printf("%02x", bytes[i]);
	puts("");
}

static void print_extents(const struct wipe_filesystem *fs, int fd, enum fs_fork fork,
			  const char *name, const struct fs_medium *medium)
{
	struct wipe_error err = { .code = 0 };
	struct fs_extents extents;
	int rc = fs_extents_read(fs, fd, fork, &extents, &err);

	if (rc)
		printf("%s-error %s %s\n", name, wipe_code_name(rc), err.message);
	for (size_t i = 0; i < extents.count; i++) {
		const struct fs_extent *at = &extents.items[i];

		printf("%s %" PRIu64 " %" PRIu64 " %" PRId64 " %" PRIu32 " %" PRId64 " %" PRIu32
		       " %" PRIx32 "\n",
		       name, at->logical, at->length, (int64_t)at->physical, at->device,
		       (int64_t)at->mirror, at->mirror_device, at->flags);
		print_place(medium, "bytes", at->device, at->physical, at->length);
		print_place(medium, "mirror", at->mirror_device, at->mirror, at->length);
	}
	fs_extents_clear(&extents);
}

static void print_file(const struct wipe_filesystem *fs, int fd)
{
	struct fs_medium *medium = NULL;
	struct wipe_error err = { .code = 0 };
	struct fs_file file;

	if (fs_file_of(fs, fd, &file, &err) == 0)
		printf("file writes=%s flags=%d immutable=%d append=%d compressed=%d encrypted=%d "
		       "verity=%d inline=%d journaled=%d nocow=%d realtime=%d\n",
		       wipe_fs_writes_name(file.writes), file.flags_known, file.immutable,
		       file.append_only, file.compressed, file.encrypted, file.verity,
		       file.inline_data, file.journaled_data, file.no_cow, file.realtime);
	err = (struct wipe_error){ .code = 0 };
	printf("opened %s", wipe_code_name(fs_medium_open(fs, &medium, &err)));
	printf(" %s\n", err.message);
	print_extents(fs, fd, FS_FORK_DATA, "extent", medium);
	print_extents(fs, fd, FS_FORK_ATTRIBUTES, "xattr", medium);
	fs_medium_close(medium);
}

int main(int argc, char **argv)
{
	struct wipe_source *source = wipe_source_system();
	struct wipe_filesystem *fs;
	struct wipe_error err = { .code = 0 };
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1, rc;

	if (fd < 0 || !source)
		return 2;
	rc = wipe_filesystem_of(source, fd, &fs, &err);
	if (rc) {
		printf("error %s %s\n", wipe_code_name(rc), err.message);
		return 1;
	}
	print_filesystem(fs);
	print_file(fs, fd);
	wipe_filesystem_free(fs);
	wipe_source_free(source);
	return 0;
}
