/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happens to a disk between the looks at it, up to the first write. The source
 * is asked for the identity at each of them, after the hold was checked and before
 * users are looked for: there the test does what others would do.
 */
#include "unit.h"

#include <fcntl.h>
#include <linux/loop.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <wipe/erase.h>

#include "loop_disk.h"

#define FILL 0

/* What replaces the value of a key in what the system says; NULL: nothing. */
struct lie {
	const char *keys[6];
	const char *value;
};

struct scene {
	struct wipe_source source; /* first: the seam */
	struct loop_disk *disk;
	const struct lie *truths, *lie;
	size_t truth_count;
	void (*act)(struct scene *scene); /* once, at the next look */
	pid_t child;
	int over_fd;
	unsigned int begun;
	struct wipe_target *target;
	struct wipe_error error;
};

static struct scene *scene_of(struct wipe_source *source)
{
	return (struct scene *)(void *)source;
}

#define PAIRS_MAX 256

struct telling {
	const struct scene *scene;
	int (*each)(void *arg, const struct wipe_raw_device *raw);
	void *arg;
};

static void put(struct wipe_raw_pair *pairs, size_t *count, const char *key, const char *value)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(pairs[i].key, key) == 0) {
			pairs[i].value = value;
			return;
		}
	assert_true(*count < PAIRS_MAX);
	pairs[(*count)++] = (struct wipe_raw_pair){ key, value };
}

static void put_all(struct wipe_raw_pair *pairs, size_t *count, const struct lie *lie)
{
	for (size_t i = 0; i < COUNT(lie->keys) && lie->keys[i]; i++)
		put(pairs, count, lie->keys[i], lie->value);
}

static int tell(void *arg, const struct wipe_raw_device *raw)
{
	const struct telling *telling = arg;
	struct wipe_raw_pair pairs[PAIRS_MAX];
	size_t count = raw->count;

	assert_true(count < PAIRS_MAX);
	memcpy(pairs, raw->pairs, count * sizeof(pairs[0]));
	for (size_t i = 0; i < telling->scene->truth_count; i++)
		put_all(pairs, &count, &telling->scene->truths[i]);
	if (telling->scene->lie)
		put_all(pairs, &count, telling->scene->lie);
	return telling->each(telling->arg,
			     &(struct wipe_raw_device){ .pairs = pairs, .count = count });
}

static int scene_lookup(struct wipe_source *source, uint32_t major_no, uint32_t minor_no,
			int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
			struct wipe_error *err)
{
	struct scene *scene = scene_of(source);
	struct telling telling = { scene, each, arg };
	void (*act)(struct scene * scene) = scene->act;
	struct wipe_source *system = scene->disk->source;

	scene->act = NULL;
	if (act)
		act(scene);
	return system->ops->lookup(system, major_no, minor_no, tell, &telling, err);
}

/* The other devices, of which nothing is made up. */
static int scene_enumerate(struct wipe_source *source,
			   int (*each)(void *arg, const struct wipe_raw_device *raw), void *arg,
			   struct wipe_error *err)
{
	struct wipe_source *system = scene_of(source)->disk->source;

	return system->ops->enumerate(system, each, arg, err);
}

static const struct wipe_source_ops scene_ops = { .enumerate = scene_enumerate,
						  .lookup = scene_lookup };

/*
 * The identity that the device has all along, unless a test lies. Loop devices get
 * neither serial nor WWN: test_same_medium.c has those.
 */
static const struct lie truths[] = {
	{ { "attr:device/model", "udev:ID_MODEL" }, "True Model" },
};

static int set_up(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	void *disk;

	loop_disk_set_up(&disk);
	scene->source.ops = &scene_ops;
	scene->disk = disk;
	scene->over_fd = -1;
	scene->truths = truths;
	scene->truth_count = COUNT(truths);
	wipe_device_free(scene->disk->dev);
	assert_int_equal(
		wipe_device_find(&scene->source, scene->disk->node, &scene->disk->dev, NULL), 0);
	*state = scene;
	return 0;
}

static int tear_down(void **state)
{
	struct scene *scene = *state;
	void *disk = scene->disk;

	wipe_target_close(scene->target, NULL);
	if (scene->child > 0) {
		kill(scene->child, SIGKILL);
		waitpid(scene->child, NULL, 0);
	}
	if (scene->over_fd >= 0) {
		ioctl(scene->over_fd, LOOP_CLR_FD, 0);
		close(scene->over_fd);
	}
	loop_disk_tear_down(&disk);
	free(scene);
	return 0;
}

static int open_target(struct scene *scene)
{
	wipe_error_clear(&scene->error);
	return wipe_target_open_device(&scene->source, scene->disk->dev, &scene->disk->fixed.env,
				       &scene->target, &scene->error);
}

static int count_begin(void *arg, struct wipe_error *err)
{
	(void)err;
	((struct scene *)arg)->begun++;
	return 0;
}

static int run_job(struct scene *scene)
{
	static const struct wipe_plan_request request = { .method = "stream",
							  .require = WIPE_LEVEL_NONE,
							  .verify = WIPE_VERIFY_FULL,
							  .attempt = 1 };
	const struct wipe_job_options options = { .begin = count_begin, .begin_arg = scene };
	struct wipe_report *report = calloc(1, sizeof(*report));
	struct wipe_plan *plan = calloc(1, sizeof(*plan));
	int rc;

	wipe_error_clear(&scene->error);
	assert_int_equal(
		wipe_plan_make(&request, scene->disk->dev, &scene->disk->fixed.env, plan, NULL), 0);
	rc = wipe_job_run(scene->target, plan, &scene->disk->fixed.env, &options, report,
			  &scene->error);
	if (rc) {
		assert_false(report->media_touched);
		assert_int_not_equal(report->verdict, WIPE_VERDICT_ERASED_VERIFIED);
	}
	free(plan);
	free(report);
	return rc;
}

/* Refused with these words in the message, not begun, not a byte changed. */
static void assert_refused(struct scene *scene, int rc, const char *words)
{
	assert_int_equal(rc, WIPE_E_REFUSED);
	assert_non_null(strstr(scene->error.message, words));
	assert_int_equal(scene->begun, 0);
	assert_true(loop_disk_holds(scene->disk, FILL));
}

static void undisturbed_it_is_erased(void **state)
{
	struct scene *scene = *state;

	assert_string_equal(scene->disk->dev->model, "True Model");
	assert_int_equal(open_target(scene), 0);
	assert_int_equal(run_job(scene), 0);
	assert_int_equal(scene->begun, 1);
	assert_false(loop_disk_holds(scene->disk, FILL));
}

static void another_identity_is_no_longer_the_device(void **state)
{
	static const struct lie lies[] = {
		{ { "attr:device/model", "udev:ID_MODEL" }, "Other Model" },
		{ { "attr:size" }, "16383" },
		{ { "attr:diskseq", "ioctl:diskseq" }, "1" },
	};
	struct scene *scene = *state;

	/* Before it is opened, and when it is open and all was well. */
	for (size_t i = 0; i < COUNT(lies); i++) {
		scene->lie = &lies[i];
		assert_refused(scene, open_target(scene), "is no longer the device");
		assert_null(scene->target);
	}
	scene->lie = NULL;
	memcpy(scene->disk->dev->serial, "GONE", 5);
	assert_refused(scene, open_target(scene), "is no longer the device");
	scene->disk->dev->serial[0] = '\0';
	assert_int_equal(open_target(scene), 0);
	for (size_t i = 0; i < COUNT(lies); i++) {
		scene->lie = &lies[i];
		assert_refused(scene, run_job(scene), "is no longer the device");
	}
}

static void replace(struct scene *scene)
{
	loop_disk_replace(scene->disk, FILL);
}

/* Between plan and opening; both have one serial, as copies of a bridge do. */
static void another_medium_under_the_name(void **state)
{
	struct scene *scene = *state;

	replace(scene);
	assert_refused(scene, open_target(scene), "is no longer the device");
	scene->disk->dev->diskseq = 0;
	assert_refused(scene, open_target(scene), "is no longer the device");
}

/* Goal: the name leads to another disk when all was checked through the name before. */
static void another_device_behind_the_node(void **state)
{
	struct scene *scene = *state, *other;
	char node[96];
	void *second;

	set_up(&second);
	other = second;
	snprintf(node, sizeof(node), "%s.node", scene->disk->path);
	assert_int_equal(mknod(node, S_IFBLK | 0600,
			       makedev(scene->disk->dev->major_no, scene->disk->dev->minor_no)),
			 0);
	memcpy(scene->disk->dev->node, node, strlen(node) + 1);
	assert_int_equal(open_target(scene), 0);
	unlink(node);
	assert_int_equal(mknod(node, S_IFBLK | 0600,
			       makedev(other->disk->dev->major_no, other->disk->dev->minor_no)),
			 0);
	assert_refused(scene, run_job(scene), "is no longer the device");
	assert_true(loop_disk_holds(other->disk, FILL));
	unlink(node);
	assert_int_equal(run_job(scene), WIPE_E_GONE);
	assert_true(loop_disk_holds(scene->disk, FILL));
	tear_down(&second);
}

/* A process of its own: the search passes over the one that searches. */
static void open_in_child(struct scene *scene, const char *node)
{
	int ready[2];
	char byte;

	assert_int_equal(pipe(ready), 0);
	scene->child = fork();
	if (scene->child == 0) {
		int fd;

		/* Nothing of the test's own: only what is opened here. */
		dup2(ready[1], STDIN_FILENO);
		close_range(STDERR_FILENO + 1, ~0U, 0);
		fd = open(node, O_RDWR);
		if (fd >= 0 && write(STDIN_FILENO, "x", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
}

static void open_disk(struct scene *scene)
{
	open_in_child(scene, scene->disk->node);
}

static void add_and_open_partition(struct scene *scene)
{
	char node[48];

	loop_disk_add_partition(scene->disk, 1, MIB, MIB);
	close(loop_disk_open_partition(scene->disk, 1, O_RDONLY));
	snprintf(node, sizeof(node), "%sp1", scene->disk->node);
	open_in_child(scene, node);
}

static void add_partition(struct scene *scene)
{
	loop_disk_add_partition(scene->disk, 1, MIB, MIB);
}

static void put_loop_over(struct scene *scene)
{
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	bool done = false;
	char node[32];

	/* Another test may take the free one first. */
	for (int i = 0; i < 20 && !done; i++) {
		snprintf(node, sizeof(node), "/dev/loop%d", ioctl(control, LOOP_CTL_GET_FREE));
		scene->over_fd = open(node, O_RDWR | O_CLOEXEC);
		assert_true(scene->over_fd >= 0);
		done = ioctl(scene->over_fd, LOOP_SET_FD, scene->disk->loop_fd) == 0;
		if (!done)
			close(scene->over_fd);
	}
	close(control);
	assert_true(done);
}

/* Between the hold and the look that comes after it. */
static void whoever_comes_with_the_hold_is_seen(void **state)
{
	struct scene *scene = *state;

	scene->act = open_disk;
	assert_refused(scene, open_target(scene), "is open in process");
}

static void a_partition_opened_with_the_hold_is_seen(void **state)
{
	struct scene *scene = *state;

	scene->act = add_and_open_partition;
	assert_refused(scene, open_target(scene), "p1 is open in process");
}

static void a_loop_device_put_over_it_with_the_hold_is_seen(void **state)
{
	struct scene *scene = *state;

	scene->act = put_loop_over;
	assert_refused(scene, open_target(scene), "losetup -d");
}

/* The last look before the first write. */
static void whoever_comes_before_the_first_write_is_seen(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(open_target(scene), 0);
	scene->act = open_disk;
	assert_refused(scene, run_job(scene), "is open in process");
}

static void a_loop_device_put_over_it_before_the_first_write_is_seen(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(open_target(scene), 0);
	scene->act = put_loop_over;
	assert_refused(scene, run_job(scene), "losetup -d");
}

static void a_changed_table_is_seen_before_the_first_write(void **state)
{
	struct scene *scene = *state;

	scene->act = add_partition;
	assert_int_equal(open_target(scene), 0);
	assert_refused(scene, run_job(scene), "another program changed the partitions");
}

/* Through the node at that place, and gone again: a header of an encrypted volume. */
static void write_header(const char *node)
{
	static const char luks[] = "LUKS\xba\xbe\0\1";
	int fd = open(node, O_RDWR | O_CLOEXEC);

	assert_int_equal(pwrite(fd, luks, sizeof(luks) - 1, 0), sizeof(luks) - 1);
	assert_int_equal(fsync(fd), 0);
	close(fd);
}

static void what_was_written_since_the_look_is_not_erased(void **state)
{
	struct scene *scene = *state;
	struct wipe_device *dev = scene->disk->dev;
	char node[48];

	/* A partition that only the kernel knows, and that the hold takes out. */
	loop_disk_add_partition(scene->disk, 1, MIB, MIB);
	snprintf(node, sizeof(node), "%sp1", scene->disk->node);
	close(loop_disk_open_partition(scene->disk, 1, O_RDONLY));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(wipe_device_probe(dev, NULL), 0);
		assert_int_equal(open_target(scene), 0);
		wipe_target_close(scene->target, NULL);
		write_header(i ? scene->disk->node : node);
		assert_int_equal(open_target(scene), WIPE_E_REFUSED);
		assert_non_null(strstr(scene->error.message, "after it was looked at"));
		assert_null(scene->target);
		assert_true(loop_disk_has_partition(scene->disk, 1));
	}
	/* What could not be read whole the first time has nothing to be compared with. */
	dev->contents_complete = false;
	assert_int_equal(open_target(scene), 0);
	assert_int_equal(run_job(scene), 0);
}

#define WITH_SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_SCENE(undisturbed_it_is_erased),
		WITH_SCENE(another_identity_is_no_longer_the_device),
		WITH_SCENE(another_medium_under_the_name),
		WITH_SCENE(another_device_behind_the_node),
		WITH_SCENE(what_was_written_since_the_look_is_not_erased),
		WITH_SCENE(whoever_comes_with_the_hold_is_seen),
		WITH_SCENE(a_partition_opened_with_the_hold_is_seen),
		WITH_SCENE(a_loop_device_put_over_it_with_the_hold_is_seen),
		WITH_SCENE(whoever_comes_before_the_first_write_is_seen),
		WITH_SCENE(a_loop_device_put_over_it_before_the_first_write_is_seen),
		WITH_SCENE(a_changed_table_is_seen_before_the_first_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
