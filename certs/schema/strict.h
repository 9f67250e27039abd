/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile bytes to JSON, or a reason why not; what the schema says comes after. */
#ifndef SCHEMA_STRICT_H
#define SCHEMA_STRICT_H

#include <jansson.h>
#include <stddef.h>

#include <wipe/error.h>

/*
 * At most WIPECERT_JSON_MAX_BYTES and WIPECERT_JSON_MAX_DEPTH; UTF-8 without BOM
 * and NUL; one object, nothing behind it but blanks; no key twice; no character
 * in any string, escaped or not, that utf8_is_deceptive(); no real numbers, and
 * integers within 2^53 - 1 (RFC 7493). The caller frees *root (json_decref).
 * WIPE_E_FORMAT or WIPE_E_NOMEM.
 */
int strict_load(const void *json, size_t json_bytes, json_t **root, struct wipe_error *err);

#endif
