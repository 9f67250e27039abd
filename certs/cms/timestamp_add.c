/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests for timestamps, and records with one more unsigned attribute. */
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include <wipecert/timestamp.h>

#include "archive.h"
#include "crypto_error.h"
#include "encode.h"
#include "name.h"
#include "request.h"
#include "stamp.h"
#include "text.h"
#include "timestamp.h"

#define SIGNATURE_OID "1.2.840.113549.1.9.16.2.14"
#define ARCHIVE_OID "1.2.840.113549.1.9.16.2.48"
#define CERTIFICATE_VALUES_OID "1.2.840.113549.1.9.16.2.23"
#define REVOCATION_VALUES_OID "1.2.840.113549.1.9.16.2.24"

static int error_of(const struct finding *finding, const char *subject, int code,
		    struct wipe_error *err)
{
	if (finding->no_memory)
		return crypto_error_nomem(err);
	return wipe_error_set(err, code, 0, "%s: %s%s%s", subject,
			      wipecert_reason_text(finding->reason), *finding->detail ? " " : "",
			      finding->detail);
}

static int open_record(const void *p7m, size_t bytes, struct envelope *envelope,
		       struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };

	if (envelope_open(p7m, bytes, algorithm_edition_default(), NULL, envelope, &finding))
		return 0;
	return error_of(&finding, _("the record"), WIPE_E_FORMAT, err);
}

/* The first goes over the signature, once; archive timestamps come after it. */
static int check_turn(const struct envelope *envelope, enum wipecert_timestamp_kind kind,
		      struct wipe_error *err)
{
	bool has_first = envelope->attributes.timestamp.bytes;

	if (kind == WIPECERT_TIMESTAMP_SIGNATURE && has_first)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      _("the record has a timestamp already"));
	if (kind == WIPECERT_TIMESTAMP_ARCHIVE && !has_first)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      _("the record has no timestamp yet that could be archived"));
	if (envelope->attributes.archive_count == ATTRIBUTES_ARCHIVE_MAX)
		return wipe_error_set(
			err, WIPE_E_REFUSED, 0,
			_("the record has %d archive timestamps, the most there can be"),
			ATTRIBUTES_ARCHIVE_MAX);
	return 0;
}

/* What the authority is asked about; octets are cleared by the caller. */
static int collect_octets(const struct envelope *envelope, enum wipecert_timestamp_kind kind,
			  struct archive_octets *octets, size_t *count, struct wipe_error *err)
{
	*octets = (struct archive_octets){ .parts = { envelope->signed_data.signature } };
	*count = 1;
	if (kind == WIPECERT_TIMESTAMP_SIGNATURE)
		return 0;
	*count = ARCHIVE_PARTS;
	return archive_octets(envelope, 0, octets) ? 0 : crypto_error_nomem(err);
}

static bool hash_octets(const struct archive_octets *octets, size_t count, uint8_t sha256[32])
{
	unsigned int bytes;

	return stamp_hash(algorithm_digest_default(), octets->parts, count, sha256, &bytes);
}

static int make_request(const struct envelope *envelope, enum wipecert_timestamp_kind kind,
			unsigned char **tsq, size_t *tsq_bytes, struct wipe_error *err)
{
	struct archive_octets octets;
	unsigned char *der = NULL;
	uint8_t sha256[32];
	size_t count;
	int code = collect_octets(envelope, kind, &octets, &count, err);

	if (!code && !hash_octets(&octets, count, sha256))
		code = crypto_error_nomem(err);
	if (!code)
		code = request_make(sha256, &der, tsq_bytes, err);
	archive_octets_clear(&octets);
	return code ? code : encode_hand_over(der, *tsq_bytes, tsq, err);
}

int wipecert_timestamp_request(const void *p7m, size_t bytes, enum wipecert_timestamp_kind kind,
			       unsigned char **tsq, size_t *tsq_bytes, struct wipe_error *err)
{
	struct envelope envelope;
	int code;

	*tsq = NULL;
	*tsq_bytes = 0;
	code = open_record(p7m, bytes, &envelope, err);
	if (!code)
		code = check_turn(&envelope, kind, err);
	if (!code)
		code = make_request(&envelope, kind, tsq, tsq_bytes, err);
	envelope_close(&envelope);
	return code;
}

/* An answer to what was asked, and by whom. */
static bool fits(const struct stamp *stamp, const struct archive_octets *octets, size_t count,
		 enum wipecert_nonce nonce, struct finding *found)
{
	uint8_t sha256[32];

	if (!stamp_covers(stamp, octets->parts, count, found))
		return false;
	if (nonce == WIPECERT_NONCE_ANY)
		return true;
	if (!hash_octets(octets, count, sha256))
		return finding_no_memory(found);
	return request_is_answered(sha256, stamp, found);
}

static int judge(const struct stamp *stamp, const struct wipecert_trust *trust, int64_t time_s,
		 struct finding *found, struct wipecert_timestamp *out, struct wipe_error *err)
{
	const struct chain_moment moment = { time_s, time_s };
	const struct wipecert_trust *tsa = trust ? trust->tsa : NULL;

	stamp_check_authority(stamp, tsa, NULL, NULL, &moment, found);
	out->is_present = true;
	out->time_s = stamp->time_s;
	if (!name_render(X509_get_subject_name(stamp->authority), out->authority,
			 sizeof(out->authority)))
		finding_no_memory(found);
	timestamp_conclude(found, out);
	if (found->no_memory || out->authentic == WIPECERT_INVALID ||
	    (tsa && out->reason != WIPECERT_REASON_NONE && out->reason != WIPECERT_REASON_DEMO))
		return error_of(found, _("the timestamp"), WIPE_E_REFUSED, err);
	return 0;
}

static int check_token(struct der_slice der, const struct archive_octets *octets, size_t count,
		       enum wipecert_nonce nonce, const struct wipecert_trust *trust,
		       int64_t time_s, struct wipecert_timestamp *out, struct wipe_error *err)
{
	struct finding found = { .reason = WIPECERT_REASON_NONE };
	struct stamp stamp = { 0 };
	int code;

	*out = (struct wipecert_timestamp){ 0 };
	if (stamp_open(der, &stamp, &found) && fits(&stamp, octets, count, nonce, &found))
		code = judge(&stamp, trust, time_s, &found, out, err);
	else
		code = error_of(&found, _("the timestamp"), WIPE_E_REFUSED, err);
	stamp_close(&stamp);
	return code;
}

/* An unsigned attribute more, or several; what is there stays as it is. */
struct addition {
	const char *oid; /* dotted */
	struct der_slice value;
};

static bool add_one(CMS_SignerInfo *info, const struct addition *addition)
{
	ASN1_OBJECT *object = OBJ_txt2obj(addition->oid, 1);
	bool done = object &&
		    CMS_unsigned_add1_attr_by_OBJ(info, object, V_ASN1_SEQUENCE, addition->value.at,
						  (int)addition->value.bytes) == 1;

	ASN1_OBJECT_free(object);
	return done;
}

static int add_attributes(struct der_slice p7m, const struct addition *additions, size_t count,
			  unsigned char **out, size_t *out_bytes, struct wipe_error *err)
{
	const unsigned char *at = p7m.at;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)p7m.bytes);
	CMS_SignerInfo *info = cms ? sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0) : NULL;
	bool done = info;
	int code;

	for (size_t i = 0; done && i < count; i++)
		done = add_one(info, &additions[i]);
	code = done ? encode_cms(cms, out, out_bytes, err) :
		      crypto_error_set(err, WIPE_E_CRYPTO, "%s", _("cannot add to the record"));
	CMS_ContentInfo_free(cms);
	return code;
}

/* As a verifier will see it: the same content and signature, and no timestamp spoilt. */
static int check_added(const unsigned char *der, size_t bytes, const struct envelope *before,
		       struct wipe_error *err)
{
	struct finding finding = { .reason = WIPECERT_REASON_NONE };
	struct wipecert_timestamp stamp;
	struct material material = { 0 };
	struct envelope now;
	int code = 0;

	if (!envelope_open(der, bytes, algorithm_edition_default(), NULL, &now, &finding) ||
	    !material_open(&now.attributes, &material, &finding))
		code = error_of(&finding, _("the record"), WIPE_E_CRYPTO, err);
	if (!code)
		timestamp_check(&now, &material, NULL, 0, &stamp, &finding);
	if (!code && (memcmp(now.link.econtent_sha256, before->link.econtent_sha256, 32) ||
		      memcmp(now.link.signature_sha256, before->link.signature_sha256, 32) ||
		      stamp.reason == WIPECERT_REASON_TIMESTAMP))
		code = wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s",
				      _("what was made is not the record with its timestamp"));
	material_close(&material);
	envelope_close(&now);
	return code;
}

static int add(const struct envelope *envelope, const struct addition *additions, size_t count,
	       unsigned char **out, size_t *out_bytes, struct wipe_error *err)
{
	int code =
		add_attributes(envelope->signed_data.whole, additions, count, out, out_bytes, err);

	if (!code && *out_bytes > WIPECERT_P7M_MAX_BYTES)
		code = wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      _("the record would be too large to be read again"));
	if (!code)
		code = check_added(*out, *out_bytes, envelope, err);
	if (code) {
		free(*out);
		*out = NULL;
		*out_bytes = 0;
	}
	ERR_clear_error();
	return code;
}

int wipecert_timestamp_add(const void *p7m, size_t bytes, enum wipecert_timestamp_kind kind,
			   const void *reply, size_t reply_bytes, enum wipecert_nonce nonce,
			   const struct wipecert_trust *trust, int64_t time_s, unsigned char **out,
			   size_t *out_bytes, struct wipecert_timestamp *timestamp,
			   struct wipe_error *err)
{
	struct addition addition = { .oid = kind == WIPECERT_TIMESTAMP_ARCHIVE ? ARCHIVE_OID :
										 SIGNATURE_OID };
	struct archive_octets octets = { 0 };
	struct envelope envelope;
	size_t count;
	int code;

	*out = NULL;
	*out_bytes = 0;
	code = open_record(p7m, bytes, &envelope, err);
	if (!code)
		code = check_turn(&envelope, kind, err);
	if (!code)
		code = response_token(reply, reply_bytes, &addition.value, err);
	if (!code)
		code = collect_octets(&envelope, kind, &octets, &count, err);
	if (!code)
		code = check_token(addition.value, &octets, count, nonce, trust, time_s, timestamp,
				   err);
	if (!code)
		code = add(&envelope, &addition, 1, out, out_bytes, err);
	archive_octets_clear(&octets);
	envelope_close(&envelope);
	return code;
}

/* Everything on a path but what the file has already. */
static bool take_path(const struct chain *chain, STACK_OF(X509) * have, STACK_OF(X509) * out)
{
	for (int i = 1; i < sk_X509_num(chain->path); i++) {
		X509 *certificate = sk_X509_value(chain->path, i);
		bool known = false;

		for (int k = 0; k < sk_X509_num(have) && !known; k++)
			known = X509_cmp(sk_X509_value(have, k), certificate) == 0;
		if (!known &&
		    !X509_add_cert(out, certificate, X509_ADD_FLAG_UP_REF | X509_ADD_FLAG_NO_DUP))
			return false;
	}
	return true;
}

static bool take_lists(const struct wipecert_trust *trust, const struct chain *chain,
		       STACK_OF(X509_CRL) * out)
{
	for (int i = 0; i < sk_X509_CRL_num(trust->lists); i++) {
		X509_CRL *list = sk_X509_CRL_value(trust->lists, i);
		bool concerns = false;

		for (int k = 0; k < sk_X509_num(chain->path) && !concerns; k++)
			concerns = X509_NAME_cmp(X509_CRL_get_issuer(list),
						 X509_get_issuer_name(
							 sk_X509_value(chain->path, k))) == 0;
		for (int k = 0; k < sk_X509_CRL_num(out) && concerns; k++)
			concerns = X509_CRL_match(sk_X509_CRL_value(out, k), list) != 0;
		if (!concerns)
			continue;
		if (!sk_X509_CRL_push(out, list))
			return false;
		X509_CRL_up_ref(list);
	}
	return true;
}

/* The path of one signer, its certificates and lists. */
static bool gather(const struct wipecert_trust *trust, enum chain_purpose purpose, X509 *signer,
		   STACK_OF(X509) * have, int64_t time_s, struct material *out,
		   struct finding *finding)
{
	const struct chain_input input = { signer, have, NULL, NULL };
	const struct chain_moment moment = { time_s, time_s };
	struct chain chain = { .anchor_at = -1 };
	bool done;

	if (!trust || !trust->anchor_count)
		return finding_note(finding, WIPECERT_REASON_NO_TRUST, "%s", "");
	done = chain_check(trust, purpose, &input, &moment, &chain, finding) &&
	       finding_authentic(finding) != WIPECERT_INVALID;
	if (done &&
	    (!take_path(&chain, have, out->certificates) || !take_lists(trust, &chain, out->lists)))
		done = finding_no_memory(finding);
	chain_clear(&chain);
	return done;
}

static int gather_all(const struct envelope *envelope, const struct wipecert_trust *trust,
		      int64_t time_s, struct material *out, struct wipe_error *err)
{
	struct finding of_signer = { .reason = WIPECERT_REASON_NONE }, of_stamp = of_signer;
	struct stamp stamp = { 0 };
	int code = 0;

	out->certificates = sk_X509_new_null();
	out->lists = sk_X509_CRL_new_null();
	if (!out->certificates || !out->lists)
		return crypto_error_nomem(err);
	if (!gather(trust, CHAIN_RECORD, envelope->signer, envelope->certificates, time_s, out,
		    &of_signer))
		code = error_of(&of_signer, _("the record"), WIPE_E_REFUSED, err);
	if (!code && (!stamp_open(envelope->attributes.timestamp, &stamp, &of_stamp) ||
		      !gather(trust->tsa, CHAIN_TIMESTAMP, stamp.authority, stamp.certificates,
			      time_s, out, &of_stamp)))
		code = error_of(&of_stamp, _("the timestamp"), WIPE_E_REFUSED, err);
	stamp_close(&stamp);
	return code;
}

static int add_material(const struct envelope *envelope, const struct material *material,
			unsigned char **out, size_t *out_bytes, struct wipe_error *err)
{
	struct addition additions[2] = { { .oid = CERTIFICATE_VALUES_OID },
					 { .oid = REVOCATION_VALUES_OID } };
	unsigned char *certificates =
		material_encode_certificates(material->certificates, &additions[0].value.bytes);
	unsigned char *lists = material_encode_lists(material->lists, &additions[1].value.bytes);
	int code;

	additions[0].value.at = certificates;
	additions[1].value.at = lists;
	if (certificates && lists)
		code = add(envelope, additions, sk_X509_CRL_num(material->lists) ? 2 : 1, out,
			   out_bytes, err);
	else
		code = crypto_error_nomem(err);
	free(certificates);
	free(lists);
	return code;
}

int wipecert_timestamp_embed(const void *p7m, size_t bytes, const struct wipecert_trust *trust,
			     int64_t time_s, unsigned char **out, size_t *out_bytes,
			     struct wipe_error *err)
{
	struct material material = { 0 };
	struct envelope envelope;
	int code;

	*out = NULL;
	*out_bytes = 0;
	code = open_record(p7m, bytes, &envelope, err);
	if (!code && !envelope.attributes.timestamp.bytes)
		code = wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      _("the record has no timestamp yet that could be archived"));
	if (!code &&
	    (envelope.attributes.certificate_values.bytes || envelope.attributes.archive_count))
		code = wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      _("the record has its certificates and lists already, or an "
					"archive timestamp that adding them would spoil"));
	if (!code)
		code = gather_all(&envelope, trust, time_s, &material, err);
	if (!code)
		code = add_material(&envelope, &material, out, out_bytes, err);
	material_close(&material);
	envelope_close(&envelope);
	return code;
}
