/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel itself serves to others: over NVMe, as a SCSI target, as a USB
 * drive. Most of it opens a device, or a file on it, without a claim that would
 * keep anybody out, and no process has it open; only configfs tells. Servers that
 * are processes (nbd-server, ublk, tcmu, qemu) are seen as openers.
 */
#include "exports.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "quote.h"
#include "sysfs.h"
#include "text.h"
#include "uses.h"
#include "where.h"

#define INFO_BYTES (PATH_MAX + 1024)

/* A name that others chose, as a word; "?" if it is too long for one. */
static void quote(char out[ADVICE_BYTES], const char *name)
{
	if (!quote_shell(out, ADVICE_BYTES, name))
		memcpy(out, "?", 2);
}

static void say_nvme(const char *path, const char *folder, char *advice)
{
	char word[ADVICE_BYTES];

	quote(word, folder);
	snprintf(advice, ADVICE_BYTES,
		 _("%s, or a file on it, is exported over NVMe (nvmet): echo 0 > %s/enable"), path,
		 word);
}

static void say_usb(const char *path, const char *folder, char *advice)
{
	char word[ADVICE_BYTES];

	quote(word, folder);
	snprintf(advice, ADVICE_BYTES,
		 _("%s, or a file on it, is exported as a USB drive: echo > %s/file"), path, word);
}

/* .../core/iblock_0/NAME of the kernel's is /backstores/block/NAME of targetcli's. */
static void say_scsi(const char *path, const char *folder, char *advice)
{
	const char *name = strrchr(folder, '/') + 1, *store = name - 1;
	char word[ADVICE_BYTES];
	int length;

	while (store[-1] != '/')
		store--;
	length = (int)strcspn(store, "_/");
	if (strncmp(store, "iblock", (size_t)length) == 0) {
		store = "block";
		length = 5;
	}
	quote(word, name);
	snprintf(advice, ADVICE_BYTES,
		 _("%s, or a file on it, is exported as a SCSI target (LIO): targetcli "
		   "/backstores/%.*s delete %s"),
		 path, length, store, word);
}

static const struct service {
	const char *folders; /* a pattern */
	const char *attributes[2];
	const char *enable; /* "1" while it is served; NULL: always */
	void (*say)(const char *path, const char *folder, char *advice); /* ADVICE_BYTES */
} services[] = {
	{ "/sys/kernel/config/nvmet/subsystems/*/namespaces/*",
	  { "device_path" },
	  "enable",
	  say_nvme },
	/* udev_path is a note for people, which may be missing where info tells. */
	{ "/sys/kernel/config/target/core/*/*", { "udev_path", "info" }, "enable", say_scsi },
	{ "/sys/kernel/config/usb_gadget/*/functions/mass_storage.*/lun.*",
	  { "file" },
	  NULL,
	  say_usb },
};

bool export_file_parse(const char *info, char *out, size_t out_bytes)
{
	static const char before[] = "File: ", behind[] = "  Size: ";
	const char *start = strstr(info, before), *end = NULL;
	size_t length;

	*out = '\0';
	if (!start)
		return false;
	start += strlen(before);
	/* The last one: a name may hold anything. */
	for (const char *at = strstr(start, behind); at; at = strstr(at + 1, behind))
		end = at;
	length = end ? (size_t)(end - start) : 0;
	if (!length || length >= out_bytes)
		return false;
	memcpy(out, start, length);
	out[length] = '\0';
	return true;
}

/* The node that is, or holds, what the attribute names. */
static const struct node *node_named(const struct nodes *nodes, const char *folder,
				     const char *attribute)
{
	char text[INFO_BYTES], path[PATH_MAX];
	ssize_t got = sysfs_read_bytes("", folder, attribute, text, sizeof(text) - 1);
	const char *name = text;
	const struct node *node;

	if (got > 0 && text[got - 1] == '\n')
		got--;
	text[got > 0 ? got : 0] = '\0';
	if (*text != '/') {
		if (!export_file_parse(text, path, sizeof(path)))
			return NULL;
		name = path;
	}
	node = where_leads(nodes, name);
	return node ? node : where_lies(nodes, name);
}

static int ask(struct uses *uses, const struct service *service, const char *folder)
{
	const struct node *node = NULL;
	char text[16], advice[ADVICE_BYTES];

	if (service->enable && (!sysfs_read("", folder, service->enable, text, sizeof(text)) ||
				strcmp(text, "1") != 0))
		return 0;
	for (size_t i = 0; !node && i < 2 && service->attributes[i]; i++)
		node = node_named(&uses->stack->nodes, folder, service->attributes[i]);
	if (!node)
		return 0;
	service->say(node->path, folder, advice);
	return uses_add(uses, WIPE_USE_HELD, node, folder, advice);
}

static int find_served(struct uses *uses, const struct service *service)
{
	glob_t found = { .gl_pathc = 0 };
	int rc = 0, failure = glob(service->folders, GLOB_NOSORT, NULL, &found);

	if (failure == GLOB_NOSPACE)
		rc = WIPE_E_NOMEM;
	for (size_t i = 0; !rc && !failure && i < found.gl_pathc; i++)
		rc = ask(uses, service, found.gl_pathv[i]);
	globfree(&found);
	return rc;
}

int exports_find(struct uses *uses)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(services) / sizeof(services[0]); i++)
		rc = find_served(uses, &services[i]);
	return rc;
}
