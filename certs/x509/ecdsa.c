/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/objects.h>

#include "ecdsa.h"

static EC_GROUP *group_of(const EVP_PKEY *key)
{
	char name[32];

	if (EVP_PKEY_get_group_name(key, name, sizeof(name), NULL) != 1)
		return NULL;
	return EC_GROUP_new_by_curve_name(OBJ_sn2nid(name));
}

/* s becomes n - s if that is smaller. False: no memory, or s is not below n. */
static bool make_low(ECDSA_SIG *signature, const BIGNUM *order)
{
	BIGNUM *r = BN_dup(ECDSA_SIG_get0_r(signature)), *s = BN_new();
	bool done = false;

	if (!r || !s || !BN_sub(s, order, ECDSA_SIG_get0_s(signature)) || BN_is_negative(s))
		goto out;
	if (BN_cmp(s, ECDSA_SIG_get0_s(signature)) >= 0) {
		done = true;
		goto out;
	}
	done = ECDSA_SIG_set0(signature, r, s) == 1;
	if (done)
		r = s = NULL;
out:
	BN_free(s);
	BN_free(r);
	return done;
}

bool ecdsa_normalise(const EVP_PKEY *key, const unsigned char *signature, size_t bytes,
		     unsigned char **out, size_t *out_bytes)
{
	const unsigned char *at = signature;
	ECDSA_SIG *parsed = d2i_ECDSA_SIG(NULL, &at, (long)bytes);
	EC_GROUP *group = group_of(key);
	int length = -1;

	*out = NULL;
	if (parsed && group && at == signature + bytes &&
	    make_low(parsed, EC_GROUP_get0_order(group)))
		length = i2d_ECDSA_SIG(parsed, out);
	EC_GROUP_free(group);
	ECDSA_SIG_free(parsed);
	if (length <= 0)
		return false;
	*out_bytes = (size_t)length;
	return true;
}
