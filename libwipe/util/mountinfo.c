/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mountinfo.h"

#include <string.h>

#include "text.h"

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

bool mountinfo_unescape(char *out, size_t out_bytes, const char *in, size_t length)
{
	size_t used = 0;

	for (size_t i = 0; i < length; used++) {
		if (used + 1 >= out_bytes)
			return false;
		if (in[i] == '\\' && length - i > 3 && in[i + 1] >= '0' && in[i + 1] <= '3' &&
		    is_octal(in[i + 2]) && is_octal(in[i + 3])) {
			out[used] = (char)((in[i + 1] - '0') << 6 | (in[i + 2] - '0') << 3 |
					   (in[i + 3] - '0'));
			i += 4;
		} else {
			out[used] = in[i++];
		}
	}
	out[used] = '\0';
	return strlen(out) == used;
}

/* The field at *at up to a blank or the end of the line; *at moves behind it. */
static bool take_field(const char **at, char *out, size_t out_bytes)
{
	size_t length = strcspn(*at, " \n");
	bool fits = mountinfo_unescape(out, out_bytes, *at, length);

	*at += length;
	*at += **at == ' ';
	return fits && length;
}

static bool skip_fields(const char **at, int count)
{
	for (; count; count--) {
		size_t length = strcspn(*at, " \n");

		if ((*at)[length] != ' ')
			return false;
		*at += length + 1;
	}
	return true;
}

bool mountinfo_parse(const char *line, struct mountinfo *entry)
{
	char number[32], field[256];

	/* 36 35 98:0 /root /target options optional... - type source options */
	if (!take_field(&line, number, sizeof(number)) || !text_parse_u64(number, &entry->id) ||
	    !take_field(&line, number, sizeof(number)) ||
	    !text_parse_u64(number, &entry->parent_id) ||
	    !take_field(&line, number, sizeof(number)) ||
	    !text_parse_devnum(number, &entry->major_no, &entry->minor_no) ||
	    !take_field(&line, entry->root, sizeof(entry->root)) ||
	    !take_field(&line, entry->target, sizeof(entry->target)))
		return false;
	entry->mount_options = line;
	if (!skip_fields(&line, 1))
		return false;
	do {
		if (!take_field(&line, field, sizeof(field)))
			return false;
	} while (strcmp(field, "-") != 0);
	if (!take_field(&line, entry->type, sizeof(entry->type)))
		return false;
	/* The source may be empty. */
	entry->source[0] = '\0';
	if (*line != ' ' && *line != '\n' && *line)
		if (!take_field(&line, entry->source, sizeof(entry->source)))
			return false;
	entry->options = line + (*line == ' ');
	return true;
}

bool mount_option_next(const char **cursor, char name[32], char value[PATH_MAX])
{
	while (**cursor && **cursor != '\n') {
		const char *start = *cursor;
		size_t length = strcspn(start, ",\n"), name_length;
		const char *equals = memchr(start, '=', length);

		*cursor = start + length;
		*cursor += **cursor == ',';
		name_length = equals ? (size_t)(equals - start) : length;
		if (!name_length || !mountinfo_unescape(name, 32, start, name_length))
			continue;
		value[0] = '\0';
		if (!equals || mountinfo_unescape(value, PATH_MAX, equals + 1,
						  length - (size_t)(equals + 1 - start)))
			return true;
	}
	return false;
}

bool overlay_layer_next(const char **cursor, char path[PATH_MAX])
{
	while (**cursor) {
		size_t used = 0;
		const char *at = *cursor;

		for (; *at && *at != ':'; at++) {
			if (*at == '\\' && at[1])
				at++;
			if (used < PATH_MAX - 1)
				path[used] = *at;
			used++;
		}
		*cursor = at + (*at == ':');
		/* "::" separates layers of data only: still layers. */
		if (!used || used > PATH_MAX - 1)
			continue;
		path[used] = '\0';
		return true;
	}
	return false;
}

/*
 * Mount points without which the running system cannot be; the rest is where live
 * systems have the medium that they run from (live-boot, dracut, casper, archiso).
 */
bool mount_target_is_system(const char *target)
{
	static const char *const targets[] = { "/",
					       "/boot",
					       "/boot/efi",
					       "/efi",
					       "/usr",
					       "/var",
					       "/etc",
					       "/run/live/medium",
					       "/run/live/persistence",
					       "/lib/live/mount/medium",
					       "/usr/lib/live/mount/medium", /* /lib is a link */
					       "/run/initramfs/live",
					       "/run/initramfs/isoscan",
					       "/run/initramfs/overlayfs",
					       "/cdrom",
					       "/isodevice",
					       "/run/archiso/bootmnt" };

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (strcmp(target, targets[i]) == 0)
			return true;
	return false;
}
