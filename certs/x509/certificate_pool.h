/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificates as files bring them along, parsed once: of a hundred thousand records
 * by ten engineers the same ten come again and again, and parsing them takes longer
 * than verifying a signature. It tells nothing of whom to trust.
 */
#ifndef X509_CERTIFICATE_POOL_H
#define X509_CERTIFICATE_POOL_H

#include <openssl/x509.h>

#include "der.h"

struct certificate_pool;

#define CERTIFICATE_POOLED_MAX_BYTES 8192 /* larger ones are rare, and parsed each time */

struct certificate_pool *certificate_pool_new(void); /* NULL: no memory */
void certificate_pool_free(struct certificate_pool *pool);

/*
 * The certificate whose encoding der is, every byte of it; the caller's
 * (X509_free()), and shared: not to be changed. NULL: malformed, or no memory
 * (libcrypto's queue tells). pool: NULL parses it anew. For many threads at once;
 * of a bounded size, in which newer ones take the place of older ones.
 */
X509 *certificate_pool_take(struct certificate_pool *pool, struct der_slice der);

#endif
