/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Has an officer confirmed a record? Decided here once from the record's result,
 * the confirmations that were found, and the trust: never from what a record says
 * of itself.
 */
#ifndef WIPECERT_WEIGH_H
#define WIPECERT_WEIGH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/export.h>
#include <wipecert/confirm.h>
#include <wipecert/verify.h>

#ifdef __cplusplus
extern "C" {
#endif

/* May an officer answer a record of this type? What is asked for is another matter. */
static inline bool wipecert_type_is_answered(enum wipecert_type type)
{
	switch (type) {
	case WIPECERT_ERASURE:
	case WIPECERT_STAFF:
	case WIPECERT_APPROVE: /* from paper */
	case WIPECERT_PERMIT:
	case WIPECERT_CHALLENGE:
	case WIPECERT_RECEIVE:
	case WIPECERT_COPY_OUT:
	case WIPECERT_EXIT_CHECK:
	case WIPECERT_RETURN:
	case WIPECERT_DISPOSE:
	case WIPECERT_ATTEST:
	case WIPECERT_INCIDENT:
	case WIPECERT_CLOSE:
		return true;
	default:
		return false;
	}
}

/* Of a result, what weighing looks at: a copy that outlives it. */
struct wipecert_voice {
	enum wipecert_authentic authentic;
	enum wipecert_reason reason;
	enum wipecert_type type;
	enum wipecert_decision decision;
	int64_t claimed_time_s;
	struct wipecert_link link;  /* its own */
	struct wipecert_link about; /* of a CONFIRMATION */
	bool is_signed;
	uint8_t signer_sha256[32];
	struct wipecert_signatory signatory;
};

/* False: there is no record in the result that could be weighed. */
WIPE_API bool wipecert_voice_of(const struct wipecert_result *result, struct wipecert_voice *voice);

#define WIPECERT_NOBODY SIZE_MAX

struct wipecert_weight {
	enum wipecert_standing standing;
	/* Indexes into the confirmations, or WIPECERT_NOBODY. */
	size_t by;	 /* the one that decided */
	size_t on_paper; /* an acceptance on paper: never more than that */
	size_t futile;	 /* one of this record's that does not count */
	enum wipecert_reason futile_reason;
};

/*
 * Why this confirmation does not count for this record; NONE if it does. One of
 * another record: OTHER_RECORD.
 */
WIPE_API enum wipecert_reason
wipecert_confirmation_fault(const struct wipecert_voice *record,
			    const struct wipecert_voice *confirmation);

/*
 * A rejection stands until the same officer accepts at a later time; of paper,
 * until any officer accepts by signature. trust may be NULL: nobody asks.
 */
WIPE_API void wipecert_weigh(const struct wipecert_trust *trust,
			     const struct wipecert_voice *record,
			     const struct wipecert_voice *confirmations, size_t count,
			     struct wipecert_weight *weight);

/* What becomes of wipecert_result_exit_code(): 1 if dismissed, 8 where 0 was unconfirmed. */
WIPE_API int wipecert_weight_exit_code(int code, enum wipecert_standing standing);

WIPE_API const char *wipecert_standing_name(enum wipecert_standing standing); /* "confirmed" */

#ifdef __cplusplus
}
#endif
#endif
