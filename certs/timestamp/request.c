/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <openssl/err.h>

#include "crypto_error.h"
#include "digest.h"
#include "request.h"
#include "text.h"

#define NONCE_BYTES 8
#define NONCE_LABEL "massho-timestamp-nonce-1"

/* 63 bits, the first of them set: a positive INTEGER of always the same length. */
static ASN1_INTEGER *make_nonce(const uint8_t imprint[32])
{
	unsigned char seed[sizeof(NONCE_LABEL) + 32], hash[32];
	ASN1_INTEGER *nonce = NULL;
	BIGNUM *number;

	memcpy(seed, NONCE_LABEL, sizeof(NONCE_LABEL));
	memcpy(seed + sizeof(NONCE_LABEL), imprint, 32);
	if (!digest_sha256(seed, sizeof(seed), hash))
		return NULL;
	hash[0] = (unsigned char)((hash[0] & 0x7f) | 0x40);
	number = BN_bin2bn(hash, NONCE_BYTES, NULL);
	if (number)
		nonce = BN_to_ASN1_INTEGER(number, NULL);
	BN_free(number);
	return nonce;
}

static bool set_imprint(TS_REQ *request, const uint8_t sha256[32])
{
	TS_MSG_IMPRINT *made = TS_MSG_IMPRINT_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();
	uint8_t imprint[32];
	bool done;

	memcpy(imprint, sha256, sizeof(imprint));
	done = made && algorithm &&
	       X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) &&
	       TS_MSG_IMPRINT_set_algo(made, algorithm) &&
	       TS_MSG_IMPRINT_set_msg(made, imprint, 32) && TS_REQ_set_msg_imprint(request, made);

	X509_ALGOR_free(algorithm);
	TS_MSG_IMPRINT_free(made);
	return done;
}

static TS_REQ *fill(const uint8_t imprint[32])
{
	TS_REQ *request = TS_REQ_new();
	ASN1_INTEGER *nonce = make_nonce(imprint);
	bool done = request && nonce && TS_REQ_set_version(request, 1) &&
		    set_imprint(request, imprint) && TS_REQ_set_nonce(request, nonce) &&
		    TS_REQ_set_cert_req(request, 1);

	ASN1_INTEGER_free(nonce);
	if (done)
		return request;
	TS_REQ_free(request);
	return NULL;
}

int request_make(const uint8_t sha256[32], unsigned char **der, size_t *bytes,
		 struct wipe_error *err)
{
	TS_REQ *request;
	int length = -1;

	*der = NULL;
	ERR_clear_error();
	request = fill(sha256);
	if (request)
		length = i2d_TS_REQ(request, der);
	TS_REQ_free(request);
	if (length <= 0)
		return crypto_error_set(err, WIPE_E_CRYPTO, "%s",
					_("cannot make the timestamp request"));
	*bytes = (size_t)length;
	return 0;
}

/* The first line of what the authority says, without what a terminal would obey. */
static void take_status_text(const TS_STATUS_INFO *status, char *out, size_t size)
{
	const STACK_OF(ASN1_UTF8STRING) *lines = TS_STATUS_INFO_get0_text(status);
	const ASN1_UTF8STRING *line;
	size_t used = 0;

	if (sk_ASN1_UTF8STRING_num(lines) > 0) {
		line = sk_ASN1_UTF8STRING_value(lines, 0);
		for (int i = 0; i < ASN1_STRING_length(line) && used + 1 < size; i++) {
			unsigned char byte = ASN1_STRING_get0_data(line)[i];

			out[used++] = byte >= 0x20 && byte < 0x7f ? (char)byte : '?';
		}
	}
	out[used] = '\0';
}

/* granted (0) and grantedWithMods (1): the token itself tells what was granted. */
static int check_status(const unsigned char *bytes, size_t length, struct wipe_error *err)
{
	const unsigned char *at = bytes;
	TS_RESP *response = d2i_TS_RESP(NULL, &at, (long)length);
	char text[160] = "";
	long status = -1;

	if (response && at == bytes + length) {
		const TS_STATUS_INFO *info = TS_RESP_get_status_info(response);

		status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(info));
		take_status_text(info, text, sizeof(text));
	}
	TS_RESP_free(response);
	if (status == 0 || status == 1)
		return 0;
	if (status < 0)
		return crypto_error_set(err, WIPE_E_FORMAT, "%s",
					_("this is no answer of a time-stamping authority"));
	ERR_clear_error();
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("the time-stamping authority refused: status %ld%s%s"), status,
			      *text ? ", " : "", text);
}

static int no_response(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0, "%s",
			      _("this is no answer of a time-stamping authority"));
}

int response_token(const void *bytes, size_t length, struct der_slice *token,
		   struct wipe_error *err)
{
	struct der_slice rest = { bytes, length };
	struct der_element outer, first;
	int code;

	ERR_clear_error();
	if (length > RESPONSE_MAX_BYTES || der_check(rest) != DER_OK ||
	    !der_take(&rest, DER_SEQUENCE, &outer) || rest.bytes)
		return no_response(err);
	if (der_take(&outer.body, DER_OID, &first)) {
		*token = outer.whole;
		return 0;
	}
	code = check_status(bytes, length, err);
	if (code)
		return code;
	if (!der_take(&outer.body, DER_SEQUENCE, &first) ||
	    !der_take(&outer.body, DER_SEQUENCE, &first))
		return no_response(err);
	*token = first.whole;
	return 0;
}

bool request_is_answered(const uint8_t sha256[32], const struct stamp *stamp,
			 struct finding *finding)
{
	ASN1_INTEGER *nonce = make_nonce(sha256);
	bool same;

	if (!nonce)
		return finding_no_memory(finding);
	same = stamp_nonce(stamp) && ASN1_INTEGER_cmp(nonce, stamp_nonce(stamp)) == 0;
	ASN1_INTEGER_free(nonce);
	return same ? true :
		      finding_note(finding, WIPECERT_REASON_TIMESTAMP, "%s",
				   _("the timestamp is not the answer to the request (nonce)"));
}
