/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Archive timestamps (ETSI TS 101 733 V1.8.3, 6.4.1, id-aa-ets-archiveTimestampV2; JIS X
 * 5092): each is over the content, the certificates, the signer's fields and all
 * unsigned attributes that were there before it, so that it shows that an older
 * timestamp existed while its authority's certificate was still good.
 */
#ifndef CMS_ARCHIVE_H
#define CMS_ARCHIVE_H

#include "chain.h"
#include "envelope.h"
#include "material.h"

#define ARCHIVE_PARTS 4

/* The octets of an archive timestamp; archive_octets_clear() ends them. */
struct archive_octets {
	struct der_slice parts[ARCHIVE_PARTS];
	unsigned char *attributes;
};

/* without: which archive timestamps came later (a bit each). False: no memory. */
bool archive_octets(const struct envelope *envelope, unsigned int without,
		    struct archive_octets *out);
void archive_octets_clear(struct archive_octets *octets);

/*
 * When is everything but the archive timestamps known to have existed: the time of the
 * oldest of them that counts, or time_s. One that is not over this record, or
 * malformed, is noted as WIPECERT_REASON_TIMESTAMP. *valid_count: how many count.
 */
int64_t archive_check(const struct envelope *envelope, const struct material *material,
		      const struct wipecert_trust *trust, int64_t time_s, size_t *valid_count,
		      struct finding *finding);

#endif
