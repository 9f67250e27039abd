/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Errors of libwipe and of the certificate library.
 *
 * Functions return 0 or one of the negative codes below. The struct is owned by
 * the caller and may always be NULL. Whoever detects a failure first fills it;
 * callers on the way up add context in front and never replace it.
 */
#ifndef WIPE_ERROR_H
#define WIPE_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#include <wipe/export.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipe_code {
	WIPE_OK = 0,
	WIPE_E_USAGE = -1,	 /* a request that makes no sense; nothing touched */
	WIPE_E_REFUSED = -2,	 /* a safety rule or a policy says no */
	WIPE_E_UNSUPPORTED = -3, /* the medium or this build cannot do it */
	WIPE_E_IO = -4,		 /* the target answered with an error */
	WIPE_E_GONE = -5,	 /* the target is no longer there */
	WIPE_E_MISMATCH = -6,	 /* what was read is not what was written */
	WIPE_E_INTERRUPTED = -7, /* the caller asked to stop */
	WIPE_E_NOMEM = -8,
	WIPE_E_SYSTEM = -9,  /* a system call outside the target failed */
	WIPE_E_FORMAT = -10, /* input that is not what it must be */
	WIPE_E_NOTFOUND = -11,
	WIPE_E_CRYPTO = -12, /* a key, signature or cipher operation failed */
};

#define WIPE_NO_OFFSET UINT64_MAX
#define WIPE_ERROR_MESSAGE_BYTES 512

struct wipe_error {
	int code;	       /* enum wipe_code */
	int sys_errno;	       /* 0 if none */
	uint64_t offset_bytes; /* on the target, or WIPE_NO_OFFSET */
	uint32_t drive_status; /* raw status of a drive command, 0 if none */
	bool media_touched;    /* sticky for a job: a write may have reached the medium */
	char message[WIPE_ERROR_MESSAGE_BYTES]; /* in the user's language, one line */
};

/* Makes err empty, media_touched included. NULL is allowed. */
WIPE_API void wipe_error_clear(struct wipe_error *err);

/*
 * Fills err unless it already holds an error, and returns code so that a
 * function can end with it. sys_errno 0 means none; its text is appended.
 */
WIPE_API int wipe_error_set(struct wipe_error *err, int code, int sys_errno, const char *format,
			    ...) __attribute__((format(printf, 4, 5)));

/* Puts "context: " in front of the message. Nothing if err holds no error. */
WIPE_API void wipe_error_context(struct wipe_error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Stable English identifier ("refused"), for JSON and logs; never NULL. */
WIPE_API const char *wipe_code_name(int code);

#ifdef __cplusplus
}
#endif
#endif
