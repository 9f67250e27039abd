/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_xattr.h"

#include <errno.h>
#include <linux/fiemap.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "cleanup.h"
#include "erase_xattr_list.h"
#include "text.h"

/* XATTR_SIZE_MAX of <linux/limits.h>; some file systems have more. */
#define VALUE_MAX_BYTES (1u << 20)

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

/*
 * A list keeps out as well as it lets in, and without it the mask is what the group may: before
 * it changes, only the owner may anything.
 */
static bool close_to_others(int fd, const char *name)
{
	struct stat st;

	if (!xattr_is_acl(name))
		return true;
	return fstat(fd, &st) == 0 && (!(st.st_mode & 077) || fchmod(fd, st.st_mode & 07700) == 0);
}

static bool remove_one(int fd, const char *name)
{
	return close_to_others(fd, name) && fremovexattr(fd, name) == 0;
}

/* From what the attribute holds to what it is to hold. False: there is no such value. */
static bool new_value(const char *name, unsigned char *value, size_t bytes,
		      const struct wipe_env *env)
{
	if (!xattr_is_acl(name))
		return env->ops->random(env, value, bytes) == 0;
	blank_acl(value, bytes);
	return true;
}

static bool set_random(int fd, const char *name, size_t bytes, int flags,
		       const struct wipe_env *env)
{
	CLEANUP_FREE unsigned char *value = malloc(bytes + 1);

	return value && env->ops->random(env, value, bytes) == 0 &&
	       fsetxattr(fd, name, value, bytes, flags) == 0;
}

/* The name as it is stored: its kind is a number there. */
static int trace_name(struct erase_traces *traces, uint32_t of, const char *name)
{
	const char *dot = strchr(name, '.');

	return xattr_is_acl(name) || !dot ? 0 :
					    erase_traces_add(traces, of, dot + 1, strlen(dot + 1));
}

/* Entries with a user or group, as ext stores them, and as xfs does (big-endian, 12 bytes). */
static int trace_acl(struct erase_traces *traces, uint32_t of, const unsigned char *value,
		     size_t bytes)
{
	const size_t entry_bytes = sizeof(struct posix_acl_xattr_entry);
	int rc = 0;

	for (size_t at = sizeof(struct posix_acl_xattr_header); at + entry_bytes <= bytes && !rc;
	     at += entry_bytes) {
		const unsigned char *entry = value + at;
		const unsigned char big[] = { entry[1], entry[0], entry[7], entry[6],
					      entry[5], entry[4], entry[3], entry[2] };

		if (entry[1] || (entry[0] != ACL_USER && entry[0] != ACL_GROUP))
			continue;
		rc = erase_traces_add(traces, of, entry, entry_bytes);
		if (!rc)
			rc = erase_traces_add(traces, of, big, sizeof(big));
	}
	return rc;
}

/* *value: what it holds, NULL if that cannot be read. */
static int read_value(int fd, const char *name, unsigned char **value, size_t *bytes)
{
	ssize_t got = fgetxattr(fd, name, NULL, 0);

	*value = NULL;
	*bytes = got > 0 ? (size_t)got : 0;
	if (got < 0 || *bytes > VALUE_MAX_BYTES)
		return 0;
	*value = malloc(*bytes + 1);
	if (!*value)
		return WIPE_E_NOMEM;
	if (fgetxattr(fd, name, *value, *bytes) == got)
		return 0;
	free(*value);
	*value = NULL;
	return 0;
}

/* By what it would be recognized is kept, then it is overwritten. */
static int overwrite_one(int fd, const char *name, const struct wipe_env *env,
			 struct erase_xattrs *xattrs, uint32_t index)
{
	CLEANUP_FREE unsigned char *value = NULL;
	bool is_closed = close_to_others(fd, name);
	size_t bytes;
	int rc = read_value(fd, name, &value, &bytes);

	xattrs->is_left[index] = true;
	if (!rc)
		rc = trace_name(&xattrs->traces, index, name);
	if (!rc && value)
		rc = xattr_is_acl(name) ? trace_acl(&xattrs->traces, index, value, bytes) :
					  erase_traces_add(&xattrs->traces, index, value, bytes);
	if (rc || !value)
		return rc;
	if (is_closed && new_value(name, value, bytes, env) &&
	    fsetxattr(fd, name, value, bytes, XATTR_REPLACE) == 0)
		xattrs->is_left[index] = false;
	return 0;
}

/*
 * ext frees the block of attributes when the last is removed from it, and leaves in it what
 * it was: with another one in it, whatever is removed becomes zeros. Beside that one there
 * has to be room, and nothing in the block may become so short that it would move to the inode.
 */
static void replace_all(const struct wipe_filesystem *fs, int fd, const struct xattr_list *list,
			const struct wipe_env *env)
{
	const size_t most = (size_t)fs->block_bytes * 3 / 8;
	char other[] = "user.????????";
	uint64_t number = 0;
	bool has_other;

	if (env->ops->random(env, &number, sizeof(number)))
		return;
	for (size_t i = strlen("user."); other[i]; i++, number >>= 5)
		other[i] = "abcdefghijklmnopqrstuvwxyz012345"[number % 32];
	for (const char *name = NULL; (name = xattr_list_next(list, name));)
		if (!xattr_is_acl(name) && fgetxattr(fd, name, NULL, 0) > (ssize_t)most)
			(void)set_random(fd, name, most, XATTR_REPLACE, env);
	has_other = set_random(fd, other, most, XATTR_CREATE, env);
	for (const char *name = NULL; (name = xattr_list_next(list, name));) {
		(void)remove_one(fd, name);
		if (!has_other)
			has_other = set_random(fd, other, most, XATTR_CREATE, env);
	}
}

static bool is_ext(const struct wipe_filesystem *fs)
{
	return fs->kind == WIPE_FS_EXT2 || fs->kind == WIPE_FS_EXT3 || fs->kind == WIPE_FS_EXT4;
}

static bool has_block(const struct erase_xattrs *xattrs)
{
	for (size_t i = 0; i < xattrs->places.count; i++)
		if (!(xattrs->places.items[i].flags &
		      (FIEMAP_EXTENT_DATA_INLINE | FIEMAP_EXTENT_UNKNOWN)))
			return true;
	return false;
}

static int overwrite_all(const struct wipe_filesystem *fs, int fd, const struct xattr_list *list,
			 const struct wipe_env *env, struct erase_xattrs *xattrs)
{
	uint32_t index = 0;
	int rc = 0;

	xattrs->is_placed = fs &&
			    fs_extents_read(fs, fd, FS_FORK_ATTRIBUTES, &xattrs->places, NULL) == 0;
	for (const char *name = NULL; !rc && (name = xattr_list_next(list, name));)
		rc = overwrite_one(fd, name, env, xattrs, index++);
	if (!rc && fs && is_ext(fs) && has_block(xattrs))
		replace_all(fs, fd, list, env);
	return rc;
}

static int make_xattrs(uint32_t count, struct erase_xattrs **xattrs)
{
	*xattrs = calloc(1, sizeof(**xattrs));
	if (!*xattrs)
		return WIPE_E_NOMEM;
	(*xattrs)->is_left = calloc(count, sizeof(bool));
	(*xattrs)->count = count;
	return (*xattrs)->is_left ? 0 : WIPE_E_NOMEM;
}

int erase_xattr_overwrite(const struct wipe_filesystem *fs, int fd, const struct wipe_env *env,
			  struct erase_xattrs **xattrs, struct wipe_error *err)
{
	struct xattr_list list;
	uint32_t count;
	int rc = xattr_list_read(fd, &list, err);

	*xattrs = NULL;
	count = rc ? 0 : xattr_list_count(&list);
	if (count) {
		rc = make_xattrs(count, xattrs);
		if (!rc)
			rc = overwrite_all(fs, fd, &list, env, *xattrs);
		if (rc)
			rc = wipe_error_set(err, rc, 0, _("out of memory"));
	}
	xattr_list_clear(&list);
	return rc;
}

void erase_xattrs_free(struct erase_xattrs *xattrs)
{
	if (!xattrs)
		return;
	erase_traces_clear(&xattrs->traces);
	fs_extents_clear(&xattrs->places);
	free(xattrs->is_left);
	free(xattrs);
}

uint32_t erase_xattr_count(int fd)
{
	struct xattr_list list;
	uint32_t count = 0;

	if (xattr_list_read(fd, &list, NULL) == 0)
		count = xattr_list_count(&list);
	xattr_list_clear(&list);
	return count;
}

uint32_t erase_xattr_count_kept(int fd)
{
	struct xattr_list list;
	struct stat st;
	uint32_t count;

	if (fstat(fd, &st))
		return 1;
	count = xattr_list_read(fd, &list, NULL) ? 1 : xattr_list_count(&list);
	xattr_list_clear(&list);
	return count + (S_ISLNK(st.st_mode) && st.st_blocks > 0);
}

bool erase_xattr_remove(int fd)
{
	struct xattr_list list;
	bool removed = false;

	if (xattr_list_read(fd, &list, NULL) == 0)
		for (const char *name = NULL; (name = xattr_list_next(&list, name));)
			removed = remove_one(fd, name) || removed;
	xattr_list_clear(&list);
	return removed;
}

/* Values in inodes of their own: each has been written to a new one. */
static uint32_t count_elsewhere(const struct fs_extents *places)
{
	uint32_t count = 0;

	for (size_t i = 0; i < places->count; i++)
		count += places->items[i].physical == FS_NO_ADDRESS;
	return count;
}

uint32_t erase_xattr_left(const struct erase_xattrs *xattrs, const struct fs_medium *medium,
			  unsigned char *buffer, size_t size)
{
	CLEANUP_FREE bool *found = calloc(xattrs->count, sizeof(bool));
	uint32_t left = 0, elsewhere = count_elsewhere(&xattrs->places);

	if (!found || !medium || !xattrs->is_placed || !xattrs->places.count ||
	    erase_traces_find(&xattrs->traces, medium, &xattrs->places, buffer, size, found))
		return xattrs->count;
	for (uint32_t i = 0; i < xattrs->count; i++)
		left += found[i] || xattrs->is_left[i];
	/* Which ones lay elsewhere nobody tells: others than those, as far as there are any. */
	left += elsewhere;
	return left < xattrs->count ? left : xattrs->count;
}
