/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The policy of a trust folder, policy.json (massho-trust(5)). */
#ifndef TRUST_POLICY_H
#define TRUST_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>

#include "algorithm.h"

#define POLICY_MAX_BYTES ((size_t)1 << 20)

enum policy_revocation_kind {
	POLICY_REVOCATION_NONE,
	POLICY_REVOCATION_LIST,	      /* at most max_age_s old */
	POLICY_REVOCATION_LIST_AFTER, /* issued after the signature */
};

struct policy_revocation {
	enum policy_revocation_kind kind;
	int64_t max_age_s;
};

/* What holds for what an anchor vouches for. */
struct policy_rule {
	struct policy_revocation revocation;
	bool is_demonstration;
	bool permits_rsa_2048; /* to signers and authorities, until this time: */
	int64_t rsa_2048_until_s;
};

struct policy_anchor {
	uint8_t sha256[32]; /* of the certificate */
	struct policy_rule rule;
};

struct policy {
	char name[801]; /* UTF-8 */
	const struct algorithm_edition *algorithms;
	bool asks_confirmation, asks_roster;
	struct policy_revocation revocation; /* of anchors that are not named */
	uint8_t (*officers)[32];
	size_t officer_count;
	struct policy_anchor *anchors;
	size_t anchor_count;
};

/*
 * Takes hostile bytes. The caller frees *policy. WIPE_E_FORMAT, also for an
 * edition that is not known, and for an anchor or officer that is named twice.
 */
int policy_parse(const void *json, size_t bytes, struct policy **policy, struct wipe_error *err);
void policy_free(struct policy *policy); /* NULL: no-op */

/* What holds for the anchor with this hash. */
struct policy_rule policy_rule_for(const struct policy *policy, const uint8_t sha256[32]);
bool policy_pins_officer(const struct policy *policy, const uint8_t sha256[32]);

/* The edition, with every exception of any anchor: who passes is looked at again. */
struct algorithm_edition policy_most_lenient(const struct policy *policy);

#endif
