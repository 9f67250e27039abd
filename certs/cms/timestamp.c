/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include <wipecert/timestamp.h>

#include "crypto_error.h"
#include "encode.h"
#include "name.h"
#include "request.h"
#include "stamp.h"
#include "text.h"
#include "timestamp.h"

#define CLOCKS_DIFFER_S (5 * 60)

static void conclude(const struct finding *found, struct wipecert_timestamp *out)
{
	out->authentic = finding_authentic(found);
	out->reason = found->reason;
	snprintf(out->detail, sizeof(out->detail), "%s", found->detail);
}

/* Form, imprint and signature: what does not depend on whom one trusts. */
static bool open_token(struct der_slice der, struct der_slice signature, struct stamp *stamp,
		       struct wipecert_timestamp *out, struct finding *found)
{
	out->is_present = true;
	if (!stamp_open(der, stamp, found) || !stamp_covers(stamp, signature, found))
		return false;
	out->time_s = stamp->time_s;
	if (!name_render(X509_get_subject_name(stamp->authority), out->authority,
			 sizeof(out->authority)))
		return finding_no_memory(found);
	return true;
}

static void judge_token(const struct stamp *stamp, const struct wipecert_trust *trust,
			int64_t time_s, struct finding *found)
{
	stamp_check_authority(stamp, trust ? trust->tsa : NULL, time_s, found);
	if (stamp->time_s > time_s + CLOCKS_DIFFER_S)
		finding_note(found, WIPECERT_REASON_FUTURE, "%s", "");
}

int64_t timestamp_check(const struct envelope *envelope, const struct wipecert_trust *trust,
			int64_t time_s, struct wipecert_timestamp *out, struct finding *finding)
{
	struct finding found = { .reason = WIPECERT_REASON_NONE };
	struct stamp stamp = { 0 };

	*out = (struct wipecert_timestamp){ 0 };
	if (!envelope->attributes.timestamp.bytes)
		return time_s;
	if (open_token(envelope->attributes.timestamp, envelope->signed_data.signature, &stamp, out,
		       &found))
		judge_token(&stamp, trust, time_s, &found);
	/* Whoever put it there meant to pass it off: the file is not as it was made. */
	if (found.reason == WIPECERT_REASON_TIMESTAMP)
		finding_note(finding, found.reason, "%s", found.detail);
	finding->no_memory |= found.no_memory;
	conclude(&found, out);
	stamp_close(&stamp);
	return out->authentic == WIPECERT_VALID && out->time_s < time_s ? out->time_s : time_s;
}

static int error_of(const struct finding *finding, const char *subject, int code,
		    struct wipe_error *err)
{
	if (finding->no_memory)
		return crypto_error_nomem(err);
	return wipe_error_set(err, code, 0, "%s: %s%s%s", subject,
			      wipecert_reason_text(finding->reason), *finding->detail ? " " : "",
			      finding->detail);
}

/* Sound, and without a timestamp so far. */
static int open_record(const void *p7m, size_t bytes, struct envelope *envelope,
		       struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };

	if (!envelope_open(p7m, bytes, algorithm_edition_default(), envelope, &finding))
		return error_of(&finding, _("the record"), WIPE_E_FORMAT, err);
	if (envelope->attributes.timestamp.bytes)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      _("the record has a timestamp already"));
	return 0;
}

int wipecert_timestamp_request(const void *p7m, size_t bytes, unsigned char **tsq,
			       size_t *tsq_bytes, struct wipe_error *err)
{
	struct envelope envelope;
	unsigned char *der = NULL;
	int code;

	*tsq = NULL;
	*tsq_bytes = 0;
	code = open_record(p7m, bytes, &envelope, err);
	if (!code)
		code = request_make(envelope.signed_data.signature, &der, tsq_bytes, err);
	envelope_close(&envelope);
	return code ? code : encode_hand_over(der, *tsq_bytes, tsq, err);
}

static int check_token(struct der_slice der, const struct envelope *envelope,
		       enum wipecert_nonce nonce, const struct wipecert_trust *trust,
		       int64_t time_s, struct wipecert_timestamp *out, struct wipe_error *err)
{
	struct finding found = { .reason = WIPECERT_REASON_NONE };
	struct der_slice signature = envelope->signed_data.signature;
	struct stamp stamp = { 0 };
	int code = 0;

	*out = (struct wipecert_timestamp){ 0 };
	if (open_token(der, signature, &stamp, out, &found) &&
	    (nonce == WIPECERT_NONCE_ANY || request_is_answered(signature, &stamp, &found)))
		judge_token(&stamp, trust, time_s, &found);
	conclude(&found, out);
	if (found.no_memory || out->authentic == WIPECERT_INVALID ||
	    (trust && trust->tsa && out->reason != WIPECERT_REASON_NONE &&
	     out->reason != WIPECERT_REASON_DEMO))
		code = error_of(&found, _("the timestamp"), WIPE_E_REFUSED, err);
	stamp_close(&stamp);
	return code;
}

static int add_attribute(struct der_slice p7m, struct der_slice token, unsigned char **out,
			 size_t *out_bytes, struct wipe_error *err)
{
	const unsigned char *at = p7m.at;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)p7m.bytes);
	CMS_SignerInfo *info = cms ? sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0) : NULL;
	int code;

	if (info && CMS_unsigned_add1_attr_by_NID(info, NID_id_smime_aa_timeStampToken,
						  V_ASN1_SEQUENCE, token.at, (int)token.bytes) == 1)
		code = encode_cms(cms, out, out_bytes, err);
	else
		code = crypto_error_set(err, WIPE_E_CRYPTO, "%s", _("cannot add the timestamp"));
	CMS_ContentInfo_free(cms);
	return code;
}

/* As a verifier will see it: the same content and signature, and this token. */
static int check_added(const unsigned char *der, size_t bytes, const struct envelope *before,
		       struct der_slice token, struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };
	struct envelope now;
	int code = 0;

	if (!envelope_open(der, bytes, algorithm_edition_default(), &now, &finding))
		code = error_of(&finding, _("the record"), WIPE_E_CRYPTO, err);
	else if (memcmp(now.link.econtent_sha256, before->link.econtent_sha256, 32) ||
		 memcmp(now.link.signature_sha256, before->link.signature_sha256, 32) ||
		 !der_equal(now.attributes.timestamp, token.at, token.bytes))
		code = wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s",
				      _("what was made is not the record with its timestamp"));
	envelope_close(&now);
	return code;
}

int wipecert_timestamp_add(const void *p7m, size_t bytes, const void *reply, size_t reply_bytes,
			   enum wipecert_nonce nonce, const struct wipecert_trust *trust,
			   int64_t time_s, unsigned char **out, size_t *out_bytes,
			   struct wipecert_timestamp *timestamp, struct wipe_error *err)
{
	struct envelope envelope;
	struct der_slice token;
	int code;

	*out = NULL;
	*out_bytes = 0;
	code = open_record(p7m, bytes, &envelope, err);
	if (!code)
		code = response_token(reply, reply_bytes, &token, err);
	if (!code)
		code = check_token(token, &envelope, nonce, trust, time_s, timestamp, err);
	if (!code)
		code = add_attribute(envelope.signed_data.whole, token, out, out_bytes, err);
	if (!code)
		code = check_added(*out, *out_bytes, &envelope, token, err);
	envelope_close(&envelope);
	if (code) {
		free(*out);
		*out = NULL;
		*out_bytes = 0;
	}
	ERR_clear_error();
	return code;
}
