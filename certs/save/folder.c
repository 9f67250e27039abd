/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "blob.h"
#include "folder.h"
#include "hex.h"
#include "text.h"

int folder_open(const char *path, struct folder *folder, struct wipe_error *err)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t parent_bytes = slash ? (size_t)(slash - path) + 1 : 0;
	char parent[PATH_MAX] = ".";

	if (!*name || strlen(name) >= sizeof(folder->name) || parent_bytes >= sizeof(parent))
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: not the name of a file"), path);
	snprintf(folder->name, sizeof(folder->name), "%s", name);
	if (parent_bytes) {
		memcpy(parent, path, parent_bytes);
		parent[parent_bytes] = '\0';
	}
	folder->fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder->fd < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", parent);
	return 0;
}

void folder_close(struct folder *folder)
{
	if (folder->fd >= 0)
		close(folder->fd);
	folder->fd = -1;
}

/* Its own name says nothing to whoever reads why it could not be. */
int folder_create_temporary(const struct folder *folder, const char *path, mode_t mode,
			    const void *bytes, size_t length, char temporary[FOLDER_NAME_BYTES],
			    struct wipe_error *err)
{
	struct wipe_error why;
	int code;
	uint8_t random[8];
	char digits[2 * sizeof(random) + 1];

	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "getrandom");
	hex_encode(random, sizeof(random), digits);
	snprintf(temporary, FOLDER_NAME_BYTES, ".massho-new-%s", digits);
	wipe_error_clear(&why);
	code = blob_create(folder->fd, temporary, mode, bytes, length, &why);
	return code ? wipe_error_set(err, code, why.sys_errno, "%s", path) : 0;
}

/* Some file systems know neither RENAME_NOREPLACE nor hard links (FUSE, CIFS). */
static int claim_and_replace(const struct folder *folder, const char *temporary)
{
	int claimed = openat(folder->fd, folder->name,
			     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);

	if (claimed < 0)
		return -1;
	close(claimed);
	return renameat(folder->fd, temporary, folder->fd, folder->name);
}

static int link_and_unlink(const struct folder *folder, const char *temporary)
{
	if (linkat(folder->fd, temporary, folder->fd, folder->name, 0))
		return -1;
	return unlinkat(folder->fd, temporary, 0);
}

int folder_give_name(const struct folder *folder, const char *temporary, const char *path,
		     struct wipe_error *err)
{
	int done = renameat2(folder->fd, temporary, folder->fd, folder->name, RENAME_NOREPLACE);

	if (done && (errno == EINVAL || errno == ENOSYS))
		done = link_and_unlink(folder, temporary);
	if (done && (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK))
		done = claim_and_replace(folder, temporary);
	if (!done)
		return 0;
	if (errno == EEXIST)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: exists already and is not replaced"), path);
	return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
}
