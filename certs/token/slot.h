/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one token that a URI means. */
#ifndef TOKEN_SLOT_H
#define TOKEN_SLOT_H

#include <p11-kit/uri.h>

#include "module.h"

#define SLOT_LABEL_BYTES 128

struct slot {
	struct module module;
	CK_SLOT_ID id;
	char label[SLOT_LABEL_BYTES]; /* of the token, UTF-8, without the blanks behind it */
};

/*
 * Looks in the module that the URI names, else in all that are registered in
 * folders (registered_folders). Exactly one initialized token must fit, else
 * WIPE_E_USAGE and a message that lists those that do. slot_close() only after 0.
 */
int slot_find(P11KitUri *uri, const char *const *folders, struct slot *out, struct wipe_error *err);
void slot_close(struct slot *slot);

/* The token as it is now. */
int slot_token_info(const struct slot *slot, CK_TOKEN_INFO *info, struct wipe_error *err);

#endif
