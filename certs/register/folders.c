/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folders.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipe/sys/env.h>
#include <wipecert/save.h>

#include "blob.h"
#include "hex.h"
#include "text.h"

#define WALK_FILES 16

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

int folders_join(char path[PATH_MAX], const char *folder, const char *name, struct wipe_error *err)
{
	int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);

	if (length > 0 && length < PATH_MAX)
		return 0;
	return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: the path is too long"), folder);
}

/* The folder that path is in; of a clean path. */
static void parent_of(const char *path, char parent[PATH_MAX])
{
	char *slash;

	snprintf(parent, PATH_MAX, "%s", path);
	slash = strrchr(parent, '/');
	if (slash)
		slash[slash == parent] = '\0';
	else
		snprintf(parent, PATH_MAX, ".");
}

int folders_fail(const char *folder, int sys_errno, struct wipe_error *err)
{
	const char *what = _("nothing can be written to this folder");

	if (sys_errno == ENOSPC || sys_errno == EDQUOT)
		what = _("there is no room left for this folder");
	return wipe_error_set(err, WIPE_E_SYSTEM, sys_errno, "%s: %s", folder, what);
}

int folders_save(const char *path, const void *bytes, size_t length, struct wipe_error *err)
{
	char parent[PATH_MAX];
	struct wipe_error why;
	int rc;

	wipe_error_clear(&why);
	rc = wipecert_save(path, bytes, length, &why);
	if (rc == WIPE_E_SYSTEM && access(path, F_OK) != 0) {
		parent_of(path, parent);
		return folders_fail(parent, why.sys_errno, err);
	}
	if (rc && err)
		*err = why;
	return rc;
}

/* Of a folder that could not be made, mostly the one that it would be in is to blame. */
static int cannot_make(const char *path, int sys_errno, struct wipe_error *err)
{
	char parent[PATH_MAX];

	if (sys_errno == ENOENT)
		return wipe_error_set(err, WIPE_E_SYSTEM, sys_errno, "%s", path);
	parent_of(path, parent);
	return folders_fail(parent, sys_errno, err);
}

int folders_make(const char *path, struct wipe_error *err)
{
	return mkdir(path, 0755) == 0 || errno == EEXIST ? 0 : cannot_make(path, errno, err);
}

struct listing {
	const char *folder;
	size_t max, room;
	struct arena *arena;
	const char ***names;
	size_t *count;
};

static int keep_name(struct listing *listing, const char *name, struct wipe_error *err)
{
	size_t count = *listing->count;

	if (count == listing->max)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: too many files"),
				      listing->folder);
	if (count == listing->room) {
		const char **more =
			realloc(*listing->names, (2 * listing->room + 64) * sizeof(*more));

		if (!more)
			return no_memory(err);
		*listing->names = more;
		listing->room = 2 * listing->room + 64;
	}
	(*listing->names)[count] = arena_text(listing->arena, name);
	if (!(*listing->names)[count])
		return no_memory(err);
	*listing->count = count + 1;
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* That it could not be read further is not its end. */
static int list(struct listing *listing, DIR *stream, struct wipe_error *err)
{
	struct dirent *one;
	int rc = 0;

	while (!rc && (errno = 0, one = readdir(stream)) != NULL)
		if (one->d_name[0] != '.')
			rc = keep_name(listing, one->d_name, err);
	if (!rc && errno)
		rc = wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", listing->folder);
	if (!rc && *listing->count)
		qsort(*listing->names, *listing->count, sizeof(**listing->names), compare_names);
	return rc;
}

int folders_list(const char *folder, size_t max, struct arena *arena, const char ***names,
		 size_t *count, struct wipe_error *err)
{
	struct listing listing = {
		.folder = folder, .max = max, .arena = arena, .names = names, .count = count
	};
	DIR *stream = opendir(folder);
	int rc;

	*names = NULL;
	*count = 0;
	if (!stream)
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM, errno,
				      "%s", folder);
	rc = list(&listing, stream, err);
	closedir(stream);
	return rc;
}

int folders_read(const char *path, size_t max, unsigned char **bytes, size_t *length,
		 struct wipe_error *err)
{
	int rc, fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

	if (fd < 0 && errno == ELOOP)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: not a regular file"), path);
	if (fd < 0)
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM, errno,
				      "%s", path);
	rc = blob_read_fd(fd, path, max, BLOB_PUBLIC, bytes, length, err);
	close(fd);
	return rc;
}

int folders_clean(const char *path, char clean[PATH_MAX], struct wipe_error *err)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	if (!length || length >= PATH_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: not the name of a file"), path);
	memcpy(clean, path, length);
	clean[length] = '\0';
	return 0;
}

int folders_begin(const char *path, char made[PATH_MAX], struct wipe_error *err)
{
	const struct wipe_env *env = wipe_env_system();
	uint8_t random[8];
	char digits[17];

	if (env->ops->random(env, random, sizeof(random)))
		return wipe_error_set(err, WIPE_E_SYSTEM, 0, "%s",
				      _("the system's random number generator failed"));
	hex_encode(random, sizeof(random), digits);
	if (snprintf(made, PATH_MAX, "%s.massho-new-%s", path, digits) >= PATH_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: the path is too long"), path);
	return mkdir(made, 0755) == 0 ? 0 : cannot_make(path, errno, err);
}

void folders_hide(const char *made, const char *path, struct wipe_error *err)
{
	char *at = err ? strstr(err->message, made) : NULL;
	size_t length = strlen(path);

	if (!at || length > strlen(made))
		return;
	memcpy(at, path, length);
	memmove(at + length, at + strlen(made), strlen(at + strlen(made)) + 1);
}

int folders_sync(const char *path, struct wipe_error *err)
{
	int rc, fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	rc = blob_sync_folder(fd, path, err);
	close(fd);
	return rc;
}

/* Some file systems do not know RENAME_NOREPLACE (FUSE, CIFS): they put only nothing or an empty folder out of the way. */
static int rename_new(const char *made, const char *path)
{
	struct stat st;

	if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
		return -1;
	if (lstat(path, &st) == 0) {
		errno = EEXIST;
		return -1;
	}
	return rename(made, path);
}

int folders_finish(const char *made, const char *path, bool gives_way, struct wipe_error *err)
{
	char parent[PATH_MAX];

	if (gives_way ? rename(made, path) : rename_new(made, path)) {
		if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
			return wipe_error_set(err, WIPE_E_REFUSED, 0,
					      _("%s: exists already and is not replaced"), path);
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	}
	/* It has its name, and nothing that is left to do would be lost by this. */
	parent_of(path, parent);
	folders_sync(parent, NULL);
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	remove(path);
	return 0;
}

void folders_remove(const char *made)
{
	nftw(made, remove_one, WALK_FILES, FTW_DEPTH | FTW_PHYS);
}

bool folders_is_within(const char *path, const char *folder)
{
	char parent[PATH_MAX], real[PATH_MAX];
	struct stat wanted, st;
	char *slash;

	parent_of(path, parent);
	if (stat(folder, &wanted) || !realpath(parent, real))
		return false;
	for (;;) {
		if (stat(real, &st) == 0 && st.st_dev == wanted.st_dev &&
		    st.st_ino == wanted.st_ino)
			return true;
		slash = strrchr(real, '/');
		if (!slash || !real[1])
			return false;
		slash[slash == real] = '\0';
	}
}
