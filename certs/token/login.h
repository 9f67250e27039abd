/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PIN is given to a token once, never again by itself: it counts wrong ones. */
#ifndef TOKEN_LOGIN_H
#define TOKEN_LOGIN_H

#include <stdbool.h>

#include <p11-kit/uri.h>

#include <wipecert/sign.h>

#include "object.h"
#include "secret.h"

struct login {
	const struct wipecert_signer_source *source; /* whom to ask */
	const char *pin_file;			     /* of the URI; NULL: ask */
};

/*
 * Logs the user in, if the token wants that. *pin holds what was given, empty if
 * nothing was. WIPE_E_REFUSED: locked, or the last try was not confirmed;
 * WIPE_E_CRYPTO: wrong, none given, or the token failed.
 */
int login_user(const struct session *session, const struct login *login, struct secret *pin,
	       struct wipe_error *err);

/*
 * For the signature that was just begun, by a key with CKA_ALWAYS_AUTHENTICATE.
 * *pin is wiped if the token does not take it, so that no further try is lost.
 */
int login_again(const struct session *session, const struct wipecert_signer_source *source,
		struct secret *pin, struct wipe_error *err);

#endif
