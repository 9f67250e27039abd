/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include "rv.h"
#include "text.h"

#define GONE N_("the token is no longer there")
#define CANNOT N_("the key cannot be used for this signature")

/* Those that people can do something about have words of their own. */
static const struct {
	CK_RV rv;
	const char *name, *meaning;
} answers[] = {
	{ CKR_CANCEL, "CKR_CANCEL", N_("it was given up at the token") },
	{ CKR_HOST_MEMORY, "CKR_HOST_MEMORY", N_("out of memory") },
	{ CKR_SLOT_ID_INVALID, "CKR_SLOT_ID_INVALID", GONE },
	{ CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR", NULL },
	{ CKR_FUNCTION_FAILED, "CKR_FUNCTION_FAILED", NULL },
	{ CKR_ARGUMENTS_BAD, "CKR_ARGUMENTS_BAD", NULL },
	{ CKR_NEED_TO_CREATE_THREADS, "CKR_NEED_TO_CREATE_THREADS", NULL },
	{ CKR_CANT_LOCK, "CKR_CANT_LOCK", NULL },
	{ CKR_ATTRIBUTE_VALUE_INVALID, "CKR_ATTRIBUTE_VALUE_INVALID", NULL },
	{ CKR_DATA_INVALID, "CKR_DATA_INVALID", CANNOT },
	{ CKR_DATA_LEN_RANGE, "CKR_DATA_LEN_RANGE", CANNOT },
	{ CKR_DEVICE_ERROR, "CKR_DEVICE_ERROR", N_("the token reports an error") },
	{ CKR_DEVICE_MEMORY, "CKR_DEVICE_MEMORY", N_("the token has no memory left") },
	{ CKR_DEVICE_REMOVED, "CKR_DEVICE_REMOVED", GONE },
	{ CKR_FUNCTION_CANCELED, "CKR_FUNCTION_CANCELED", N_("it was given up at the token") },
	{ CKR_FUNCTION_NOT_SUPPORTED, "CKR_FUNCTION_NOT_SUPPORTED", NULL },
	{ CKR_KEY_HANDLE_INVALID, "CKR_KEY_HANDLE_INVALID", GONE },
	{ CKR_KEY_SIZE_RANGE, "CKR_KEY_SIZE_RANGE", CANNOT },
	{ CKR_KEY_TYPE_INCONSISTENT, "CKR_KEY_TYPE_INCONSISTENT", CANNOT },
	{ CKR_KEY_FUNCTION_NOT_PERMITTED, "CKR_KEY_FUNCTION_NOT_PERMITTED", CANNOT },
	{ CKR_MECHANISM_INVALID, "CKR_MECHANISM_INVALID", CANNOT },
	{ CKR_MECHANISM_PARAM_INVALID, "CKR_MECHANISM_PARAM_INVALID", CANNOT },
	{ CKR_OBJECT_HANDLE_INVALID, "CKR_OBJECT_HANDLE_INVALID", GONE },
	{ CKR_OPERATION_ACTIVE, "CKR_OPERATION_ACTIVE", NULL },
	{ CKR_OPERATION_NOT_INITIALIZED, "CKR_OPERATION_NOT_INITIALIZED", NULL },
	{ CKR_PIN_INCORRECT, "CKR_PIN_INCORRECT", N_("the PIN is wrong") },
	{ CKR_PIN_INVALID, "CKR_PIN_INVALID", N_("the PIN is wrong") },
	{ CKR_PIN_LEN_RANGE, "CKR_PIN_LEN_RANGE", N_("the PIN is too short or too long") },
	{ CKR_PIN_EXPIRED, "CKR_PIN_EXPIRED", N_("the PIN has expired and must be changed") },
	{ CKR_PIN_LOCKED, "CKR_PIN_LOCKED", N_("the PIN is locked") },
	{ CKR_SESSION_CLOSED, "CKR_SESSION_CLOSED", GONE },
	{ CKR_SESSION_COUNT, "CKR_SESSION_COUNT", N_("other programs use the token") },
	{ CKR_SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID", GONE },
	{ CKR_TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT", GONE },
	{ CKR_TOKEN_NOT_RECOGNIZED, "CKR_TOKEN_NOT_RECOGNIZED",
	  N_("the module does not know this kind of token") },
	{ CKR_USER_NOT_LOGGED_IN, "CKR_USER_NOT_LOGGED_IN",
	  N_("the token no longer counts the PIN as given") },
	{ CKR_USER_ANOTHER_ALREADY_LOGGED_IN, "CKR_USER_ANOTHER_ALREADY_LOGGED_IN",
	  N_("other programs use the token") },
	{ CKR_USER_PIN_NOT_INITIALIZED, "CKR_USER_PIN_NOT_INITIALIZED",
	  N_("the token has no PIN yet") },
	{ CKR_CRYPTOKI_NOT_INITIALIZED, "CKR_CRYPTOKI_NOT_INITIALIZED", NULL },
};

int rv_fail(struct wipe_error *err, int code, const char *subject, CK_RV rv)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (answers[i].rv == rv)
			return wipe_error_set(err, code, 0, "%s: %s (%s)", subject,
					      answers[i].meaning ? _(answers[i].meaning) :
								   _("the module failed"),
					      answers[i].name);
	return wipe_error_set(err, code, 0, "%s: %s (0x%lx)", subject, _("the module failed"), rv);
}
