/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may sign what: the anchor's folder, and for officers the roster. */
#ifndef TRUST_ROLES_H
#define TRUST_ROLES_H

#include <stdbool.h>

#include <openssl/x509.h>

#include "trust.h"

#define ROLES_BIT(role) (1u << (role))

/*
 * Of those roles that the path to an anchor gives, the ones that the certificate
 * has at time_s. An officer must be named by the policy or on the roster, unless
 * there is neither; whom the roster names in a role has it only for that time.
 * Who signs rosters is asked without one: none makes its own signer an officer.
 */
unsigned int roles_at(const struct wipecert_trust *trust, unsigned int by_path,
		      const uint8_t certificate_sha256[32], int64_t time_s,
		      enum wipecert_type type);

/* As the roster calls who has the certificate; "" if it is not on it. */
const char *roles_person(const struct wipecert_trust *trust, const uint8_t certificate_sha256[32]);

#endif
