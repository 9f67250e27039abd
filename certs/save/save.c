/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "blob.h"
#include "folder.h"
#include "text.h"

int wipecert_load(const char *path, size_t max, unsigned char **bytes, size_t *length,
		  struct wipe_error *err)
{
	return blob_read(path, max, BLOB_PUBLIC, bytes, length, err);
}

/* Drops what the write left in the cache, then compares with what is read again. */
static int read_back(const struct folder *folder, const char *path, const void *bytes,
		     size_t length, struct wipe_error *err)
{
	unsigned char *read = NULL;
	size_t read_bytes = 0;
	int code, fd = openat(folder->fd, folder->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	code = blob_read_fd(fd, path, length, BLOB_PUBLIC, &read, &read_bytes, err);
	if (!code && (read_bytes != length || memcmp(read, bytes, length) != 0))
		code = wipe_error_set(err, WIPE_E_MISMATCH, 0,
				      _("%s: what was read back is not what was written"), path);
	free(read);
	close(fd);
	return code;
}

static int save(const char *path, mode_t mode, const void *bytes, size_t length,
		struct wipe_error *err)
{
	char temporary[FOLDER_NAME_BYTES];
	struct folder folder;
	int code = folder_open(path, &folder, err);

	if (code)
		return code;
	code = folder_create_temporary(&folder, path, mode, bytes, length, temporary, err);
	if (!code) {
		code = folder_give_name(&folder, temporary, path, err);
		if (code)
			unlinkat(folder.fd, temporary, 0);
	}
	if (!code)
		code = blob_sync_folder(folder.fd, path, err);
	if (!code)
		code = read_back(&folder, path, bytes, length, err);
	folder_close(&folder);
	return code;
}

int wipecert_save(const char *path, const void *bytes, size_t length, struct wipe_error *err)
{
	return save(path, 0644, bytes, length, err);
}

int wipecert_save_private(const char *path, const void *bytes, size_t length,
			  struct wipe_error *err)
{
	return save(path, 0600, bytes, length, err);
}
