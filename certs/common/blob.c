/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "blob.h"
#include "text.h"

static int check_file(int fd, const char *path, size_t max, enum blob_access access, size_t *length,
		      struct wipe_error *err)
{
	struct stat st;

	if (fstat(fd, &st))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	if (!S_ISREG(st.st_mode))
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: not a regular file"), path);
	if (st.st_size < 0 || (uint64_t)st.st_size > max)
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: larger than %zu bytes"), path,
				      max);
	if (access == BLOB_PRIVATE && (st.st_mode & (S_IRWXG | S_IRWXO)))
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: others than the owner have access to this key file "
					"(mode %04o); allow none (chmod 600)"),
				      path, (unsigned int)(st.st_mode & 07777));
	*length = (size_t)st.st_size;
	return 0;
}

/* Up to size bytes; short only at the end of the file. */
static ssize_t read_up_to(int fd, unsigned char *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t got = pread(fd, bytes + done, size - done, (off_t)done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

int blob_read_fd(int fd, const char *path, size_t max, enum blob_access access,
		 unsigned char **bytes, size_t *length, struct wipe_error *err)
{
	unsigned char *buffer;
	size_t size = 0;
	ssize_t got;
	int code = check_file(fd, path, max, access, &size, err);

	if (code)
		return code;
	buffer = malloc(size + 1);
	if (!buffer)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	got = read_up_to(fd, buffer, size + 1);
	if (got >= 0 && (size_t)got == size) {
		buffer[size] = '\0';
		*bytes = buffer;
		*length = size;
		return 0;
	}
	code = got < 0 ? wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path) :
			 wipe_error_set(err, WIPE_E_SYSTEM, 0,
					_("%s: changed while it was being read"), path);
	blob_wipe(buffer, size + 1);
	return code;
}

int blob_read(const char *path, size_t max, enum blob_access access, unsigned char **bytes,
	      size_t *length, struct wipe_error *err)
{
	/* O_NONBLOCK: a FIFO in the place of a file must not hang us. */
	int code, fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM, errno,
				      "%s", path);
	code = blob_read_fd(fd, path, max, access, bytes, length, err);
	close(fd);
	return code;
}

static int write_all(int fd, const unsigned char *bytes, size_t length)
{
	while (length) {
		ssize_t put = write(fd, bytes, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		bytes += put;
		length -= (size_t)put;
	}
	return 0;
}

/* FAT has no modes of its own and says EPERM; that loses nothing here. */
static int set_mode(int fd, mode_t mode)
{
	return fchmod(fd, mode) && errno != EPERM && errno != EOPNOTSUPP ? -1 : 0;
}

static int create(int folder_fd, const char *name, mode_t mode, const void *bytes, size_t length,
		  bool is_synced, struct wipe_error *err)
{
	int saved = 0;
	int fd =
		openat(folder_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

	if (fd < 0)
		return wipe_error_set(err, errno == EEXIST ? WIPE_E_REFUSED : WIPE_E_SYSTEM, errno,
				      "%s", name);
	if (set_mode(fd, mode) || write_all(fd, bytes, length) || (is_synced && fsync(fd)))
		saved = errno;
	if (close(fd) && !saved)
		saved = errno;
	if (!saved)
		return 0;
	unlinkat(folder_fd, name, 0);
	return wipe_error_set(err, WIPE_E_SYSTEM, saved, "%s", name);
}

int blob_create(int folder_fd, const char *name, mode_t mode, const void *bytes, size_t length,
		struct wipe_error *err)
{
	return create(folder_fd, name, mode, bytes, length, true, err);
}

int blob_create_unsynced(int folder_fd, const char *name, mode_t mode, const void *bytes,
			 size_t length, struct wipe_error *err)
{
	return create(folder_fd, name, mode, bytes, length, false, err);
}

int blob_sync_folder(int folder_fd, const char *path, struct wipe_error *err)
{
	if (fsync(folder_fd) && errno != EINVAL && errno != EOPNOTSUPP)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	return 0;
}

void blob_wipe(unsigned char *bytes, size_t length)
{
	if (!bytes)
		return;
	OPENSSL_cleanse(bytes, length);
	free(bytes);
}
