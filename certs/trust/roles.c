/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roles.h"

#include <string.h>

#define CONTRACTOR (ROLES_BIT(WIPECERT_ENGINEER) | ROLES_BIT(WIPECERT_MANAGER))
#define OFFICER ROLES_BIT(WIPECERT_OFFICER)

/* Who signs what. What is entered from paper is the contractor's word, whoever decided. */
static const unsigned int signers[WIPECERT_TYPES] = {
	[WIPECERT_ATTEMPT] = CONTRACTOR,
	[WIPECERT_ERASURE] = CONTRACTOR,
	[WIPECERT_CHECK] = CONTRACTOR | OFFICER,
	[WIPECERT_CONFIRMATION] = OFFICER,
	[WIPECERT_ROSTER] = OFFICER,
	[WIPECERT_INIT] = ROLES_BIT(WIPECERT_MANAGER),
	[WIPECERT_APPROVE] = OFFICER,
	[WIPECERT_STAFF] = ROLES_BIT(WIPECERT_MANAGER) | OFFICER,
	[WIPECERT_RECEIVE] = CONTRACTOR | OFFICER,
	[WIPECERT_PERMIT] = OFFICER,
	[WIPECERT_CHALLENGE] = OFFICER,
	[WIPECERT_COPY_OUT] = CONTRACTOR,
	[WIPECERT_EXIT_CHECK] = CONTRACTOR,
	[WIPECERT_RETURN] = CONTRACTOR,
	[WIPECERT_DISPOSE] = CONTRACTOR,
	[WIPECERT_ATTEST] = CONTRACTOR,
	[WIPECERT_INCIDENT] = CONTRACTOR | OFFICER,
	[WIPECERT_DECLARE] = ROLES_BIT(WIPECERT_MANAGER),
	[WIPECERT_MERGE] = CONTRACTOR | OFFICER,
	[WIPECERT_CLOSE] = ROLES_BIT(WIPECERT_MANAGER),
};

enum listed {
	LISTED_NOT, /* the roster does not name it in this role */
	LISTED_NOW,
	LISTED_ELSE, /* at another time */
};

static enum listed look_up(const struct wipecert_trust *trust, enum wipecert_role role,
			   const uint8_t certificate_sha256[32], int64_t time_s)
{
	enum listed found = LISTED_NOT;

	for (size_t i = 0; i < trust->member_count; i++) {
		const struct wipecert_member *member = &trust->members[i];

		if (member->role != role ||
		    memcmp(member->certificate_sha256, certificate_sha256, 32) != 0)
			continue;
		if (time_s >= member->from_s && time_s < member->until_s)
			return LISTED_NOW;
		found = LISTED_ELSE;
	}
	return found;
}

static bool has_role(const struct wipecert_trust *trust, enum wipecert_role role,
		     const uint8_t certificate_sha256[32], int64_t time_s, bool by_roster)
{
	const struct policy *policy = trust->policy;
	enum listed listed = by_roster ? look_up(trust, role, certificate_sha256, time_s) :
					 LISTED_NOT;

	if (listed != LISTED_NOT)
		return listed == LISTED_NOW;
	/* Who is pinned as an officer is nobody's contractor: he could not confirm what he signed. */
	if (role != WIPECERT_OFFICER)
		return !policy_pins_officer(policy, certificate_sha256);
	return policy_pins_officer(policy, certificate_sha256) ||
	       (!(by_roster && trust->has_roster) && !policy->officer_count);
}

unsigned int roles_at(const struct wipecert_trust *trust, unsigned int by_path,
		      const uint8_t certificate_sha256[32], int64_t time_s, enum wipecert_type type)
{
	bool by_roster = type != WIPECERT_ROSTER;
	unsigned int roles = 0;

	for (unsigned int role = 0; role < WIPECERT_TSA && trust->policy; role++)
		if ((by_path & ROLES_BIT(role)) && has_role(trust, (enum wipecert_role)role,
							    certificate_sha256, time_s, by_roster))
			roles |= ROLES_BIT(role);
	return roles;
}

const char *roles_person(const struct wipecert_trust *trust, const uint8_t certificate_sha256[32])
{
	for (size_t i = 0; i < trust->member_count; i++)
		if (memcmp(trust->members[i].certificate_sha256, certificate_sha256, 32) == 0)
			return trust->members[i].person;
	return "";
}

bool wipecert_roles_sign(unsigned int roles, enum wipecert_type type, bool on_paper)
{
	unsigned int wanted = type < WIPECERT_TYPES ? signers[type] : 0;

	return (roles & (on_paper ? CONTRACTOR : wanted)) != 0;
}
