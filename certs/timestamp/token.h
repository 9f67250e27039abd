/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A timestamp token (RFC 3161, 2.4.2): a signed statement that some octets
 * existed at a time. Nothing but the octets and the anchors is believed.
 */
#ifndef TIMESTAMP_TOKEN_H
#define TIMESTAMP_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/cms.h>
#include <openssl/ts.h>

#include "der.h"
#include "finding.h"
#include "trust.h"

#define TOKEN_MAX_BYTES ((size_t)1 << 20)

struct token {
	CMS_ContentInfo *cms;
	TS_TST_INFO *info;
	STACK_OF(X509) * certificates; /* as embedded: candidates, not trusted */
	X509 *authority;	       /* one of them: who signed */
	int64_t time_s;		       /* genTime, UTC, fractions left off */
};

/*
 * True: form, algorithms and signature are in order, and a certificate for time
 * stamping signed it. Everything else is noted as WIPECERT_REASON_TIMESTAMP.
 * token_close() in both cases.
 */
bool token_open(struct der_slice der, struct token *token, struct finding *finding);
void token_close(struct token *token);

/* Is it about these octets? Else noted. */
bool token_covers(const struct token *token, struct der_slice octets, struct finding *finding);

/* The nonce as a positive number, NULL if it has none. Borrowed. */
const ASN1_INTEGER *token_nonce(const struct token *token);

/*
 * Who vouches for the authority: as chain_check(), at time_s, with the anchors of
 * trust. NULL, or without anchors: NO_TRUST is noted.
 */
void token_check_authority(const struct token *token, const struct wipecert_trust *trust,
			   int64_t time_s, struct finding *finding);

#endif
