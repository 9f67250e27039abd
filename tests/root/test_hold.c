/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hold on a loop device, without the looks around that come before it: each
 * of its own defences must do alone. What "others" do is done in this process,
 * which the search for openers passes over.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/blkpg.h>
#include <linux/loop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fixed_env.h"
#include "hold.h"

#define SIZE (UINT64_C(8) << 20)
#define MIB (INT64_C(1) << 20)

struct disk {
	char path[64], node[32];
	int backing_fd, loop_fd;
	struct wipe_source *source;
	struct wipe_device *dev;
	struct fixed_env fixed;
};

static bool attach(struct disk *disk)
{
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	int number = control < 0 ? -1 : ioctl(control, LOOP_CTL_GET_FREE);

	if (control >= 0)
		close(control);
	if (number < 0)
		return false;
	snprintf(disk->path, sizeof(disk->path), "/var/tmp/massho-test-hold.XXXXXX");
	disk->backing_fd = mkstemp(disk->path);
	assert_int_equal(ftruncate(disk->backing_fd, (off_t)SIZE), 0);
	snprintf(disk->node, sizeof(disk->node), "/dev/loop%d", number);
	disk->loop_fd = open(disk->node, O_RDWR | O_CLOEXEC);
	assert_true(disk->loop_fd >= 0);
	assert_int_equal(ioctl(disk->loop_fd, LOOP_SET_FD, disk->backing_fd), 0);
	return true;
}

static int set_up(void **state)
{
	struct disk *disk = calloc(1, sizeof(*disk));

	if (geteuid() != 0 || !attach(disk)) {
		free(disk);
		puts("needs root and loop devices");
		exit(77);
	}
	fixed_env_init(&disk->fixed, 1);
	disk->source = wipe_source_system();
	assert_int_equal(wipe_device_find(disk->source, disk->node, &disk->dev, NULL), 0);
	*state = disk;
	return 0;
}

static int tear_down(void **state)
{
	struct disk *disk = *state;

	ioctl(disk->loop_fd, LOOP_CLR_FD, 0);
	close(disk->loop_fd);
	close(disk->backing_fd);
	unlink(disk->path);
	wipe_device_free(disk->dev);
	wipe_source_free(disk->source);
	free(disk);
	return 0;
}

static void add_partition(const struct disk *disk, int number, int64_t start, int64_t length)
{
	struct blkpg_partition data = { .pno = number, .start = start, .length = length };
	struct blkpg_ioctl_arg arg = { .op = BLKPG_ADD_PARTITION,
				       .datalen = sizeof(data),
				       .data = &data };

	assert_int_equal(ioctl(disk->loop_fd, BLKPG, &arg), 0);
}

static bool has_partition(const struct disk *disk, int number)
{
	char path[96];

	snprintf(path, sizeof(path), "/sys/class/block/%sp%d", disk->node + 5, number);
	return access(path, F_OK) == 0;
}

static int open_partition(const struct disk *disk, int number, int flags)
{
	char path[48];
	int fd = -1;

	snprintf(path, sizeof(path), "%sp%d", disk->node, number);
	for (int i = 0; i < 500 && fd < 0; i++, usleep(10000))
		fd = open(path, flags | O_CLOEXEC);
	assert_true(fd >= 0);
	return fd;
}

static int try_hold(struct disk *disk, struct hold **hold)
{
	return hold_acquire(disk->dev, &disk->fixed.env, hold, NULL);
}

static void a_free_device_is_held_and_released(void **state)
{
	struct disk *disk = *state;
	struct hold *hold, *second;

	assert_int_equal(try_hold(*state, &hold), 0);
	assert_int_equal(open(disk->node, O_RDONLY | O_EXCL | O_CLOEXEC), -1);
	assert_int_equal(errno, EBUSY);
	assert_int_equal(hold_recheck(hold, NULL), 0);
	assert_int_equal(try_hold(*state, &second), WIPE_E_REFUSED);
	assert_null(second);
	hold_release(hold, true);
	assert_int_equal(try_hold(*state, &hold), 0);
	hold_release(hold, false);
}

static void a_lock_is_waited_for_and_then_refused(void **state)
{
	struct disk *disk = *state;
	int other = open(disk->node, O_RDONLY | O_CLOEXEC);
	struct hold *hold;

	assert_int_equal(flock(other, LOCK_SH), 0);
	assert_int_equal(try_hold(disk, &hold), WIPE_E_REFUSED);
	assert_true(disk->fixed.slept_ms >= 1000);
	close(other);
	assert_int_equal(try_hold(disk, &hold), 0);
	hold_release(hold, true);
}

static void partitions_are_taken_out_and_put_back(void **state)
{
	struct disk *disk = *state;
	struct hold *hold;

	add_partition(disk, 1, MIB, MIB);
	add_partition(disk, 3, 4 * MIB, MIB);
	assert_int_equal(try_hold(disk, &hold), 0);
	assert_false(has_partition(disk, 1) || has_partition(disk, 3));
	hold_release(hold, true);
	assert_true(has_partition(disk, 1) && has_partition(disk, 3));
	assert_int_equal(try_hold(disk, &hold), 0);
	hold_release(hold, false);
	assert_false(has_partition(disk, 1) || has_partition(disk, 3));
}

/* Goal: the dirty-partition case, when nobody is seen to hold it. */
static void an_open_partition_is_a_refusal(void **state)
{
	struct disk *disk = *state;
	struct hold *hold;
	int part;

	add_partition(disk, 1, MIB, MIB);
	add_partition(disk, 2, 2 * MIB, MIB);
	part = open_partition(disk, 2, O_RDWR);
	assert_int_equal(pwrite(part, "dirty", 5, 0), 5);
	assert_int_equal(try_hold(disk, &hold), WIPE_E_REFUSED);
	assert_true(has_partition(disk, 1) && has_partition(disk, 2));
	close(part);
	assert_int_equal(try_hold(disk, &hold), 0);
	hold_release(hold, false);
}

static void another_device_under_the_name_is_refused(void **state)
{
	struct disk *disk = *state;
	struct hold *hold;

	disk->dev->diskseq++;
	assert_int_equal(try_hold(disk, &hold), WIPE_E_REFUSED);
	disk->dev->diskseq--;
	disk->dev->capacity_bytes -= 512;
	assert_int_equal(try_hold(disk, &hold), WIPE_E_REFUSED);
	disk->dev->capacity_bytes += 512;
	disk->dev->minor_no += 1000;
	assert_int_equal(try_hold(disk, &hold), WIPE_E_REFUSED);
	disk->dev->minor_no -= 1000;
}

static void a_device_that_changes_size_is_noticed(void **state)
{
	struct disk *disk = *state;
	struct hold *hold;

	assert_int_equal(try_hold(disk, &hold), 0);
	assert_int_equal(ftruncate(disk->backing_fd, (off_t)SIZE / 2), 0);
	assert_int_equal(ioctl(disk->loop_fd, LOOP_SET_CAPACITY, 0), 0);
	assert_int_equal(hold_recheck(hold, NULL), WIPE_E_REFUSED);
	hold_release(hold, true);
}

#define WITH_DISK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_DISK(a_free_device_is_held_and_released),
		WITH_DISK(a_lock_is_waited_for_and_then_refused),
		WITH_DISK(partitions_are_taken_out_and_put_back),
		WITH_DISK(an_open_partition_is_a_refusal),
		WITH_DISK(another_device_under_the_name_is_refused),
		WITH_DISK(a_device_that_changes_size_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
