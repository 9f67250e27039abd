/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a signed record, verified against one fixed anchor, under which the
 * corpus was signed (its key is gone). Nothing is handed out of what is invalid.
 */
#include <openssl/pem.h>

#include "trust/trust.h"
#include "verify_one.h"

#define TIME_S INT64_C(1780358400) /* 2026-06-02, a day after the corpus was signed */

static const char anchor[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBqTCCAU+gAwIBAgICA+owCgYIKoZIzj0EAwIwKzEaMBgGA1UECgwRVGVzdCBPcmdhbmlzYXRp\n"
	"b24xDTALBgNVBAMMBFJvb3QwHhcNMjYwNTAyMDAwMDAwWhcNMjgwNTAxMDAwMDAwWjArMRowGAYD\n"
	"VQQKDBFUZXN0IE9yZ2FuaXNhdGlvbjENMAsGA1UEAwwEUm9vdDBZMBMGByqGSM49AgEGCCqGSM49\n"
	"AwEHA0IABADGZ67BZ2I9wQmXIVheDgtthJbr4DqpJgFsFSWPQcweznqvLTOEu9wK1Sv6j8KU5RRg\n"
	"tvbddbsAChvd4hMm4KijYzBhMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgEGMB0GA1Ud\n"
	"DgQWBBQV3pN97kNc0vG8PO0tFiUYLfb8ozAfBgNVHSMEGDAWgBQV3pN97kNc0vG8PO0tFiUYLfb8\n"
	"ozAKBggqhkjOPQQDAgNIADBFAiEAp/iqc1jq43ipdj72G0DmqUsCEodhf8ShygleHj6TNjUCIBqV\n"
	"JfQso18eEnB6r32162pkiSPV0FjwgdxEFLC/NlZD\n"
	"-----END CERTIFICATE-----\n";

static struct wipecert_trust *make_trust(void)
{
	struct wipecert_trust *trust = NULL;
	BIO *bio = BIO_new_mem_buf(anchor, -1);
	X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	STACK_OF(X509) *list = sk_X509_new_null();

	if (!certificate || !list || !sk_X509_push(list, certificate) ||
	    wipecert_trust_new(&trust, NULL) || trust_add_authorities(trust, list, "", 0, NULL))
		abort();
	sk_X509_pop_free(list, X509_free);
	BIO_free(bio);
	return trust;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct wipecert_trust *trust;
	struct wipecert_result result;

	if (!trust)
		trust = make_trust();
	if (verify_one(trust, data, size, TIME_S, &result))
		wipecert_result_clear(&result);
	return 0;
}
