/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <wipe/copy.h>

#include "text.h"

int resolve_open(int folder, const char *path, int flags)
{
	/* With O_PATH the kernel takes no flag that has no meaning there. */
	int more = flags & O_PATH ? O_CLOEXEC : O_CLOEXEC | O_LARGEFILE;
	const struct open_how how = { .flags = (unsigned int)(flags | more),
				      .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
						 RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV };
	long fd;

	do {
		fd = syscall(SYS_openat2, folder, path, &how, sizeof(how));
	} while (fd < 0 && errno == EINTR);
	return (int)fd;
}

int resolve_parent(int folder, const char *path, const char **name)
{
	char parent[WIPE_COPY_PATH_MAX + 1] = ".";
	const char *slash = strrchr(path, '/');
	size_t bytes = slash ? (size_t)(slash - path) : 0;

	*name = slash ? slash + 1 : path;
	if (bytes >= sizeof(parent)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (bytes) {
		memcpy(parent, path, bytes);
		parent[bytes] = '\0';
	}
	return resolve_open(folder, parent, O_RDONLY | O_DIRECTORY);
}

bool resolve_is_plain(const char *path)
{
	if (strlen(path) > WIPE_COPY_PATH_MAX)
		return false;
	for (;;) {
		size_t bytes = strcspn(path, "/");

		if (!bytes || (bytes == 1 && path[0] == '.') ||
		    (bytes == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (!path[bytes])
			return true;
		path += bytes + 1;
	}
}

int resolve_error(int sys_errno, struct wipe_error *err)
{
	switch (sys_errno) {
	case ELOOP:
		return wipe_error_set(err, WIPE_E_REFUSED, sys_errno,
				      _("a symbolic link, which is not followed"));
	case EXDEV:
		return wipe_error_set(err, WIPE_E_REFUSED, sys_errno,
				      _("something else is mounted there, which is not entered"));
	case ENOENT:
		return wipe_error_set(err, WIPE_E_NOTFOUND, sys_errno, _("it is not there"));
	case ENOSYS:
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, sys_errno,
				      _("this kernel cannot open files safely (openat2)"));
	case ENOMEM:
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	case EACCES:
	case EPERM:
	case EMFILE:
	case ENFILE:
	case ENAMETOOLONG:
		return wipe_error_set(err, WIPE_E_SYSTEM, sys_errno, _("it cannot be opened"));
	default:
		return wipe_error_set(err, WIPE_E_IO, sys_errno, _("it cannot be read"));
	}
}

void resolve_add_path(struct wipe_error *err, const char *path)
{
	char shown[256];

	text_copy_plain(shown, sizeof(shown), path);
	wipe_error_context(err, "%s", shown);
}
