/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "chain.h"
#include "name.h"

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
	bool revocation_unknown;
};

/* An anchor is trusted because it was given: nobody above it need vouch for it. */
static bool concerns_anchor(X509_STORE_CTX *context)
{
	return X509_STORE_CTX_get_error_depth(context) ==
	       sk_X509_num(X509_STORE_CTX_get0_chain(context)) - 1;
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
		if (meanings[i].reason == WIPECERT_REASON_CRL_STALE && concerns_anchor(context))
			return 1;
		if (meanings[i].reason == WIPECERT_REASON_CRL_STALE)
			search->revocation_unknown = true;
		finding_note(search->finding, meanings[i].reason, "OpenSSL: %s", text);
		return meanings[i].go_on;
	}
	finding_note(search->finding, WIPECERT_REASON_UNTRUSTED, "OpenSSL: %s", text);
	return 0;
}

static void set_rules(X509_STORE_CTX *context, const struct wipecert_trust *trust, int64_t time_s,
		      struct search *search)
{
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);
	unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN;

	if (trust->crls)
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

static void note_demo(STACK_OF(X509) * path, struct finding *finding)
{
	for (int i = 0; i < sk_X509_num(path); i++) {
		X509 *certificate = sk_X509_value(path, i);

		if (name_is_demo(X509_get_subject_name(certificate)) ||
		    name_is_demo(X509_get_issuer_name(certificate)))
			finding_note(finding, WIPECERT_REASON_DEMO, "%s", "");
	}
}

bool chain_check(const struct wipecert_trust *trust, X509 *signer, STACK_OF(X509) * candidates,
		 int64_t time_s, bool *revocation_known, struct finding *finding)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	struct search search = { .finding = finding };
	bool found = false;

	if (!context || !X509_STORE_CTX_init(context, trust->store, signer, candidates)) {
		finding_no_memory(finding);
		goto out;
	}
	set_rules(context, trust, time_s, &search);
	found = X509_verify_cert(context) == 1;
	if (found)
		note_demo(X509_STORE_CTX_get0_chain(context), finding);
	else
		finding_note_crypto(finding, WIPECERT_REASON_UNTRUSTED, "%s", "");
out:
	*revocation_known = found && trust->crls && !search.revocation_unknown;
	X509_STORE_CTX_free(context);
	ERR_clear_error();
	return found;
}
