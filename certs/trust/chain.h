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

/* What a file brings along: candidates only, nobody vouches for them. Lists may be NULL. */
struct chain_input {
	X509 *signer;
	STACK_OF(X509) * candidates; /* each of them should be needed */
	STACK_OF(X509) * more;	     /* these need not; NULL: none */
	STACK_OF(X509_CRL) * lists;  /* NULL: none */
};

/* What was found out about a path; chain_clear() ends it. */
struct chain {
	STACK_OF(X509) * path; /* signer first; NULL: none was found */
	int anchor_at;	       /* the first anchor on it, which is where trust begins */
	/* For which roles that anchor stands; 0 without a trust folder. */
	unsigned int roles;
	bool revocation_known; /* the lists answered for all below the anchor */
	/* For each of them there is a list made then or later; set where the policy asks. */
	int64_t lists_since_s;
};

/*
 * Does a path lead from the signer over the candidates to an anchor, when it was
 * signed? Notes what stands against it: UNTRUSTED, ALGORITHM (weak keys or digests
 * on the way), NOT_DER (a candidate that is not on it), REVOKED, EXPIRED,
 * NOT_YET_VALID, CRL_STALE, EXCEPTION_OVER, DEMO.
 *
 * Revocation is looked up, for every certificate below the anchor, if the trust has
 * lists or its policy asks; each list counts, also those that the file brings along,
 * for their issuers signed them. A revocation that took effect after a timestamp does
 * not concern what was signed before it; and then it is enough that the lists answered
 * at some moment since, while all certificates of the path were valid: later ones
 * need no longer name what has expired (RFC 5280, 3.3).
 *
 * True: a path was found, whatever was noted about it.
 */
bool chain_check(const struct wipecert_trust *trust, enum chain_purpose purpose,
		 const struct chain_input *input, const struct chain_moment *moment,
		 struct chain *chain, struct finding *finding);

/*
 * What can be asked only once it is known when it was signed: notes CRL_STALE if
 * the policy asks for lists that were issued after that.
 */
void chain_check_signed_at(const struct wipecert_trust *trust, const struct chain *chain,
			   int64_t signed_s, struct finding *finding);

void chain_clear(struct chain *chain);

#endif
