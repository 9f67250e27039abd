/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>

#include "i18n.h"
#include "utf8.h"

#define ELLIPSIS "…"

/* A buffer that is filled piece by piece; a piece that does not fit ends it. */
struct filler {
	char *out;
	size_t size, used;
	bool full;
};

static void fill(struct filler *filler, const char *piece, size_t bytes)
{
	if (filler->full || bytes >= filler->size - filler->used) {
		filler->full = true;
		return;
	}
	memcpy(filler->out + filler->used, piece, bytes);
	filler->used += bytes;
	filler->out[filler->used] = '\0';
}

static struct filler fill_start(char *out, size_t size)
{
	if (size)
		out[0] = '\0';
	return (struct filler){ .out = out, .size = size, .full = !size };
}

void text_escape(const char *text, char *out, size_t size)
{
	struct filler filler = fill_start(out, size);

	while (*text && !filler.full) {
		const char *start = text;
		uint32_t code_point = utf8_next(&text);
		char piece[16];

		if (utf8_is_harmless(code_point)) {
			fill(&filler, start, (size_t)(text - start));
			continue;
		}
		if (code_point == UTF8_INVALID)
			snprintf(piece, sizeof(piece), "\\x%02X", (unsigned char)*start);
		else
			snprintf(piece, sizeof(piece), "\\u{%04" PRIX32 "}", code_point);
		fill(&filler, piece, strlen(piece));
	}
}

void text_hex(const uint8_t *bytes, size_t count, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		*out++ = digits[bytes[i] >> 4];
		*out++ = digits[bytes[i] & 15];
	}
	*out = '\0';
}

size_t text_columns(const char *text)
{
	size_t columns = 0;

	while (*text)
		columns += utf8_columns(utf8_next(&text));
	return columns;
}

void text_fit(const char *text, size_t columns, char *out, size_t size)
{
	struct filler filler = fill_start(out, size);
	size_t used = 0;

	if (text_columns(text) <= columns) {
		fill(&filler, text, strlen(text));
		return;
	}
	while (*text && columns) {
		const char *start = text;

		used += utf8_columns(utf8_next(&text));
		if (used > columns - 1)
			break;
		fill(&filler, start, (size_t)(text - start));
	}
	if (columns)
		fill(&filler, ELLIPSIS, strlen(ELLIPSIS));
}

static bool is_one_of(const char *characters, uint32_t code_point)
{
	while (*characters)
		if (utf8_next(&characters) == code_point)
			return true;
	return false;
}

/* Characters that must not begin a line, or end one (JIS X 4051, the common ones). */
static const char closing[] = "、。，．）」』】〕］｝・：；？！ー)]},.:;?!";
static const char opening[] = "（「『【〔［｛([{";

size_t text_unit(const char *text, size_t *columns)
{
	const char *at = text;
	bool after_wide = false, after_opening = false;

	*columns = 0;
	while (*at && *at != ' ' && *at != '\n') {
		const char *before = at;
		uint32_t code_point = utf8_next(&at);
		size_t width = utf8_columns(code_point);

		if (before != text && (width == 2 || after_wide) && !after_opening &&
		    !is_one_of(closing, code_point))
			return (size_t)(before - text);
		*columns += width;
		after_wide = width == 2;
		after_opening = is_one_of(opening, code_point);
	}
	return (size_t)(at - text);
}

void text_wrap(FILE *out, const char *text, size_t indent, size_t columns)
{
	size_t column = indent;

	while (*text) {
		size_t width, bytes, blanks = 0;

		if (*text == '\n') {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
			text++;
			continue;
		}
		while (text[blanks] == ' ')
			blanks++;
		text += blanks;
		if (!*text || *text == '\n')
			continue;
		bytes = text_unit(text, &width);
		if (column > indent && column + blanks + width > columns) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else {
			fprintf(out, "%*s", (int)blanks, "");
			column += blanks;
		}
		fwrite(text, 1, bytes, out);
		column += width;
		text += bytes;
	}
	fputc('\n', out);
}

void text_size(uint64_t bytes, char out[TEXT_SIZE_BYTES])
{
	static const char units[] = "kMGTPE";
	uint64_t tenths = bytes / 100;
	size_t unit = 0;

	if (bytes < 1000) {
		snprintf(out, TEXT_SIZE_BYTES, "%" PRIu64 " B", bytes);
		return;
	}
	for (; tenths >= 10000 && units[unit + 1]; unit++)
		tenths /= 1000;
	snprintf(out, TEXT_SIZE_BYTES, "%" PRIu64 ".%" PRIu64 " %cB", tenths / 10, tenths % 10,
		 units[unit]);
}

void text_exact_size(uint64_t bytes, char out[TEXT_EXACT_SIZE_BYTES])
{
	char size[TEXT_SIZE_BYTES], exact[TEXT_SIZE_BYTES];

	text_size(bytes, size);
	snprintf(exact, sizeof(exact), "%" PRIu64, bytes);
	snprintf(out, TEXT_EXACT_SIZE_BYTES, _("%s (%s bytes)"), size, exact);
}

void text_duration(uint64_t seconds, char out[TEXT_DURATION_BYTES])
{
	uint64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24;

	if (days)
		snprintf(out, TEXT_DURATION_BYTES, "%" PRIu64 "d %02" PRIu64 ":%02" PRIu64, days,
			 hours % 24, minutes % 60);
	else if (hours)
		snprintf(out, TEXT_DURATION_BYTES, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, hours,
			 minutes % 60, seconds % 60);
	else
		snprintf(out, TEXT_DURATION_BYTES, "%" PRIu64 ":%02" PRIu64, minutes, seconds % 60);
}

void text_guess(uint64_t least_s, uint64_t most_s, char out[TEXT_GUESS_BYTES])
{
	static const struct {
		uint64_t from_s, seconds;
		const char *name;
	} units[] = {
		{ 3 * 86400, 86400, N_("d") },
		{ 2 * 3600, 3600, N_("h") },
		{ 0, 60, N_("min") },
	};
	bool short_time = most_s < 60;
	size_t i = 0;

	/* In the unit of the longer one, the shorter one rounded down to no less than one. */
	while (most_s < units[i].from_s)
		i++;
	least_s = least_s < units[i].seconds ? 1 : least_s / units[i].seconds;
	most_s = most_s / units[i].seconds + (most_s % units[i].seconds ? 1 : 0);
	if (least_s < most_s)
		snprintf(out, TEXT_GUESS_BYTES, "%" PRIu64 "-%" PRIu64 " %s", least_s, most_s,
			 _(units[i].name));
	else
		snprintf(out, TEXT_GUESS_BYTES, "%s%" PRIu64 " %s", short_time ? "<" : "", least_s,
			 _(units[i].name));
}

size_t text_terminal_columns(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) || !size.ws_col)
		return 80;
	return size.ws_col;
}

#define QUOTED_BYTES 2048

void text_quote(const char *text, char *out, size_t size)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "%+,-./:=@_";
	char escaped[QUOTED_BYTES];

	text_escape(text, escaped, sizeof(escaped));
	if (strspn(text, plain) == strlen(text) || strchr(text, '\''))
		snprintf(out, size, "%s", escaped);
	else
		snprintf(out, size, "'%s'", escaped);
}
