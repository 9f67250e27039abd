/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "algorithm.h"
#include "certificate.h"
#include "chain.h"
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
	{ X509_V_ERR_CERT_REVOKED, WIPECERT_REASON_REVOKED, true },
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
	struct finding *finding;
	const struct chain_moment *moment;
	enum {
		SEARCH_PATH,  /* the path, when it was signed */
		SEARCH_LISTS, /* its revocation, as it is known now */
		SEARCH_BOTH,  /* the two moments are one */
	} what;
	bool revocation_unknown;
	const char *why_unknown; /* the first reason, libcrypto's text; or NULL */
};

static bool has_expired(X509 *certificate, int64_t time_s)
{
	return ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate), (time_t)time_s) <= 0;
}

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

/*
 * Whoever looks only for lists has seen the path before. Entries are read one by
 * one afterwards, with their dates.
 */
static bool is_beside_the_point(X509_STORE_CTX *context, const struct search *search,
				enum wipecert_reason reason)
{
	X509 *certificate = X509_STORE_CTX_get_current_cert(context);

	if (reason == WIPECERT_REASON_CRL_STALE && !is_below_anchor(search, context))
		return true;
	if (search->what != SEARCH_LISTS)
		return false;
	return reason != WIPECERT_REASON_CRL_STALE ||
	       (certificate && has_expired(certificate, search->moment->looked_at_s));
}

static int on_error(int good, X509_STORE_CTX *context)
{
	struct search *search = X509_STORE_CTX_get_app_data(context);
	int error = X509_STORE_CTX_get_error(context);
	const char *text = X509_verify_cert_error_string(error);

	if (good)
		return 1;
	if (error == X509_V_ERR_OUT_OF_MEM)
		return finding_no_memory(search->finding);
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if (meanings[i].error != error)
			continue;
		if (meanings[i].go_on && is_beside_the_point(context, search, meanings[i].reason))
			return 1;
		if (meanings[i].reason == WIPECERT_REASON_CRL_STALE) {
			note_unknown(search, text);
			return 1;
		}
		finding_note(search->finding, meanings[i].reason, "OpenSSL: %s", text);
		return meanings[i].go_on;
	}
	finding_note(search->finding, WIPECERT_REASON_UNTRUSTED, "OpenSSL: %s", text);
	return 0;
}

/* With a policy always: whether it counts that nothing is known is decided later. */
static bool looks_at_lists(const struct wipecert_trust *trust)
{
	return trust->crls || trust->policy;
}

static void set_rules(X509_STORE_CTX *context, const struct wipecert_trust *trust,
		      struct search *search)
{
	int64_t time_s = search->what == SEARCH_PATH ? search->moment->signed_s :
						       search->moment->looked_at_s;
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);
	unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN;

	if (looks_at_lists(trust) && search->what != SEARCH_PATH)
		flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
	X509_VERIFY_PARAM_set_flags(rules, flags);
	/* The signer's usage is checked by certificate_check_usage(). */
	X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_time(rules, (time_t)time_s);
	X509_VERIFY_PARAM_set_depth(rules, MAX_DEPTH);
	X509_VERIFY_PARAM_set_auth_level(rules, AUTH_LEVEL);
	X509_STORE_CTX_set_app_data(context, search);
	X509_STORE_CTX_set_verify_cb(context, on_error);
}

/* No extended key usage, or just "any": one for another purpose is no authority for signers. */
static bool usage_fits(X509 *certificate, enum chain_purpose purpose)
{
	uint32_t usage = X509_get_extended_key_usage(certificate);

	return usage == UINT32_MAX || usage == XKU_ANYEKU ||
	       (purpose == CHAIN_TIMESTAMP && (usage & XKU_TIMESTAMP));
}

static bool key_fits(const struct algorithm_edition *edition, EVP_PKEY *key, int index)
{
	if (!key)
		return false;
	return index ? algorithm_authority_key_fits(edition, key) :
		       !algorithm_key_fault(edition, key);
}

/* Under an exception of its anchor a key counts until the exception's time. */
static void check_key(const struct wipecert_trust *trust, const struct policy_rule *rule,
		      X509 *certificate, int index, int64_t signed_s, struct finding *finding)
{
	const struct algorithm_edition *edition = trust->policy ? trust->policy->algorithms :
								  algorithm_edition_default();
	EVP_PKEY *key = X509_get0_pubkey(certificate);

	if (key_fits(edition, key, index))
		return;
	if (!rule->permits_rsa_2048 || !key_fits(&trust->lenient, key, index))
		finding_note_crypto(finding, WIPECERT_REASON_ALGORITHM, "%s",
				    index ? _("the key of an authority is not allowed") :
					    _("the signer's key is allowed under another anchor "
					      "only"));
	else if (signed_s > rule->rsa_2048_until_s)
		finding_note(finding, WIPECERT_REASON_EXCEPTION_OVER, "%s", "");
}

/* Below the anchor, which is trusted because it was given. */
static void check_below(const struct wipecert_trust *trust, const struct chain *chain,
			const struct policy_rule *rule, enum chain_purpose purpose,
			int64_t signed_s, struct finding *finding)
{
	for (int i = 0; i < chain->anchor_at; i++) {
		X509 *certificate = sk_X509_value(chain->path, i);

		/* Whoever stamps was looked at with the stamp. */
		if (i || purpose == CHAIN_RECORD)
			check_key(trust, rule, certificate, i, signed_s, finding);
		if (i && !usage_fits(certificate, purpose))
			finding_note(finding, WIPECERT_REASON_UNTRUSTED, "%s",
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
		if (search->moment->signed_s == search->moment->looked_at_s ||
		    !came_later(entry, search->moment))
			finding_note(search->finding, WIPECERT_REASON_REVOKED, "%s", "");
		return;
	}
	note_unknown(search, _("a list names a certificate, but its issuer did not sign the list"));
}

/* A whole list of its issuer from after the signature, while the certificate was valid. */
static bool tells_of_expired(X509_CRL *list, X509 *certificate, X509 *issuer,
			     const struct chain_moment *moment)
{
	const ASN1_TIME *made = X509_CRL_get0_lastUpdate(list);
	EVP_PKEY *key = X509_get0_pubkey(issuer);

	return issued_for(list, certificate) && X509_CRL_get_ext_by_critical(list, 1, -1) < 0 &&
	       ASN1_TIME_cmp_time_t(made, (time_t)moment->signed_s) >= 0 &&
	       ASN1_TIME_compare(made, X509_get0_notAfter(certificate)) <= 0 && key &&
	       X509_CRL_verify(list, key) == 1;
}

static void check_expired(const struct wipecert_trust *trust, X509 *certificate, X509 *issuer,
			  struct search *search)
{
	for (int i = 0; i < sk_X509_CRL_num(trust->lists); i++)
		if (tells_of_expired(sk_X509_CRL_value(trust->lists, i), certificate, issuer,
				     search->moment))
			return;
	note_unknown(search, _("no list from between the timestamp and the expiry"));
}

/* Then later lists need no longer name it, and a list from before tells. */
static bool is_outlived(const struct search *search, X509 *certificate)
{
	return search->what != SEARCH_BOTH && has_expired(certificate, search->moment->looked_at_s);
}

static void check_lists(const struct wipecert_trust *trust, const struct chain *chain,
			struct search *search)
{
	for (int i = 0; i < chain->anchor_at; i++) {
		X509 *certificate = sk_X509_value(chain->path, i);
		X509 *issuer = sk_X509_value(chain->path, i + 1);

		for (int j = 0; j < sk_X509_CRL_num(trust->lists); j++)
			check_list(sk_X509_CRL_value(trust->lists, j), certificate, issuer, search);
		if (looks_at_lists(trust) && is_outlived(search, certificate))
			check_expired(trust, certificate, issuer, search);
	}
}

/* Is there a list by the issuer that was issued from oldest_s on? */
static bool has_list_since(const struct wipecert_trust *trust, X509 *issuer, int64_t oldest_s)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);

	for (int i = 0; i < sk_X509_CRL_num(trust->lists) && key; i++) {
		X509_CRL *list = sk_X509_CRL_value(trust->lists, i);

		if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(issuer)) == 0 &&
		    ASN1_TIME_cmp_time_t(X509_CRL_get0_lastUpdate(list), (time_t)oldest_s) >= 0 &&
		    X509_CRL_verify(list, key) == 1)
			return true;
	}
	return false;
}

/* Of what a list from before its expiry tells, no newer one is asked. */
static bool all_have_lists_since(const struct wipecert_trust *trust, const struct chain *chain,
				 const struct search *search, int64_t oldest_s)
{
	for (int i = 0; i < chain->anchor_at; i++)
		if (!is_outlived(search, sk_X509_value(chain->path, i)) &&
		    !has_list_since(trust, sk_X509_value(chain->path, i + 1), oldest_s))
			return false;
	return true;
}

static bool asks_revocation(const struct wipecert_trust *trust, const struct policy_rule *rule)
{
	return trust->policy ? rule->revocation.kind != POLICY_REVOCATION_NONE : trust->crls != 0;
}

static void check_revocation(const struct wipecert_trust *trust, const struct chain *chain,
			     const struct policy_rule *rule, struct search *search)
{
	int64_t oldest_s = search->moment->looked_at_s - rule->revocation.max_age_s;

	check_lists(trust, chain, search);
	if (rule->revocation.kind == POLICY_REVOCATION_LIST &&
	    !all_have_lists_since(trust, chain, search, oldest_s))
		note_unknown(search, _("the newest revocation list is older than the policy "
				       "allows"));
	if (search->revocation_unknown && asks_revocation(trust, rule))
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

static void check_path(const struct wipecert_trust *trust, enum chain_purpose purpose,
		       STACK_OF(X509) * candidates, struct chain *chain, struct search *search)
{
	const struct trust_anchor *anchor = anchor_of(trust, chain);
	const struct policy_rule *rule = &anchor->rule;

	check_below(trust, chain, rule, purpose, search->moment->signed_s, search->finding);
	check_revocation(trust, chain, rule, search);
	/* A token is the authority's own: what else it puts in is not ours to ask. */
	if (purpose == CHAIN_RECORD)
		check_candidates(chain->path, candidates, search->finding);
	note_demo(chain->path, search->finding);
	if (rule->is_demonstration)
		finding_note(search->finding, WIPECERT_REASON_DEMO, "%s", "");
	chain->roles = anchor->roles;
	chain->revocation_known = trust->crls && !search->revocation_unknown;
}

/* True: a path was found; then path is that of the context, to be freed by the caller. */
static bool search_path(const struct wipecert_trust *trust, X509 *signer,
			STACK_OF(X509) * candidates, struct search *search, STACK_OF(X509) * *path)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	bool found = false;

	*path = NULL;
	if (!context || !X509_STORE_CTX_init(context, trust->store, signer, candidates)) {
		finding_no_memory(search->finding);
		goto out;
	}
	set_rules(context, trust, search);
	found = X509_verify_cert(context) == 1;
	if (!found)
		finding_note_crypto(search->finding, WIPECERT_REASON_UNTRUSTED, "%s", "");
	else if (!(*path = X509_STORE_CTX_get1_chain(context)))
		found = finding_no_memory(search->finding);
out:
	X509_STORE_CTX_free(context);
	ERR_clear_error();
	return found;
}

bool chain_check(const struct wipecert_trust *trust, enum chain_purpose purpose, X509 *signer,
		 STACK_OF(X509) * candidates, const struct chain_moment *moment,
		 struct chain *chain, struct finding *finding)
{
	bool is_stamped = moment->signed_s != moment->looked_at_s;
	struct search search = { .trust = trust,
				 .finding = finding,
				 .moment = moment,
				 .what = is_stamped ? SEARCH_PATH : SEARCH_BOTH };
	STACK_OF(X509) *again = NULL;
	bool found;

	*chain = (struct chain){ .anchor_at = -1 };
	found = search_path(trust, signer, candidates, &search, &chain->path);
	if (found && is_stamped && looks_at_lists(trust)) {
		search.what = SEARCH_LISTS;
		found = search_path(trust, signer, candidates, &search, &again);
	}
	if (found)
		chain->anchor_at = find_anchor(trust, chain->path);
	if (chain->anchor_at >= 0)
		check_path(trust, purpose, candidates, chain, &search);
	else
		finding_note_crypto(finding, WIPECERT_REASON_UNTRUSTED, "%s", "");
	sk_X509_pop_free(again, X509_free);
	ERR_clear_error();
	return chain->anchor_at >= 0;
}

void chain_check_claim(const struct wipecert_trust *trust, const struct chain *chain,
		       const struct chain_moment *moment, int64_t claimed_s,
		       struct finding *finding)
{
	bool is_stamped = moment->signed_s != moment->looked_at_s;
	struct search search = { .moment = moment, .what = is_stamped ? SEARCH_PATH : SEARCH_BOTH };

	if (chain->anchor_at < 0 ||
	    anchor_of(trust, chain)->rule.revocation.kind != POLICY_REVOCATION_LIST_AFTER ||
	    all_have_lists_since(trust, chain, &search, is_stamped ? moment->signed_s : claimed_s))
		return;
	finding_note_crypto(finding, WIPECERT_REASON_CRL_STALE, "%s",
			    _("no revocation list was issued after the signature"));
}

void chain_clear(struct chain *chain)
{
	sk_X509_pop_free(chain->path, X509_free);
	*chain = (struct chain){ .anchor_at = -1 };
}
