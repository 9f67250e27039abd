/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signed_data.h"
#include "text.h"

/* RFC 5652: id-signedData 1.2.840.113549.1.7.2, id-data ...7.1 */
static const unsigned char oid_signed_data[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7,
						 0x0d, 0x01, 0x07, 0x02 };
static const unsigned char oid_data[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01 };

static bool malformed(struct finding *finding)
{
	return finding_note(finding, WIPECERT_REASON_NOT_CMS, "%s",
			    _("the structure is not that of CMS SignedData"));
}

/* One complete DER value and nothing behind it. */
static bool check_encoding(struct der_slice data, struct finding *finding)
{
	struct der_slice rest = data;
	struct der_element outer;
	enum der_status status;

	if (data.bytes > WIPECERT_P7M_MAX_BYTES)
		return finding_note(finding, WIPECERT_REASON_TOO_LARGE,
				    _("%zu bytes, at most %zu are read"), data.bytes,
				    WIPECERT_P7M_MAX_BYTES);
	if (!data.bytes || data.at[0] != DER_SEQUENCE)
		return finding_note(finding, WIPECERT_REASON_NOT_CMS, "%s",
				    _("neither DER nor JSON"));
	status = der_next(&rest, &outer);
	if (status == DER_SHORT)
		return finding_note(finding, WIPECERT_REASON_NOT_CMS, "%s",
				    _("the file ends too early"));
	if (status == DER_OK && rest.bytes)
		return finding_note(finding, WIPECERT_REASON_TRAILING_DATA,
				    _("%zu bytes behind the signed data"), rest.bytes);
	if (status != DER_OK || der_check(data) != DER_OK)
		return finding_note(finding, WIPECERT_REASON_NOT_DER, "%s",
				    _("the encoding is not the distinguished one"));
	return true;
}

/* encapContentInfo: id-data, and the content inside. */
static bool take_content(struct der_slice *rest, struct signed_data *out, struct finding *finding)
{
	struct der_element info, type, wrapper, octets;
	struct der_slice inner;

	if (!der_take(rest, DER_SEQUENCE, &info) || !der_take(&info.body, DER_OID, &type))
		return malformed(finding);
	if (!der_equal(type.body, oid_data, sizeof(oid_data)))
		return finding_note(finding, WIPECERT_REASON_NO_CONTENT, "%s",
				    _("the content type is not id-data"));
	if (!info.body.bytes && out->is_detached)
		return true;
	if (out->is_detached)
		return finding_note(finding, WIPECERT_REASON_NO_CONTENT, "%s",
				    _("the signature is not detached"));
	if (!info.body.bytes)
		return finding_note(finding, WIPECERT_REASON_NO_CONTENT, "%s",
				    _("the signature is detached"));
	out->encapsulated = info.whole;
	if (!der_take(&info.body, DER_CONTEXT, &wrapper) || info.body.bytes)
		return malformed(finding);
	inner = wrapper.body;
	if (!der_take(&inner, DER_OCTET_STRING, &octets) || inner.bytes)
		return malformed(finding);
	out->content = octets.body;
	return true;
}

/* Sorted as they are, the same ones lie side by side. */
static bool has_repeated(struct der_slice sorted)
{
	struct der_element element, before = { 0 };

	while (der_next(&sorted, &element) == DER_OK) {
		if (der_equal(element.whole, before.whole.at, before.whole.bytes))
			return true;
		before = element;
	}
	return false;
}

static bool check_certificate_set(struct der_slice set, struct finding *finding)
{
	struct der_slice rest = set;
	struct der_element element;
	size_t count = 0;

	while (rest.bytes) {
		if (!der_take(&rest, DER_SEQUENCE, &element))
			return finding_note(finding, WIPECERT_REASON_NOT_CMS, "%s",
					    _("a certificate in it is not of X.509"));
		if (++count > SIGNED_DATA_MAX_CERTIFICATES)
			return finding_note(finding, WIPECERT_REASON_TOO_LARGE,
					    _("more than %d certificates"),
					    SIGNED_DATA_MAX_CERTIFICATES);
	}
	if (!der_is_sorted(set))
		return finding_note(finding, WIPECERT_REASON_NOT_DER, "%s",
				    _("the certificates are not sorted"));
	if (has_repeated(set))
		return finding_note(finding, WIPECERT_REASON_NOT_DER, "%s",
				    _("a certificate is in it twice"));
	return true;
}

/*
 * Certificates are candidates only. Nobody vouches for revocation lists in a
 * file, and anybody could add some.
 */
static bool take_certificates(struct der_slice *rest, struct signed_data *out,
			      struct finding *finding)
{
	struct der_element element;

	if (der_take(rest, DER_CONTEXT, &element)) {
		out->certificates = element.body;
		out->certificate_set = element.whole;
		if (!check_certificate_set(element.body, finding))
			return false;
	}
	if (der_take(rest, DER_CONTEXT + 1, &element))
		return finding_note(finding, WIPECERT_REASON_NOT_DER, "%s",
				    _("there are revocation lists in it"));
	return true;
}

static bool take_only_signer(struct der_slice *rest, struct der_element *signer,
			     struct finding *finding)
{
	struct der_element set;
	size_t count = 0;

	if (!der_take(rest, DER_SET, &set) || rest->bytes)
		return malformed(finding);
	while (set.body.bytes) {
		if (!der_take(&set.body, DER_SEQUENCE, signer))
			return malformed(finding);
		count++;
	}
	if (count != 1)
		return finding_note(finding, WIPECERT_REASON_SIGNER_COUNT,
				    _("%zu signers, it must be one"), count);
	return true;
}

/* RFC 5652, 5.3: version 1 names the signer by issuer and serial, 3 by key identifier. */
static bool take_signer_id(struct der_slice *rest, unsigned char version, struct der_slice *id)
{
	struct der_element number, element;

	if (!der_take(rest, DER_INTEGER, &number) || !der_equal(number.body, &version, 1) ||
	    !der_take(rest, version == 1 ? DER_SEQUENCE : DER_CONTEXT_PRIMITIVE, &element))
		return false;
	*id = element.whole;
	return true;
}

static bool take_attributes(struct der_slice *rest, unsigned char tag, struct der_slice *out)
{
	struct der_element set;

	if (!der_take(rest, tag, &set))
		return false;
	*out = set.body;
	return true;
}

static bool parse_signer(struct der_slice signer, unsigned char version, struct signed_data *out,
			 struct finding *finding)
{
	const unsigned char *start = signer.at;
	struct der_element digest, algorithm, value;

	if (!take_signer_id(&signer, version, &out->signer_id) ||
	    !der_take(&signer, DER_SEQUENCE, &digest))
		return malformed(finding);
	out->digest_algorithm = digest.whole;
	if (!take_attributes(&signer, DER_CONTEXT, &out->signed_attributes))
		return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
				    _("there are no signed attributes"));
	if (!der_take(&signer, DER_SEQUENCE, &algorithm) ||
	    !der_take(&signer, DER_OCTET_STRING, &value))
		return malformed(finding);
	out->signature_algorithm = algorithm.whole;
	out->signature = value.body;
	out->signer_fields =
		(struct der_slice){ start, (size_t)(value.whole.at - start) + value.whole.bytes };
	if (take_attributes(&signer, DER_CONTEXT + 1, &out->unsigned_attributes) &&
	    !out->unsigned_attributes.bytes)
		return finding_note(finding, WIPECERT_REASON_NOT_DER, "%s",
				    _("the unsigned attributes are empty"));
	return signer.bytes ? malformed(finding) : true;
}

/* The digests announced in front are the one that the signer uses. */
static bool check_announced(struct der_slice announced, const struct signed_data *out,
			    struct finding *finding)
{
	if (!der_equal(announced, out->digest_algorithm.at, out->digest_algorithm.bytes))
		return finding_note(finding, WIPECERT_REASON_ALGORITHM, "%s",
				    _("the announced digest is not that of the signer"));
	return true;
}

static bool parse_body(struct der_slice body, struct signed_data *out, struct finding *finding)
{
	struct der_element version, digests, signer;

	if (!der_take(&body, DER_INTEGER, &version) || version.body.bytes != 1 ||
	    !der_take(&body, DER_SET, &digests))
		return malformed(finding);
	if (version.body.at[0] != 1 && version.body.at[0] != 3)
		return malformed(finding);
	return take_content(&body, out, finding) && take_certificates(&body, out, finding) &&
	       take_only_signer(&body, &signer, finding) &&
	       parse_signer(signer.body, version.body.at[0], out, finding) &&
	       check_announced(digests.body, out, finding);
}

static bool parse(struct der_slice rest, struct signed_data *out, struct finding *finding)
{
	struct der_element outer, type, wrapper, body;

	if (!check_encoding(rest, finding))
		return false;
	if (!der_take(&rest, DER_SEQUENCE, &outer) || !der_take(&outer.body, DER_OID, &type) ||
	    !der_equal(type.body, oid_signed_data, sizeof(oid_signed_data)) ||
	    !der_take(&outer.body, DER_CONTEXT, &wrapper) || outer.body.bytes ||
	    !der_take(&wrapper.body, DER_SEQUENCE, &body) || wrapper.body.bytes)
		return malformed(finding);
	return parse_body(body.body, out, finding);
}

bool signed_data_parse(const void *data, size_t bytes, struct signed_data *out,
		       struct finding *finding)
{
	*out = (struct signed_data){ .whole = { data, bytes } };
	return parse(out->whole, out, finding);
}

bool signed_data_parse_detached(const void *data, size_t bytes, struct signed_data *out,
				struct finding *finding)
{
	*out = (struct signed_data){ .whole = { data, bytes }, .is_detached = true };
	return parse(out->whole, out, finding);
}
