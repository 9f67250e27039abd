/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_root.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cleanup.h"
#include "resolve.h"
#include "text.h"

/* Mounts on the way to what was given are entered, links are not followed. */
static int open_without_links(const char *path)
{
	const struct open_how how = { .flags = O_PATH | O_NOFOLLOW | O_CLOEXEC,
				      .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS };
	long fd;

	do {
		fd = syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));
	} while (fd < 0 && errno == EINTR);
	return (int)fd;
}

static int cannot_open(const char *path, int sys_errno, struct wipe_error *err)
{
	CLEANUP_FREE char *real = sys_errno == ELOOP ? realpath(path, NULL) : NULL;
	int rc;

	if (real)
		return wipe_error_set(
			err, WIPE_E_REFUSED, 0,
			_("on the way to %s is a symbolic link, and none is followed: "
			  "it leads to %s"),
			path, real);
	rc = resolve_error(sys_errno, err);
	wipe_error_context(err, "%s", path);
	return rc;
}

/* The length of path without slashes at its end. */
static size_t trimmed(const char *path)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	return length;
}

/* Several files of one folder share their root. */
static int put_root(struct erase_list *list, const char *path, size_t length, int fd,
		    const struct stat *st, size_t *index, struct wipe_error *err)
{
	struct erase_root *root = list->root_count ? &list->roots[list->root_count - 1] : NULL;

	if (!root || root->dev != st->st_dev || root->ino != st->st_ino) {
		root = &list->roots[list->root_count];
		*root = (struct erase_root){ .path = length ? strndup(path, length) : strdup("."),
					     .dev = st->st_dev,
					     .ino = st->st_ino };
		if (!root->path)
			return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
		erase_birth_read(fd, &root->birth);
		list->root_count++;
	}
	*index = list->root_count - 1;
	return 0;
}

bool erase_root_is_mount(int fd)
{
	struct statx stx;

	return statx(fd, "", AT_EMPTY_PATH, STATX_TYPE, &stx) == 0 &&
	       (stx.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

/* "a/b": its folder "a/", and where "b" begins. */
static size_t folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

static bool has_no_own_name(const char *path)
{
	const char *last = path + folder_length(path);

	return !*last || !strcmp(last, ".") || !strcmp(last, "..");
}

static int find(struct erase_list *list, struct erase_entry *entry, int *fd, struct stat *folder,
		struct wipe_error *err)
{
	size_t length = folder_length(entry->path);
	CLEANUP_FREE char *in = length ? strndup(entry->path, length) : strdup(".");
	CLEANUP_FD int folder_fd = -1;

	if (!in)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	*fd = open_without_links(entry->path);
	if (*fd < 0)
		return cannot_open(entry->path, errno, err);
	entry->is_kept = erase_root_is_mount(*fd);
	if (entry->is_kept) {
		entry->below = entry->path;
		if (fstat(*fd, folder))
			return cannot_open(entry->path, errno, err);
		return put_root(list, entry->path, strlen(entry->path), *fd, folder, &entry->root,
				err);
	}
	if (has_no_own_name(entry->path))
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("%s: name the folder itself, not \".\" or \"..\""),
				      entry->path);
	entry->below = entry->path + length;
	folder_fd = open_without_links(in);
	if (folder_fd < 0 || fstat(folder_fd, folder))
		return cannot_open(entry->path, errno, err);
	return put_root(list, in, length ? strlen(in) : 0, folder_fd, folder, &entry->root, err);
}

int erase_root_find(struct erase_list *list, const char *path, struct erase_entry *entry, int *fd,
		    struct stat *folder, struct wipe_error *err)
{
	int rc;

	if (!*path || strlen(path) > WIPE_FILE_PATH_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("a path is empty or too long"));
	entry->path = strndup(path, trimmed(path));
	if (!entry->path)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = find(list, entry, fd, folder, err);
	if (rc)
		free(entry->path);
	return rc;
}

int erase_list_open_root(const struct erase_root *root)
{
	CLEANUP_FD int fd = open_without_links(root->path);
	struct stat st;
	int opened = fd;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) || st.st_dev != root->dev || st.st_ino != root->ino ||
	    !erase_birth_fits(&root->birth, fd, S_ISDIR(st.st_mode))) {
		errno = ESTALE;
		return -1;
	}
	fd = -1;
	return opened;
}
