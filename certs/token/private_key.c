/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "private_key.h"
#include "text.h"
#include "uri.h"

#define LISTED_MAX 4
#define LABEL_MAX_BYTES 512
/* RSA with 16384 bits. */
#define PUBLIC_MAX_BYTES 2048
#define TEMPLATE_MAX 3

/* Drops the keys that say of themselves that they do not sign. */
static int keep_signing_keys(const struct session *session, struct objects *keys,
			     struct wipe_error *err)
{
	size_t kept = 0;

	if (keys->count > OBJECTS_MAX)
		return 0;
	for (size_t i = 0; i < keys->count; i++) {
		bool signs;
		int code = object_flag(session, keys->items[i], CKA_SIGN, true, &signs, err);

		if (code)
			return code;
		if (signs)
			keys->items[kept++] = keys->items[i];
	}
	if (keys->count && !kept)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("%s: the key that fits the pkcs11: URI is not for signing"),
				      session->slot.label);
	keys->count = kept;
	return 0;
}

/* Its URI on this token; "" if it cannot be told. */
static void name_key(const struct session *session, CK_OBJECT_HANDLE key, char out[URI_TEXT_BYTES])
{
	unsigned char *id = NULL, *label = NULL;
	size_t id_bytes, label_bytes;

	out[0] = '\0';
	if (object_bytes(session, key, CKA_ID, PRIVATE_KEY_ID_MAX_BYTES, &id, &id_bytes, NULL) ==
		    0 &&
	    object_bytes(session, key, CKA_LABEL, LABEL_MAX_BYTES, &label, &label_bytes, NULL) == 0)
		uri_of_object(id, id_bytes, label, label_bytes, out);
	free(label);
	free(id);
}

static int fail_by_number(const struct session *session, const struct objects *keys,
			  struct wipe_error *err)
{
	char list[WIPE_ERROR_MESSAGE_BYTES] = "", name[URI_TEXT_BYTES];
	size_t used = 0;

	if (!keys->count)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("%s: no private key on this token fits the pkcs11: URI"),
				      session->slot.label);
	for (size_t i = 0; i < keys->count && i < LISTED_MAX && used < sizeof(list); i++) {
		name_key(session, keys->items[i], name);
		used += (size_t)snprintf(list + used, sizeof(list) - used, " %s", name);
	}
	return wipe_error_set(err, WIPE_E_USAGE, 0,
			      _("%s: %zu keys fit the pkcs11: URI, it must be one:%s"),
			      session->slot.label, keys->count, list);
}

static int find_only(const struct session *session, P11KitUri *uri, CK_OBJECT_HANDLE *handle,
		     struct wipe_error *err)
{
	CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	CK_ATTRIBUTE wanted[TEMPLATE_MAX] = { { CKA_CLASS, &class, sizeof(class) } };
	static const CK_ATTRIBUTE_TYPE narrowing[] = { CKA_ID, CKA_LABEL };
	struct objects *keys = malloc(sizeof(*keys));
	CK_ULONG count = 1;
	int code;

	if (!keys)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	for (size_t i = 0; i < sizeof(narrowing) / sizeof(narrowing[0]); i++) {
		const CK_ATTRIBUTE *said = p11_kit_uri_get_attribute(uri, narrowing[i]);

		if (said)
			wanted[count++] = *said;
	}
	code = object_find(session, wanted, count, keys, err);
	if (!code)
		code = keep_signing_keys(session, keys, err);
	if (!code && keys->count != 1)
		code = fail_by_number(session, keys, err);
	if (!code)
		*handle = keys->items[0];
	free(keys);
	return code;
}

/* The public key object of the same id has the point; private ones rarely do. */
static int read_point(const struct session *session, struct private_key *key,
		      struct wipe_error *err)
{
	CK_OBJECT_CLASS class = CKO_PUBLIC_KEY;
	CK_ATTRIBUTE wanted[] = { { CKA_CLASS, &class, sizeof(class) },
				  { CKA_ID, key->id, key->id_bytes } };
	struct objects *found;
	int code = object_bytes(session, key->handle, CKA_EC_POINT, PUBLIC_MAX_BYTES,
				&key->public_part, &key->public_bytes, err);

	if (code || key->public_part || !key->id)
		return code;
	found = malloc(sizeof(*found));
	if (!found)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	code = object_find(session, wanted, 2, found, err);
	if (!code && found->count == 1)
		code = object_bytes(session, found->items[0], CKA_EC_POINT, PUBLIC_MAX_BYTES,
				    &key->public_part, &key->public_bytes, err);
	free(found);
	return code;
}

static int read_public_part(const struct session *session, struct private_key *key,
			    struct wipe_error *err)
{
	if (key->type == CKK_RSA)
		return object_bytes(session, key->handle, CKA_MODULUS, PUBLIC_MAX_BYTES,
				    &key->public_part, &key->public_bytes, err);
	return read_point(session, key, err);
}

int private_key_find(const struct session *session, P11KitUri *uri, struct private_key *out,
		     struct wipe_error *err)
{
	CK_ULONG type;
	int code;

	*out = (struct private_key){ .handle = CK_INVALID_HANDLE };
	code = find_only(session, uri, &out->handle, err);
	if (!code)
		code = object_number(session, out->handle, CKA_KEY_TYPE, CK_UNAVAILABLE_INFORMATION,
				     &type, err);
	if (code)
		return code;
	out->type = type;
	if (type != CKK_EC && type != CKK_RSA)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s: %s", session->slot.label,
				      _("the key is neither ECDSA nor RSA"));
	code = object_flag(session, out->handle, CKA_ALWAYS_AUTHENTICATE, false,
			   &out->always_authenticate, err);
	if (!code)
		code = object_bytes(session, out->handle, CKA_ID, PRIVATE_KEY_ID_MAX_BYTES,
				    &out->id, &out->id_bytes, err);
	if (!code)
		code = read_public_part(session, out, err);
	return code;
}

void private_key_clear(struct private_key *key)
{
	free(key->id);
	free(key->public_part);
	*key = (struct private_key){ .handle = CK_INVALID_HANDLE };
}

/* PKCS#11 says: the point as OCTET STRING. Some modules leave that away. */
static bool point_is(const struct private_key *key, const EVP_PKEY *public_key)
{
	unsigned char point[PUBLIC_MAX_BYTES];
	const unsigned char *at = key->public_part;
	size_t bytes = key->public_bytes, length = 0;

	if (EVP_PKEY_get_octet_string_param(public_key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, point,
					    sizeof(point), &length) != 1)
		return false;
	/* Shorter than 128 bytes for every curve that is allowed. */
	if (bytes == length + 2 && at[0] == 0x04 && at[1] == length) {
		at += 2;
		bytes -= 2;
	}
	return bytes == length && memcmp(at, point, length) == 0;
}

static bool modulus_is(const struct private_key *key, const EVP_PKEY *public_key)
{
	BIGNUM *theirs = NULL;
	BIGNUM *ours = BN_bin2bn(key->public_part, (int)key->public_bytes, NULL);
	bool same = ours &&
		    EVP_PKEY_get_bn_param(public_key, OSSL_PKEY_PARAM_RSA_N, &theirs) == 1 &&
		    BN_cmp(ours, theirs) == 0;

	BN_free(ours);
	BN_free(theirs);
	return same;
}

bool private_key_may_be_of(const struct private_key *key, const X509 *certificate)
{
	const EVP_PKEY *public_key = X509_get0_pubkey(certificate);
	int kind = public_key ? EVP_PKEY_get_base_id(public_key) : EVP_PKEY_NONE;

	if (key->type == CKK_EC)
		return kind == EVP_PKEY_EC && (!key->public_part || point_is(key, public_key));
	return (kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS) &&
	       (!key->public_part || modulus_is(key, public_key));
}
