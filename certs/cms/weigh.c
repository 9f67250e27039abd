/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each confirmation is first held beside the record on its own: does it count?
 * Of those that do, rejections are looked at before acceptances.
 */
#include <string.h>

#include <wipecert/weigh.h>

#define HASH_BYTES 32

bool wipecert_voice_of(const struct wipecert_result *result, struct wipecert_voice *voice)
{
	memset(voice, 0, sizeof(*voice));
	if (!result->record)
		return false;
	voice->authentic = result->authentic;
	voice->reason = result->reason;
	voice->type = wipecert_record_type(result->record);
	voice->decision = wipecert_record_decision(result->record);
	voice->claimed_time_s = result->claimed_time_s;
	voice->link = result->link;
	wipecert_record_about(result->record, &voice->about);
	voice->is_signed = result->is_signed;
	memcpy(voice->signer_sha256, result->signer_sha256, HASH_BYTES);
	voice->signatory = result->signatory;
	return true;
}

static bool is_about(const struct wipecert_voice *confirmation, const struct wipecert_voice *record)
{
	const struct wipecert_link *about = &confirmation->about, *own = &record->link;

	return confirmation->type == WIPECERT_CONFIRMATION && own->is_signed && about->is_signed &&
	       memcmp(about->econtent_sha256, own->econtent_sha256, HASH_BYTES) == 0 &&
	       memcmp(about->signature_sha256, own->signature_sha256, HASH_BYTES) == 0 &&
	       strcmp(about->id, own->id) == 0;
}

/* By certificate, by key, by name, or by what the roster says. */
static bool same_person(const struct wipecert_voice *a, const struct wipecert_voice *b)
{
	static const uint8_t nobody[HASH_BYTES];
	const struct wipecert_signatory *first = &a->signatory, *second = &b->signatory;

	return memcmp(a->signer_sha256, b->signer_sha256, HASH_BYTES) == 0 ||
	       memcmp(first->key_sha256, second->key_sha256, HASH_BYTES) == 0 ||
	       memcmp(first->name_sha256, second->name_sha256, HASH_BYTES) == 0 ||
	       (memcmp(first->person_sha256, nobody, HASH_BYTES) != 0 &&
		memcmp(first->person_sha256, second->person_sha256, HASH_BYTES) == 0);
}

static bool is_on_paper(const struct wipecert_voice *confirmation)
{
	return confirmation->decision == WIPECERT_ACCEPTED_ON_PAPER ||
	       confirmation->decision == WIPECERT_REJECTED_ON_PAPER;
}

enum wipecert_reason wipecert_confirmation_fault(const struct wipecert_voice *record,
						 const struct wipecert_voice *confirmation)
{
	if (!is_about(confirmation, record))
		return WIPECERT_REASON_OTHER_RECORD;
	if (confirmation->authentic == WIPECERT_INVALID)
		return confirmation->reason;
	if (!is_on_paper(confirmation) && confirmation->is_signed &&
	    same_person(record, confirmation))
		return WIPECERT_REASON_SELF_CONFIRMED;
	/* Among demonstrations a demonstration counts: none of them ends with 0. */
	if (confirmation->authentic == WIPECERT_VALID ||
	    (confirmation->reason == WIPECERT_REASON_DEMO &&
	     record->reason == WIPECERT_REASON_DEMO))
		return WIPECERT_REASON_NONE;
	return confirmation->reason;
}

struct weighing {
	const struct wipecert_voice *record, *confirmations;
	size_t count;
};

static bool counts(const struct weighing *weighing, size_t index)
{
	return wipecert_confirmation_fault(weighing->record, &weighing->confirmations[index]) ==
	       WIPECERT_REASON_NONE;
}

static bool is_lifted(const struct weighing *weighing, const struct wipecert_voice *rejection)
{
	for (size_t i = 0; i < weighing->count; i++) {
		const struct wipecert_voice *other = &weighing->confirmations[i];

		if (other->decision == WIPECERT_ACCEPTED && counts(weighing, i) &&
		    other->claimed_time_s > rejection->claimed_time_s &&
		    (is_on_paper(rejection) || same_person(other, rejection)))
			return true;
	}
	return false;
}

static size_t find_rejection(const struct weighing *weighing)
{
	for (size_t i = 0; i < weighing->count; i++) {
		const struct wipecert_voice *one = &weighing->confirmations[i];

		if ((one->decision == WIPECERT_REJECTED ||
		     one->decision == WIPECERT_REJECTED_ON_PAPER) &&
		    counts(weighing, i) && !is_lifted(weighing, one))
			return i;
	}
	return WIPECERT_NOBODY;
}

static size_t find_acceptance(const struct weighing *weighing, enum wipecert_decision decision)
{
	for (size_t i = 0; i < weighing->count; i++)
		if (weighing->confirmations[i].decision == decision && counts(weighing, i))
			return i;
	return WIPECERT_NOBODY;
}

static void find_futile(const struct weighing *weighing, struct wipecert_weight *weight)
{
	for (size_t i = 0; i < weighing->count && weight->futile == WIPECERT_NOBODY; i++) {
		enum wipecert_reason fault =
			wipecert_confirmation_fault(weighing->record, &weighing->confirmations[i]);

		if (fault == WIPECERT_REASON_NONE || fault == WIPECERT_REASON_OTHER_RECORD)
			continue;
		weight->futile = i;
		weight->futile_reason = fault;
	}
}

void wipecert_weigh(const struct wipecert_trust *trust, const struct wipecert_voice *record,
		    const struct wipecert_voice *confirmations, size_t count,
		    struct wipecert_weight *weight)
{
	const struct weighing weighing = { record, confirmations, count };
	bool asks = trust && wipecert_trust_asks_confirmation(trust) &&
		    record->type == WIPECERT_ERASURE;

	*weight = (struct wipecert_weight){ .standing = asks ? WIPECERT_UNCONFIRMED :
							       WIPECERT_NOT_ASKED,
					    .futile = WIPECERT_NOBODY };
	weight->on_paper = find_acceptance(&weighing, WIPECERT_ACCEPTED_ON_PAPER);
	find_futile(&weighing, weight);
	weight->by = find_rejection(&weighing);
	if (weight->by != WIPECERT_NOBODY) {
		weight->standing = WIPECERT_DISMISSED;
		return;
	}
	weight->by = find_acceptance(&weighing, WIPECERT_ACCEPTED);
	if (weight->by != WIPECERT_NOBODY)
		weight->standing = WIPECERT_CONFIRMED;
}

int wipecert_weight_exit_code(int code, enum wipecert_standing standing)
{
	if (standing == WIPECERT_DISMISSED)
		return 1;
	return standing == WIPECERT_UNCONFIRMED && code == 0 ? 8 : code;
}

const char *wipecert_standing_name(enum wipecert_standing standing)
{
	static const char *const names[] = {
		[WIPECERT_NOT_ASKED] = "not-asked",
		[WIPECERT_UNCONFIRMED] = "unconfirmed",
		[WIPECERT_CONFIRMED] = "confirmed",
		[WIPECERT_DISMISSED] = "rejected",
	};

	return (size_t)standing < sizeof(names) / sizeof(names[0]) ? names[standing] : "unknown";
}
