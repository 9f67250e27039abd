/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UTIL_TEXT_H
#define UTIL_TEXT_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Messages for people; the programs that use the library bind the domain. */
#define _(message) dgettext("massho", message)

/*
 * Copies untrusted text: only printable ASCII is kept (anything else becomes
 * '?'), blanks at both ends are dropped, what does not fit is cut. NULL gives "".
 */
void text_copy_ascii(char *out, size_t out_bytes, const char *in);

/*
 * Copies bytes as they are, a path is still one, but replaces control characters of ASCII
 * by '?'; cuts.
 */
void text_copy_plain(char *out, size_t out_bytes, const char *in);

/* Copies untrusted text: as _plain, with '?' for each byte that is no text, and for C1 controls. */
void text_copy_label(char *out, size_t out_bytes, const char *in);

/* A whole decimal number without sign; false if it is none or does not fit. */
bool text_parse_u64(const char *in, uint64_t *value);

/* Two decimal numbers joined by a colon, as in "8:16". */
bool text_parse_devnum(const char *in, uint32_t *major_no, uint32_t *minor_no);

#endif
