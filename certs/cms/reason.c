/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <wipecert/verify.h>

#include "text.h"

static const struct {
	const char *name, *text;
} reasons[] = {
	[WIPECERT_REASON_NONE] = { "none", N_("Nothing stands against it.") },
	[WIPECERT_REASON_TOO_LARGE] = { "too-large", N_("The file is too large for a record.") },
	[WIPECERT_REASON_NOT_CMS] = { "not-cms",
				      N_("The file is no signed record, or it is truncated.") },
	[WIPECERT_REASON_TRAILING_DATA] = { "trailing-data",
					    N_("Data were appended to the file.") },
	[WIPECERT_REASON_NOT_DER] = { "not-der",
				      N_("The file is not encoded in the one permitted way.") },
	[WIPECERT_REASON_NO_CONTENT] = { "no-content",
					 N_("The signed file does not contain a record.") },
	[WIPECERT_REASON_SIGNER_COUNT] = { "signer-count",
					   N_("The file has no signer, or several.") },
	[WIPECERT_REASON_ATTRIBUTES] = { "attributes", N_("The attributes of the signature are not "
							  "permitted in this form.") },
	[WIPECERT_REASON_ALGORITHM] = { "algorithm",
					N_("An algorithm or key is too weak or not permitted.") },
	[WIPECERT_REASON_SIGNING_CERT] = { "signing-cert",
					   N_("The certificate is not the one that the signature "
					      "names.") },
	[WIPECERT_REASON_SIGNATURE] = { "signature",
					N_("The signature does not verify: the record was changed "
					   "or another key signed it.") },
	[WIPECERT_REASON_SIGNER_USAGE] = { "signer-usage",
					   N_("The signer's certificate is not meant for signing "
					      "records.") },
	[WIPECERT_REASON_TIMESTAMP] = { "timestamp", N_("The timestamp is malformed, or not that "
							"of this signature.") },
	[WIPECERT_REASON_UNTRUSTED] = { "untrusted",
					N_("The signer's certificate leads to none of the given "
					   "anchors.") },
	[WIPECERT_REASON_REVOKED] = { "revoked", N_("The signer's certificate was revoked.") },
	[WIPECERT_REASON_ROLE] = { "role", N_("The signer does not have the role that signs such a "
					      "record.") },
	[WIPECERT_REASON_CONTENT] = { "content", N_("The content is not a well-formed record.") },
	[WIPECERT_REASON_INCONSISTENT] = { "inconsistent",
					   N_("The facts in the record contradict each other.") },
	[WIPECERT_REASON_PDF_FORM] = { "pdf-form",
				       N_("The PDF is not of the one permitted form: it was "
					  "changed or added to, or made by another program.") },
	[WIPECERT_REASON_PDF_SIGNATURE] = { "pdf-signature",
					    N_("The signature of the PDF does not verify, or is "
					       "not by who signed the record.") },
	[WIPECERT_REASON_PDF_DRAWING] = { "pdf-drawing",
					  N_("The PDF does not show what the record in it says.") },
	[WIPECERT_REASON_OTHER_RECORD] = { "other-record",
					   N_("The confirmation is about another record or "
					      "another signature.") },
	[WIPECERT_REASON_SELF_CONFIRMED] = { "self-confirmed",
					     N_("Whoever signed the record has confirmed it "
						"too.") },
	[WIPECERT_REASON_UNSIGNED] = { "unsigned",
				       N_("The record is not signed: anybody can have written "
					  "it.") },
	[WIPECERT_REASON_NO_TRUST] = { "no-trust",
				       N_("No anchor was given: it is not known who signed.") },
	[WIPECERT_REASON_EXPIRED] = { "expired",
				      N_("A certificate has expired and no timestamp shows that "
					 "the signature is older.") },
	[WIPECERT_REASON_NOT_YET_VALID] = { "not-yet-valid",
					    N_("A certificate was not valid yet.") },
	[WIPECERT_REASON_FUTURE] = { "issued-in-the-future",
				     N_("The record bears a time that is still to come.") },
	[WIPECERT_REASON_CRL_STALE] = { "crl-stale",
					N_("It is not known whether a certificate was revoked.") },
	[WIPECERT_REASON_PDF_NOT_COMPARED] = { "pdf-not-compared",
					       N_("It could not be compared whether the PDF shows "
						  "what the record in it says.") },
	[WIPECERT_REASON_EXCEPTION_OVER] = { "exception-over",
					     N_("The key was permitted until a time that is past, "
						"and no timestamp shows that the signature is "
						"older.") },
	[WIPECERT_REASON_ROLE_UNKNOWN] = { "role-unknown",
					   N_("Whether the signer is an officer is told by a trust "
					      "folder only, and none was given.") },
	[WIPECERT_REASON_DEMO] = { "demo", N_("A demonstration certificate signed: this record "
					      "proves nothing.") },
};

static const char *const authentic_names[] = {
	[WIPECERT_VALID] = "valid",
	[WIPECERT_UNDETERMINED] = "undetermined",
	[WIPECERT_INVALID] = "invalid",
};

const char *wipecert_authentic_name(enum wipecert_authentic authentic)
{
	if ((size_t)authentic >= sizeof(authentic_names) / sizeof(authentic_names[0]))
		return "unknown";
	return authentic_names[authentic];
}

const char *wipecert_reason_name(enum wipecert_reason reason)
{
	return (size_t)reason < sizeof(reasons) / sizeof(reasons[0]) ? reasons[reason].name :
								       "unknown";
}

const char *wipecert_reason_text(enum wipecert_reason reason)
{
	return (size_t)reason < sizeof(reasons) / sizeof(reasons[0]) ? _(reasons[reason].text) : "";
}
