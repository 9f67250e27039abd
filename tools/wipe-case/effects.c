/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "effects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exit.h"
#include "output.h"
#include "type_words.h"

#define LABEL_BYTES 512

struct effect {
	uint8_t econtent_sha256[32], signature_sha256[32];
	bool is_faulty, is_forked;
};

struct effects {
	size_t count;
	struct effect records[]; /* sorted */
};

static int compare_effects(const void *a, const void *b)
{
	const struct effect *one = a, *other = b;
	int order = memcmp(one->econtent_sha256, other->econtent_sha256, 32);

	return order ? order : memcmp(one->signature_sha256, other->signature_sha256, 32);
}

static struct effect effect_of(const struct wipecert_case_record *record)
{
	struct effect effect = { .is_faulty = record->fault != WIPECERT_FAULT_NONE };

	memcpy(effect.econtent_sha256, record->link.econtent_sha256, 32);
	memcpy(effect.signature_sha256, record->link.signature_sha256, 32);
	return effect;
}

/* Which records are of a fork whose lines a merge has joined. */
static void mark_forks(const struct wipecert_case *opened, struct effects *effects)
{
	size_t count = wipecert_case_finding_count(opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_finding finding;

		wipecert_case_finding(opened, i, &finding);
		if (finding.problem != WIPECERT_CASE_FORK_MERGED)
			continue;
		effects->records[finding.record].is_forked = true;
		effects->records[finding.other].is_forked = true;
	}
}

struct effects *effects_remember(const struct wipecert_case *opened)
{
	size_t count = wipecert_case_record_count(opened);
	struct effects *effects = malloc(sizeof(*effects) + count * sizeof(effects->records[0]));

	if (!effects)
		return NULL;
	effects->count = count;
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		effects->records[i] = effect_of(&record);
	}
	mark_forks(opened, effects);
	qsort(effects->records, count, sizeof(effects->records[0]), compare_effects);
	return effects;
}

void effects_free(struct effects *effects)
{
	free(effects);
}

/* Of the item that it is about or brings; "": of none. */
static void find_label(const struct session *session, size_t index,
		       const struct wipecert_case_record *record, char label[LABEL_BYTES])
{
	struct wipecert_result result;
	struct wipecert_item item;
	const char *told;

	*label = '\0';
	if (record->item != WIPECERT_NO_INDEX) {
		wipecert_case_item(session->opened, record->item, &item);
		snprintf(label, LABEL_BYTES, "%s", item.label);
		return;
	}
	if (wipecert_case_load_record(session->opened, index, &result, NULL))
		return;
	told = result.record ? wipecert_record_text(result.record, "thing/label") : NULL;
	snprintf(label, LABEL_BYTES, "%s", told ? told : "");
	wipecert_result_clear(&result);
}

static void tell(const struct session *session, size_t index,
		 const struct wipecert_case_record *record)
{
	char label[LABEL_BYTES];

	find_label(session, index, record, label);
	output_error(session->tool, NULL,
		     record->fault == WIPECERT_FAULT_NOT_AUTHENTIC ?
			     _("%s %s: without effect: %s") :
			     _("%s %s: against the rules: %s"),
		     type_words(record->type), *label ? label : record->link.id,
		     case_fault_text(record));
	if (session->options->json)
		output_json(json_pack("{s:s, s:s, s:s, s:o, s:s, s:s}", "object", "against-rules",
				      "type", wipecert_type_name(record->type), "id",
				      record->link.id, "label", output_json_text(label), "file",
				      record->file, "fault", wipecert_fault_name(record->fault)));
}

/* As it was before; NULL: it was not there. */
static const struct effect *find_before(const struct effects *before,
					const struct wipecert_case_record *record)
{
	struct effect now = effect_of(record);

	return bsearch(&now, before->records, before->count, sizeof(now), compare_effects);
}

static bool was_forked(const struct effects *before, const struct wipecert_case_record *record)
{
	const struct effect *then = find_before(before, record);

	return then && then->is_forked;
}

static void tell_fork(const struct session *session, const struct effects *before,
		      const struct wipecert_case_finding *finding)
{
	struct wipecert_case_record record, other;

	wipecert_case_record(session->opened, finding->record, &record);
	wipecert_case_record(session->opened, finding->other, &other);
	if (was_forked(before, &record) && was_forked(before, &other))
		return;
	output_error(session->tool, NULL,
		     _("two lines of one signer were joined: %s %.8s and %s %.8s both have his "
		       "number %llu: did he work in two copies?"),
		     type_words(record.type), record.link.id, type_words(other.type), other.link.id,
		     (unsigned long long)record.writer_number);
	if (session->options->json)
		output_json(json_pack("{s:s, s:s, s:s, s:I}", "object", "fork-merged", "id",
				      record.link.id, "other", other.link.id, "writer_number",
				      (json_int_t)record.writer_number));
}

void effects_tell_forks(const struct session *session, const struct effects *before)
{
	size_t count = wipecert_case_finding_count(session->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_finding finding;

		wipecert_case_finding(session->opened, i, &finding);
		if (finding.problem == WIPECERT_CASE_FORK_MERGED)
			tell_fork(session, before, &finding);
	}
}

int effects_tell(const struct session *session, const struct effects *before)
{
	size_t count = wipecert_case_record_count(session->opened);
	int code = EXIT_DONE;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		const struct effect *then;

		wipecert_case_record(session->opened, i, &record);
		if (!record.is_known || record.fault == WIPECERT_FAULT_NONE)
			continue;
		then = find_before(before, &record);
		if (then && then->is_faulty)
			continue;
		tell(session, i, &record);
		code = EXIT_UNCONFIRMED;
	}
	return code;
}
