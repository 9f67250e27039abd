/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes -> envelope (form, signer, signature) -> path to an anchor -> record.
 * Each step notes what it finds; the worst reason decides. Content is looked at
 * only when nothing before it was invalid.
 */
#include <stdio.h>
#include <string.h>

#include <wipecert/act.h>

#include "certificate.h"
#include "chain.h"
#include "crypto_error.h"
#include "digest.h"
#include "envelope.h"
#include "finding.h"
#include "material.h"
#include "name.h"
#include "roles.h"
#include "text.h"
#include "timestamp.h"

#define CLOCKS_DIFFER_S (5 * 60)
#define SIGNED_BEFORE_S (24 * 60 * 60)

/* A .p7m begins with 0x30, the digit 0; a bare record with a brace. */
static bool looks_like_json(const unsigned char *data, size_t bytes)
{
	size_t i = 0;

	while (i < bytes &&
	       (data[i] == ' ' || data[i] == '\t' || data[i] == '\n' || data[i] == '\r'))
		i++;
	return i < bytes && data[i] == '{';
}

static void check_held(struct wipecert_result *result, struct finding *finding)
{
	struct wipe_error why;

	wipe_error_clear(&why);
	result->held = wipecert_record_held(result->record, &why);
	/* What could not be computed is no fault of the record. */
	if (why.code == WIPE_E_NOMEM || why.code == WIPE_E_CRYPTO)
		finding_no_memory(finding);
	else if (result->held == WIPECERT_HELD_INCONSISTENT)
		finding_note(finding, WIPECERT_REASON_INCONSISTENT, "%s", why.message);
}

/* The record is kept only if it parses; contradictions in it are a finding. */
static void read_content(struct der_slice content, int64_t time_s, struct wipecert_result *result,
			 struct finding *finding)
{
	struct wipe_error why;
	int code;

	if (content.bytes > WIPECERT_JSON_MAX_BYTES) {
		finding_note(finding, WIPECERT_REASON_TOO_LARGE,
			     _("a record of %zu bytes, at most %zu are read"), content.bytes,
			     WIPECERT_JSON_MAX_BYTES);
		return;
	}
	wipe_error_clear(&why);
	code = wipecert_record_parse(content.at, content.bytes, &result->record, &why);
	if (code) {
		result->record = NULL;
		if (code == WIPE_E_NOMEM)
			finding_no_memory(finding);
		else
			finding_note(finding, WIPECERT_REASON_CONTENT, "%s", why.message);
		return;
	}
	snprintf(result->link.id, sizeof(result->link.id), "%s",
		 wipecert_record_id(result->record));
	result->claimed_time_s = wipecert_record_issued_at(result->record);
	if (result->claimed_time_s > time_s + CLOCKS_DIFFER_S)
		finding_note(finding, WIPECERT_REASON_FUTURE, "%s", "");
	check_held(result, finding);
}

/* Nobody gets a record out of an invalid file. */
static void withdraw(struct wipecert_result *result)
{
	wipecert_record_free(result->record);
	result->record = NULL;
}

/*
 * Signing a record long after it was issued is in order, before that is not. No
 * record is handed out then: the file is invalid.
 */
static void check_signing_time(const struct attributes *attributes, struct wipecert_result *result,
			       struct finding *finding)
{
	if (!attributes->has_signing_time ||
	    attributes->signing_time_s >= result->claimed_time_s - SIGNED_BEFORE_S)
		return;
	finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
		     _("it was signed more than a day before it was issued"));
	withdraw(result);
}

static void describe_signer(const struct envelope *envelope, struct wipecert_result *result,
			    struct finding *finding)
{
	result->link = envelope->link;
	result->signer_is_demo = name_is_demo(X509_get_subject_name(envelope->signer)) ||
				 name_is_demo(X509_get_issuer_name(envelope->signer));
	if (!name_render(X509_get_subject_name(envelope->signer), result->signer,
			 sizeof(result->signer)) ||
	    !name_sha256(X509_get_subject_name(envelope->signer), result->signatory.name_sha256) ||
	    !certificate_key_sha256(envelope->signer, result->signatory.key_sha256) ||
	    !certificate_sha256(envelope->signer, result->signer_sha256))
		finding_no_memory(finding);
}

/* Who signed, and may they? */
static void check_signer(const struct wipecert_trust *trust, const struct chain_input *input,
			 const struct chain_moment *moment, struct chain *chain,
			 struct wipecert_result *result, struct finding *finding)
{
	certificate_check_usage(input->signer, finding);
	if (trust && trust->anchor_count) {
		chain_check(trust, CHAIN_RECORD, input, moment, chain, finding);
		result->revocation_checked = chain->revocation_known;
		return;
	}
	certificate_check_time(input->signer, moment->signed_s, finding);
	finding_note(finding, WIPECERT_REASON_NO_TRUST, "%s", "");
}

/* Did the signer have the role that signs a record of this type? */
static void check_role(const struct wipecert_trust *trust, const struct chain *chain,
		       int64_t signed_s, struct wipecert_result *result, struct finding *finding)
{
	enum wipecert_type type = wipecert_record_type(result->record);
	struct wipecert_signatory *signatory = &result->signatory;
	const char *person;

	if (!trust || !trust->policy) {
		if (type > WIPECERT_CHECK)
			finding_note(finding, WIPECERT_REASON_ROLE_UNKNOWN, "%s", "");
		return;
	}
	signatory->roles = roles_at(trust, chain->roles, result->signer_sha256, signed_s, type);
	person = roles_person(trust, result->signer_sha256);
	if (*person && !digest_sha256(person, strlen(person), signatory->person_sha256))
		finding_no_memory(finding);
	if (wipecert_roles_sign(signatory->roles, type, wipecert_record_on_paper(result->record)))
		return;
	finding_note(finding, WIPECERT_REASON_ROLE, "%s", "");
	withdraw(result);
}

/*
 * What can be asked only once it is known when it was signed: by a timestamp, else by
 * the signer's own word.
 */
static void check_claims(const struct wipecert_trust *trust, const struct envelope *envelope,
			 const struct chain_moment *moment, const struct chain *chain,
			 struct wipecert_result *result, struct finding *finding)
{
	int64_t signed_s = moment->signed_s != moment->looked_at_s ? moment->signed_s :
								     result->claimed_time_s;

	certificate_check_time(envelope->signer, result->claimed_time_s, finding);
	if (trust)
		chain_check_signed_at(trust, chain, signed_s, finding);
	check_role(trust, chain, signed_s, result, finding);
	check_signing_time(&envelope->attributes, result, finding);
}

static void verify_opened(const struct wipecert_trust *trust, const struct envelope *envelope,
			  const struct material *material, int64_t time_s,
			  struct wipecert_result *result, struct finding *finding)
{
	const struct chain_input input = { envelope->signer, envelope->certificates,
					   material->certificates, material->lists };
	struct chain_moment moment = { time_s, time_s };
	struct chain chain = { .anchor_at = -1 };

	moment.signed_s =
		timestamp_check(envelope, material, trust, time_s, &result->timestamp, finding);
	check_signer(trust, &input, &moment, &chain, result, finding);
	/* What was signed then cannot have been issued later. */
	if (finding_authentic(finding) != WIPECERT_INVALID)
		read_content(envelope->signed_data.content, moment.signed_s, result, finding);
	if (result->record)
		check_claims(trust, envelope, &moment, &chain, result, finding);
	chain_clear(&chain);
}

static void verify_signed(const struct wipecert_trust *trust, const void *data, size_t bytes,
			  int64_t time_s, struct wipecert_result *result, struct finding *finding)
{
	const struct algorithm_edition *edition = trust ? &trust->lenient :
							  algorithm_edition_default();
	struct material material = { 0 };
	struct envelope envelope;

	result->is_signed = true;
	if (envelope_open(data, bytes, edition, trust ? trust->pool : NULL, &envelope, finding)) {
		describe_signer(&envelope, result, finding);
		if (material_open(&envelope.attributes, &material, finding))
			verify_opened(trust, &envelope, &material, time_s, result, finding);
	}
	material_close(&material);
	envelope_close(&envelope);
}

static void verify_unsigned(const void *data, size_t bytes, int64_t time_s,
			    struct wipecert_result *result, struct finding *finding)
{
	struct der_slice content = { data, bytes };

	read_content(content, time_s, result, finding);
	if (!digest_sha256(data, bytes, result->link.econtent_sha256))
		finding_no_memory(finding);
	finding_note(finding, WIPECERT_REASON_UNSIGNED, "%s", "");
}

int wipecert_verify(const struct wipecert_trust *trust, const void *data, size_t bytes,
		    int64_t time_s, struct wipecert_result *result, struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };

	memset(result, 0, sizeof(*result));
	if (looks_like_json(data, bytes))
		verify_unsigned(data, bytes, time_s, result, &finding);
	else
		verify_signed(trust, data, bytes, time_s, result, &finding);
	if (result->record && trust && wipecert_trust_asks_confirmation(trust) &&
	    wipecert_record_type(result->record) == WIPECERT_ERASURE)
		result->standing = WIPECERT_UNCONFIRMED;
	result->authentic = finding_authentic(&finding);
	result->reason = finding.reason;
	snprintf(result->detail, sizeof(result->detail), "%s", finding.detail);
	if (!finding.no_memory)
		return 0;
	wipecert_result_clear(result);
	return crypto_error_nomem(err);
}

void wipecert_result_clear(struct wipecert_result *result)
{
	wipecert_record_free(result->record);
	memset(result, 0, sizeof(*result));
	result->authentic = WIPECERT_INVALID; /* nothing was verified */
}

static bool rejects(const struct wipecert_record *record)
{
	enum wipecert_decision decision = wipecert_record_decision(record);

	return decision == WIPECERT_REJECTED || decision == WIPECERT_REJECTED_ON_PAPER;
}

int wipecert_result_exit_code(const struct wipecert_result *result)
{
	if (result->authentic == WIPECERT_INVALID)
		return 1;
	if (result->record && rejects(result->record))
		return 1;
	if (result->record &&
	    (result->held == WIPECERT_HELD_NO || result->held == WIPECERT_HELD_INCONSISTENT))
		return 1;
	if (result->authentic == WIPECERT_UNDETERMINED || !result->record ||
	    result->held == WIPECERT_HELD_OPEN || result->held == WIPECERT_HELD_UNVERIFIED)
		return 8;
	return 0;
}
