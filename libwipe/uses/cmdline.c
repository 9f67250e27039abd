/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmdline.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *word_end(const char *at)
{
	bool quoted = false;

	for (; *at && (quoted || !is_blank(*at)); at++)
		if (*at == '"')
			quoted = !quoted;
	return at;
}

static bool copy_range(char *out, size_t out_bytes, const char *start, const char *end)
{
	size_t length = (size_t)(end - start);

	if (length >= out_bytes)
		return false;
	memcpy(out, start, length);
	out[length] = '\0';
	return true;
}

/* One pair of quotes around all of it, or around the value alone. */
static bool take_word(const char *start, const char *end, struct cmdline_word *word)
{
	const char *equals;

	if (start < end && *start == '"') {
		start++;
		if (start < end && end[-1] == '"')
			end--;
	}
	equals = memchr(start, '=', (size_t)(end - start));
	if (!copy_range(word->name, sizeof(word->name), start, equals ? equals : end))
		return false;
	word->value[0] = '\0';
	if (!equals)
		return true;
	start = equals + 1;
	if (start < end && *start == '"') {
		start++;
		if (start < end && end[-1] == '"')
			end--;
	}
	return copy_range(word->value, sizeof(word->value), start, end);
}

bool cmdline_next(const char **cursor, struct cmdline_word *word)
{
	for (;;) {
		const char *start = *cursor, *end;

		while (is_blank(*start))
			start++;
		if (!*start)
			return false;
		end = word_end(start);
		*cursor = end;
		if (take_word(start, end, word))
			return true;
	}
}

static bool parse_hexadecimal(const char *text, uint64_t *value)
{
	size_t digits;

	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		text += 2;
	digits = strspn(text, "0123456789abcdefABCDEF");
	if (!digits || digits > 8 || text[digits])
		return false;
	*value = strtoull(text, NULL, 16);
	return true;
}

/* new_decode_dev() of <linux/kdev_t.h>: 12 bits major, 20 minor in two pieces. */
static bool parse_number(const char *text, struct device_spec *spec)
{
	uint64_t number;

	if (text_parse_devnum(text, &spec->major_no, &spec->minor_no))
		return spec->major_no != 0;
	if (!parse_hexadecimal(text, &number))
		return false;
	spec->major_no = (uint32_t)(number >> 8 & 0xfff);
	spec->minor_no = (uint32_t)((number & 0xff) | (number >> 12 & 0xfff00));
	return spec->major_no != 0;
}

static bool take_tag(const char *text, struct device_spec *spec)
{
	static const struct {
		const char *prefix, *tag;
	} tags[] = {
		{ "UUID=", "UUID" },	       { "PARTUUID=", "PARTUUID" }, { "LABEL=", "LABEL" },
		{ "PARTLABEL=", "PARTLABEL" }, { "CDLABEL=", "LABEL" },
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		size_t length = strlen(tags[i].prefix);
		const char *value = text + length, *end;

		if (strncmp(text, tags[i].prefix, length) != 0)
			continue;
		/* Some put quotes here too; an offset of partitions stays on the disk. */
		if (*value == '"') {
			value++;
			end = value + strcspn(value, "\"");
		} else if ((end = strstr(value, "/PARTNROFF=")) == NULL) {
			end = value + strlen(value);
		}
		snprintf(spec->tag, sizeof(spec->tag), "%s", tags[i].tag);
		return end > value && copy_range(spec->value, sizeof(spec->value), value, end);
	}
	return false;
}

void device_spec_parse(const char *value, struct device_spec *spec)
{
	static const char *const before[] = { "live:", "block:" };

	memset(spec, 0, sizeof(*spec));
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		if (strncmp(value, before[i], strlen(before[i])) == 0)
			value += strlen(before[i]);
	if (strncmp(value, "/dev/", 5) == 0) {
		if (strcmp(value, "/dev/nfs") == 0 || strcmp(value, "/dev/cifs") == 0 ||
		    strcmp(value, "/dev/ram") == 0 || strlen(value) >= sizeof(spec->value))
			return;
		spec->kind = DEVICE_SPEC_PATH;
		memcpy(spec->value, value, strlen(value) + 1);
	} else if (take_tag(value, spec)) {
		spec->kind = DEVICE_SPEC_TAG;
	} else if (parse_number(value, spec)) {
		spec->kind = DEVICE_SPEC_NUMBER;
	}
}

#define EFI_ATTRIBUTES_BYTES 4
#define UUID_CHARACTERS 36

bool efi_part_uuid_parse(const void *data, size_t bytes, char out[37])
{
	const unsigned char *at = data;

	out[0] = '\0';
	if (bytes < EFI_ATTRIBUTES_BYTES + 2 * UUID_CHARACTERS)
		return false;
	at += EFI_ATTRIBUTES_BYTES;
	bytes -= EFI_ATTRIBUTES_BYTES;
	/* What follows the 36 characters can only be their end. */
	if (bytes > 2 * UUID_CHARACTERS &&
	    (bytes != 2 * UUID_CHARACTERS + 2 || at[bytes - 1] || at[bytes - 2]))
		return false;
	for (size_t i = 0; i < UUID_CHARACTERS; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		unsigned char low = at[2 * i];

		if (at[2 * i + 1] || (dash ? low != '-' : !isxdigit(low))) {
			out[0] = '\0';
			return false;
		}
		out[i] = (char)tolower(low);
	}
	out[UUID_CHARACTERS] = '\0';
	return true;
}
