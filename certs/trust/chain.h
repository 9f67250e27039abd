/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRUST_CHAIN_H
#define TRUST_CHAIN_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/x509.h>

#include "finding.h"
#include "trust.h"

/*
 * Does a path lead from the signer over the candidates to an anchor, at time_s?
 * Notes what stands against it: UNTRUSTED, ALGORITHM (weak keys or digests on
 * the way), NOT_DER (a candidate that is not on it), REVOKED, EXPIRED,
 * NOT_YET_VALID, CRL_STALE, DEMO. Revocation is looked up, for every certificate
 * but the anchor, if the trust has lists; each of them counts.
 * True: a path was found, whatever was noted about it; then *revocation_known
 * tells whether the lists answered for all of it.
 */
bool chain_check(const struct wipecert_trust *trust, X509 *signer, STACK_OF(X509) * candidates,
		 int64_t time_s, bool *revocation_known, struct finding *finding);

#endif
