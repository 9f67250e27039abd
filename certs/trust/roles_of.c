/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody might sign, before anything is signed. */
#include "certificate.h"
#include "chain.h"
#include "crypto_error.h"
#include "roles.h"
#include "text.h"

/* False: no memory. */
static bool look(const struct wipecert_trust *trust, X509 *certificate, int64_t time_s,
		 unsigned int *roles, bool *is_known)
{
	const struct chain_moment moment = { time_s, time_s };
	struct finding finding = { .reason = WIPECERT_REASON_NONE };
	struct chain_input input = { .signer = certificate, .candidates = sk_X509_new_null() };
	struct chain chain = { .path = NULL };
	uint8_t sha256[32];
	bool ok = input.candidates && certificate_sha256(certificate, sha256);

	if (ok)
		*is_known = chain_check(trust, CHAIN_RECORD, &input, &moment, &chain, &finding) &&
			    chain.roles;
	if (ok && *is_known)
		*roles = roles_at(trust, chain.roles, sha256, time_s, WIPECERT_RECEIVE);
	chain_clear(&chain);
	sk_X509_free(input.candidates);
	return ok && !finding.no_memory;
}

int wipecert_certificate_roles(const struct wipecert_trust *trust, const char *path, int64_t time_s,
			       unsigned int *roles, bool *is_known, struct wipe_error *err)
{
	STACK_OF(X509) *list = NULL;
	int code = certificate_read_all(path, TRUST_ANCHORS_MAX_BYTES, &list, err);

	*roles = 0;
	*is_known = false;
	if (!code && sk_X509_num(list) != 1)
		code = wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: not exactly one certificate"),
				      path);
	if (!code && !look(trust, sk_X509_value(list, 0), time_s, roles, is_known))
		code = crypto_error_nomem(err);
	sk_X509_pop_free(list, X509_free);
	return code;
}
