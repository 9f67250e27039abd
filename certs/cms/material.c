/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "material.h"
#include "text.h"

static bool malformed(struct finding *finding)
{
	return finding_note_crypto(
		finding, WIPECERT_REASON_ATTRIBUTES, "%s",
		_("the certificates or lists that it brings along are malformed"));
}

static bool take_certificate(struct der_slice der, struct material *material)
{
	const unsigned char *at = der.at;
	X509 *certificate = d2i_X509(NULL, &at, (long)der.bytes);

	if (certificate && at == der.at + der.bytes &&
	    sk_X509_num(material->certificates) < MATERIAL_MAX &&
	    sk_X509_push(material->certificates, certificate))
		return true;
	X509_free(certificate);
	return false;
}

static bool take_list(struct der_slice der, struct material *material)
{
	const unsigned char *at = der.at;
	X509_CRL *list = d2i_X509_CRL(NULL, &at, (long)der.bytes);

	if (list && at == der.at + der.bytes && X509_CRL_get0_nextUpdate(list) &&
	    sk_X509_CRL_num(material->lists) < MATERIAL_MAX &&
	    sk_X509_CRL_push(material->lists, list))
		return true;
	X509_CRL_free(list);
	return false;
}

static bool take_each(struct der_slice sequence, struct material *material,
		      bool (*take)(struct der_slice der, struct material *material))
{
	struct der_element outer, element;

	if (!der_take(&sequence, DER_SEQUENCE, &outer) || sequence.bytes)
		return false;
	while (outer.body.bytes)
		if (!der_take(&outer.body, DER_SEQUENCE, &element) ||
		    !take(element.whole, material))
			return false;
	return true;
}

/* RevocationValues ::= SEQUENCE { crlVals [0], ... }: lists, and nothing but lists. */
static bool take_lists(struct der_slice value, struct material *material)
{
	struct der_element outer, wrapper;

	return der_take(&value, DER_SEQUENCE, &outer) && !value.bytes &&
	       der_take(&outer.body, DER_CONTEXT, &wrapper) && !outer.body.bytes &&
	       take_each(wrapper.body, material, take_list);
}

bool material_open(const struct attributes *attributes, struct material *material,
		   struct finding *finding)
{
	*material = (struct material){ 0 };
	if (attributes->certificate_values.bytes) {
		material->certificates = sk_X509_new_null();
		if (!material->certificates)
			return finding_no_memory(finding);
		if (!take_each(attributes->certificate_values, material, take_certificate))
			return malformed(finding);
	}
	if (attributes->revocation_values.bytes) {
		material->lists = sk_X509_CRL_new_null();
		if (!material->lists)
			return finding_no_memory(finding);
		if (!take_lists(attributes->revocation_values, material))
			return malformed(finding);
	}
	return true;
}

void material_close(struct material *material)
{
	sk_X509_pop_free(material->certificates, X509_free);
	sk_X509_CRL_pop_free(material->lists, X509_CRL_free);
	*material = (struct material){ 0 };
}

/* i2d_*() with their one signature. */
typedef int (*encode_fn)(const void *object, unsigned char **at);

static int encode_certificate(const void *object, unsigned char **at)
{
	return i2d_X509(object, at);
}

static int encode_list(const void *object, unsigned char **at)
{
	return i2d_X509_CRL(object, at);
}

/* The encodings one behind the other. NULL: no memory. */
static unsigned char *encode_all(void *const *objects, size_t count, encode_fn encode,
				 size_t *bytes)
{
	unsigned char *all, *at;
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += (size_t)encode(objects[i], NULL);
	at = all = malloc(total + 1);
	for (size_t i = 0; all && i < count; i++)
		encode(objects[i], &at);
	*bytes = total;
	return all;
}

static unsigned char *wrapped(unsigned char *body, size_t *bytes, const unsigned char *tags,
			      size_t tag_count)
{
	for (size_t i = 0; body && i < tag_count; i++) {
		unsigned char *outer = encode_element(tags[i], body, *bytes, bytes);

		free(body);
		body = outer;
	}
	return body;
}

unsigned char *material_encode_certificates(STACK_OF(X509) * certificates, size_t *bytes)
{
	static const unsigned char tags[] = { DER_SEQUENCE };
	void *objects[MATERIAL_MAX];
	size_t count = 0;

	for (int i = 0; i < sk_X509_num(certificates) && count < MATERIAL_MAX; i++)
		objects[count++] = sk_X509_value(certificates, i);
	return wrapped(encode_all(objects, count, encode_certificate, bytes), bytes, tags, 1);
}

unsigned char *material_encode_lists(STACK_OF(X509_CRL) * lists, size_t *bytes)
{
	static const unsigned char tags[] = { DER_SEQUENCE, DER_CONTEXT, DER_SEQUENCE };
	void *objects[MATERIAL_MAX];
	size_t count = 0;

	for (int i = 0; i < sk_X509_CRL_num(lists) && count < MATERIAL_MAX; i++)
		objects[count++] = sk_X509_CRL_value(lists, i);
	return wrapped(encode_all(objects, count, encode_list, bytes), bytes, tags, 3);
}
