/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>

#include <openssl/err.h>

#include "crypto_error.h"
#include "text.h"

/* The first reason is the deepest one, so the most precise. */
static const char *take_reason(unsigned long *code)
{
	const char *reason;

	*code = ERR_peek_error();
	reason = *code ? ERR_reason_error_string(*code) : NULL;
	ERR_clear_error();
	return reason;
}

int crypto_error_set(struct wipe_error *err, int code, const char *format, ...)
{
	char message[256];
	unsigned long detail;
	const char *reason = take_reason(&detail);
	va_list args;

	if (ERR_GET_REASON(detail) == ERR_R_MALLOC_FAILURE)
		return crypto_error_nomem(err);
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	if (reason)
		return wipe_error_set(err, code, 0, "%s (OpenSSL: %s)", message, reason);
	return wipe_error_set(err, code, 0, "%s", message);
}

int crypto_error_nomem(struct wipe_error *err)
{
	ERR_clear_error();
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}
