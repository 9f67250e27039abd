/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/pem.h>

#include "sample_record.h"

struct scene open_scene(void **state, const struct order *order)
{
	struct scene scene = { .authority = issue(&authority_order, NULL) };

	scene.signer_identity = issue(order, &scene.authority);
	write_certificate(in(state, "root.pem"), scene.authority.certificate);
	assert_int_equal(wipecert_trust_new(&scene.trust, NULL), 0);
	assert_int_equal(wipecert_trust_add_anchors(scene.trust, in(state, "root.pem"), NULL), 0);
	assert_int_equal(load_identity(state, &scene.signer_identity, &scene.signer, NULL), 0);
	assert_int_equal(sample_record(WIPECERT_ERASURE, SAMPLE_VERIFIED, &scene.json,
				       &scene.json_bytes),
			 0);
	assert_int_equal(wipecert_sign(scene.signer, scene.json, scene.json_bytes, &scene.der,
				       &scene.der_bytes, &scene.link, NULL),
			 0);
	return scene;
}

void close_scene(struct scene *scene)
{
	free(scene->der);
	free(scene->json);
	wipecert_trust_free(scene->trust);
	wipecert_signer_free(scene->signer);
	release(&scene->signer_identity);
	release(&scene->authority);
}

void write_crl(const char *path, const struct identity *issuer, X509 *revoked, int next_days)
{
	X509_CRL *crl = X509_CRL_new();
	ASN1_TIME *time = ASN1_TIME_adj(NULL, NOW_S, -1, 0);
	FILE *file = fopen(path, "w");

	assert_non_null(crl);
	assert_non_null(file);
	X509_CRL_set_version(crl, X509_CRL_VERSION_2);
	X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer->certificate));
	X509_CRL_set1_lastUpdate(crl, time);
	if (next_days) {
		ASN1_TIME_adj(time, NOW_S, next_days, 0);
		X509_CRL_set1_nextUpdate(crl, time);
	}
	if (revoked) {
		X509_REVOKED *entry = X509_REVOKED_new();

		assert_non_null(entry);
		X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(revoked));
		X509_REVOKED_set_revocationDate(entry, time);
		assert_int_equal(X509_CRL_add0_revoked(crl, entry), 1);
	}
	assert_true(X509_CRL_sign(crl, issuer->key, EVP_sha256()) > 0);
	assert_int_equal(PEM_write_X509_CRL(file, crl), 1);
	fclose(file);
	ASN1_TIME_free(time);
	X509_CRL_free(crl);
}
