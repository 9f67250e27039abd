/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <wipe/error.h>

void wipe_error_clear(struct wipe_error *err)
{
	if (!err)
		return;
	*err = (struct wipe_error){ .offset_bytes = WIPE_NO_OFFSET };
}

int wipe_error_set(struct wipe_error *err, int code, int sys_errno, const char *format, ...)
{
	va_list args;
	size_t used;

	if (!err || err->code != WIPE_OK)
		return code;
	err->code = code;
	err->sys_errno = sys_errno;
	err->offset_bytes = WIPE_NO_OFFSET;
	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), format, args);
	va_end(args);
	used = strlen(err->message);
	if (sys_errno && used < sizeof(err->message) - 4)
		snprintf(err->message + used, sizeof(err->message) - used, ": %s",
			 strerrordesc_np(sys_errno) ? strerrordesc_np(sys_errno) : "?");
	return code;
}

void wipe_error_context(struct wipe_error *err, const char *format, ...)
{
	char context[WIPE_ERROR_MESSAGE_BYTES], joined[2 * WIPE_ERROR_MESSAGE_BYTES + 2];
	va_list args;

	if (!err || err->code == WIPE_OK)
		return;
	va_start(args, format);
	vsnprintf(context, sizeof(context), format, args);
	va_end(args);
	snprintf(joined, sizeof(joined), "%s: %s", context, err->message);
	joined[sizeof(err->message) - 1] = '\0';
	memcpy(err->message, joined, sizeof(err->message));
}

static const struct {
	int code;
	const char *name;
} code_names[] = {
	{ WIPE_OK, "ok" },
	{ WIPE_E_USAGE, "usage" },
	{ WIPE_E_REFUSED, "refused" },
	{ WIPE_E_UNSUPPORTED, "unsupported" },
	{ WIPE_E_IO, "io-error" },
	{ WIPE_E_GONE, "device-gone" },
	{ WIPE_E_MISMATCH, "mismatch" },
	{ WIPE_E_INTERRUPTED, "interrupted" },
	{ WIPE_E_NOMEM, "no-memory" },
	{ WIPE_E_SYSTEM, "system" },
	{ WIPE_E_FORMAT, "format" },
	{ WIPE_E_NOTFOUND, "not-found" },
	{ WIPE_E_CRYPTO, "crypto" },
};

const char *wipe_code_name(int code)
{
	for (size_t i = 0; i < sizeof(code_names) / sizeof(code_names[0]); i++)
		if (code_names[i].code == code)
			return code_names[i].name;
	return "unknown";
}
