/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What else on the machine has to do with a volume: copies of its header, its mappings. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <wipe/crypto.h>

#include "sysfs.h"
#include "text.h"

#define BLOCK_FOLDER "/sys/class/block"
#define UUID_DIGITS 32

static bool is_same_node(const struct wipe_device *a, const struct wipe_device *b)
{
	return a->major_no == b->major_no && a->minor_no == b->minor_no &&
	       b->kind == WIPE_KIND_DEVICE;
}

static void add_copy(struct wipe_crypto *crypto, uint32_t volume, const struct wipe_device *dev,
		     const struct wipe_content *content)
{
	if (crypto->copy_count < WIPE_UUID_COPIES_MAX) {
		struct wipe_uuid_copy *copy = &crypto->copies[crypto->copy_count];

		copy->volume = volume;
		text_copy_plain(copy->node, sizeof(copy->node), content->node);
		text_copy_plain(copy->serial, sizeof(copy->serial), dev->serial);
	}
	crypto->copy_count++;
}

/* own: the medium that the headers lie on. */
static void look_at(const struct wipe_device *dev, bool own, struct wipe_crypto *crypto)
{
	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];

		for (uint32_t v = 0; v < crypto->volume_count; v++) {
			uint64_t at = crypto->is_detached ? 0 : crypto->volumes[v].offset_bytes;

			if (strcmp(content->type, "crypto_LUKS") == 0 &&
			    strcasecmp(content->uuid, crypto->volumes[v].luks.uuid) == 0 &&
			    (!own || content->offset_bytes != at))
				add_copy(crypto, v, dev, content);
		}
	}
}

int wipe_crypto_find_copies(struct wipe_source *source, const struct wipe_device *dev,
			    struct wipe_crypto *crypto, struct wipe_error *err)
{
	struct wipe_device_list *list = NULL;
	int rc = wipe_device_list(source, &list, err);

	crypto->copy_count = 0;
	crypto->copies_complete = !rc;
	if (rc)
		return rc == WIPE_E_NOMEM ? rc : 0;
	for (size_t i = 0; i < list->count; i++) {
		struct wipe_device *one = &list->items[i];

		if (!one->capacity_bytes)
			continue;
		if (wipe_device_probe(one, NULL) != 0)
			crypto->copies_complete = false;
		look_at(one, is_same_node(crypto->is_detached ? &crypto->header : dev, one),
			crypto);
	}
	wipe_device_list_free(list);
	return 0;
}

/* "CRYPT-LUKS2-" and the UUID without dashes, "-" and the mapping's name. */
static bool is_mapping_of(const char *dm_uuid, const char *uuid)
{
	const char *at = dm_uuid + strlen("CRYPT-LUKS1-");
	size_t digits = 0;

	if (strncmp(dm_uuid, "CRYPT-LUKS", strlen("CRYPT-LUKS")) != 0 ||
	    strlen(dm_uuid) < strlen("CRYPT-LUKS1-") + UUID_DIGITS)
		return false;
	for (; *uuid; uuid++) {
		if (*uuid == '-')
			continue;
		if (strncasecmp(at + digits, uuid, 1) != 0)
			return false;
		digits++;
	}
	return digits == UUID_DIGITS && at[digits] == '-';
}

static int refuse_if_mapped(const struct wipe_crypto *crypto, const char *name,
			    struct wipe_error *err)
{
	char folder[512], dm_uuid[256], mapping[256];

	snprintf(folder, sizeof(folder), BLOCK_FOLDER "/%s/dm", name);
	if (!sysfs_read("", folder, "uuid", dm_uuid, sizeof(dm_uuid)))
		return 0;
	(void)sysfs_read("", folder, "name", mapping, sizeof(mapping));
	for (uint32_t i = 0; i < crypto->volume_count; i++)
		if (is_mapping_of(dm_uuid, crypto->volumes[i].luks.uuid))
			return wipe_error_set(
				err, WIPE_E_REFUSED, 0,
				_("the encrypted volume is open as /dev/mapper/%s, so "
				  "its key is in memory: cryptsetup close %s"),
				mapping, mapping);
	return 0;
}

int wipe_crypto_refuse_mapped(const struct wipe_crypto *crypto, struct wipe_error *err)
{
	DIR *folder = sysfs_open_folder("", BLOCK_FOLDER);
	const struct dirent *entry;
	int rc = 0;

	if (!folder)
		return wipe_error_set(err, WIPE_E_SYSTEM, 0,
				      _("it cannot be told whether an encrypted volume is open"));
	while (!rc && (entry = readdir(folder)))
		if (strncmp(entry->d_name, "dm-", 3) == 0)
			rc = refuse_if_mapped(crypto, entry->d_name, err);
	closedir(folder);
	return rc;
}
