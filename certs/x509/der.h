/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strict DER (X.690) over borrowed bytes. libcrypto decodes BER and keeps the
 * encoding of a certificate as it came, so that encoding again and comparing
 * misses what is wrong inside; this looks at every element.
 */
#ifndef X509_DER_H
#define X509_DER_H

#include <stdbool.h>
#include <stddef.h>

#define DER_MAX_DEPTH 40

enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_NULL = 0x05,
	DER_OID = 0x06,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0xa0,	      /* [0], constructed; add the number */
	DER_CONTEXT_PRIMITIVE = 0x80, /* [0] IMPLICIT of a primitive type */
};

struct der_slice {
	const unsigned char *at;
	size_t bytes;
};

struct der_element {
	unsigned char tag;
	struct der_slice body;
	struct der_slice whole; /* with tag and length */
};

enum der_status {
	DER_OK,
	DER_SHORT, /* the bytes end before the element does */
	DER_BAD,   /* not DER: indefinite or not minimal length, wrong form, not sorted */
};

/* Takes the first element off rest. Looks at its header only. */
enum der_status der_next(struct der_slice *rest, struct der_element *element);

/*
 * Takes the first element if it has this tag; else false, and rest is as before.
 * For bytes that der_check() has passed.
 */
bool der_take(struct der_slice *rest, unsigned char tag, struct der_element *element);

/* Everything in these bytes, all the way down (at most DER_MAX_DEPTH levels). */
enum der_status der_check(struct der_slice bytes);

/* Are the elements in ascending order, as in a SET OF? For implicit tags. */
bool der_is_sorted(struct der_slice elements);

/* Same bytes? */
bool der_equal(struct der_slice a, const void *bytes, size_t length);

#endif
