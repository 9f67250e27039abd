/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of file systems by their kind: what a record tells of one has to fit. */
#include <string.h>

#include "files_facts.h"
#include "get.h"

#define WRITES_MAX 3

/* Where an overwrite can go; F1 is reached on the first five. Others may write anywhere. */
static const struct kind {
	const char *type;
	bool reaches_f1, is_ext;
	const char *writes[WRITES_MAX];
} kinds[] = {
	{ "ext2", true, true, { "in-place" } },
	{ "ext3", true, true, { "in-place", "in-place-journaled", "unknown" } },
	{ "ext4", true, true, { "in-place", "in-place-journaled", "unknown" } },
	{ "xfs", true, false, { "in-place", "copy-on-write", "unknown" } },
	/* Also where single files are written in place. */
	{ "btrfs", true, false, { "copy-on-write" } },
	{ "tmpfs", false, false, { "in-memory" } },
	{ "ramfs", false, false, { "in-memory" } },
	{ "devtmpfs", false, false, { "in-memory" } },
	{ "overlay", false, false, { "elsewhere" } },
};

static const struct kind *kind_of(const json_t *file_system)
{
	const char *type = get_text(file_system, "type");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].type, type) == 0)
			return &kinds[i];
	return NULL;
}

bool files_kind_fits(const json_t *file_system)
{
	const struct kind *kind = kind_of(file_system);
	const char *writes = get_text(file_system, "writes");

	for (size_t i = 0; kind && i < WRITES_MAX && kind->writes[i]; i++)
		if (strcmp(kind->writes[i], writes) == 0)
			return true;
	return !kind;
}

bool files_kind_is_ext(const json_t *file_system)
{
	const struct kind *kind = kind_of(file_system);

	return kind && kind->is_ext;
}

void files_kind_read(const json_t *file_system, struct files_facts *facts)
{
	const struct kind *kind = kind_of(file_system);

	facts->has_system = true;
	if (!kind)
		return;
	facts->reaches_f1 |= kind->reaches_f1;
	facts->has_ext |= kind->is_ext;
	facts->has_ext_without_journal |= kind->is_ext &&
					  strcmp(get_text(file_system, "journal"), "no") == 0;
}
