/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "systems.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t at_most(size_t count, size_t most)
{
	return count < most ? count : most;
}

static size_t name_beneath(unsigned int beneath, const char **names)
{
	size_t count = 0;

	for (unsigned int bit = 0; bit < 31 && count < SYSTEM_BENEATH_MAX; bit++)
		if (beneath & 1u << bit)
			names[count++] = wipe_beneath_name((enum wipe_beneath)(1u << bit));
	return count;
}

static bool copy_devices(const struct wipe_filesystem *fs, struct system_words *words,
			 struct wipecert_file_system *item)
{
	size_t count = at_most(fs->device_count, WIPECERT_FILE_MEDIA_MAX);

	words->nodes = calloc(count + 1, sizeof(*words->nodes));
	words->devices = calloc(count + 1, sizeof(*words->devices));
	if (!words->nodes || !words->devices)
		return false;
	for (size_t i = 0; i < count; i++) {
		snprintf(words->nodes[i], sizeof(words->nodes[i]), "%s", fs->devices[i].node);
		words->devices[i] = words->nodes[i];
	}
	item->devices = words->devices;
	item->device_count = count;
	return true;
}

static bool copy_media(const struct wipe_filesystem *fs, struct system_words *words,
		       struct wipecert_file_system *item)
{
	size_t count = at_most(fs->medium_count, WIPECERT_FILE_MEDIA_MAX);

	words->texts = calloc(count + 1, sizeof(*words->texts));
	words->media = calloc(count + 1, sizeof(*words->media));
	if (!words->texts || !words->media)
		return false;
	for (size_t i = 0; i < count; i++) {
		words->texts[i] = fs->media[i];
		words->media[i] = (struct wipecert_file_medium){
			.model = words->texts[i].model,
			.serial = words->texts[i].serial,
			.media = wipe_media_name(fs->media[i].media),
		};
	}
	item->media = words->media;
	item->medium_count = count;
	return true;
}

static bool copy_one(const struct wipe_filesystem *fs, struct system_words *words,
		     struct wipecert_file_system *item)
{
	snprintf(words->type, sizeof(words->type), "%s", fs->type);
	snprintf(words->uuid, sizeof(words->uuid), "%s", fs->uuid);
	*item = (struct wipecert_file_system){
		.type = words->type,
		.uuid = words->uuid,
		.writes = wipe_fs_writes_name(fs->writes),
		.journal = wipe_fs_answer_name(fs->journal),
		.discards = fs->discards,
		.beneath = words->beneath,
		.beneath_count = name_beneath(fs->beneath, words->beneath),
	};
	return copy_devices(fs, words, item) && copy_media(fs, words, item);
}

bool systems_copy(const struct wipe_file_totals *totals, struct systems *systems)
{
	memset(systems, 0, sizeof(*systems));
	for (size_t i = 0; i < totals->file_system_count; i++) {
		systems->count++;
		if (!copy_one(totals->file_systems[i], &systems->words[i], &systems->items[i]))
			return false;
	}
	return true;
}

void systems_free(struct systems *systems)
{
	for (size_t i = 0; i < systems->count; i++) {
		struct system_words *words = &systems->words[i];

		free(words->nodes);
		free(words->devices);
		free(words->media);
		free(words->texts);
	}
	systems->count = 0;
}
