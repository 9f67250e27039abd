/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the policy of a trust folder: refused with a reason, or held as read. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"

static void check(int condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wipe_error err = { .code = WIPE_OK };
	struct algorithm_edition lenient;
	struct policy *policy;

	if (policy_parse(data, size, &policy, &err) != 0) {
		check(!policy && err.code != WIPE_OK && err.message[0]);
		return 0;
	}
	check(policy->algorithms && strlen(policy->name) > 0);
	check(policy->revocation.kind != POLICY_REVOCATION_LIST ||
	      policy->revocation.max_age_s > 0);
	for (size_t i = 0; i < policy->anchor_count; i++) {
		struct policy_rule rule = policy_rule_for(policy, policy->anchors[i].sha256);

		check(rule.permits_rsa_2048 == policy->anchors[i].rule.permits_rsa_2048);
	}
	for (size_t i = 0; i < policy->officer_count; i++)
		check(policy_pins_officer(policy, policy->officers[i]));
	lenient = policy_most_lenient(policy);
	check(lenient.rsa_least_bits >= 2048 &&
	      lenient.rsa_least_bits <= policy->algorithms->rsa_least_bits);
	policy_free(policy);
	return 0;
}
