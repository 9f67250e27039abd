/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void output_bytes(struct output *output, const void *bytes, size_t length)
{
	if (output->failed)
		return;
	if (output->size - output->used < length) {
		size_t size = 2 * output->size + length + 4096;
		unsigned char *grown = realloc(output->bytes, size);

		if (!grown) {
			output->failed = true;
			return;
		}
		output->bytes = grown;
		output->size = size;
	}
	if (length)
		memcpy(output->bytes + output->used, bytes, length);
	output->used += length;
}

void output_format(struct output *output, const char *format, ...)
{
	va_list args;
	char *text;
	int bytes;

	va_start(args, format);
	bytes = vasprintf(&text, format, args);
	va_end(args);
	if (bytes < 0) {
		output->failed = true;
		return;
	}
	output_bytes(output, text, (size_t)bytes);
	free(text);
}
