/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/objects.h>

#include "mechanism.h"
#include "text.h"

#define PREFIX_BYTES 19

static const struct digest {
	int nid;
	size_t bytes;
	CK_MECHANISM_TYPE hash;
	CK_RSA_PKCS_MGF_TYPE mask;
	unsigned char prefix[PREFIX_BYTES]; /* RFC 8017, 9.2, note 1 */
} digests[] = {
	{ NID_sha256,
	  32,
	  CKM_SHA256,
	  CKG_MGF1_SHA256,
	  { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
	    0x01, 0x05, 0x00, 0x04, 0x20 } },
	{ NID_sha384,
	  48,
	  CKM_SHA384,
	  CKG_MGF1_SHA384,
	  { 0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
	    0x02, 0x05, 0x00, 0x04, 0x30 } },
	{ NID_sha512,
	  64,
	  CKM_SHA512,
	  CKG_MGF1_SHA512,
	  { 0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
	    0x03, 0x05, 0x00, 0x04, 0x40 } },
};

static const struct digest *digest_by_nid(int nid)
{
	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++)
		if (digests[i].nid == nid)
			return &digests[i];
	return NULL;
}

static bool slot_signs_by(const struct slot *slot, CK_MECHANISM_TYPE type)
{
	CK_MECHANISM_INFO info;

	memset(&info, 0, sizeof(info));
	return slot->module.calls->C_GetMechanismInfo(slot->id, type, &info) == CKR_OK &&
	       (info.flags & CKF_SIGN);
}

/* Of the kinds of key that records may be signed with; false: another one. */
static bool fill(const struct slot *slot, const EVP_PKEY *key, struct mechanism *out)
{
	size_t bits = (size_t)EVP_PKEY_get_bits(key);

	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_EC:
		out->is_ecdsa = true;
		out->type = CKM_ECDSA;
		out->output_bytes = (bits + 7) / 8 * 2;
		return true;
	case EVP_PKEY_RSA:
		out->is_pss = !slot_signs_by(slot, CKM_RSA_PKCS) &&
			      slot_signs_by(slot, CKM_RSA_PKCS_PSS);
		break;
	case EVP_PKEY_RSA_PSS:
		out->is_pss = true;
		break;
	default:
		return false;
	}
	out->type = out->is_pss ? CKM_RSA_PKCS_PSS : CKM_RSA_PKCS;
	out->output_bytes = (bits + 7) / 8;
	return true;
}

int mechanism_choose(const struct slot *slot, const EVP_PKEY *key, int digest_nid,
		     struct mechanism *out, struct wipe_error *err)
{
	const struct digest *digest = digest_by_nid(digest_nid);

	*out = (struct mechanism){ .digest_nid = digest_nid };
	if (!digest || !fill(slot, key, out) || out->output_bytes > MECHANISM_OUTPUT_BYTES)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("%s: the key is of a kind that is not used here"),
				      slot->label);
	if (!slot_signs_by(slot, out->type))
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("%s: the token does not offer the mechanism that this key "
					"needs (%s)"),
				      slot->label,
				      out->is_ecdsa ? "CKM_ECDSA" :
				      out->is_pss   ? "CKM_RSA_PKCS_PSS" :
						      "CKM_RSA_PKCS");
	if (out->is_pss)
		out->pss = (CK_RSA_PKCS_PSS_PARAMS){ .hashAlg = digest->hash,
						     .mgf = digest->mask,
						     .sLen = digest->bytes };
	return 0;
}

size_t mechanism_input(const struct mechanism *mechanism, const unsigned char *digest,
		       size_t digest_bytes, unsigned char out[MECHANISM_INPUT_BYTES])
{
	const struct digest *known = digest_by_nid(mechanism->digest_nid);
	size_t used = 0;

	if (!known || digest_bytes != known->bytes)
		return 0;
	if (mechanism->type == CKM_RSA_PKCS) {
		memcpy(out, known->prefix, PREFIX_BYTES);
		used = PREFIX_BYTES;
	}
	memcpy(out + used, digest, digest_bytes);
	return used + digest_bytes;
}

static bool encode_ecdsa(const unsigned char *raw, size_t raw_bytes, unsigned char **out,
			 size_t *out_bytes)
{
	BIGNUM *r = BN_bin2bn(raw, (int)(raw_bytes / 2), NULL);
	BIGNUM *s = BN_bin2bn(raw + raw_bytes / 2, (int)(raw_bytes / 2), NULL);
	ECDSA_SIG *signature = ECDSA_SIG_new();
	int length = -1;

	if (r && s && signature && ECDSA_SIG_set0(signature, r, s)) {
		r = s = NULL;
		length = i2d_ECDSA_SIG(signature, out);
	}
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(signature);
	if (length <= 0)
		return false;
	*out_bytes = (size_t)length;
	return true;
}

bool mechanism_output(const struct mechanism *mechanism, const unsigned char *raw, size_t raw_bytes,
		      unsigned char **out, size_t *out_bytes)
{
	*out = NULL;
	if (raw_bytes != mechanism->output_bytes)
		return false;
	if (mechanism->is_ecdsa)
		return encode_ecdsa(raw, raw_bytes, out, out_bytes);
	*out = OPENSSL_memdup(raw, raw_bytes);
	*out_bytes = raw_bytes;
	return *out != NULL;
}
