/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How one trust stands to another: has it no other officers, and does it ask for less? */
#include <string.h>

#include "roles.h"

#define OFFICER ROLES_BIT(WIPECERT_OFFICER)

static bool has_officers_of(const struct wipecert_trust *trust, const uint8_t anchor_sha256[32])
{
	for (size_t i = 0; i < trust->anchor_count; i++)
		if ((trust->anchors[i].roles & OFFICER) &&
		    memcmp(trust->anchors[i].sha256, anchor_sha256, 32) == 0)
			return true;
	return false;
}

/* Else whoever is below an anchor is one. */
static bool names_officers(const struct wipecert_trust *trust)
{
	return trust->policy && (trust->policy->officer_count || trust->has_roster);
}

static bool is_named(const struct wipecert_trust *trust, const uint8_t certificate_sha256[32])
{
	if (policy_pins_officer(trust->policy, certificate_sha256))
		return true;
	for (size_t i = 0; i < trust->member_count; i++)
		if (trust->members[i].role == WIPECERT_OFFICER &&
		    memcmp(trust->members[i].certificate_sha256, certificate_sha256, 32) == 0)
			return true;
	return false;
}

/* Not from when until when: that a roster says, and who signs one is an officer of both. */
static bool named_are_within(const struct wipecert_trust *inner, const struct wipecert_trust *outer)
{
	if (!names_officers(outer))
		return true;
	if (!names_officers(inner))
		return false;
	for (size_t i = 0; i < inner->policy->officer_count; i++)
		if (!is_named(outer, inner->policy->officers[i]))
			return false;
	for (size_t i = 0; i < inner->member_count; i++)
		if (inner->members[i].role == WIPECERT_OFFICER &&
		    !is_named(outer, inner->members[i].certificate_sha256))
			return false;
	return true;
}

bool wipecert_trust_officers_within(const struct wipecert_trust *inner,
				    const struct wipecert_trust *outer)
{
	bool has_any = false;

	for (size_t i = 0; i < inner->anchor_count; i++) {
		if (!(inner->anchors[i].roles & OFFICER))
			continue;
		if (!has_officers_of(outer, inner->anchors[i].sha256))
			return false;
		has_any = true;
	}
	return !has_any || named_are_within(inner, outer);
}

/* An older list is worth less; none, and one of which nobody knows the age, least. */
static bool asks_less_of_lists(struct policy_revocation its, struct policy_revocation ours)
{
	if (its.kind != ours.kind)
		return its.kind < ours.kind;
	return its.kind == POLICY_REVOCATION_LIST && its.max_age_s > ours.max_age_s;
}

static bool asks_less_of_signers(const struct policy_rule *its, const struct policy_rule *ours)
{
	bool permits_longer =
		its->permits_rsa_2048 &&
		(!ours->permits_rsa_2048 || its->rsa_2048_until_s > ours->rsa_2048_until_s);

	return permits_longer || (ours->is_demonstration && !its->is_demonstration) ||
	       asks_less_of_lists(its->revocation, ours->revocation);
}

static bool asks_less_of_keys(const struct algorithm_edition *its,
			      const struct algorithm_edition *ours)
{
	return its->rsa_least_bits < ours->rsa_least_bits ||
	       its->rsa_authority_least_bits < ours->rsa_authority_least_bits;
}

bool wipecert_trust_asks_less(const struct wipecert_trust *inner,
			      const struct wipecert_trust *outer)
{
	if (!outer->policy)
		return false;
	if (!inner->policy || (outer->policy->asks_roster && !inner->policy->asks_roster) ||
	    asks_less_of_keys(inner->policy->algorithms, outer->policy->algorithms))
		return true;
	for (size_t i = 0; i < inner->anchor_count; i++) {
		const struct trust_anchor *anchor = &inner->anchors[i];
		struct policy_rule ours = policy_rule_for(outer->policy, anchor->sha256);

		if (asks_less_of_signers(&anchor->rule, &ours))
			return true;
	}
	return false;
}
