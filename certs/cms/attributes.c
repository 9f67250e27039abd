/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "attributes.h"
#include "moment.h"
#include "text.h"

enum kind {
	KIND_CONTENT_TYPE,
	KIND_MESSAGE_DIGEST,
	KIND_SIGNING_TIME,
	KIND_SIGNING_CERT_V2,
	KIND_SIGNING_CERT_V1,
	KIND_TIMESTAMP,
	KIND_CERTIFICATE_VALUES,
	KIND_REVOCATION_VALUES,
	KIND_ARCHIVE_TIMESTAMP,
	KIND_OTHER,
};

#define OID_PKCS9 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09
static const struct {
	unsigned char oid[11];
	size_t bytes;
} oids[KIND_OTHER] = {
	[KIND_CONTENT_TYPE] = { { OID_PKCS9, 3 }, 9 },
	[KIND_MESSAGE_DIGEST] = { { OID_PKCS9, 4 }, 9 },
	[KIND_SIGNING_TIME] = { { OID_PKCS9, 5 }, 9 },
	[KIND_SIGNING_CERT_V2] = { { OID_PKCS9, 16, 2, 47 }, 11 },
	[KIND_SIGNING_CERT_V1] = { { OID_PKCS9, 16, 2, 12 }, 11 },
	[KIND_TIMESTAMP] = { { OID_PKCS9, 16, 2, 14 }, 11 },
	[KIND_CERTIFICATE_VALUES] = { { OID_PKCS9, 16, 2, 23 }, 11 },
	[KIND_REVOCATION_VALUES] = { { OID_PKCS9, 16, 2, 24 }, 11 },
	[KIND_ARCHIVE_TIMESTAMP] = { { OID_PKCS9, 16, 2, 48 }, 11 },
};
static const unsigned char oid_data[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01 };

struct attribute {
	enum kind kind;
	struct der_slice oid;
	struct der_element value; /* the only one */
};

struct attribute_list {
	struct attribute at[ATTRIBUTES_MAX];
	size_t count;
};

static enum kind kind_of(struct der_slice oid)
{
	enum kind kind = KIND_CONTENT_TYPE;

	while (kind < KIND_OTHER && !der_equal(oid, oids[kind].oid, oids[kind].bytes))
		kind++;
	return kind;
}

/* Attribute ::= SEQUENCE { type, values SET }; one value is all that is used here. */
static bool take_attribute(struct der_slice *rest, struct attribute *out, struct finding *finding)
{
	struct der_element attribute, type, values;

	if (!der_take(rest, DER_SEQUENCE, &attribute) ||
	    !der_take(&attribute.body, DER_OID, &type) ||
	    !der_take(&attribute.body, DER_SET, &values) || attribute.body.bytes)
		return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
				    _("an attribute is malformed"));
	out->oid = type.body;
	out->kind = kind_of(type.body);
	if (der_next(&values.body, &out->value) != DER_OK || values.body.bytes)
		return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
				    _("an attribute has not exactly one value"));
	return true;
}

static bool note_repeated(enum kind kind, struct finding *finding)
{
	if (kind == KIND_SIGNING_CERT_V2)
		return finding_note(finding, WIPECERT_REASON_SIGNING_CERT, "%s",
				    _("signing-certificate-v2 occurs twice"));
	return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
			    _("an attribute occurs twice"));
}

static bool list_attributes(struct der_slice set, struct attribute_list *list,
			    struct finding *finding)
{
	struct der_slice rest = set;

	list->count = 0;
	while (rest.bytes) {
		struct attribute *new = &list->at[list->count];

		if (list->count == ATTRIBUTES_MAX)
			return finding_note(finding, WIPECERT_REASON_ATTRIBUTES,
					    _("more than %d attributes"), ATTRIBUTES_MAX);
		if (!take_attribute(&rest, new, finding))
			return false;
		for (size_t i = 0; i < list->count; i++)
			if (new->kind != KIND_ARCHIVE_TIMESTAMP &&
			    der_equal(new->oid, list->at[i].oid.at, list->at[i].oid.bytes))
				return note_repeated(new->kind, finding);
		list->count++;
	}
	if (!der_is_sorted(set))
		return finding_note(finding, WIPECERT_REASON_NOT_DER, "%s",
				    _("the attributes are not sorted"));
	return true;
}

static const struct attribute *find(const struct attribute_list *list, enum kind kind)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i].kind == kind)
			return &list->at[i];
	return NULL;
}

static bool check_signing_cert_kind(const struct attribute_list *list, struct finding *finding)
{
	if (find(list, KIND_SIGNING_CERT_V1))
		return finding_note(finding, WIPECERT_REASON_SIGNING_CERT, "%s",
				    _("signing-certificate of version 1 (SHA-1)"));
	if (!find(list, KIND_SIGNING_CERT_V2))
		return finding_note(finding, WIPECERT_REASON_SIGNING_CERT, "%s",
				    _("signing-certificate-v2 is missing"));
	return true;
}

static bool check_signing_time(const struct attribute_list *list, struct attributes *out,
			       struct finding *finding)
{
	const struct attribute *time = find(list, KIND_SIGNING_TIME);

	out->has_signing_time = time;
	if (time && !moment_parse(&time->value, &out->signing_time_s))
		return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
				    _("the signing-time attribute is not a proper date"));
	return true;
}

/* message-digest itself is compared when the signature is verified. */
static bool check_signed(const struct attribute_list *list, struct attributes *out,
			 struct finding *finding)
{
	const struct attribute *type = find(list, KIND_CONTENT_TYPE),
			       *digest = find(list, KIND_MESSAGE_DIGEST);
	size_t others = 0;

	if (!type || type->value.tag != DER_OID ||
	    !der_equal(type->value.body, oid_data, sizeof(oid_data)))
		return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
				    _("the content-type attribute is missing or wrong"));
	if (!digest || digest->value.tag != DER_OCTET_STRING)
		return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
				    _("the message-digest attribute is missing or wrong"));
	for (size_t i = 0; i < list->count; i++)
		others += list->at[i].kind >= KIND_TIMESTAMP;
	if (others)
		return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
				    _("a signed attribute that a record does not have"));
	if (!check_signing_time(list, out, finding) || !check_signing_cert_kind(list, finding))
		return false;
	if (!ess_parse(find(list, KIND_SIGNING_CERT_V2)->value, ESS_RECORD, &out->signing_cert))
		return finding_note(finding, WIPECERT_REASON_SIGNING_CERT, "%s",
				    _("signing-certificate-v2 is malformed"));
	return true;
}

static bool check_unsigned(const struct attribute_list *list, struct attributes *out,
			   struct finding *finding)
{
	for (size_t i = 0; i < list->count; i++) {
		struct der_slice value = list->at[i].value.whole;

		switch (list->at[i].kind) {
		case KIND_TIMESTAMP:
			out->timestamp = value;
			break;
		case KIND_CERTIFICATE_VALUES:
			out->certificate_values = value;
			break;
		case KIND_REVOCATION_VALUES:
			out->revocation_values = value;
			break;
		case KIND_ARCHIVE_TIMESTAMP:
			if (out->archive_count == ATTRIBUTES_ARCHIVE_MAX)
				return finding_note(finding, WIPECERT_REASON_ATTRIBUTES,
						    _("more than %d archive timestamps"),
						    ATTRIBUTES_ARCHIVE_MAX);
			out->archive_at[out->archive_count] = i;
			out->archive[out->archive_count++] = value;
			break;
		default:
			return finding_note(finding, WIPECERT_REASON_ATTRIBUTES, "%s",
					    _("an unsigned attribute that a record does not have"));
		}
	}
	if (list->count && !out->timestamp.bytes)
		return finding_note(
			finding, WIPECERT_REASON_ATTRIBUTES, "%s",
			_("there is no timestamp that the unsigned attributes are for"));
	return true;
}

bool attributes_check(const struct signed_data *signed_data, struct attributes *out,
		      struct finding *finding)
{
	struct attribute_list list;

	*out = (struct attributes){ 0 };
	return list_attributes(signed_data->signed_attributes, &list, finding) &&
	       check_signed(&list, out, finding) &&
	       list_attributes(signed_data->unsigned_attributes, &list, finding) &&
	       check_unsigned(&list, out, finding);
}
