/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hold on a loop device, without the looks around that come before it: each
 * of its own defences must do alone. What "others" do is done in this process,
 * which the search for openers passes over.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

#include "hold.h"
#include "loop_disk.h"

static int try_hold(struct loop_disk *disk, struct hold **hold)
{
	int rc = hold_acquire(disk->dev, &disk->fixed.env, hold, NULL);

	if (!rc)
		rc = hold_take_partitions(*hold, &disk->fixed.env, NULL);
	if (rc) {
		hold_release(*hold, true);
		*hold = NULL;
	}
	return rc;
}

static void a_free_device_is_held_and_released(void **state)
{
	struct loop_disk *disk = *state;
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
	struct loop_disk *disk = *state;
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
	struct loop_disk *disk = *state;
	struct hold *hold;

	loop_disk_add_partition(disk, 1, MIB, MIB);
	loop_disk_add_partition(disk, 3, 4 * MIB, MIB);
	assert_int_equal(try_hold(disk, &hold), 0);
	assert_false(loop_disk_has_partition(disk, 1) || loop_disk_has_partition(disk, 3));
	hold_release(hold, true);
	assert_true(loop_disk_has_partition(disk, 1) && loop_disk_has_partition(disk, 3));
	assert_int_equal(try_hold(disk, &hold), 0);
	hold_release(hold, false);
	assert_false(loop_disk_has_partition(disk, 1) || loop_disk_has_partition(disk, 3));
}

/* Goal: the dirty-partition case, when nobody is seen to hold it. */
static void an_open_partition_is_a_refusal(void **state)
{
	struct loop_disk *disk = *state;
	struct hold *hold;
	int part;

	loop_disk_add_partition(disk, 1, MIB, MIB);
	loop_disk_add_partition(disk, 2, 2 * MIB, MIB);
	part = loop_disk_open_partition(disk, 2, O_RDWR);
	assert_int_equal(pwrite(part, "dirty", 5, 0), 5);
	assert_int_equal(try_hold(disk, &hold), WIPE_E_REFUSED);
	assert_true(loop_disk_has_partition(disk, 1) && loop_disk_has_partition(disk, 2));
	close(part);
	assert_int_equal(try_hold(disk, &hold), 0);
	hold_release(hold, false);
}

static void another_device_under_the_name_is_refused(void **state)
{
	struct loop_disk *disk = *state;
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

/* Goal: mounted after every look around was over: only O_EXCL is left. */
static void a_mounted_device_is_a_refusal(void **state)
{
	struct loop_disk *disk = *state;
	char folder[] = "/var/tmp/massho-test-mount.XXXXXX", command[128];
	struct hold *hold;
	int rc;

	snprintf(command, sizeof(command), "mkfs.ext4 -q %s >/dev/null 2>&1", disk->node);
	if (system(command) != 0)
		skip();
	assert_non_null(mkdtemp(folder));
	assert_int_equal(mount(disk->node, folder, "ext4", MS_RDONLY, NULL), 0);
	rc = try_hold(disk, &hold);
	assert_int_equal(umount(folder), 0);
	assert_int_equal(rc, WIPE_E_REFUSED);
	assert_int_equal(try_hold(disk, &hold), 0);
	hold_release(hold, true);
	rmdir(folder);
}

/* Goal: same name, same number, same size, nothing else to tell them apart. */
static void a_replaced_device_is_refused(void **state)
{
	struct loop_disk *disk = *state;
	struct wipe_device *now = NULL;
	struct hold *hold;

	loop_disk_replace(disk, 'p');
	assert_int_equal(wipe_device_find(disk->source, disk->node, &now, NULL), 0);
	assert_int_equal(now->minor_no, disk->dev->minor_no);
	assert_true(now->capacity_bytes == disk->dev->capacity_bytes);
	assert_int_equal(try_hold(disk, &hold), WIPE_E_REFUSED);
	/* Nor is it the same because its number was not known then. */
	disk->dev->diskseq = 0;
	assert_int_equal(try_hold(disk, &hold), WIPE_E_REFUSED);
	disk->dev->diskseq = now->diskseq;
	assert_int_equal(try_hold(disk, &hold), 0);
	hold_release(hold, true);
	wipe_device_free(now);
}

/* Goal: BLKPG asks nobody. What was written through it would lie over the stream. */
static void a_partition_added_meanwhile_is_noticed(void **state)
{
	struct loop_disk *disk = *state;
	struct hold *hold;

	loop_disk_add_partition(disk, 1, MIB, MIB);
	assert_int_equal(try_hold(disk, &hold), 0);
	assert_int_equal(hold_recheck(hold, NULL), 0);
	loop_disk_add_partition(disk, 2, 4 * MIB, MIB);
	assert_int_equal(hold_recheck(hold, NULL), WIPE_E_REFUSED);
	loop_disk_remove_partition(disk, 2);
	assert_int_equal(hold_recheck(hold, NULL), 0);
	hold_release(hold, true);
}

static void a_device_that_changes_size_is_noticed(void **state)
{
	struct loop_disk *disk = *state;
	struct hold *hold;

	assert_int_equal(try_hold(disk, &hold), 0);
	assert_int_equal(ftruncate(disk->backing_fd, (off_t)LOOP_DISK_BYTES / 2), 0);
	assert_int_equal(ioctl(disk->loop_fd, LOOP_SET_CAPACITY, 0), 0);
	assert_int_equal(hold_recheck(hold, NULL), WIPE_E_REFUSED);
	hold_release(hold, true);
}

#define WITH_DISK(test) cmocka_unit_test_setup_teardown(test, loop_disk_set_up, loop_disk_tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_DISK(a_free_device_is_held_and_released),
		WITH_DISK(a_lock_is_waited_for_and_then_refused),
		WITH_DISK(partitions_are_taken_out_and_put_back),
		WITH_DISK(an_open_partition_is_a_refusal),
		WITH_DISK(another_device_under_the_name_is_refused),
		WITH_DISK(a_mounted_device_is_a_refusal),
		WITH_DISK(a_replaced_device_is_refused),
		WITH_DISK(a_partition_added_meanwhile_is_noticed),
		WITH_DISK(a_device_that_changes_size_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
