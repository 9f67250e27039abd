/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_xattr.h"

#include <errno.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "cleanup.h"
#include "text.h"

/* XATTR_LIST_MAX and XATTR_SIZE_MAX of <linux/limits.h>; some file systems have more. */
#define LIST_MAX_BYTES (1u << 20)
#define VALUE_MAX_BYTES (1u << 20)

static int failed(struct wipe_error *err, const char *message)
{
	return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", message);
}

/* *names: one after the other, each with its NUL. ENOTSUP: there are none. */
static int read_list(int fd, char **names, size_t *bytes, struct wipe_error *err)
{
	ssize_t got = flistxattr(fd, NULL, 0);

	*names = NULL;
	*bytes = 0;
	if (got == 0 || (got < 0 && errno == ENOTSUP))
		return 0;
	if (got < 0 || (size_t)got > LIST_MAX_BYTES)
		return failed(err, _("its extended attributes cannot be read"));
	*names = malloc((size_t)got + 1);
	if (!*names)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	got = flistxattr(fd, *names, (size_t)got);
	if (got < 0)
		return failed(err, _("its extended attributes cannot be read"));
	(*names)[got] = '\0';
	*bytes = (size_t)got;
	return 0;
}

static bool begins(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

static bool is_acl(const char *name)
{
	return begins(name, "system.posix_acl_");
}

/* What says nothing about the contents, and is the system's to set. */
static bool is_label(const char *name)
{
	return begins(name, "security.selinux") || begins(name, "security.SMACK") ||
	       begins(name, "security.apparmor");
}

/*
 * A list of the same entries, with numbers of users and groups that nobody has, in
 * ascending order as they must be. All of it is little-endian.
 */
static void blank_acl(unsigned char *value, size_t bytes)
{
	const size_t entry_bytes = sizeof(struct posix_acl_xattr_entry);
	const size_t id_at = offsetof(struct posix_acl_xattr_entry, e_id);
	uint32_t id = 0x7fff0000;

	for (size_t at = sizeof(struct posix_acl_xattr_header); at + entry_bytes <= bytes;
	     at += entry_bytes) {
		if (value[at + 1] || (value[at] != ACL_USER && value[at] != ACL_GROUP))
			continue;
		for (size_t i = 0; i < 4; i++)
			value[at + id_at + i] = (unsigned char)(id >> 8 * i);
		id++;
	}
}

/* Fills value with what the attribute is to hold. False: there is no such value. */
static bool new_value(int fd, const char *name, unsigned char *value, size_t bytes,
		      const struct wipe_env *env)
{
	if (!is_acl(name))
		return env->ops->random(env, value, bytes) == 0;
	if (fgetxattr(fd, name, value, bytes) != (ssize_t)bytes)
		return false;
	blank_acl(value, bytes);
	return true;
}

static bool overwrite_one(int fd, const char *name, const struct wipe_env *env)
{
	ssize_t bytes = fgetxattr(fd, name, NULL, 0);
	CLEANUP_FREE unsigned char *value = NULL;

	if (bytes < 0 || (size_t)bytes > VALUE_MAX_BYTES)
		return false;
	value = malloc((size_t)bytes + 1);
	return value && new_value(fd, name, value, (size_t)bytes, env) &&
	       fsetxattr(fd, name, value, (size_t)bytes, XATTR_REPLACE) == 0;
}

int erase_xattr_overwrite(int fd, const struct wipe_env *env, uint32_t *overwritten, uint32_t *left,
			  struct wipe_error *err)
{
	CLEANUP_FREE char *names = NULL;
	size_t bytes;
	int rc = read_list(fd, &names, &bytes, err);

	*overwritten = *left = 0;
	for (size_t at = 0; !rc && at < bytes; at += strlen(names + at) + 1) {
		if (is_label(names + at))
			continue;
		if (overwrite_one(fd, names + at, env))
			++*overwritten;
		else
			++*left;
	}
	return rc;
}

int erase_xattr_remove(int fd, struct wipe_error *err)
{
	CLEANUP_FREE char *names = NULL;
	size_t bytes;
	int rc = read_list(fd, &names, &bytes, err);

	/* What stays is told by who counted what could not be overwritten. */
	for (size_t at = 0; !rc && at < bytes; at += strlen(names + at) + 1)
		if (!is_label(names + at))
			(void)fremovexattr(fd, names + at);
	return rc;
}
