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
	struct finding *finding;
	const struct chain_moment *moment;
	enum {
		SEARCH_PATH,  /* the path, when it was signed */
		SEARCH_LISTS, /* its revocation, as it is known now */
		SEARCH_BOTH,  /* the two moments are one */
	} what;
	bool revocation_unknown;
};

static bool has_expired(X509 *certificate, int64_t time_s)
{
	return ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate), (time_t)time_s) <= 0;
}

/* An anchor is trusted because it was given: nobody above it need vouch for it. */
static bool concerns_anchor(X509_STORE_CTX *context)
{
	return X509_STORE_CTX_get_error_depth(context) ==
	       sk_X509_num(X509_STORE_CTX_get0_chain(context)) - 1;
}

/*
 * Whoever looks only for lists has seen the path before. Entries are read one by
 * one afterwards, with their dates.
 */
static bool is_beside_the_point(X509_STORE_CTX *context, const struct search *search,
				enum wipecert_reason reason)
{
	X509 *certificate = X509_STORE_CTX_get_current_cert(context);

	if (reason == WIPECERT_REASON_CRL_STALE && concerns_anchor(context))
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
		if (meanings[i].reason == WIPECERT_REASON_CRL_STALE)
			search->revocation_unknown = true;
		finding_note(search->finding, meanings[i].reason, "OpenSSL: %s", text);
		return meanings[i].go_on;
	}
	finding_note(search->finding, WIPECERT_REASON_UNTRUSTED, "OpenSSL: %s", text);
	return 0;
}

static void set_rules(X509_STORE_CTX *context, const struct wipecert_trust *trust,
		      struct search *search)
{
	int64_t time_s = search->what == SEARCH_PATH ? search->moment->signed_s :
						       search->moment->looked_at_s;
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);
	unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN;

	if (trust->crls && search->what != SEARCH_PATH)
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

/* Below the anchor, which is trusted because it was given. */
static void check_authorities(STACK_OF(X509) * path, enum chain_purpose purpose,
			      struct finding *finding)
{
	for (int i = 1; i < sk_X509_num(path) - 1; i++) {
		EVP_PKEY *key = X509_get0_pubkey(sk_X509_value(path, i));

		if (!key || !algorithm_authority_key_fits(algorithm_edition_default(), key))
			finding_note_crypto(finding, WIPECERT_REASON_ALGORITHM, "%s",
					    _("the key of an authority is not allowed"));
		if (!usage_fits(sk_X509_value(path, i), purpose))
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
	search->revocation_unknown = true;
	finding_note_crypto(search->finding, WIPECERT_REASON_CRL_STALE, "%s",
			    _("a list names a certificate, but its issuer did not sign the list"));
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
	search->revocation_unknown = true;
	finding_note_crypto(search->finding, WIPECERT_REASON_CRL_STALE, "%s",
			    _("no list from between the timestamp and the expiry"));
}

static void check_lists(const struct wipecert_trust *trust, STACK_OF(X509) * path,
			struct search *search)
{
	for (int i = 0; i < sk_X509_num(path) - 1; i++) {
		X509 *certificate = sk_X509_value(path, i), *issuer = sk_X509_value(path, i + 1);

		for (int j = 0; j < sk_X509_CRL_num(trust->lists); j++)
			check_list(sk_X509_CRL_value(trust->lists, j), certificate, issuer, search);
		if (trust->crls && search->what != SEARCH_BOTH &&
		    has_expired(certificate, search->moment->looked_at_s))
			check_expired(trust, certificate, issuer, search);
	}
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

static void check_path(const struct wipecert_trust *trust, enum chain_purpose purpose,
		       STACK_OF(X509) * path, STACK_OF(X509) * candidates, struct search *search)
{
	check_authorities(path, purpose, search->finding);
	check_lists(trust, path, search);
	/* A token is the authority's own: what else it puts in is not ours to ask. */
	if (purpose == CHAIN_RECORD)
		check_candidates(path, candidates, search->finding);
	note_demo(path, search->finding);
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
		 bool *revocation_known, struct finding *finding)
{
	bool is_stamped = moment->signed_s != moment->looked_at_s;
	struct search search = { .finding = finding,
				 .moment = moment,
				 .what = is_stamped ? SEARCH_PATH : SEARCH_BOTH };
	STACK_OF(X509) * path, *again = NULL;
	bool found = search_path(trust, signer, candidates, &search, &path);

	if (found && is_stamped && trust->crls) {
		search.what = SEARCH_LISTS;
		found = search_path(trust, signer, candidates, &search, &again);
	}
	if (found)
		check_path(trust, purpose, path, candidates, &search);
	*revocation_known = found && trust->crls && !search.revocation_unknown;
	sk_X509_pop_free(again, X509_free);
	sk_X509_pop_free(path, X509_free);
	ERR_clear_error();
	return found;
}
