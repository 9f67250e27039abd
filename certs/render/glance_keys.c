/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys that were destroyed, on a sheet. */
#include "glance_build.h"
#include "keys_lines.h"
#include "parsed.h"

struct into {
	struct glance_build *build;
	enum wipecert_part part;
};

static void add(void *arg, enum wipecert_line_style style, const char *label, const char *value)
{
	const struct into *into = arg;

	glance_line(into->build, into->part, style, label, "%s", value);
}

void glance_keys(struct glance_build *build)
{
	enum wipecert_type type = build->result->record->type;
	struct into into = { build, WIPECERT_PART_KEYS };

	keys_lines_destroyed(build->report, type, KEYS_LINES_SHOWN, add, &into);
	if (!keys_lines_matter(build->report, type))
		return;
	into.part = WIPECERT_PART_RESTS;
	keys_lines_rests(build->report, KEYS_LINES_SHOWN, add, &into);
	into.part = WIPECERT_PART_UNDONE;
	if (build->glance->keys_are_gone)
		keys_lines_undo(build->report, add, &into);
}
