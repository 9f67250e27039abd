/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A timestamp token (RFC 3161, 2.4.2): a signed statement that some octets
 * existed at a time. Nothing but the octets and the anchors is believed.
 */
#ifndef TIMESTAMP_STAMP_H
#define TIMESTAMP_STAMP_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/cms.h>
#include <openssl/ts.h>

#include "algorithm.h"
#include "chain.h"
#include "der.h"
#include "finding.h"
#include "trust.h"

#define STAMP_MAX_BYTES ((size_t)1 << 20)

struct stamp {
	CMS_ContentInfo *cms;
	TS_TST_INFO *info;
	STACK_OF(X509) * certificates; /* as embedded: candidates, not trusted */
	X509 *authority;	       /* one of them: who signed */
	int64_t time_s;		       /* genTime, UTC, fractions left off */
};

/*
 * True: form, algorithms and signature are in order, and a certificate for time
 * stamping signed it. Everything else is noted as WIPECERT_REASON_TIMESTAMP.
 * stamp_close() in both cases.
 */
bool stamp_open(struct der_slice der, struct stamp *stamp, struct finding *finding);
void stamp_close(struct stamp *stamp);

/* Of these octets, one part after the other; hash has room for the digest. False: no memory. */
bool stamp_hash(const struct algorithm_digest *digest, const struct der_slice *parts, size_t count,
		unsigned char *hash, unsigned int *bytes);

/* Is it about these octets? Else noted. */
bool stamp_covers(const struct stamp *stamp, const struct der_slice *parts, size_t count,
		  struct finding *finding);

/* The nonce as a positive number, NULL if it has none. Borrowed. */
const ASN1_INTEGER *stamp_nonce(const struct stamp *stamp);

/*
 * Who vouches for the authority: as chain_check(), with the anchors of trust. It is
 * looked at as of moment->signed_s, when a later timestamp shows that this one
 * existed. more and lists are what the record brings along; NULL: nothing. trust NULL,
 * or without anchors: NO_TRUST is noted.
 */
void stamp_check_authority(const struct stamp *stamp, const struct wipecert_trust *trust,
			   STACK_OF(X509) * more, STACK_OF(X509_CRL) * lists,
			   const struct chain_moment *moment, struct finding *finding);

#endif
