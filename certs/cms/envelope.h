/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A signed record opened: form, attributes, algorithms, signer and signature are
 * checked. Nothing here asks whom to trust.
 */
#ifndef CMS_ENVELOPE_H
#define CMS_ENVELOPE_H

#include <openssl/x509.h>

#include "attributes.h"
#include "certificate_pool.h"
#include "finding.h"
#include "signed_data.h"

struct envelope {
	struct signed_data signed_data; /* borrows the bytes that were opened */
	const struct algorithm_digest *digest;
	struct attributes attributes;
	STACK_OF(X509) * certificates; /* as embedded: candidates, not trusted */
	X509 *signer;		       /* one of them */
	struct wipecert_link link;     /* id is "" */
};

/*
 * edition: which keys count; pool: of certificates, or NULL. True: the signature is the signer's over signed_data.content. False: finding
 * says why not. envelope_close() in both cases.
 */
bool envelope_open(const void *data, size_t bytes, const struct algorithm_edition *edition,
		   struct certificate_pool *pool, struct envelope *envelope,
		   struct finding *finding);
void envelope_close(struct envelope *envelope);

#endif
