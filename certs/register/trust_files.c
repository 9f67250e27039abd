/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "blob.h"
#include "digest.h"
#include "folders.h"
#include "text.h"

#define FILES_MAX 1000
#define FILE_MAX_BYTES ((size_t)16 << 20)
#define LISTS "crl"

struct walk {
	struct trust_files *files;
	const char *path;
	struct wipe_error *err;
};

static int refuse(const struct walk *walk, const char *name)
{
	return wipe_error_set(walk->err, WIPE_E_REFUSED, 0,
			      _("%s/%s: neither a regular file nor a folder of them"), walk->path,
			      name);
}

static int take_file(const struct walk *walk, int folder_fd, const char *folder, const char *name)
{
	struct trust_files *files = walk->files;
	struct trust_file *file;
	int fd, rc;

	if (files->count == FILES_MAX)
		return wipe_error_set(walk->err, WIPE_E_REFUSED, 0, _("%s: too many files"),
				      walk->path);
	file = &files->items[files->count];
	if (snprintf(file->name, sizeof(file->name), "%s%s%s", folder, *folder ? "/" : "", name) >=
	    (int)sizeof(file->name))
		return refuse(walk, name);
	fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return errno == ELOOP ? refuse(walk, file->name) :
					wipe_error_set(walk->err, WIPE_E_SYSTEM, errno, "%s/%s",
						       walk->path, file->name);
	rc = blob_read_fd(fd, file->name, FILE_MAX_BYTES, BLOB_PUBLIC, &file->bytes, &file->length,
			  walk->err);
	close(fd);
	if (rc)
		return rc;
	files->count++;
	if (!digest_sha256(file->bytes, file->length, file->sha256))
		return wipe_error_set(walk->err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	return 0;
}

static int walk_folder(const struct walk *walk, int fd, const char *folder);

static int take_entry(const struct walk *walk, int fd, const char *folder, const char *name)
{
	struct stat st;
	int below, rc;

	if (name[0] == '.' || (!*folder && strcmp(name, LISTS) == 0))
		return 0;
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW))
		return wipe_error_set(walk->err, WIPE_E_SYSTEM, errno, "%s/%s", walk->path, name);
	if (S_ISREG(st.st_mode))
		return take_file(walk, fd, folder, name);
	if (!S_ISDIR(st.st_mode) || *folder)
		return refuse(walk, name);
	below = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (below < 0)
		return wipe_error_set(walk->err, WIPE_E_SYSTEM, errno, "%s/%s", walk->path, name);
	rc = walk_folder(walk, below, name);
	close(below);
	return rc;
}

static int walk_folder(const struct walk *walk, int fd, const char *folder)
{
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0), rc = 0;
	DIR *stream = own < 0 ? NULL : fdopendir(own);
	struct dirent *one;

	if (!stream) {
		if (own >= 0)
			close(own);
		return wipe_error_set(walk->err, WIPE_E_SYSTEM, errno, "%s", walk->path);
	}
	while (!rc && (errno = 0, one = readdir(stream)) != NULL)
		rc = take_entry(walk, fd, folder, one->d_name);
	/* That it could not be read further is not its end. */
	if (!rc && errno)
		rc = wipe_error_set(walk->err, WIPE_E_SYSTEM, errno, "%s", walk->path);
	closedir(stream);
	return rc;
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(((const struct trust_file *)a)->name, ((const struct trust_file *)b)->name);
}

int trust_files_read(const char *path, struct trust_files *files, struct wipe_error *err)
{
	const struct walk walk = { files, path, err };
	int fd, rc;

	*files = (struct trust_files){ .items = calloc(FILES_MAX, sizeof(*files->items)) };
	if (!files->items)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	rc = walk_folder(&walk, fd, "");
	close(fd);
	if (!rc && files->count)
		qsort(files->items, files->count, sizeof(*files->items), compare_files);
	return rc;
}

static int save_file(const struct trust_file *file, const char *path, bool is_resumed,
		     struct wipe_error *err)
{
	const char *slash = strchr(file->name, '/');
	char target[PATH_MAX];
	struct wipe_error why;
	int rc = folders_join(target, path, file->name, err);

	if (!rc && slash) {
		target[strlen(path) + 1 + (size_t)(slash - file->name)] = '\0';
		rc = folders_make(target, err);
		target[strlen(target)] = '/';
	}
	if (rc)
		return rc;
	wipe_error_clear(&why);
	rc = folders_save(target, file->bytes, file->length, &why);
	if (rc == WIPE_E_REFUSED && is_resumed)
		return 0;
	if (rc && err)
		*err = why;
	return rc;
}

int trust_files_save(const struct trust_files *files, const char *path, bool is_resumed,
		     struct wipe_error *err)
{
	int rc = folders_make(path, err);

	for (size_t i = 0; i < files->count && !rc; i++)
		rc = save_file(&files->items[i], path, is_resumed, err);
	return rc;
}

void trust_files_clear(struct trust_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->items[i].bytes);
	free(files->items);
	*files = (struct trust_files){ 0 };
}
