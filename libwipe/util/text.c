/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

void text_copy_ascii(char *out, size_t out_bytes, const char *in)
{
	size_t length;

	if (!in)
		in = "";
	while (*in == ' ' || *in == '\t' || *in == '\n')
		in++;
	length = strnlen(in, out_bytes - 1);
	for (size_t i = 0; i < length; i++)
		out[i] = (char)(in[i] >= 0x20 && in[i] <= 0x7e ? in[i] : in[i] == '\n' ? ' ' : '?');
	while (length && out[length - 1] == ' ')
		length--;
	out[length] = '\0';
}

void text_copy_plain(char *out, size_t out_bytes, const char *in)
{
	size_t length;

	if (!in)
		in = "";
	length = strnlen(in, out_bytes - 1);
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)in[i];

		out[i] = byte < 0x20 || byte == 0x7f ? '?' : in[i];
	}
	/* Do not end in the middle of a UTF-8 sequence. */
	if (in[length]) {
		while (length && ((unsigned char)out[length - 1] & 0xc0) == 0x80)
			length--;
		if (length && (unsigned char)out[length - 1] >= 0xc0)
			length--;
	}
	out[length] = '\0';
}

/* The second block of control characters. */
static bool is_control(uint32_t code_point)
{
	return code_point >= 0x80 && code_point < 0xa0;
}

void text_copy_label(char *out, size_t out_bytes, const char *in)
{
	text_copy_plain(out, out_bytes, in);
	while (*out) {
		uint32_t code_point;
		size_t length = utf8_sequence(out, &code_point);

		if (!length || is_control(code_point)) {
			*out = '?';
			length = 1;
		}
		out += length;
	}
}

bool text_parse_u64(const char *in, uint64_t *value)
{
	char *end;

	if (!in || *in < '0' || *in > '9')
		return false;
	errno = 0;
	*value = strtoull(in, &end, 10);
	return errno == 0 && (*end == '\0' || (*end == '\n' && end[1] == '\0'));
}

bool text_parse_devnum(const char *in, uint32_t *major_no, uint32_t *minor_no)
{
	char *end;
	unsigned long major_value, minor_value;

	if (!in || *in < '0' || *in > '9')
		return false;
	major_value = strtoul(in, &end, 10);
	if (*end != ':' || end[1] < '0' || end[1] > '9')
		return false;
	minor_value = strtoul(end + 1, &end, 10);
	if ((*end != '\0' && *end != '\n') || major_value > UINT32_MAX || minor_value > UINT32_MAX)
		return false;
	*major_no = (uint32_t)major_value;
	*minor_no = (uint32_t)minor_value;
	return true;
}
