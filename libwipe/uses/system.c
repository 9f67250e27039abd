/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The running system's own disk, where no mount shows it: beneath the layers of an
 * overlay (live systems), where the kernel was told to find its root, where the
 * system hibernates to, and where the firmware started it from.
 *
 * What cannot be resolved says nothing. A copy of the system's disk has the same
 * names; root= is asked only where it is not plain on which device the root lies.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "cmdline.h"
#include "mountinfo.h"
#include "quote.h"
#include "sysfs.h"
#include "tags.h"
#include "text.h"
#include "uses.h"
#include "where.h"

static int add_system(struct uses *uses, const struct node *node, const char *by,
		      const char *advice)
{
	if (uses_have(uses, WIPE_USE_SYSTEM, node))
		return 0;
	return uses_add(uses, WIPE_USE_SYSTEM, node, by, advice);
}

static int add_layer(struct uses *uses, const char *target, const char *path)
{
	const struct node *node = where_lies(&uses->stack->nodes, path);
	char word[ADVICE_BYTES / 4], advice[ADVICE_BYTES];

	if (!node)
		return 0;
	if (!quote_shell(word, sizeof(word), path))
		snprintf(word, sizeof(word), "?");
	snprintf(advice, sizeof(advice),
		 _("%s holds %s, a layer of the running system's %s: erase it from another one"),
		 node->path, word, target);
	return add_system(uses, node, path, advice);
}

static int find_layers(struct uses *uses, const struct mountinfo *entry)
{
	const char *options = entry->options;
	char name[32], paths[PATH_MAX], path[PATH_MAX];
	int rc = 0;

	while (!rc && mount_option_next(&options, name, paths)) {
		const char *at = paths;

		/* "lowerdir+" and "datadir+" since Linux 6.8, one layer each. */
		if (strncmp(name, "lowerdir", 8) != 0 && strncmp(name, "datadir", 7) != 0 &&
		    strcmp(name, "upperdir") != 0)
			continue;
		while (!rc && overlay_layer_next(&at, path))
			rc = add_layer(uses, entry->target, path);
	}
	return rc;
}

static bool is_system_overlay(const struct mountinfo *entry)
{
	static const char *const targets[] = { "/", "/usr", "/etc", "/var" };

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (strcmp(entry->target, targets[i]) == 0)
			return strcmp(entry->type, "overlay") == 0;
	return false;
}

/* Also tells whether a block device that is named there holds the root (btrfs). */
static int find_overlays(struct uses *uses, bool *root_is_known)
{
	CLEANUP_FILE FILE *file = fopen("/proc/self/mountinfo", "re");
	CLEANUP_FREE struct mountinfo *entry = malloc(sizeof(*entry));
	CLEANUP_FREE char *line = NULL;
	size_t size = 0;
	int rc = entry ? 0 : WIPE_E_NOMEM;

	while (file && !rc && getline(&line, &size, file) > 0) {
		if (!mountinfo_parse(line, entry))
			continue;
		if (strcmp(entry->target, "/") == 0 && strcmp(entry->type, "btrfs") == 0)
			*root_is_known = true;
		if (is_system_overlay(entry))
			rc = find_layers(uses, entry);
	}
	return rc;
}

static const struct node *resolve(const struct nodes *nodes, const char *value)
{
	struct device_spec spec;

	device_spec_parse(value, &spec);
	switch (spec.kind) {
	case DEVICE_SPEC_PATH:
		return where_leads(nodes, spec.value);
	case DEVICE_SPEC_NUMBER:
		return nodes_find(nodes, spec.major_no, spec.minor_no);
	case DEVICE_SPEC_TAG:
		return tags_find(nodes, spec.tag, spec.value);
	case DEVICE_SPEC_NONE:
		break;
	}
	return NULL;
}

static int add_word(struct uses *uses, const struct node *node, const struct cmdline_word *word,
		    bool is_resume)
{
	char by[sizeof(word->name) + sizeof(word->value) + 1], quoted[256], advice[ADVICE_BYTES];

	snprintf(by, sizeof(by), "%s=%s", word->name, word->value);
	if (!quote_shell(quoted, sizeof(quoted), by))
		snprintf(quoted, sizeof(quoted), "%s=", word->name);
	if (is_resume)
		snprintf(advice, sizeof(advice),
			 _("%s is where the running system hibernates to (%s): start it without "
			   "that, or erase it from another one"),
			 node->path, quoted);
	else
		snprintf(
			advice, sizeof(advice),
			_("the running system was started from %s (%s): erase it from another one"),
			node->path, quoted);
	return add_system(uses, node, by, advice);
}

#define CMDLINE_BYTES 65536

static int find_in_cmdline(struct uses *uses, bool root_is_known)
{
	static const struct {
		const char *name;
		bool is_resume;
	} names[] = { { "resume", true }, { "root", false },	   { "mount.usr", false },
		      { "boot", false },  { "live-media", false }, { "img_dev", false } };
	CLEANUP_FREE char *text = malloc(CMDLINE_BYTES);
	const char *cursor = text;
	struct cmdline_word word;
	ssize_t got;
	int rc = 0;

	if (!text)
		return WIPE_E_NOMEM;
	got = sysfs_read_bytes("", "/proc", "cmdline", text, CMDLINE_BYTES - 1);
	text[got > 0 ? got : 0] = '\0';
	while (!rc && cmdline_next(&cursor, &word)) {
		for (size_t i = 0; !rc && i < sizeof(names) / sizeof(names[0]); i++) {
			const struct node *node = NULL;

			if (strcmp(word.name, names[i].name) == 0 &&
			    (names[i].is_resume || !root_is_known))
				node = resolve(&uses->stack->nodes, word.value);
			if (node)
				rc = add_word(uses, node, &word, names[i].is_resume);
		}
	}
	return rc;
}

/* What the kernel itself has as such; 0:0 is none. Swap need not be on for it. */
static int find_resume(struct uses *uses)
{
	const struct node *node = NULL;
	uint32_t major_no, minor_no;
	char text[32], advice[ADVICE_BYTES];

	if (sysfs_read("", "/sys/power", "resume", text, sizeof(text)) &&
	    text_parse_devnum(text, &major_no, &minor_no) && (major_no || minor_no))
		node = nodes_find(&uses->stack->nodes, major_no, minor_no);
	if (!node)
		return 0;
	snprintf(advice, sizeof(advice),
		 _("%s is where the running system hibernates to (%s): start it without "
		   "that, or erase it from another one"),
		 node->path, "/sys/power/resume");
	return add_system(uses, node, "/sys/power/resume", advice);
}

/* The Boot Loader Interface: the partition that the boot loader was started from. */
static int find_boot_loader(struct uses *uses)
{
	static const char variable[] = "LoaderDevicePartUUID-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";
	unsigned char data[128];
	ssize_t got =
		sysfs_read_bytes("", "/sys/firmware/efi/efivars", variable, data, sizeof(data));
	const struct node *node = NULL;
	char uuid[37], advice[ADVICE_BYTES];

	if (got > 0 && efi_part_uuid_parse(data, (size_t)got, uuid))
		node = tags_find(&uses->stack->nodes, "PARTUUID", uuid);
	if (!node)
		return 0;
	snprintf(advice, sizeof(advice),
		 _("this computer was started from %s (EFI): erase it from another system"),
		 node->path);
	return add_system(uses, node, uuid, advice);
}

int system_find(struct uses *uses)
{
	bool root_is_known = where_is_on_block("/");
	int rc;

	if ((rc = find_overlays(uses, &root_is_known)) ||
	    (rc = find_in_cmdline(uses, root_is_known)) || (rc = find_resume(uses)))
		return rc;
	return find_boot_loader(uses);
}
