/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "blob.h"
#include "certificate.h"
#include "crypto_error.h"
#include "digest.h"
#include "text.h"

bool certificate_check_key(X509 *certificate, const struct algorithm_edition *edition,
			   struct finding *finding)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate);
	const char *fault = key ? algorithm_key_fault(edition, key) : _("the key cannot be read");

	if (fault)
		return finding_note_crypto(finding, WIPECERT_REASON_ALGORITHM, "%s", fault);
	return true;
}

bool certificate_check_usage(X509 *certificate, struct finding *finding)
{
	uint32_t flags = X509_get_extension_flags(certificate);
	uint32_t usage = X509_get_key_usage(certificate);
	const char *fault = NULL;

	if (flags & EXFLAG_INVALID)
		fault = _("the signer's certificate has a malformed extension");
	else if ((flags & EXFLAG_CA) || X509_check_ca(certificate))
		fault = _("the signer's certificate is that of an authority");
	else if (!(flags & EXFLAG_KUSAGE) || !(usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
		fault = _("the key usage of the signer's certificate does not allow signatures");
	else if (usage & (KU_KEY_CERT_SIGN | KU_CRL_SIGN))
		fault = _("the key usage of the signer's certificate is that of an authority");
	else if (X509_get_ext_by_NID(certificate, NID_ext_key_usage, -1) >= 0)
		fault = _("the signer's certificate is for another purpose (extended key usage)");
	return fault ? finding_note(finding, WIPECERT_REASON_SIGNER_USAGE, "%s", fault) : true;
}

bool certificate_is_ca(X509 *certificate)
{
	return X509_check_ca(certificate) == 1;
}

/* As libcrypto does it: the second that notAfter names is already outside. */
bool certificate_check_time(X509 *certificate, int64_t time_s, struct finding *finding)
{
	if (ASN1_TIME_cmp_time_t(X509_get0_notBefore(certificate), (time_t)time_s) > 0)
		return finding_note(finding, WIPECERT_REASON_NOT_YET_VALID, "%s",
				    _("the signer's certificate was not valid yet"));
	if (ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate), (time_t)time_s) <= 0)
		return finding_note(finding, WIPECERT_REASON_EXPIRED, "%s",
				    _("the signer's certificate was no longer valid"));
	return true;
}

bool certificate_is(X509 *certificate, struct der_slice issuer, struct der_slice serial)
{
	const unsigned char *name;
	unsigned char *number = NULL;
	size_t name_bytes;
	int number_bytes = i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate), &number);
	bool is = number_bytes > 0 && der_equal(serial, number, (size_t)number_bytes) &&
		  X509_NAME_get0_der(X509_get_issuer_name(certificate), &name, &name_bytes) == 1 &&
		  der_equal(issuer, name, name_bytes);

	OPENSSL_free(number);
	return is;
}

X509 *certificate_find_issuer(STACK_OF(X509) * list, X509 *certificate)
{
	for (int i = 0; i < sk_X509_num(list); i++) {
		X509 *issuer = sk_X509_value(list, i);
		EVP_PKEY *key = X509_get0_pubkey(issuer);

		if (X509_check_issued(issuer, certificate) == X509_V_OK && key &&
		    X509_verify(certificate, key) == 1)
			return issuer;
	}
	return NULL;
}

bool certificate_sha256(X509 *certificate, uint8_t sha256[32])
{
	unsigned char *der = NULL;
	int bytes = i2d_X509(certificate, &der);
	bool done = bytes > 0 && digest_sha256(der, (size_t)bytes, sha256);

	OPENSSL_free(der);
	return done;
}

bool certificate_key_sha256(X509 *certificate, uint8_t sha256[32])
{
	unsigned char *der = NULL;
	int bytes = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
	bool done = bytes > 0 && digest_sha256(der, (size_t)bytes, sha256);

	OPENSSL_free(der);
	return done;
}

/* The end of a PEM file is told as an error of its own. */
static bool is_end_of_pem(void)
{
	unsigned long code = ERR_peek_last_error();

	return ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
}

/* 0 at the end of the file, else a code. */
static int parse_pem(BIO *bio, const char *path, STACK_OF(X509) * list, struct wipe_error *err)
{
	X509 *certificate;

	while ((certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL))) {
		if (!sk_X509_push(list, certificate)) {
			X509_free(certificate);
			return crypto_error_nomem(err);
		}
	}
	if (!is_end_of_pem())
		return crypto_error_set(err, WIPE_E_FORMAT, _("%s: a malformed certificate"), path);
	ERR_clear_error();
	return 0;
}

static int parse_der(const unsigned char *bytes, size_t length, const char *path,
		     STACK_OF(X509) * list, struct wipe_error *err)
{
	const unsigned char *at = bytes;
	X509 *certificate = d2i_X509(NULL, &at, (long)length);

	if (!certificate || at != bytes + length) {
		X509_free(certificate);
		return crypto_error_set(err, WIPE_E_FORMAT, _("%s: no certificate in it"), path);
	}
	if (sk_X509_push(list, certificate))
		return 0;
	X509_free(certificate);
	return crypto_error_nomem(err);
}

int certificate_parse_all(const unsigned char *bytes, size_t length, const char *path,
			  STACK_OF(X509) * *list, struct wipe_error *err)
{
	BIO *bio;
	int before, code;

	if (!*list && !(*list = sk_X509_new_null()))
		return crypto_error_nomem(err);
	if (!memmem(bytes, length, "-----BEGIN ", 11))
		return parse_der(bytes, length, path, *list, err);
	bio = BIO_new_mem_buf(bytes, (int)length);
	if (!bio)
		return crypto_error_nomem(err);
	before = sk_X509_num(*list);
	code = parse_pem(bio, path, *list, err);
	BIO_free(bio);
	if (!code && sk_X509_num(*list) == before)
		code = wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: no certificate in it"), path);
	return code;
}

int certificate_read_all(const char *path, size_t max, STACK_OF(X509) * *list,
			 struct wipe_error *err)
{
	unsigned char *bytes = NULL;
	size_t length = 0;
	int code = blob_read(path, max, BLOB_PUBLIC, &bytes, &length, err);

	ERR_clear_error();
	if (!code)
		code = certificate_parse_all(bytes, length, path, list, err);
	free(bytes);
	return code;
}
