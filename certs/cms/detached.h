/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signatures beside what they sign, without signing-time (ETSI EN 319 142-1): those of
 * PDF. They are as strict as those of records: the content is put back into the
 * structure, and that is opened as a record's is.
 */
#ifndef CMS_DETACHED_H
#define CMS_DETACHED_H

#include <wipecert/sign.h>

#include "envelope.h"

/* *der is the caller's (free()); it was opened again before this returns. */
int detached_sign(const struct wipecert_signer *signer, const void *content, size_t bytes,
		  unsigned char **der, size_t *der_bytes, struct wipe_error *err);

struct detached {
	struct envelope envelope; /* borrows attached */
	unsigned char *attached;
};

/* False: finding says why not. detached_close() in both cases. */
bool detached_open(const void *der, size_t der_bytes, const void *content, size_t bytes,
		   struct detached *detached, struct finding *finding);
void detached_close(struct detached *detached);

#endif
