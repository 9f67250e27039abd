/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Objects of a token and their attributes. A module may claim any length; what
 * does not fit what was asked for is an error.
 */
#ifndef TOKEN_OBJECT_H
#define TOKEN_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "slot.h"

#define OBJECTS_MAX 64

struct session {
	struct slot slot;
	CK_SESSION_HANDLE handle; /* CK_INVALID_HANDLE: none is open */
};

struct objects {
	size_t count; /* OBJECTS_MAX + 1: more than that */
	CK_OBJECT_HANDLE items[OBJECTS_MAX];
};

int object_find(const struct session *session, CK_ATTRIBUTE *wanted, CK_ULONG wanted_count,
		struct objects *out, struct wipe_error *err);

/*
 * *value is the caller's (free()), NULL with *bytes 0 if the object has no such
 * attribute or does not give it away. At most `most` bytes are taken.
 */
int object_bytes(const struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
		 size_t most, unsigned char **value, size_t *bytes, struct wipe_error *err);

/* otherwise: the value if the object has no such attribute. */
int object_flag(const struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
		bool otherwise, bool *value, struct wipe_error *err);
int object_number(const struct session *session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
		  CK_ULONG otherwise, CK_ULONG *value, struct wipe_error *err);

#endif
