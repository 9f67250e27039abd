/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRUST_TRUST_H
#define TRUST_TRUST_H

#include <stddef.h>

#include <openssl/x509.h>

#include <wipecert/verify.h>

#include "certificate_pool.h"
#include "policy.h"

/* Of one file. */
#define TRUST_ANCHORS_MAX_BYTES ((size_t)4 << 20)
#define TRUST_LIST_MAX_BYTES ((size_t)64 << 20)

struct chain_cache;

struct trust_anchor {
	X509 *certificate;
	uint8_t sha256[32];
	unsigned int roles; /* bits; 0 if no folder gave any */
	struct policy_rule rule;
};

struct wipecert_trust {
	X509_STORE *store;	    /* anchors and lists; never certificates out of a record */
	STACK_OF(X509_CRL) * lists; /* all of them: the store hands out the newest only */
	struct trust_anchor *anchors;
	size_t anchor_count;
	size_t crls;
	/* Of timestamps; NULL: none. Has none itself, and shares the policy. */
	struct wipecert_trust *tsa;
	/* of a trust folder, else NULL: without, nobody has a role */
	struct policy *policy;
	struct algorithm_edition lenient; /* which keys an envelope may have at all */
	struct wipecert_member *members;  /* of the roster */
	size_t member_count;
	bool has_roster;
	/* What was seen before; each looks after itself when many threads verify. */
	struct certificate_pool *pool;
	struct chain_cache *cache;
};

/*
 * Adds authorities. A certificate that is none is WIPE_E_REFUSED, with path in the
 * message. roles are added to those that the anchor already has.
 */
int trust_add_authorities(struct wipecert_trust *trust, STACK_OF(X509) * list, const char *path,
			  unsigned int roles, struct wipe_error *err);
/* Revocation lists in PEM or DER; path is for messages. */
int trust_add_lists(struct wipecert_trust *trust, const unsigned char *bytes, size_t length,
		    const char *path, struct wipe_error *err);

/* Makes trust->tsa if there is none. */
int trust_need_tsa(struct wipecert_trust *trust, struct wipe_error *err);

/* NULL: it is no anchor. */
const struct trust_anchor *trust_find_anchor(const struct wipecert_trust *trust, X509 *certificate);

#endif
