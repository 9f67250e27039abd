/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/asn1.h>

#include "signed_data.h"

/* ContentInfo, its type, [0], SignedData, version; digests; SignerInfos, SignerInfo */
static const unsigned char content_type[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
					      0xf7, 0x0d, 0x01, 0x07, 0x02 };

struct lengths {
	int digests, signer, signers, body, wrapper, outer; /* of what is inside each */
};

static int whole(int inside)
{
	return ASN1_object_size(1, inside, V_ASN1_SEQUENCE);
}

/* False: longer than libcrypto can tell. */
static bool measure(const struct signed_data *from, struct lengths *lengths)
{
	size_t sum =
		from->digest_algorithm.bytes + from->signer_fields.bytes + from->encapsulated.bytes;

	if (sum > INT_MAX / 2)
		return false;
	lengths->digests = (int)from->digest_algorithm.bytes;
	lengths->signer = (int)from->signer_fields.bytes;
	lengths->signers = whole(lengths->signer);
	lengths->body = 3 + whole(lengths->digests) + (int)from->encapsulated.bytes +
			whole(lengths->signers);
	lengths->wrapper = whole(lengths->body);
	lengths->outer = (int)sizeof(content_type) + whole(lengths->wrapper);
	return true;
}

static void put(unsigned char **at, const void *from, size_t bytes)
{
	memcpy(*at, from, bytes);
	*at += bytes;
}

static void put_header(unsigned char **at, int tag, int class, int inside)
{
	ASN1_put_object(at, 1, inside, tag, class);
}

unsigned char *signed_data_core(const struct signed_data *from, size_t *bytes)
{
	/* RFC 5652, 5.1: of id-data the version is that of the only signer. */
	const unsigned char version[] = { 0x02, 0x01,
					  from->signer_id.at[0] == DER_SEQUENCE ? 1 : 3 };
	struct lengths lengths;
	unsigned char *core, *at;

	if (!measure(from, &lengths))
		return NULL;
	*bytes = (size_t)whole(lengths.outer);
	core = at = malloc(*bytes);
	if (!core)
		return NULL;
	put_header(&at, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, lengths.outer);
	put(&at, content_type, sizeof(content_type));
	put_header(&at, 0, V_ASN1_CONTEXT_SPECIFIC, lengths.wrapper);
	put_header(&at, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, lengths.body);
	put(&at, version, sizeof(version));
	put_header(&at, V_ASN1_SET, V_ASN1_UNIVERSAL, lengths.digests);
	put(&at, from->digest_algorithm.at, from->digest_algorithm.bytes);
	put(&at, from->encapsulated.at, from->encapsulated.bytes);
	put_header(&at, V_ASN1_SET, V_ASN1_UNIVERSAL, lengths.signers);
	put_header(&at, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, lengths.signer);
	put(&at, from->signer_fields.at, from->signer_fields.bytes);
	return core;
}
