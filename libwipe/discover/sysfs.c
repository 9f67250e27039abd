/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "text.h"

static bool join(char out[PATH_MAX], const char *root, const char *folder, const char *name)
{
	return snprintf(out, PATH_MAX, "%s%s%s%s", root, folder, *name ? "/" : "", name) < PATH_MAX;
}

ssize_t sysfs_read_bytes(const char *root, const char *folder, const char *name, void *out,
			 size_t out_bytes)
{
	char path[PATH_MAX];
	CLEANUP_FD int fd = -1;
	size_t used = 0;

	if (!join(path, root, folder, name))
		return -1;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return -1;
	while (used < out_bytes) {
		ssize_t got = read(fd, (char *)out + used, out_bytes - used);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (!got)
			break;
		used += (size_t)got;
	}
	return (ssize_t)used;
}

bool sysfs_read(const char *root, const char *folder, const char *name, char *out, size_t out_bytes)
{
	ssize_t got = sysfs_read_bytes(root, folder, name, out, out_bytes - 1);
	size_t start, end;

	out[got > 0 ? got : 0] = '\0';
	if (got < 0)
		return false;
	end = strcspn(out, "\n");
	/* It may go on where the room ended: half a value is none. */
	if (end == out_bytes - 1) {
		out[0] = '\0';
		return false;
	}
	while (end && strchr(" \t", out[end - 1]))
		end--;
	out[end] = '\0';
	start = strspn(out, " \t");
	memmove(out, out + start, end - start + 1);
	return true;
}

bool sysfs_read_u64(const char *root, const char *folder, const char *name, uint64_t *value)
{
	char text[32], *end;

	*value = 0;
	if (!sysfs_read(root, folder, name, text, sizeof(text)))
		return false;
	if (text_parse_u64(text, value))
		return true;
	if (strncmp(text, "0x", 2) != 0 || !text[2] ||
	    text[2 + strspn(text + 2, "0123456789abcdefABCDEF")])
		return false;
	errno = 0;
	*value = strtoull(text + 2, &end, 16);
	if (!errno && !*end)
		return true;
	*value = 0;
	return false;
}

bool sysfs_exists(const char *root, const char *folder, const char *name)
{
	char path[PATH_MAX];

	return join(path, root, folder, name) &&
	       faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

bool sysfs_udev_runs(const char *root)
{
	return sysfs_exists(root, "/run/udev", "control");
}

bool sysfs_resolve(const char *root, const char *path, char *out, size_t out_bytes)
{
	char joined[PATH_MAX], base[PATH_MAX], resolved[PATH_MAX];
	size_t skip = 0;

	*out = '\0';
	if (!join(joined, root, path, "") || !realpath(joined, resolved))
		return false;
	/* The root itself may have been named through links. */
	if (*root) {
		if (!realpath(root, base))
			return false;
		skip = strlen(base);
		if (strncmp(resolved, base, skip) != 0 || resolved[skip] != '/')
			return false;
	}
	if (strlen(resolved + skip) >= out_bytes)
		return false;
	memcpy(out, resolved + skip, strlen(resolved + skip) + 1);
	return true;
}

bool sysfs_link_name(const char *root, const char *folder, const char *name, char *out,
		     size_t out_bytes)
{
	char path[PATH_MAX], target[PATH_MAX];
	const char *slash;
	ssize_t got = -1;

	*out = '\0';
	if (join(path, root, folder, name))
		got = readlink(path, target, sizeof(target) - 1);
	if (got <= 0)
		return false;
	target[got] = '\0';
	slash = strrchr(target, '/');
	slash = slash ? slash + 1 : target;
	if (!*slash || strlen(slash) >= out_bytes)
		return false;
	memcpy(out, slash, strlen(slash) + 1);
	return true;
}

DIR *sysfs_open_folder(const char *root, const char *folder)
{
	char path[PATH_MAX];

	return join(path, root, folder, "") ? opendir(path) : NULL;
}
