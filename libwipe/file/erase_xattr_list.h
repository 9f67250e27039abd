/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of extended attributes, without those that are labels. */
#ifndef FILE_ERASE_XATTR_LIST_H
#define FILE_ERASE_XATTR_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>

struct xattr_list {
	char *names; /* owned; one after the other, each with its NUL */
	size_t bytes;
};

/* Those of fd, also O_PATH. Where there are no attributes, none. WIPE_E_SYSTEM, WIPE_E_NOMEM. */
int xattr_list_read(int fd, struct xattr_list *list, struct wipe_error *err);
void xattr_list_clear(struct xattr_list *list);

/*
 * The next after name that is no label, which says nothing about the contents and is the
 * system's to set; after NULL the first; NULL: there is none.
 */
const char *xattr_list_next(const struct xattr_list *list, const char *name);
uint32_t xattr_list_count(const struct xattr_list *list);

/* Is it an access control list, which takes no other value than one? */
bool xattr_is_acl(const char *name);

#endif
