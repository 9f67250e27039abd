/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "holder.h"

#include <stdio.h>
#include <string.h>

#include "quote.h"
#include "text.h"

/* A quoted name longer than this leaves no room for the sentence around it. */
#define WORD_BYTES 100

enum mapper_kind {
	MAPPER_OTHER,
	MAPPER_LVM,
	MAPPER_CRYPT,
	MAPPER_VERITY,
	MAPPER_INTEGRITY,
	MAPPER_MULTIPATH,
	MAPPER_RAID,
};

/*
 * Who made a device-mapper device stands in front of its UUID: libdevmapper's
 * convention (dm_task_set_uuid), kept by all programs below. The first that fits;
 * what has none was made by hand.
 */
static const struct mapper {
	const char *uuid; /* how it begins */
	enum mapper_kind kind;
	const char *command; /* before the name */
} mappers[] = {
	{ "LVM-", MAPPER_LVM, "vgchange -an" },
	{ "CRYPT-VERITY-", MAPPER_VERITY, "veritysetup close" },
	{ "CRYPT-INTEGRITY-", MAPPER_INTEGRITY, "integritysetup close" },
	{ "CRYPT-", MAPPER_CRYPT, "cryptsetup close" },
	{ "mpath-", MAPPER_MULTIPATH, "multipath -f" },
	{ "DMRAID-", MAPPER_RAID, "dmraid -an" },
	{ "", MAPPER_OTHER, "dmsetup remove" },
};

static bool group_end(const char *dm_name, size_t *length)
{
	size_t i = 0;

	while (dm_name[i] && !(dm_name[i] == '-' && dm_name[i + 1] != '-'))
		i += dm_name[i] == '-' ? 2 : 1;
	*length = i;
	return i > 0 && dm_name[i] == '-' && dm_name[i + 1];
}

bool holder_volume_group(const char *dm_name, char *out, size_t out_bytes)
{
	size_t length, used = 0;

	*out = '\0';
	if (!group_end(dm_name, &length) || length >= out_bytes)
		return false;
	for (size_t i = 0; i < length; i++) {
		out[used++] = dm_name[i];
		i += dm_name[i] == '-';
	}
	out[used] = '\0';
	return true;
}

static const struct mapper *mapper_of(const char *uuid)
{
	size_t i = 0;

	while (strncmp(uuid, mappers[i].uuid, strlen(mappers[i].uuid)) != 0)
		i++;
	return &mappers[i];
}

/* The kernel's own name stands in where the other cannot be written in a line. */
static void mapper_command(const struct holder_facts *facts, const struct mapper *mapper, char *out,
			   size_t out_bytes)
{
	char name[128], word[WORD_BYTES];
	const char *argument = facts->dm_name;

	if (mapper->kind == MAPPER_LVM)
		argument = holder_volume_group(argument, name, sizeof(name)) ? name : "";
	if (*argument && quote_shell(word, sizeof(word), argument))
		snprintf(out, out_bytes, "%s %s", mapper->command, word);
	else
		snprintf(out, out_bytes, "dmsetup remove %s", facts->path);
}

static const char *mapper_words(enum mapper_kind kind)
{
	switch (kind) {
	case MAPPER_LVM:
		return _("an LVM volume");
	case MAPPER_CRYPT:
		return _("an opened encrypted volume");
	case MAPPER_VERITY:
		return _("a verity device");
	case MAPPER_INTEGRITY:
		return _("an integrity device");
	case MAPPER_MULTIPATH:
		return _("a multipath device");
	case MAPPER_RAID:
		return _("a firmware RAID");
	case MAPPER_OTHER:
		break;
	}
	return _("a device-mapper device");
}

static void say_mapper(const struct holder_facts *facts, char *out, size_t out_bytes)
{
	const struct mapper *mapper = mapper_of(facts->dm_uuid);
	char shown[256], word[WORD_BYTES], command[160];

	mapper_command(facts, mapper, command, sizeof(command));
	if (quote_shell(word, sizeof(word), facts->dm_name))
		snprintf(shown, sizeof(shown), "%s (%s)", facts->path, word);
	else
		snprintf(shown, sizeof(shown), "%s", facts->path);
	snprintf(out, out_bytes, _("%s is %s on %s: %s"), shown, mapper_words(mapper->kind),
		 facts->below, command);
}

static void say_other(const struct holder_facts *facts, char *out, size_t out_bytes)
{
	const char *path = facts->path, *below = facts->below;

	if (facts->is_md)
		snprintf(out, out_bytes, _("%s is a RAID over %s: mdadm --stop %s"), path, below,
			 path);
	else if (facts->is_loop)
		snprintf(out, out_bytes, _("%s is a loop device over %s: losetup -d %s"), path,
			 below, path);
	else if (facts->is_zram)
		snprintf(out, out_bytes,
			 _("%s writes compressed pages to %s: swapoff %s; echo 1 > "
			   "/sys/block/%s/reset"),
			 path, below, path, facts->name);
	else if (facts->is_bcache)
		snprintf(out, out_bytes,
			 _("%s is a cached device over %s: echo 1 > /sys/block/%s/bcache/stop"),
			 path, below, facts->name);
	else
		snprintf(out, out_bytes, _("%s lies over %s: stop it first"), path, below);
}

void holder_say(const struct holder_facts *facts, char *out, size_t out_bytes)
{
	if (*facts->dm_name || *facts->dm_uuid)
		say_mapper(facts, out, out_bytes);
	else
		say_other(facts, out, out_bytes);
}
