/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <stdlib.h>

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
