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

struct attributes {
	struct ess signing_cert;
	struct der_slice timestamp; /* the token, not looked at; empty if absent */
	bool has_signing_time;
	int64_t signing_time_s;
};

/*
 * content-type, message-digest and signing-certificate-v2 exactly once,
 * signing-time at most once, nothing else; unsigned only a timestamp token.
 */
bool attributes_check(const struct signed_data *signed_data, struct attributes *out,
		      struct finding *finding);

#endif
