/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loop_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/blkpg.h>
#include <linux/loop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Numbers that tests give. */
#define PARTITIONS_MAX 4

static void make_file(struct loop_disk *disk, char fill)
{
	char block[4096];

	snprintf(disk->path, sizeof(disk->path), "/var/tmp/massho-test-loop.XXXXXX");
	disk->backing_fd = mkstemp(disk->path);
	assert_true(disk->backing_fd >= 0);
	memset(block, fill, sizeof(block));
	for (int64_t i = 0; i < LOOP_DISK_BYTES; i += (int64_t)sizeof(block))
		assert_int_equal(write(disk->backing_fd, block, sizeof(block)), sizeof(block));
}

static void drop_file(struct loop_disk *disk)
{
	close(disk->backing_fd);
	unlink(disk->path);
}

/* One of a high number: who asks for a free one does not get it while it is attached anew. */
static bool attach(struct loop_disk *disk)
{
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	bool done = false;

	if (control < 0)
		return false;
	for (int i = 0; i < 20 && !done; i++) {
		int number = 210 + i;

		if (ioctl(control, LOOP_CTL_ADD, number) < 0 && errno != EEXIST)
			break;
		snprintf(disk->node, sizeof(disk->node), "/dev/loop%d", number);
		disk->loop_fd = open(disk->node, O_RDWR | O_CLOEXEC);
		done = disk->loop_fd >= 0 &&
		       ioctl(disk->loop_fd, LOOP_SET_FD, disk->backing_fd) == 0;
		if (!done && disk->loop_fd >= 0)
			close(disk->loop_fd);
	}
	close(control);
	return done;
}

int loop_disk_set_up(void **state)
{
	struct loop_disk *disk = calloc(1, sizeof(*disk));

	if (geteuid() != 0 || access("/dev/loop-control", F_OK) != 0) {
		free(disk);
		puts("needs root and loop devices");
		exit(77);
	}
	make_file(disk, 0);
	if (!attach(disk)) {
		drop_file(disk);
		free(disk);
		puts("no loop device can be had");
		exit(77);
	}
	fixed_env_init(&disk->fixed, 1);
	disk->source = wipe_source_system();
	assert_int_equal(wipe_device_find(disk->source, disk->node, &disk->dev, NULL), 0);
	*state = disk;
	return 0;
}

/* It is given up for good only when nobody has it open, so it is opened again. */
void loop_disk_replace(struct loop_disk *disk, char fill)
{
	assert_int_equal(ioctl(disk->loop_fd, LOOP_CLR_FD, 0), 0);
	close(disk->loop_fd);
	drop_file(disk);
	make_file(disk, fill);
	disk->loop_fd = open(disk->node, O_RDWR | O_CLOEXEC);
	assert_true(disk->loop_fd >= 0);
	assert_int_equal(ioctl(disk->loop_fd, LOOP_SET_FD, disk->backing_fd), 0);
}

bool loop_disk_holds(const struct loop_disk *disk, char fill)
{
	char block[4096], expected[4096];

	memset(expected, fill, sizeof(expected));
	assert_int_equal(fsync(disk->loop_fd), 0);
	for (off_t at = 0; at < LOOP_DISK_BYTES; at += (off_t)sizeof(block)) {
		assert_int_equal(pread(disk->backing_fd, block, sizeof(block), at), sizeof(block));
		if (memcmp(block, expected, sizeof(block)) != 0)
			return false;
	}
	return true;
}

static int change_partition(const struct loop_disk *disk, int operation, int number, int64_t start,
			    int64_t length)
{
	struct blkpg_partition data = { .pno = number, .start = start, .length = length };
	struct blkpg_ioctl_arg arg = { .op = operation, .datalen = sizeof(data), .data = &data };

	return ioctl(disk->loop_fd, BLKPG, &arg);
}

void loop_disk_add_partition(const struct loop_disk *disk, int number, int64_t start,
			     int64_t length)
{
	assert_int_equal(change_partition(disk, BLKPG_ADD_PARTITION, number, start, length), 0);
}

void loop_disk_remove_partition(const struct loop_disk *disk, int number)
{
	assert_int_equal(change_partition(disk, BLKPG_DEL_PARTITION, number, 0, 0), 0);
}

bool loop_disk_has_partition(const struct loop_disk *disk, int number)
{
	char path[96];

	snprintf(path, sizeof(path), "/sys/class/block/%sp%d", disk->node + 5, number);
	return access(path, F_OK) == 0;
}

int loop_disk_open_partition(const struct loop_disk *disk, int number, int flags)
{
	char path[48];
	int fd = -1;

	snprintf(path, sizeof(path), "%sp%d", disk->node, number);
	for (int i = 0; i < 500 && fd < 0; i++, usleep(10000))
		fd = open(path, flags | O_CLOEXEC);
	assert_true(fd >= 0);
	return fd;
}

int loop_disk_tear_down(void **state)
{
	struct loop_disk *disk = *state;

	/* They would outlive the file and be there for whoever gets the device next. */
	for (int i = 1; i <= PARTITIONS_MAX; i++)
		(void)change_partition(disk, BLKPG_DEL_PARTITION, i, 0, 0);
	ioctl(disk->loop_fd, LOOP_CLR_FD, 0);
	close(disk->loop_fd);
	drop_file(disk);
	wipe_device_free(disk->dev);
	wipe_source_free(disk->source);
	free(disk);
	return 0;
}
