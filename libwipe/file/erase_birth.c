/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_birth.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

/* FILEID_INO32_GEN of the kernel: two numbers, of the inode and of its generation. */
#define HANDLE_KIND 1
#define HANDLE_NUMBERS 2

static void read_time(int fd, struct erase_birth *birth)
{
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH, STATX_BTIME, &stx) || !(stx.stx_mask & STATX_BTIME))
		return;
	birth->has_time = true;
	birth->s = stx.stx_btime.tv_sec;
	birth->ns = stx.stx_btime.tv_nsec;
}

/* Small inodes of ext keep no time. */
static void read_generation(int fd, struct erase_birth *birth)
{
	union {
		struct file_handle handle;
		unsigned char bytes[sizeof(struct file_handle) + MAX_HANDLE_SZ];
	} told = { .handle = { .handle_bytes = MAX_HANDLE_SZ } };
	uint32_t numbers[HANDLE_NUMBERS];
	int mount;

	if (name_to_handle_at(fd, "", &told.handle, &mount, AT_EMPTY_PATH) ||
	    told.handle.handle_type != HANDLE_KIND || told.handle.handle_bytes != sizeof(numbers))
		return;
	memcpy(numbers, told.bytes + sizeof(struct file_handle), sizeof(numbers));
	birth->has_generation = true;
	birth->generation = numbers[1];
}

void erase_birth_read(int fd, struct erase_birth *birth)
{
	*birth = (struct erase_birth){ 0 };
	read_time(fd, birth);
	read_generation(fd, birth);
}

static bool is_on_overlay(int fd)
{
	struct statfs st;

	return fstatfs(fd, &st) == 0 && st.f_type == OVERLAYFS_SUPER_MAGIC;
}

bool erase_birth_fits(const struct erase_birth *birth, int fd, bool is_folder)
{
	struct erase_birth now;
	bool same_time, same_generation;

	erase_birth_read(fd, &now);
	same_time = birth->has_time == now.has_time && birth->s == now.s && birth->ns == now.ns;
	same_generation = birth->has_generation == now.has_generation &&
			  birth->generation == now.generation;
	return (same_time && same_generation) || (is_folder && is_on_overlay(fd));
}
