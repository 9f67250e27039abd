/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Access control lists: when they change and when they go, nobody gets in by that. */
#include "unit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "erase_xattr.h"

#define ACL "system.posix_acl_access"

/* The owner and user 4321 may do all, the group nothing, user 1234 and others read. */
static const unsigned char acl[] = {
	2,  0, 0, 0,			     /* version */
	1,  0, 7, 0, 0xff, 0xff, 0xff, 0xff, /* owner */
	2,  0, 4, 0, 0xd2, 0x04, 0,    0,    /* 1234 */
	2,  0, 7, 0, 0xe1, 0x10, 0,    0,    /* 4321 */
	4,  0, 0, 0, 0xff, 0xff, 0xff, 0xff, /* group */
	16, 0, 7, 0, 0xff, 0xff, 0xff, 0xff, /* mask */
	32, 0, 4, 0, 0xff, 0xff, 0xff, 0xff, /* others */
};

static int made(void)
{
	char path[] = "/tmp/massho-test-xattr.XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(unlink(path), 0);
	if (fsetxattr(fd, ACL, acl, sizeof(acl), 0))
		skip();
	return fd;
}

static mode_t mode_of(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return st.st_mode & 07777;
}

static void only_the_owner_is_left(void **state)
{
	int fd = made();

	(void)state;
	assert_int_equal(mode_of(fd), 0774);
	assert_true(erase_xattr_remove(fd));
	assert_int_equal(mode_of(fd), 0700);
	assert_false(erase_xattr_remove(fd));
	close(fd);
}

static void nor_by_another_list(void **state)
{
	struct erase_xattrs *xattrs = NULL;
	int fd = made();

	(void)state;
	assert_int_equal(erase_xattr_overwrite(NULL, fd, wipe_env_system(), &xattrs, NULL), 0);
	assert_int_equal(xattrs->count, 1);
	assert_false(xattrs->is_left[0]);
	assert_int_equal(mode_of(fd), 0700);
	erase_xattrs_free(xattrs);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_owner_is_left),
		cmocka_unit_test(nor_by_another_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
