/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What officers answered: brought together here, decided by wipecert_weigh(). */
#include <stdlib.h>

#include "case.h"
#include "text.h"

bool case_is_confirmed(const struct wipecert_case *opened, const struct entry *entry)
{
	if (entry->weight.standing == WIPECERT_CONFIRMED)
		return true;
	return opened->rules.accepts_paper && entry->weight.standing != WIPECERT_DISMISSED &&
	       entry->weight.on_paper != WIPECERT_NOBODY;
}

/* Indexes of the weight are those of the answers; they become entries. */
static void keep_entries(struct wipecert_weight *weight, const struct table_row *rows)
{
	if (weight->by != WIPECERT_NOBODY)
		weight->by = rows[weight->by].value;
	if (weight->on_paper != WIPECERT_NOBODY)
		weight->on_paper = rows[weight->on_paper].value;
	if (weight->futile != WIPECERT_NOBODY)
		weight->futile = rows[weight->futile].value;
}

static int weigh_one(struct wipecert_case *opened, struct entry *entry, struct wipe_error *err)
{
	const struct table_row *rows;
	size_t count = table_find(&opened->by_about, entry->voice.link.econtent_sha256, 32, &rows);
	struct wipecert_voice *answers;

	entry->weight = (struct wipecert_weight){ .by = WIPECERT_NOBODY,
						  .on_paper = WIPECERT_NOBODY,
						  .futile = WIPECERT_NOBODY };
	if (!count)
		return 0;
	answers = calloc(count, sizeof(*answers));
	if (!answers)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	for (size_t i = 0; i < count; i++)
		answers[i] = opened->entries[rows[i].value].voice;
	wipecert_weigh(NULL, &entry->voice, answers, count, &entry->weight);
	keep_entries(&entry->weight, rows);
	free(answers);
	return 0;
}

int case_weigh(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < opened->count && !rc; i++)
		if (opened->entries[i].is_known &&
		    opened->entries[i].voice.type != WIPECERT_CONFIRMATION)
			rc = weigh_one(opened, &opened->entries[i], err);
	return rc;
}
