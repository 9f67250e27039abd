/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exit.h"
#include "i18n.h"
#include "text.h"
#include "utf8.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* An object could not be made, so a line is missing. */
static bool lost;
/* Nobody wants what is missing. */
static bool unread;

void output_json(json_t *object)
{
	char *line = object ? json_dumps(object, JSON_COMPACT) : NULL;

	if (line) {
		fputs(line, stdout);
		fputc('\n', stdout);
		fflush(stdout);
	} else {
		lost = true;
	}
	free(line);
	json_decref(object);
}

json_t *output_json_bytes(uint64_t bytes)
{
	return json_sprintf("%" PRIu64, bytes);
}

/* Each byte that is no UTF-8 grows to three. */
static json_t *replaced(const char *text)
{
	char *clean = malloc(strlen(text) * 3 + 1);
	size_t used = 0;
	json_t *value;

	if (!clean)
		return NULL;
	while (*text) {
		const char *start = text;
		bool valid = utf8_next(&text) != UTF8_INVALID;
		const char *piece = valid ? start : REPLACEMENT;
		size_t bytes = valid ? (size_t)(text - start) : strlen(REPLACEMENT);

		memcpy(clean + used, piece, bytes);
		used += bytes;
	}
	value = json_stringn(clean, used);
	free(clean);
	return value;
}

json_t *output_json_text(const char *text)
{
	if (!text || !*text)
		return json_null();
	return utf8_is_valid(text) ? json_string(text) : replaced(text);
}

json_t *output_json_error(const struct wipe_error *err)
{
	if (!err || err->code == WIPE_OK)
		return json_null();
	return json_pack("{s:s, s:i, s:o}", "code", wipe_code_name(err->code), "errno",
			 err->sys_errno, "message", output_json_text(err->message));
}

json_t *output_json_estimate(const struct wipe_estimate *estimate)
{
	return estimate ?
		       json_pack("{s:I, s:I, s:s}", "least_s", (json_int_t)estimate->least_s,
				 "most_s", (json_int_t)estimate->most_s, "basis", estimate->basis) :
		       json_null();
}

json_t *output_json_hex(const uint8_t *bytes, size_t length)
{
	char *text;
	json_t *value;

	if (!bytes)
		return json_null();
	text = malloc(length * 2 + 1);
	if (!text)
		return NULL;
	text_hex(bytes, length, text);
	value = json_stringn(text, length * 2);
	free(text);
	return value;
}

void output_error(const char *tool, const char *subject, const char *format, ...)
{
	char message[1024], shown[2048];
	va_list list;

	fprintf(stderr, "%s: ", tool);
	if (subject) {
		text_escape(subject, shown, sizeof(shown));
		fprintf(stderr, "%s: ", shown);
	}
	va_start(list, format);
	vsnprintf(message, sizeof(message), format, list);
	va_end(list);
	text_escape(message, shown, sizeof(shown));
	fprintf(stderr, "%s\n", shown);
}

/* As a whole name: /dev/sda1 does not name /dev/sda. */
static bool names(const char *message, const char *subject)
{
	size_t bytes = strlen(subject);

	for (const char *at = message; bytes && (at = strstr(at, subject)); at++) {
		unsigned char after = (unsigned char)at[bytes];

		if (!isalnum(after) && (!after || !strchr("._-/", after)))
			return true;
	}
	return false;
}

void output_message(const char *tool, const char *subject, const char *message)
{
	output_error(tool, subject && names(message, subject) ? NULL : subject, "%s", message);
}

void output_wipe_error(const char *tool, const char *subject, const struct wipe_error *err)
{
	output_message(tool, subject, err->message);
}

void output_unread(void)
{
	unread = true;
}

int output_finish(const char *tool, int code)
{
	/* The error indicator tells of earlier writes, fclose() of the last. */
	lost |= ferror(stdout) != 0;
	lost |= fclose(stdout) != 0;
	if (!lost || unread)
		return code;
	output_error(tool, NULL, "%s", _("the output could not be written"));
	return exit_combine(code, EXIT_FAILED);
}
