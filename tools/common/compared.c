/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compared.h"

#include <inttypes.h>
#include <stdio.h>

#include "i18n.h"

bool compared_read(const struct wipecert_record *record, struct compared *compared)
{
	*compared = (struct compared){ .is_told = false };
	if (wipecert_record_type(record) != WIPECERT_RETURN ||
	    !wipecert_record_text(record, "manifest/sha256"))
		return false;
	compared->same = wipecert_record_number(record, "compared/same");
	compared->changed = wipecert_record_number(record, "compared/changed");
	compared->missing = wipecert_record_number(record, "compared/missing");
	compared->additional = wipecert_record_number(record, "compared/additional");
	/* A record that compares with nothing is malformed. */
	compared->is_told = compared->same || compared->changed || compared->missing;
	return true;
}

bool compared_differs(const struct compared *compared)
{
	return compared->is_told &&
	       (compared->changed || compared->missing || compared->additional);
}

bool compared_are_same(const struct compared *one, const struct compared *other)
{
	return one->same == other->same && one->changed == other->changed &&
	       one->missing == other->missing && one->additional == other->additional;
}

void compared_words(const struct compared *compared, char text[COMPARED_BYTES])
{
	if (!compared->is_told)
		snprintf(text, COMPARED_BYTES, "%s", _("not compared"));
	else
		snprintf(text, COMPARED_BYTES,
			 _("the same %" PRIu64 ", changed %" PRIu64 ", missing %" PRIu64
			   ", new %" PRIu64),
			 compared->same, compared->changed, compared->missing,
			 compared->additional);
}

json_t *compared_json(const struct compared *compared)
{
	if (!compared->is_told)
		return json_null();
	return json_pack("{s:I, s:I, s:I, s:I}", "same", (json_int_t)compared->same, "changed",
			 (json_int_t)compared->changed, "missing", (json_int_t)compared->missing,
			 "additional", (json_int_t)compared->additional);
}
