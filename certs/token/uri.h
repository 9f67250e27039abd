/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PKCS#11 URIs (RFC 7512), read by p11-kit and held to what a signing key may say. */
#ifndef TOKEN_URI_H
#define TOKEN_URI_H

#include <stddef.h>

#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>

#include <wipe/error.h>

#define URI_TEXT_BYTES 192

/*
 * WIPE_E_USAGE: malformed, an attribute unknown to RFC 7512, an object other than
 * a private key, or a pin-value. No message repeats any of the text.
 * *uri is the caller's (p11_kit_uri_free()).
 */
int uri_parse(const char *text, P11KitUri **uri, struct wipe_error *err);

/*
 * The file that pin-source names; NULL if there is none. WIPE_E_USAGE: it names
 * something else, as a program to be started.
 */
int uri_pin_file(const P11KitUri *uri, const char **path, struct wipe_error *err);

/*
 * As short as tells tokens, or the keys on one, apart; ASCII. "" if there is no
 * memory. module: the name that it is registered by, or NULL.
 */
void uri_of_token(const CK_TOKEN_INFO *token, const char *module, char out[URI_TEXT_BYTES]);
void uri_of_object(void *id, size_t id_bytes, void *label, size_t label_bytes,
		   char out[URI_TEXT_BYTES]);

#endif
