/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one form of CMS SignedData (RFC 5652) that a record may have, taken apart
 * into borrowed slices. Everything else is refused, with the reason.
 */
#ifndef CMS_SIGNED_DATA_H
#define CMS_SIGNED_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "der.h"
#include "finding.h"

#define SIGNED_DATA_MAX_CERTIFICATES 16

struct signed_data {
	struct der_slice whole;
	bool is_detached;		      /* then there is no content in it */
	struct der_slice content;	      /* the octets that are signed */
	struct der_slice certificates;	      /* elements, all of them X.509 */
	struct der_slice signer_id;	      /* with its tag */
	struct der_slice digest_algorithm;    /* AlgorithmIdentifier of the signer */
	struct der_slice signed_attributes;   /* elements */
	struct der_slice signature_algorithm; /* AlgorithmIdentifier */
	struct der_slice signature;	      /* octets */
	struct der_slice unsigned_attributes; /* elements, mostly none */
	/* What archive timestamps are over, each with tag and length. */
	struct der_slice encapsulated, certificate_set;
	struct der_slice signer_fields; /* of the SignerInfo, up to the signature */
};

/* False: finding says why. */
bool signed_data_parse(const void *data, size_t bytes, struct signed_data *out,
		       struct finding *finding);
/* The same of what is signed elsewhere: with content it is refused. */
bool signed_data_parse_detached(const void *data, size_t bytes, struct signed_data *out,
				struct finding *finding);

/*
 * What the signature is over and by, encoded as SignedData of its own, without the
 * certificates and unsigned attributes, which it does not cover. The caller's
 * (free()); NULL: no memory.
 */
unsigned char *signed_data_core(const struct signed_data *signed_data, size_t *bytes);

#endif
