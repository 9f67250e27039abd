/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tags.h"

#include <blkid.h>
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cleanup.h"
#include "where.h"

static const struct tag {
	const char *name, *folder;
	const char *blkid; /* the same of a probe */
	bool any_case;
} tags[] = {
	{ "UUID", "by-uuid", "UUID", true },
	{ "LABEL", "by-label", "LABEL", false },
	{ "PARTUUID", "by-partuuid", "PART_ENTRY_UUID", true },
	{ "PARTLABEL", "by-partlabel", "PART_ENTRY_NAME", false },
};

static const struct tag *tag_of(const char *name)
{
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (strcmp(tags[i].name, name) == 0)
			return &tags[i];
	return NULL;
}

/* udev writes what is not harmless in a name as \xNN; so does blkid. */
static bool link_path(const struct tag *tag, const char *value, char *out, size_t out_bytes)
{
	char encoded[1024];

	if (blkid_encode_string(value, encoded, sizeof(encoded)) != 0)
		return false;
	return (size_t)snprintf(out, out_bytes, "/dev/disk/%s/%s", tag->folder, encoded) <
	       out_bytes;
}

static bool has_tag(const struct node *node, const struct tag *tag, const char *value)
{
	CLEANUP_FD int fd = open(node->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	blkid_probe probe = fd < 0 ? NULL : blkid_new_probe();
	const char *found = NULL;

	if (!probe)
		return false;
	if (blkid_probe_set_device(probe, fd, 0, 0) == 0) {
		blkid_probe_enable_superblocks(probe, 1);
		blkid_probe_set_superblocks_flags(probe, BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID);
		blkid_probe_enable_partitions(probe, 1);
		blkid_probe_set_partitions_flags(probe, BLKID_PARTS_ENTRY_DETAILS);
		if (blkid_do_safeprobe(probe) == 0)
			(void)blkid_probe_lookup_value(probe, tag->blkid, &found, NULL);
	}
	/* found lives as long as the probe. */
	if (found && (tag->any_case ? strcasecmp(found, value) : strcmp(found, value)) != 0)
		found = NULL;
	blkid_free_probe(probe);
	return found != NULL;
}

const struct node *tags_find(const struct nodes *nodes, const char *name, const char *value)
{
	const struct tag *tag = tag_of(name);
	char path[1100], lower[1100];

	if (!tag || !link_path(tag, value, path, sizeof(path)))
		return NULL;
	if (access(path, F_OK) == 0)
		return where_leads(nodes, path);
	for (size_t i = 0; i <= strlen(path); i++)
		lower[i] = (char)tolower((unsigned char)path[i]);
	if (tag->any_case && access(lower, F_OK) == 0)
		return where_leads(nodes, lower);
	for (size_t i = 0; i < nodes->count; i++)
		if (has_tag(&nodes->items[i], tag, value))
			return &nodes->items[i];
	return NULL;
}
