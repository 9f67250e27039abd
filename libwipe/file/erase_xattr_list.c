/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_xattr_list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "text.h"

/* XATTR_LIST_MAX of <linux/limits.h>; some file systems have more. */
#define LIST_MAX_BYTES (1u << 20)

static int failed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s",
			      _("its extended attributes cannot be read"));
}

/* One that is O_PATH, as of a link, is only taken as a path, which leads to the link itself. */
static ssize_t names_of(int fd, char *names, size_t size)
{
	ssize_t got = flistxattr(fd, names, size);
	char path[32];

	if (got >= 0 || errno != EBADF)
		return got;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return listxattr(path, names, size);
}

int xattr_list_read(int fd, struct xattr_list *list, struct wipe_error *err)
{
	ssize_t got = names_of(fd, NULL, 0);

	*list = (struct xattr_list){ .names = NULL };
	if (got == 0 || (got < 0 && errno == ENOTSUP))
		return 0;
	if (got < 0 || (size_t)got > LIST_MAX_BYTES)
		return failed(err);
	list->names = malloc((size_t)got + 1);
	if (!list->names)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	got = names_of(fd, list->names, (size_t)got);
	if (got < 0)
		return failed(err);
	list->names[got] = '\0';
	list->bytes = (size_t)got;
	return 0;
}

void xattr_list_clear(struct xattr_list *list)
{
	free(list->names);
	*list = (struct xattr_list){ .names = NULL };
}

static bool begins(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

bool xattr_is_acl(const char *name)
{
	return begins(name, "system.posix_acl_");
}

static bool is_label(const char *name)
{
	return begins(name, "security.selinux") || begins(name, "security.SMACK") ||
	       begins(name, "security.apparmor");
}

const char *xattr_list_next(const struct xattr_list *list, const char *name)
{
	const char *end = list->names + list->bytes;

	if (!list->bytes)
		return NULL;
	name = name ? name + strlen(name) + 1 : list->names;
	while (name < end && is_label(name))
		name += strlen(name) + 1;
	return name < end ? name : NULL;
}

uint32_t xattr_list_count(const struct xattr_list *list)
{
	uint32_t count = 0;

	for (const char *name = NULL; (name = xattr_list_next(list, name));)
		count++;
	return count;
}
