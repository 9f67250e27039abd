/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_kept.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "erase_xattr_list.h"
#include "text.h"

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static int read_one(int fd, const char *name, struct erase_kept_value *kept, struct wipe_error *err)
{
	ssize_t bytes = fgetxattr(fd, name, NULL, 0);

	kept->name = strdup(name);
	kept->value = malloc(bytes > 0 ? (size_t)bytes : 1);
	if (!kept->name || !kept->value)
		return no_memory(err);
	kept->bytes = bytes > 0 ? (size_t)bytes : 0;
	if (bytes < 0 || fgetxattr(fd, name, kept->value, kept->bytes) != bytes) {
		free(kept->value);
		kept->value = NULL;
	}
	return 0;
}

static int read_all(int fd, const struct xattr_list *list, struct erase_kept *kept,
		    struct wipe_error *err)
{
	struct stat st;
	int rc = 0;

	kept->values = calloc(xattr_list_count(list), sizeof(*kept->values));
	if (!kept->values || fstat(fd, &st))
		return no_memory(err);
	kept->mode = st.st_mode & 07777;
	for (const char *name = NULL; !rc && (name = xattr_list_next(list, name));)
		rc = read_one(fd, name, &kept->values[kept->count++], err);
	return rc;
}

int erase_kept_read(int fd, struct erase_kept **kept, struct wipe_error *err)
{
	struct xattr_list list;
	int rc = 0;

	*kept = NULL;
	if (xattr_list_read(fd, &list, NULL) == 0 && xattr_list_count(&list)) {
		*kept = calloc(1, sizeof(**kept));
		rc = *kept ? read_all(fd, &list, *kept, err) : no_memory(err);
	}
	xattr_list_clear(&list);
	return rc;
}

static bool is_kept(const struct erase_kept *kept, const char *name)
{
	for (size_t i = 0; i < kept->count; i++)
		if (strcmp(kept->values[i].name, name) == 0)
			return true;
	return false;
}

/* What took their place on the way. */
static void remove_others(const struct erase_kept *kept, int fd)
{
	struct xattr_list list;

	if (xattr_list_read(fd, &list, NULL) == 0)
		for (const char *name = NULL; (name = xattr_list_next(&list, name));)
			if (!is_kept(kept, name))
				(void)fremovexattr(fd, name);
	xattr_list_clear(&list);
}

int erase_kept_put_back(const struct erase_kept *kept, int fd, struct wipe_error *err)
{
	bool is_back = true;

	remove_others(kept, fd);
	for (size_t i = 0; i < kept->count; i++)
		is_back &= !kept->values[i].value ||
			   fsetxattr(fd, kept->values[i].name, kept->values[i].value,
				     kept->values[i].bytes, 0) == 0;
	/* Only the owner could open it meanwhile; now the lists are there again. */
	is_back = is_back && fchmod(fd, kept->mode) == 0;
	return is_back ? 0 :
			 wipe_error_set(err, WIPE_E_SYSTEM, errno,
					_("its attributes could not be put back"));
}

void erase_kept_free(struct erase_kept *kept)
{
	if (!kept)
		return;
	for (size_t i = 0; i < kept->count; i++) {
		free(kept->values[i].name);
		free(kept->values[i].value);
	}
	free(kept->values);
	free(kept);
}
