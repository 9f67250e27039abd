/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CERTS_CMS_SCENE_H
#define CERTS_CMS_SCENE_H

#include "support.h"

/* Everything a test needs: an authority, a signer under it, a record it signed. */
struct scene {
	struct identity authority, signer_identity;
	struct wipecert_signer *signer;
	struct wipecert_trust *trust;
	char *json;
	size_t json_bytes;
	unsigned char *der;
	size_t der_bytes;
	struct wipecert_link link;
};

/* Leaves root.pem, s.key and s.pem in the folder. */
struct scene open_scene(void **state, const struct order *order);
void close_scene(struct scene *scene);

/* PEM, of yesterday; revoked NULL: nobody; next_days 0: without nextUpdate. */
void write_crl(const char *path, const struct identity *issuer, X509 *revoked, int next_days);

#endif
