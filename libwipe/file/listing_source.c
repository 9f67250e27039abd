/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "listing_source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "resolve.h"
#include "text.h"

enum wipe_copy_kind listing_kind_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return WIPE_COPY_REGULAR;
	case S_IFDIR:
		return WIPE_COPY_FOLDER;
	case S_IFLNK:
		return WIPE_COPY_SYMLINK;
	case S_IFIFO:
		return WIPE_COPY_FIFO;
	case S_IFSOCK:
		return WIPE_COPY_SOCKET;
	case S_IFCHR:
	case S_IFBLK:
		return WIPE_COPY_DEVICE;
	default:
		return WIPE_COPY_UNKNOWN;
	}
}

/* The last part of path without slashes behind it; "" if there is none. */
static char *last_part(const char *path)
{
	size_t end = strlen(path), begin;

	while (end && path[end - 1] == '/')
		end--;
	for (begin = end; begin && path[begin - 1] != '/';)
		begin--;
	return strndup(path + begin, end - begin);
}

/* The folder that a file lies in. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
}

static int set_names(const struct wipe_copy_source *source, enum wipe_copy_kind kind,
		     struct listing_source *made, struct wipe_error *err)
{
	bool is_tree = kind == WIPE_COPY_FOLDER;

	made->as = source->as ? strdup(source->as) : last_part(source->path);
	if (kind == WIPE_COPY_REGULAR)
		made->file = last_part(source->path);
	if (is_tree || kind == WIPE_COPY_REGULAR)
		made->root = is_tree ? strdup(source->path) : folder_of(source->path);
	if (!made->as || (kind == WIPE_COPY_REGULAR && !made->file) ||
	    ((is_tree || made->file) && !made->root))
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	/* Only who asks for it gets a tree without a folder of its own. */
	if (is_tree && source->as && !*source->as)
		return 0;
	if (!resolve_is_plain(made->as))
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("%s: no name for it below the destination"), source->path);
	return 0;
}

static int set_identity(struct listing_source *made, struct wipe_error *err)
{
	CLEANUP_FD int fd = open(made->root, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", made->root);
	made->dev = st.st_dev;
	made->ino = st.st_ino;
	return 0;
}

int listing_source_look(const struct wipe_copy_source *source, struct listing_source *made,
			enum wipe_copy_kind *kind, struct wipe_error *err)
{
	CLEANUP_FD int fd = -1;
	struct stat st;
	int rc;

	*made = (struct listing_source){ 0 };
	if (!source->path || !*source->path)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("a source without a path"));
	fd = open(source->path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM, errno,
				      "%s", source->path);
	*kind = listing_kind_of(st.st_mode);
	rc = set_names(source, *kind, made, err);
	if (!rc && made->root)
		rc = set_identity(made, err);
	return rc;
}
