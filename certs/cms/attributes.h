/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attributes of a signer that a record must, may and must not have. */
#ifndef CMS_ATTRIBUTES_H
#define CMS_ATTRIBUTES_H

#include <stdbool.h>
#include <stdint.h>

#include "der.h"
#include "ess.h"
#include "finding.h"
#include "signed_data.h"

#define ATTRIBUTES_MAX 32
#define ATTRIBUTES_ARCHIVE_MAX 8

struct attributes {
	struct ess signing_cert;
	/* Unsigned ones, not looked at; empty if absent. */
	struct der_slice timestamp;			  /* the token over the signature */
	struct der_slice certificate_values;		  /* CertificateValues */
	struct der_slice revocation_values;		  /* RevocationValues */
	struct der_slice archive[ATTRIBUTES_ARCHIVE_MAX]; /* tokens over all of it */
	size_t archive_at[ATTRIBUTES_ARCHIVE_MAX];	  /* which of the unsigned attributes */
	size_t archive_count;
	bool has_signing_time;
	int64_t signing_time_s;
};

/*
 * content-type, message-digest and signing-certificate-v2 exactly once,
 * signing-time at most once, nothing else; unsigned only a timestamp token, and
 * beside one what it takes to verify later (ETSI TS 101 733, 6.3 and 6.4; JIS X 5092).
 */
bool attributes_check(const struct signed_data *signed_data, struct attributes *out,
		      struct finding *finding);

#endif
