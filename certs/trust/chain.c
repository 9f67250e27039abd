/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <time.h>

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "algorithm.h"
#include "certificate.h"
#include "chain.h"
#include "chain_cache.h"
#include "name.h"
#include "text.h"

#define MAX_DEPTH 8
#define AUTH_LEVEL 2 /* 112 bits: no SHA-1, RSA from 2048 (government authorities have it) */

/* What libcrypto's complaints stand for; any other one is UNTRUSTED and ends the search. */
static const struct {
	int error;
	enum wipecert_reason reason;
	bool go_on; /* look on, there may be worse */
} meanings[] = {
	{ X509_V_ERR_CERT_HAS_EXPIRED, WIPECERT_REASON_EXPIRED, true },
	{ X509_V_ERR_CERT_NOT_YET_VALID, WIPECERT_REASON_NOT_YET_VALID, true },
	{ X509_V_ERR_UNABLE_TO_GET_CRL, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_CRL_SIGNATURE_FAILURE, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_CRL_NOT_YET_VALID, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_CRL_HAS_EXPIRED, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_DIFFERENT_CRL_SCOPE, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_CRL_PATH_VALIDATION_ERROR, WIPECERT_REASON_CRL_STALE, true },
	{ X509_V_ERR_EE_KEY_TOO_SMALL, WIPECERT_REASON_ALGORITHM, false },
	{ X509_V_ERR_CA_KEY_TOO_SMALL, WIPECERT_REASON_ALGORITHM, false },
	{ X509_V_ERR_CA_MD_TOO_WEAK, WIPECERT_REASON_ALGORITHM, false },
};

struct search {
	const struct wipecert_trust *trust;
	const struct chain_input *input;
	struct finding *finding;
	enum chain_purpose purpose;
	const struct chain_moment *moment;
	enum {
		SEARCH_PATH,  /* the path, when it was signed */
		SEARCH_LISTS, /* did the lists answer at time_s? */
		SEARCH_BOTH,  /* nothing is known of the signature's age */
	} what;
	int64_t time_s;
	STACK_OF(X509_CRL) * lists; /* given ones, and those of the file: the best answers */
	bool has_expired;	    /* SEARCH_LISTS: a certificate was not valid then */
	bool revocation_unknown;
	const char *why_unknown; /* the first reason, libcrypto's text; or NULL */
};

/* The first from below; -1: there is none. */
static int find_anchor(const struct wipecert_trust *trust, STACK_OF(X509) * path)
{
	for (int i = 0; i < sk_X509_num(path); i++)
		if (trust_find_anchor(trust, sk_X509_value(path, i)))
			return i;
	return -1;
}

/* An anchor is trusted because it was given: nobody above it need vouch for it. */
static bool is_below_anchor(const struct search *search, X509_STORE_CTX *context)
{
	return X509_STORE_CTX_get_error_depth(context) <
	       find_anchor(search->trust, X509_STORE_CTX_get0_chain(context));
}

static void note_unknown(struct search *search, const char *why)
{
	search->revocation_unknown = true;
	if (!search->why_unknown)
		search->why_unknown = why;
}

static int on_error(int good, X509_STORE_CTX *context)
{
	struct search *search = X509_STORE_CTX_get_app_data(context);
	int error = X509_STORE_CTX_get_error(context);
	const char *text = X509_verify_cert_error_string(error);

	/* Entries are read one by one, with their dates and who signed the list. */
	if (good || error == X509_V_ERR_CERT_REVOKED)
		return 1;
	if (error == X509_V_ERR_OUT_OF_MEM)
		return finding_no_memory(search->finding);
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if (meanings[i].error != error)
			continue;
		if (meanings[i].reason == WIPECERT_REASON_CRL_STALE) {
			if (is_below_anchor(search, context))
				note_unknown(search, text);
			return 1;
		}
		/* The path has been seen; entries are read one by one, with their dates. */
		if (search->what == SEARCH_LISTS && meanings[i].go_on) {
			search->has_expired |= meanings[i].reason == WIPECERT_REASON_EXPIRED &&
					       is_below_anchor(search, context);
			return 1;
		}
		finding_note(search->finding, meanings[i].reason, "OpenSSL: %s", text);
		return meanings[i].go_on;
	}
	finding_note(search->finding, WIPECERT_REASON_UNTRUSTED, "OpenSSL: %s", text);
	return 0;
}

static bool looks_for_lists(const struct wipecert_trust *trust)
{
	return trust->crls || trust->policy;
}

static void set_rules(X509_STORE_CTX *context, struct search *search)
{
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);
	unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN;

	if (looks_for_lists(search->trust) && search->what != SEARCH_PATH)
		flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
	X509_VERIFY_PARAM_set_flags(rules, flags);
	/* The signer's usage is checked by certificate_check_usage(). */
	X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_time(rules, (time_t)search->time_s);
	X509_VERIFY_PARAM_set_depth(rules, MAX_DEPTH);
	X509_VERIFY_PARAM_set_auth_level(rules, AUTH_LEVEL);
	X509_STORE_CTX_set_app_data(context, search);
	X509_STORE_CTX_set_verify_cb(context, on_error);
	X509_STORE_CTX_set0_crls(context, search->lists);
}

/* No extended key usage, or just "any": one for another purpose is no authority for signers. */
static bool usage_fits(X509 *certificate, enum chain_purpose purpose)
{
	uint32_t usage = X509_get_extended_key_usage(certificate);

	return usage == UINT32_MAX || usage == XKU_ANYEKU ||
	       (purpose == CHAIN_TIMESTAMP && (usage & XKU_TIMESTAMP));
}

static bool key_fits(const struct algorithm_edition *edition, EVP_PKEY *key, bool is_authority)
{
	if (!key)
		return false;
	return is_authority ? algorithm_authority_key_fits(edition, key) :
			      !algorithm_key_fault(edition, key);
}

/* Under an exception of its anchor a key counts until the exception's time. */
static void check_key(const struct search *search, const struct policy_rule *rule,
		      X509 *certificate, bool is_authority)
{
	const struct wipecert_trust *trust = search->trust;
	const struct algorithm_edition *edition = trust->policy ? trust->policy->algorithms :
								  algorithm_edition_default();
	EVP_PKEY *key = X509_get0_pubkey(certificate);

	if (key_fits(edition, key, is_authority))
		return;
	if (!rule->permits_rsa_2048 || !key_fits(&trust->lenient, key, is_authority))
		finding_note_crypto(search->finding, WIPECERT_REASON_ALGORITHM, "%s",
				    is_authority ? _("the key of an authority is not allowed") :
						   _("the signer's key is allowed under another "
						     "anchor only"));
	else if (search->moment->signed_s > rule->rsa_2048_until_s)
		finding_note(search->finding, WIPECERT_REASON_EXCEPTION_OVER, "%s", "");
}

/* Below the anchor, which is trusted because it was given. */
static void check_below(const struct search *search, const struct chain *chain,
			const struct policy_rule *rule)
{
	for (int i = 0; i < chain->anchor_at; i++) {
		X509 *certificate = sk_X509_value(chain->path, i);

		check_key(search, rule, certificate, i || search->purpose == CHAIN_TIMESTAMP);
		if (i && !usage_fits(certificate, search->purpose))
			finding_note(search->finding, WIPECERT_REASON_UNTRUSTED, "%s",
				     _("an authority on the way is for another purpose (extended "
				       "key usage)"));
	}
}

static bool issued_for(X509_CRL *list, X509 *certificate)
{
	return X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(certificate)) == 0;
}

static X509_REVOKED *entry_of(X509_CRL *list, X509 *certificate)
{
	X509_REVOKED *entry;

	return issued_for(list, certificate) &&
			       X509_CRL_get0_by_cert(list, &entry, certificate) == 1 ?
		       entry :
		       NULL;
}

/*
 * Revoked, or no longer to be relied on (invalidityDate), only after it was
 * signed. An entry whose dates cannot be read holds for ever.
 */
static bool came_later(const X509_REVOKED *entry, const struct chain_moment *moment)
{
	int critical;
	ASN1_GENERALIZEDTIME *invalid =
		X509_REVOKED_get_ext_d2i(entry, NID_invalidity_date, &critical, NULL);
	bool later = ASN1_TIME_cmp_time_t(X509_REVOKED_get0_revocationDate(entry),
					  (time_t)moment->signed_s) > 0 &&
		     (invalid ? ASN1_TIME_cmp_time_t(invalid, (time_t)moment->signed_s) > 0 :
				critical == -1);

	ASN1_GENERALIZEDTIME_free(invalid);
	return later;
}

/* Whatever newer list there is: who was revoked once stays revoked. */
static void check_list(X509_CRL *list, X509 *certificate, X509 *issuer, struct search *search)
{
	X509_REVOKED *entry = entry_of(list, certificate);
	EVP_PKEY *key = X509_get0_pubkey(issuer);

	if (!entry)
		return;
	if (key && X509_CRL_verify(list, key) == 1) {
		if (search->what == SEARCH_BOTH || !came_later(entry, search->moment))
			finding_note(search->finding, WIPECERT_REASON_REVOKED, "%s", "");
		return;
	}
	note_unknown(search, _("a list names a certificate, but its issuer did not sign the list"));
}

static void check_lists(const struct chain *chain, struct search *search)
{
	for (int i = 0; i < chain->anchor_at; i++)
		for (int j = 0; j < sk_X509_CRL_num(search->lists); j++)
			check_list(sk_X509_CRL_value(search->lists, j),
				   sk_X509_value(chain->path, i), sk_X509_value(chain->path, i + 1),
				   search);
}

static bool made_at(X509_CRL *list, int64_t *time_s)
{
	struct tm tm;

	if (!ASN1_TIME_to_tm(X509_CRL_get0_lastUpdate(list), &tm))
		return false;
	*time_s = timegm(&tm);
	return true;
}

/* When the newest list that the issuer signed was made; INT64_MIN: there is none. */
static int64_t newest_list_of(const struct search *search, X509 *issuer)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);
	int64_t newest_s = INT64_MIN, time_s;

	for (int i = 0; i < sk_X509_CRL_num(search->lists) && key; i++) {
		X509_CRL *list = sk_X509_CRL_value(search->lists, i);

		if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(issuer)) == 0 &&
		    made_at(list, &time_s) && time_s > newest_s && X509_CRL_verify(list, key) == 1)
			newest_s = time_s;
	}
	return newest_s;
}

/* Every certificate below the anchor has a list that is not older. */
static int64_t lists_since(const struct search *search, const struct chain *chain)
{
	int64_t since_s = INT64_MAX;

	for (int i = 0; i < chain->anchor_at; i++) {
		int64_t newest_s = newest_list_of(search, sk_X509_value(chain->path, i + 1));

		if (newest_s < since_s)
			since_s = newest_s;
	}
	return since_s;
}

static bool asks_age(const struct policy_rule *rule)
{
	return rule->revocation.kind == POLICY_REVOCATION_LIST ||
	       rule->revocation.kind == POLICY_REVOCATION_LIST_AFTER;
}

static bool asks_revocation(const struct wipecert_trust *trust, const struct policy_rule *rule)
{
	return trust->policy ? rule->revocation.kind != POLICY_REVOCATION_NONE : trust->crls != 0;
}

static void check_revocation(struct chain *chain, const struct policy_rule *rule,
			     struct search *search)
{
	int64_t oldest_s = search->moment->signed_s - rule->revocation.max_age_s;

	check_lists(chain, search);
	if (asks_age(rule))
		chain->lists_since_s = lists_since(search, chain);
	if (rule->revocation.kind == POLICY_REVOCATION_LIST && chain->lists_since_s < oldest_s)
		note_unknown(search, _("the newest revocation list is older than the policy "
				       "allows"));
	if (search->revocation_unknown && asks_revocation(search->trust, rule))
		finding_note_crypto(search->finding, WIPECERT_REASON_CRL_STALE, "%s",
				    search->why_unknown);
}

static bool contains(STACK_OF(X509) * list, X509 *certificate)
{
	for (int i = 0; i < sk_X509_num(list); i++)
		if (X509_cmp(sk_X509_value(list, i), certificate) == 0)
			return true;
	return false;
}

/*
 * Whatever is embedded lies on the path, or above an anchor that is no root:
 * the signature does not cover the certificates, so that anybody can add some.
 */
static void check_candidates(STACK_OF(X509) * path, STACK_OF(X509) * candidates,
			     struct finding *finding)
{
	X509 *top = sk_X509_value(path, sk_X509_num(path) - 1);
	int used = 0;

	for (int i = 0; i < sk_X509_num(candidates); i++)
		used += contains(path, sk_X509_value(candidates, i));
	while (top && used < sk_X509_num(candidates) && X509_self_signed(top, 0) == 0) {
		top = certificate_find_issuer(candidates, top);
		if (top)
			used++;
	}
	if (used < sk_X509_num(candidates))
		finding_note_crypto(finding, WIPECERT_REASON_NOT_DER, "%s",
				    _("a certificate in it does not belong to the signer's"));
}

static void note_demo(STACK_OF(X509) * path, struct finding *finding)
{
	for (int i = 0; i < sk_X509_num(path); i++) {
		X509 *certificate = sk_X509_value(path, i);

		if (name_is_demo(X509_get_subject_name(certificate)) ||
		    name_is_demo(X509_get_issuer_name(certificate)))
			finding_note(finding, WIPECERT_REASON_DEMO, "%s", "");
	}
}

/* The nearest one: libcrypto goes no further than to the first that it trusts. */
static const struct trust_anchor *anchor_of(const struct wipecert_trust *trust,
					    const struct chain *chain)
{
	return trust_find_anchor(trust, sk_X509_value(chain->path, chain->anchor_at));
}

static void check_path(struct chain *chain, struct search *search)
{
	const struct trust_anchor *anchor = anchor_of(search->trust, chain);
	const struct policy_rule *rule = &anchor->rule;

	check_below(search, chain, rule);
	check_revocation(chain, rule, search);
	/* A token is the authority's own: what else it puts in is not ours to ask. */
	if (search->purpose == CHAIN_RECORD)
		check_candidates(chain->path, search->input->candidates, search->finding);
	note_demo(chain->path, search->finding);
	if (rule->is_demonstration)
		finding_note(search->finding, WIPECERT_REASON_DEMO, "%s", "");
	chain->roles = anchor->roles;
	chain->revocation_known = looks_for_lists(search->trust) &&
				  sk_X509_CRL_num(search->lists) && !search->revocation_unknown;
}

/* Both stacks as one that borrows them; NULL: no memory. */
static STACK_OF(X509) * all_candidates(const struct chain_input *input)
{
	STACK_OF(X509) *all = sk_X509_new_null();
	STACK_OF(X509) *const parts[] = { input->candidates, input->more };

	for (size_t k = 0; all && k < 2; k++)
		for (int i = 0; i < (parts[k] ? sk_X509_num(parts[k]) : 0); i++)
			if (!sk_X509_push(all, sk_X509_value(parts[k], i))) {
				sk_X509_free(all);
				return NULL;
			}
	return all;
}

/* The same of lists: libcrypto asks no given one where others stand beside it. */
static STACK_OF(X509_CRL) *
	all_lists(const struct wipecert_trust *trust, STACK_OF(X509_CRL) * brought)
{
	STACK_OF(X509_CRL) *all = sk_X509_CRL_dup(trust->lists);

	for (int i = 0; all && i < (brought ? sk_X509_CRL_num(brought) : 0); i++)
		if (!sk_X509_CRL_push(all, sk_X509_CRL_value(brought, i))) {
			sk_X509_CRL_free(all);
			return NULL;
		}
	return all;
}

/* True: a path was found; then it is chain's, unless that has one already. */
static bool search_path(struct chain *chain, struct search *search)
{
	STACK_OF(X509) *candidates = all_candidates(search->input);
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	bool found = false;

	if (!candidates || !context ||
	    !X509_STORE_CTX_init(context, search->trust->store, search->input->signer,
				 candidates)) {
		finding_no_memory(search->finding);
		goto out;
	}
	set_rules(context, search);
	found = X509_verify_cert(context) == 1;
	if (found && !chain->path) {
		chain->path = X509_STORE_CTX_get1_chain(context);
		chain->anchor_at = find_anchor(search->trust, chain->path);
	}
	found = found && chain->anchor_at >= 0;
	if (!found)
		finding_note_crypto(search->finding, WIPECERT_REASON_UNTRUSTED, "%s", "");
out:
	X509_STORE_CTX_free(context);
	sk_X509_free(candidates);
	ERR_clear_error();
	return found;
}

/* Did the lists answer at this moment, and were all certificates valid? */
static bool lists_answered_at(struct chain *chain, struct search *search, int64_t time_s)
{
	search->what = SEARCH_LISTS;
	search->time_s = time_s;
	search->has_expired = search->revocation_unknown = false;
	return search_path(chain, search) && !search->revocation_unknown && !search->has_expired;
}

/*
 * Now, or when one of the lists was made. The oldest that counts is by the anchor's
 * rule a little older than the signature, else not.
 */
static void search_lists(struct chain *chain, struct search *search)
{
	const struct chain_moment *moment = search->moment;
	int64_t oldest_s =
		moment->signed_s - anchor_of(search->trust, chain)->rule.revocation.max_age_s;
	int64_t time_s;

	if (lists_answered_at(chain, search, moment->looked_at_s))
		return;
	for (int i = 0; i < sk_X509_CRL_num(search->lists); i++)
		if (made_at(sk_X509_CRL_value(search->lists, i), &time_s) && time_s >= oldest_s &&
		    time_s <= moment->looked_at_s && lists_answered_at(chain, search, time_s))
			return;
	note_unknown(search, _("no list answers for a time between the timestamp and the expiry"));
}

static bool check(const struct wipecert_trust *trust, enum chain_purpose purpose,
		  const struct chain_input *input, const struct chain_moment *moment,
		  struct chain *chain, struct finding *finding)
{
	bool is_stamped = moment->signed_s != moment->looked_at_s;
	struct search search = { .trust = trust,
				 .input = input,
				 .finding = finding,
				 .purpose = purpose,
				 .moment = moment,
				 .what = is_stamped ? SEARCH_PATH : SEARCH_BOTH,
				 .time_s = moment->signed_s };
	bool found;

	*chain = (struct chain){ .anchor_at = -1 };
	search.lists = all_lists(trust, input->lists);
	if (!search.lists)
		return finding_no_memory(finding);
	found = search_path(chain, &search);
	if (found && is_stamped && looks_for_lists(trust))
		search_lists(chain, &search);
	if (found)
		check_path(chain, &search);
	sk_X509_CRL_free(search.lists);
	ERR_clear_error();
	return found;
}

bool chain_check(const struct wipecert_trust *trust, enum chain_purpose purpose,
		 const struct chain_input *input, const struct chain_moment *moment,
		 struct chain *chain, struct finding *finding)
{
	const struct chain_question question = { purpose, input, moment };
	struct finding found = { .reason = WIPECERT_REASON_NONE };
	bool is_found;

	if (!chain_cache_find(trust->cache, &question, chain, &found, &is_found)) {
		is_found = check(trust, purpose, input, moment, chain, &found);
		chain_cache_keep(trust->cache, &question, chain, &found, is_found);
	}
	finding_add(finding, &found);
	return is_found;
}

void chain_check_signed_at(const struct wipecert_trust *trust, const struct chain *chain,
			   int64_t signed_s, struct finding *finding)
{
	if (chain->anchor_at < 0 ||
	    anchor_of(trust, chain)->rule.revocation.kind != POLICY_REVOCATION_LIST_AFTER ||
	    chain->lists_since_s >= signed_s)
		return;
	finding_note_crypto(finding, WIPECERT_REASON_CRL_STALE, "%s",
			    _("no revocation list was issued after the signature"));
}

void chain_clear(struct chain *chain)
{
	sk_X509_pop_free(chain->path, X509_free);
	*chain = (struct chain){ .anchor_at = -1 };
}
