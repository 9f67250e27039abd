/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include "name.h"
#include "utf8.h"

static const char demo_marker[] = "massho DEMO";

/* One character, escaped if need be; bytes that are no UTF-8 are escaped singly. */
static size_t escape_one(const char *text, size_t bytes, char out[16])
{
	uint32_t code_point = 0;
	size_t length = utf8_decode(text, bytes, &code_point);
	bool as_is = length && !utf8_is_deceptive(code_point);

	if (!length)
		length = 1;
	out[0] = '\0';
	if (as_is) {
		memcpy(out, text, length);
		out[length] = '\0';
		return length;
	}
	for (size_t i = 0; i < length; i++)
		snprintf(out + 3 * i, 4, "\\%02X", (unsigned int)(unsigned char)text[i]);
	return length;
}

void name_escape(const char *text, size_t bytes, char *out, size_t out_bytes)
{
	size_t used = 0;
	char one[16];

	out[0] = '\0';
	for (size_t i = 0; i < bytes;) {
		size_t length;

		i += escape_one(text + i, bytes - i, one);
		length = strlen(one);
		if (used + length >= out_bytes)
			return;
		memcpy(out + used, one, length + 1);
		used += length;
	}
}

bool name_render(const X509_NAME *name, char *out, size_t out_bytes)
{
	unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
	BIO *bio = BIO_new(BIO_s_mem());
	char *text;
	long bytes;

	out[0] = '\0';
	if (!bio)
		return false;
	if (X509_NAME_print_ex(bio, name, 0, flags) >= 0) {
		bytes = BIO_get_mem_data(bio, &text);
		if (bytes > 0)
			name_escape(text, (size_t)bytes, out, out_bytes);
	}
	BIO_free(bio);
	return true;
}

/* In place; returns the new length. */
static int fold(unsigned char *text, int bytes)
{
	int used = 0;

	for (int i = 0; i < bytes; i++) {
		if (text[i] == ' ' && (!used || text[used - 1] == ' '))
			continue;
		text[used++] =
			(unsigned char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
	}
	return used && text[used - 1] == ' ' ? used - 1 : used;
}

static bool digest_entry(EVP_MD_CTX *digest, const X509_NAME_ENTRY *entry)
{
	ASN1_OBJECT *type = X509_NAME_ENTRY_get_object(entry);
	unsigned char *text = NULL;
	int bytes = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry));
	uint32_t lengths[2] = { (uint32_t)OBJ_length(type), 0 };
	bool done = false;

	if (bytes >= 0) {
		bytes = fold(text, bytes);
		lengths[1] = (uint32_t)bytes;
		done = EVP_DigestUpdate(digest, lengths, sizeof(lengths)) == 1 &&
		       EVP_DigestUpdate(digest, OBJ_get0_data(type), OBJ_length(type)) == 1 &&
		       EVP_DigestUpdate(digest, text, (size_t)bytes) == 1;
	}
	OPENSSL_free(text);
	return done;
}

bool name_sha256(const X509_NAME *name, uint8_t sha256[32])
{
	EVP_MD_CTX *digest = EVP_MD_CTX_new();
	bool done = digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1;

	for (int i = 0; i < X509_NAME_entry_count(name) && done; i++)
		done = digest_entry(digest, X509_NAME_get_entry(name, i));
	done = done && EVP_DigestFinal_ex(digest, sha256, NULL) == 1;
	EVP_MD_CTX_free(digest);
	return done;
}

bool name_is_demo(const X509_NAME *name)
{
	bool found = false;

	for (int i = 0; i < X509_NAME_entry_count(name) && !found; i++) {
		const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
		unsigned char *text = NULL;
		int bytes = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry));

		found = bytes > 0 &&
			memmem(text, (size_t)bytes, demo_marker, sizeof(demo_marker) - 1);
		OPENSSL_free(text);
	}
	return found;
}
