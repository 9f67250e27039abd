/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of any bytes, verified as a record: what holds of every result. */
#ifndef FUZZ_VERIFY_ONE_H
#define FUZZ_VERIFY_ONE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/verify.h>

/* False: no memory. Nothing is handed out of what is invalid. The caller clears *result. */
static inline bool verify_one(const struct wipecert_trust *trust, const uint8_t *data, size_t size,
			      int64_t time_s, struct wipecert_result *result)
{
	if (wipecert_verify(trust, data, size, time_s, result, NULL))
		return false;
	if (strlen(result->detail) >= sizeof(result->detail) ||
	    wipecert_result_exit_code(result) < 0)
		abort();
	if (result->record && result->authentic == WIPECERT_INVALID &&
	    result->reason != WIPECERT_REASON_INCONSISTENT)
		abort();
	return true;
}

#endif
