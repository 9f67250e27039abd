/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records for people: plain text and HTML, Japanese or English by the locale. */
#ifndef WIPECERT_RENDER_H
#define WIPECERT_RENDER_H

#include <stddef.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/record.h>
#include <wipecert/verify.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The certificate as text (UTF-8, at most 80 columns, East Asian wide counted as
 * two), from a verified result only: what, which medium, level achieved, verified
 * how, areas and what is not covered, who, when (claimed), state of the
 * signature, statement. *text is the caller's (free()).
 */
WIPE_API int wipecert_render_text(const struct wipecert_result *result, char **text,
				  struct wipe_error *err);

/*
 * The same as one HTML file (UTF-8) for a browser: no scripts, no requests, everything
 * escaped; first what decides (wipecert/glance.h), then the text. language is a tag of
 * BCP 47 ("ja"), that of messages. *html is the caller's (free()).
 */
WIPE_API int wipecert_render_html(const struct wipecert_result *result, const char *language,
				  char **html, struct wipe_error *err);

/*
 * The stock commands (openssl, sha256sum, cmp) that check signature and medium
 * without this toolkit, ready for a POSIX shell. path is the record's file;
 * shell-quoted. *text is the caller's (free()).
 */
WIPE_API int wipecert_render_commands(const struct wipecert_result *result, const char *path,
				      char **text, struct wipe_error *err);

#ifdef __cplusplus
}
#endif
#endif
