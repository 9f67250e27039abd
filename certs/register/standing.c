/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What officers answered: brought together here, decided by wipecert_weigh().
 *
 * An answer bears on its record from its turn on, not before: what was allowed or refused
 * while it was not there stays so. Of the answers of one signer only the newest yes and the
 * newest no bear on the outcome, so that few have to be weighed, however many there are.
 */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "text.h"

bool case_is_answered(const struct wipecert_case *opened, const struct entry *entry)
{
	return entry->weight.standing == WIPECERT_DISMISSED || case_is_confirmed(opened, entry);
}

bool case_is_confirmed(const struct wipecert_case *opened, const struct entry *entry)
{
	if (entry->weight.standing == WIPECERT_CONFIRMED)
		return true;
	return opened->rules.accepts_paper && entry->weight.standing != WIPECERT_DISMISSED &&
	       entry->weight.on_paper != WIPECERT_NOBODY;
}

bool case_is_officers_word(const struct wipecert_case *opened, const struct entry *entry)
{
	if (entry->weight.standing == WIPECERT_DISMISSED)
		return false;
	return !entry->is_from_paper || opened->rules.accepts_paper ||
	       entry->weight.standing == WIPECERT_CONFIRMED;
}

void case_forget_answers(struct wipecert_case *opened)
{
	for (size_t i = 0; i < opened->count; i++) {
		struct entry *entry = &opened->entries[i];

		entry->weight = (struct wipecert_weight){ .by = WIPECERT_NOBODY,
							  .on_paper = WIPECERT_NOBODY,
							  .futile = WIPECERT_NOBODY };
		entry->answers = entry->next_answer = WIPECERT_NO_INDEX;
		entry->early = entry->next_early = WIPECERT_NO_INDEX;
	}
}

static bool is_of_one_mouth(const struct wipecert_voice *a, const struct wipecert_voice *b)
{
	bool is_paper = a->decision == WIPECERT_ACCEPTED_ON_PAPER ||
			a->decision == WIPECERT_REJECTED_ON_PAPER;

	return a->decision == b->decision &&
	       (is_paper || memcmp(a->signer_sha256, b->signer_sha256, 32) == 0);
}

/* How many answers there are now. */
static size_t keep(struct wipecert_case *opened, struct entry *record, size_t answer)
{
	struct entry *fresh = &opened->entries[answer];
	size_t *link = &record->answers, count = 0;
	bool is_kept = false;

	for (; *link != WIPECERT_NO_INDEX; link = &opened->entries[*link].next_answer) {
		struct entry *kept = &opened->entries[*link];

		count++;
		if (!is_of_one_mouth(&kept->voice, &fresh->voice))
			continue;
		is_kept = true;
		if (fresh->voice.claimed_time_s <= kept->voice.claimed_time_s)
			continue;
		fresh->next_answer = kept->next_answer;
		*link = answer;
	}
	if (is_kept)
		return count;
	*link = answer;
	return count + 1;
}

static int weigh(struct wipecert_case *opened, struct entry *record, size_t count,
		 struct wipe_error *err)
{
	struct wipecert_voice *voices = calloc(count, sizeof(*voices));
	size_t *entries = calloc(count, sizeof(*entries));
	struct wipecert_weight *weight = &record->weight;
	size_t at = record->answers;
	int rc = 0;

	for (size_t i = 0; voices && entries && i < count; i++) {
		entries[i] = at;
		voices[i] = opened->entries[at].voice;
		at = opened->entries[at].next_answer;
	}
	if (voices && entries) {
		wipecert_weigh(NULL, &record->voice, voices, count, weight);
		/* Indexes are those of the answers; they become entries. */
		if (weight->by != WIPECERT_NOBODY)
			weight->by = entries[weight->by];
		if (weight->on_paper != WIPECERT_NOBODY)
			weight->on_paper = entries[weight->on_paper];
	} else {
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	}
	free(voices);
	free(entries);
	return rc;
}

int case_hear(struct wipecert_case *opened, size_t answer, size_t about, struct wipe_error *err)
{
	const struct wipecert_voice *voice = &opened->entries[answer].voice;
	struct entry *record = &opened->entries[about];

	if (wipecert_confirmation_fault(&record->voice, voice) != WIPECERT_REASON_NONE)
		return 0;
	return weigh(opened, record, keep(opened, record, answer), err);
}
