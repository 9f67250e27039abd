/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef X509_NAME_H
#define X509_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/x509.h>

/* The organisation in every name that wipecert_demo_create() makes. */
#define NAME_DEMO_ORGANISATION "massho DEMO (not for real use)"

/*
 * RFC 4514, UTF-8; control, bidirectional and invisible characters as \HH. Cut
 * at a whole character if it does not fit. False: no memory.
 */
bool name_render(const X509_NAME *name, char *out, size_t out_bytes);

/* The same rules for UTF-8 text that comes from elsewhere. */
void name_escape(const char *text, size_t bytes, char *out, size_t out_bytes);

/*
 * SHA-256 that is equal for names that differ in the case of ASCII letters, runs
 * of blanks and string type only. False: no memory.
 */
bool name_sha256(const X509_NAME *name, uint8_t sha256[32]);

/* Does an attribute value of it contain "massho DEMO"? */
bool name_is_demo(const X509_NAME *name);

#endif
