/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts: what their signer states. None of them tells of an erasure. */
#include <stdint.h>

#include "act_fields.h"
#include "act_lines.h"
#include "glance_build.h"
#include "parsed.h"
#include "text.h"

struct into {
	struct glance_build *build;
	enum wipecert_part part;
};

static void add(void *arg, const struct act_line *line)
{
	const struct into *into = arg;

	glance_line(into->build, into->part,
		    line->is_mark ? WIPECERT_LINE_MARK :
		    line->is_code ? WIPECERT_LINE_CODE :
				    WIPECERT_LINE_PLAIN,
		    line->label, "%s", line->value);
}

void glance_case(struct glance_build *build)
{
	struct into into = { build, WIPECERT_PART_MEDIUM };

	act_lines_case(build->result, add, &into);
}

void glance_item(struct glance_build *build)
{
	struct into into = { build, WIPECERT_PART_MEDIUM };

	act_lines_item(build->result, add, &into);
}

void glance_act(struct glance_build *build)
{
	struct into into = { build, WIPECERT_PART_RESULT };
	const struct wipecert_record *record = build->result->record;

	size_t most = record->type == WIPECERT_DECLARE ? SIZE_MAX : ACT_ENTRIES_SHOWN;

	if (!act_lines(record, most, add, &into))
		build->failed = true;
	into.part = WIPECERT_PART_CLAIMS;
	act_lines_paper(record, add, &into);
}

const char *glance_act_verdict(const struct wipecert_record *record)
{
	return wipecert_record_on_paper(record) ? _("ON PAPER (ENTERED BY THE CONTRACTOR)") : "";
}

const char *glance_act_meaning(const struct wipecert_record *record)
{
	if (wipecert_record_on_paper(record))
		return _("The officer decided on paper. What stands here is what whoever signed "
			 "entered from it.");
	if (record->type == WIPECERT_ATTEST)
		return _("The contractor's word, and nothing else: nothing of it was measured.");
	return _("What its signer states. Nothing of it was measured, and it proves no erasure.");
}
