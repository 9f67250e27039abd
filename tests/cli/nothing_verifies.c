/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a tool: every record is found to be altered, as after a bad write. */
#include <wipecert/verify.h>

int wipecert_verify(const struct wipecert_trust *trust, const void *data, size_t bytes,
		    int64_t time_s, struct wipecert_result *result, struct wipe_error *err)
{
	(void)trust;
	(void)data;
	(void)bytes;
	(void)time_s;
	(void)err;
	*result = (struct wipecert_result){ .authentic = WIPECERT_INVALID,
					    .reason = WIPECERT_REASON_SIGNATURE };
	return 0;
}
