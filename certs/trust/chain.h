/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRUST_CHAIN_H
#define TRUST_CHAIN_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/x509.h>

#include "finding.h"
#include "trust.h"

enum chain_purpose {
	CHAIN_RECORD,
	CHAIN_TIMESTAMP, /* authorities may be for timestamps alone; others may lie beside */
};

/*
 * When a signature is known to have existed, by a timestamp, and when it is looked
 * at. Both the same: nothing is known of its age.
 */
struct chain_moment {
	int64_t signed_s, looked_at_s;
};

/* What was found out about a path; chain_clear() ends it. */
struct chain {
	STACK_OF(X509) * path; /* signer first; NULL: none was found */
	int anchor_at;	       /* the first anchor on it, which is where trust begins; -1: none */
	/* For which roles that anchor stands; 0 without a trust folder. */
	unsigned int roles;
	bool revocation_known; /* the lists answered for all below the anchor */
};

/*
 * Does a path lead from the signer over the candidates to an anchor, when it was
 * signed? Notes what stands against it: UNTRUSTED, ALGORITHM (weak keys or digests
 * on the way), NOT_DER (a candidate that is not on it), REVOKED, EXPIRED,
 * NOT_YET_VALID, CRL_STALE, EXCEPTION_OVER, DEMO.
 *
 * Revocation is looked up, for every certificate below the anchor, if the trust has
 * lists or its policy asks; each of them counts. A revocation that took effect after a timestamp does
 * not concern what was signed before it. Of a certificate that has expired since, a
 * list tells that was made after the timestamp and before the expiry: later lists
 * need no longer name it (RFC 5280, 3.3).
 *
 * True: a path was found, whatever was noted about it.
 */
bool chain_check(const struct wipecert_trust *trust, enum chain_purpose purpose, X509 *signer,
		 STACK_OF(X509) * candidates, const struct chain_moment *moment,
		 struct chain *chain, struct finding *finding);

/*
 * What can be asked only of a signer who says when it was: notes CRL_STALE if the
 * policy asks for lists issued after the signature and there are none. The claim
 * counts only where no timestamp tells.
 */
void chain_check_claim(const struct wipecert_trust *trust, const struct chain *chain,
		       const struct chain_moment *moment, int64_t claimed_s,
		       struct finding *finding);

void chain_clear(struct chain *chain);

#endif
