/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

static int open_folder(struct file *file, const char *path, struct wipe_error *err)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char folder[PATH_MAX] = ".";

	*file = (struct file){ .fd = -1, .folder_fd = -1 };
	if (!*name || strlen(name) >= sizeof(file->name) || strlen(path) >= sizeof(folder))
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: not the name of a file"), path);
	memcpy(file->name, name, strlen(name) + 1);
	if (slash)
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path + 1), path);
	file->folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (file->folder_fd >= 0)
		return 0;
	return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM, errno, "%s",
			      folder);
}

/* File systems without locks: the hold on the medium is what keeps two runs apart. */
static int lock(const struct file *file, const char *path, struct wipe_error *err)
{
	if (flock(file->fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0, _("%s: another run is using this journal"),
			      path);
}

static int write_all(int fd, const uint8_t *bytes, size_t count, uint64_t offset)
{
	while (count) {
		ssize_t written = pwrite(fd, bytes, count, (off_t)offset);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return written ? errno : EIO;
		bytes += written;
		count -= (size_t)written;
		offset += (uint64_t)written;
	}
	return 0;
}

static int read_all(int fd, uint8_t *bytes, size_t max, size_t *count)
{
	*count = 0;
	while (*count < max) {
		ssize_t got = pread(fd, bytes + *count, max - *count, (off_t)*count);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? errno : 0;
		*count += (size_t)got;
	}
	return 0;
}

/* What was written comes back from the disk, not from the cache. */
static int read_back(int fd, const uint8_t *bytes, size_t count)
{
	uint8_t *again = malloc(count + 1);
	size_t got = 0;
	int error;

	if (!again)
		return ENOMEM;
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	error = read_all(fd, again, count + 1, &got);
	if (!error && (got != count || memcmp(again, bytes, count) != 0))
		error = EIO;
	free(again);
	return error;
}

static int fill(const struct file *file, const uint8_t *bytes, size_t count)
{
	int error = write_all(file->fd, bytes, count, 0);

	if (!error && fsync(file->fd) != 0)
		error = errno;
	/* Some file systems do not sync folders. */
	if (!error && fsync(file->folder_fd) != 0 && errno != EINVAL && errno != ENOTSUP)
		error = errno;
	return error ? error : read_back(file->fd, bytes, count);
}

int file_create(struct file *file, const char *path, const uint8_t *bytes, size_t count,
		struct wipe_error *err)
{
	int error, rc = open_folder(file, path, err);

	if (rc)
		return rc;
	file->fd = openat(file->folder_fd, file->name,
			  O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file->fd < 0)
		return errno == EEXIST ?
			       wipe_error_set(err, WIPE_E_REFUSED, 0,
					      _("%s: exists already and is not replaced"), path) :
			       wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	rc = lock(file, path, err);
	error = rc ? 0 : fill(file, bytes, count);
	if (error)
		rc = wipe_error_set(err, WIPE_E_SYSTEM, error, "%s", path);
	if (rc)
		unlinkat(file->folder_fd, file->name, 0);
	return rc;
}

static int fail_open(const char *path, int error, struct wipe_error *err)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return wipe_error_set(err, WIPE_E_NOTFOUND, error, "%s", path);
	case ELOOP:
	case EISDIR:
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: no regular file"), path);
	case EACCES:
	case EPERM:
	case EROFS:
		return wipe_error_set(err, WIPE_E_REFUSED, error,
				      _("%s: a journal that is gone on with is written to"), path);
	default:
		return wipe_error_set(err, WIPE_E_SYSTEM, error, "%s", path);
	}
}

int file_open(struct file *file, const char *path, struct wipe_error *err)
{
	struct stat st;
	int rc = open_folder(file, path, err);

	if (rc)
		return rc;
	file->fd = openat(file->folder_fd, file->name,
			  O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (file->fd < 0 || fstat(file->fd, &st) != 0)
		return fail_open(path, errno, err);
	if (!S_ISREG(st.st_mode))
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: no regular file"), path);
	return lock(file, path, err);
}

int file_read(const struct file *file, uint8_t *bytes, size_t max, size_t *count,
	      uint64_t *size_bytes, struct wipe_error *err)
{
	struct stat st;
	int error = fstat(file->fd, &st) != 0 ? errno : read_all(file->fd, bytes, max, count);

	if (error)
		return wipe_error_set(err, WIPE_E_SYSTEM, error, "%s", file->name);
	*size_bytes = (uint64_t)st.st_size;
	return 0;
}

int file_write(const struct file *file, const uint8_t *bytes, size_t count, uint64_t offset,
	       struct wipe_error *err)
{
	int error = write_all(file->fd, bytes, count, offset);

	if (!error && fdatasync(file->fd) != 0)
		error = errno;
	return error ? wipe_error_set(err, WIPE_E_SYSTEM, error, "%s", file->name) : 0;
}

int file_remove(const struct file *file, struct wipe_error *err)
{
	struct stat own, named;

	if (fstat(file->fd, &own) != 0 ||
	    fstatat(file->folder_fd, file->name, &named, AT_SYMLINK_NOFOLLOW) != 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", file->name);
	if (own.st_dev != named.st_dev || own.st_ino != named.st_ino)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, _("%s: another file has this name"),
				      file->name);
	if (unlinkat(file->folder_fd, file->name, 0) != 0 ||
	    (fsync(file->folder_fd) != 0 && errno != EINVAL && errno != ENOTSUP))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", file->name);
	return 0;
}

void file_close(struct file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	if (file->folder_fd >= 0)
		close(file->folder_fd);
	file->fd = file->folder_fd = -1;
}
