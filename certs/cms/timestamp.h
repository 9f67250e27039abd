/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMS_TIMESTAMP_H
#define CMS_TIMESTAMP_H

#include "chain.h"
#include "envelope.h"
#include "material.h"

/*
 * Looks at the timestamps of an opened record, if there are any, and fills out. What
 * makes the record itself invalid is noted in finding too. Returns the time at which
 * the signature is known to have existed: the token's if it counts, else time_s.
 */
int64_t timestamp_check(const struct envelope *envelope, const struct material *material,
			const struct wipecert_trust *trust, int64_t time_s,
			struct wipecert_timestamp *out, struct finding *finding);

/* What was found, into out. */
void timestamp_conclude(const struct finding *found, struct wipecert_timestamp *out);

#endif
