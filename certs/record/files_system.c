/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what libwipe tells of a file system to what a record says of it. */
#include <wipecert/files.h>

static size_t describe_beneath(unsigned int beneath, const char **words, size_t room)
{
	size_t count = 0;

	for (unsigned int bit = 0; bit < 32 && count < room; bit++)
		if (beneath & (1U << bit))
			words[count++] = wipe_beneath_name((enum wipe_beneath)(1U << bit));
	return count;
}

static size_t describe_media(const struct wipe_filesystem *fs,
			     struct wipecert_file_medium media[WIPECERT_FILE_MEDIA_MAX])
{
	size_t count = 0;

	for (; count < fs->medium_count && count < WIPECERT_FILE_MEDIA_MAX; count++)
		media[count] = (struct wipecert_file_medium){
			fs->media[count].model,
			fs->media[count].serial,
			wipe_media_name(fs->media[count].media),
		};
	return count;
}

void wipecert_file_system_describe(const struct wipe_filesystem *fs,
				   struct wipecert_file_system_described *out)
{
	size_t devices = 0;

	for (size_t i = 0; i < fs->device_count && devices < WIPECERT_FILE_MEDIA_MAX; i++)
		if (fs->devices[i].node[0])
			out->devices[devices++] = fs->devices[i].node;
	out->system = (struct wipecert_file_system){
		.type = fs->type,
		.uuid = fs->uuid,
		.writes = wipe_fs_writes_name(fs->writes),
		.journal = wipe_fs_answer_name(fs->journal),
		.discards = fs->discards,
		.beneath = out->beneath,
		.beneath_count =
			describe_beneath(fs->beneath, out->beneath, WIPECERT_FILE_BENEATH_MAX),
		.devices = out->devices,
		.device_count = devices,
		.media = out->media,
		.medium_count = describe_media(fs, out->media),
	};
}
