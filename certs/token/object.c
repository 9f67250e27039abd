/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "rv.h"
#include "text.h"

static int nonsense(const struct session *session, struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_CRYPTO, 0,
			      _("%s: the PKCS#11 module answers with nonsense"),
			      session->slot.label);
}

/* One call's worth, until there is nothing more. */
static CK_RV collect(const struct session *session, struct objects *out, bool *is_nonsense)
{
	CK_OBJECT_HANDLE batch[16];
	CK_ULONG got;

	for (;;) {
		CK_RV rv;

		got = 0;
		rv = session->slot.module.calls->C_FindObjects(session->handle, batch, 16, &got);
		*is_nonsense = rv == CKR_OK && got > 16;
		if (rv != CKR_OK || *is_nonsense || !got)
			return rv;
		for (CK_ULONG i = 0; i < got; i++) {
			if (out->count >= OBJECTS_MAX) {
				out->count = OBJECTS_MAX + 1;
				return CKR_OK;
			}
			out->items[out->count++] = batch[i];
		}
	}
}

int object_find(const struct session *session, CK_ATTRIBUTE *wanted, CK_ULONG wanted_count,
		struct objects *out, struct wipe_error *err)
{
	const CK_FUNCTION_LIST *calls = session->slot.module.calls;
	bool is_nonsense = false;
	CK_RV rv;

	out->count = 0;
	rv = calls->C_FindObjectsInit(session->handle, wanted, wanted_count);
	if (rv == CKR_OK) {
		rv = collect(session, out, &is_nonsense);
		calls->C_FindObjectsFinal(session->handle);
	}
	if (is_nonsense)
		return nonsense(session, err);
	return rv == CKR_OK ? 0 : rv_fail(err, WIPE_E_CRYPTO, session->slot.label, rv);
}

/* 1: *bytes is its length; 0: the object has none or keeps it to itself; or a code. */
static int length_of(const struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
		     size_t most, size_t *bytes, struct wipe_error *err)
{
	CK_ATTRIBUTE attribute = { type, NULL, 0 };
	CK_RV rv = session->slot.module.calls->C_GetAttributeValue(session->handle, object,
								   &attribute, 1);

	if (rv == CKR_ATTRIBUTE_TYPE_INVALID || rv == CKR_ATTRIBUTE_SENSITIVE)
		return 0;
	if (rv != CKR_OK)
		return rv_fail(err, WIPE_E_CRYPTO, session->slot.label, rv);
	if (attribute.ulValueLen == CK_UNAVAILABLE_INFORMATION || !attribute.ulValueLen)
		return 0;
	if (attribute.ulValueLen > most)
		return nonsense(session, err);
	*bytes = attribute.ulValueLen;
	return 1;
}

/* buffer has exactly the *bytes that the module asked for; it may use fewer. */
static int fetch(const struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
		 void *buffer, size_t *bytes, struct wipe_error *err)
{
	CK_ATTRIBUTE attribute = { type, buffer, *bytes };
	CK_RV rv = session->slot.module.calls->C_GetAttributeValue(session->handle, object,
								   &attribute, 1);

	if (rv != CKR_OK)
		return rv_fail(err, WIPE_E_CRYPTO, session->slot.label, rv);
	if (attribute.pValue != buffer || attribute.ulValueLen > *bytes)
		return nonsense(session, err);
	*bytes = attribute.ulValueLen;
	return 0;
}

int object_bytes(const struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
		 size_t most, unsigned char **value, size_t *bytes, struct wipe_error *err)
{
	size_t length = 0;
	int code = length_of(session, object, type, most, &length, err);

	*value = NULL;
	*bytes = 0;
	if (code <= 0)
		return code;
	/* Zeroed, for whoever claims more than it writes. */
	*value = calloc(1, length);
	if (!*value)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	code = fetch(session, object, type, *value, &length, err);
	if (!code && length) {
		*bytes = length;
		return 0;
	}
	free(*value);
	*value = NULL;
	return code;
}

/* 1: it has exactly size bytes; 0: there is none; or a code. */
static int fixed(const struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
		 void *value, size_t size, struct wipe_error *err)
{
	size_t length = 0;
	int code = length_of(session, object, type, size, &length, err);

	if (code <= 0)
		return code;
	code = fetch(session, object, type, value, &length, err);
	if (code)
		return code;
	return length == size ? 1 : nonsense(session, err);
}

int object_flag(const struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
		bool otherwise, bool *value, struct wipe_error *err)
{
	CK_BBOOL flag = CK_FALSE;
	int code = fixed(session, object, type, &flag, sizeof(flag), err);

	*value = code > 0 ? flag != CK_FALSE : otherwise;
	return code < 0 ? code : 0;
}

int object_number(const struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
		  CK_ULONG otherwise, CK_ULONG *value, struct wipe_error *err)
{
	CK_ULONG number = 0;
	int code = fixed(session, object, type, &number, sizeof(number), err);

	*value = code > 0 ? number : otherwise;
	return code < 0 ? code : 0;
}
