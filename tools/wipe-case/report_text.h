/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of a cell that is put together; what does not fit is cut at a character. */
#ifndef MASSHO_WIPE_CASE_REPORT_TEXT_H
#define MASSHO_WIPE_CASE_REPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct report_text {
	char bytes[16000]; /* below WIPEPAPER_TEXT_BYTES */
	size_t used;
	bool is_cut;
};

void report_text_begin(struct report_text *text);
/* separator: in front of it unless the text is empty. An empty part adds nothing. */
void report_text_add(struct report_text *text, const char *separator, const char *part);
void report_text_format(struct report_text *text, const char *separator, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
