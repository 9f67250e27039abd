/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRUST_TRUST_H
#define TRUST_TRUST_H

#include <stddef.h>

#include <openssl/x509.h>

#include <wipecert/verify.h>

struct wipecert_trust {
	X509_STORE *store;	    /* anchors and lists; never certificates out of a record */
	STACK_OF(X509_CRL) * lists; /* all of them: the store hands out the newest only */
	size_t anchors, crls;
	struct wipecert_trust *tsa; /* of timestamps; NULL: none. Has none itself. */
};

#endif
