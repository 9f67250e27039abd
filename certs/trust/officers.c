/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether one trust has no officers but another's. */
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
