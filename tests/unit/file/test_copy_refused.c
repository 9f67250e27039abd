/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: nothing is replaced, followed or believed that must not be; what fails is
 * told and leaves nothing behind, and the rest arrives all the same.
 */
#include "copy_scene.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)

static void test_other_contents_stay(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "src/same length", "new");
	put_text(scene, "dst/same length", "old");
	put_text(scene, "src/longer", "new");
	put_text(scene, "dst/longer", "older");
	put_text(scene, "src/folder", "new");
	put_text(scene, "dst/folder/file", "old");
	put_text(scene, "src/rest", "new");
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	expect_failed(scene, "same length", WIPE_E_REFUSED);
	expect_failed(scene, "longer", WIPE_E_REFUSED);
	expect_failed(scene, "folder", WIPE_E_REFUSED);
	expect_state(scene, "rest", WIPE_COPY_COPIED);
	put_text(scene, "old", "old");
	expect_equal_files(scene, "dst/same length", "old");
	assert_int_equal(count_names(scene, "dst"), 4);
	assert_int_equal(scene->totals.failed, 3);
	assert_non_null(strstr(scene->err.message, "folder"));
}

static void test_links_in_the_destination(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "elsewhere/keep", "x");
	put_text(scene, "src/folder/file", "new");
	put_text(scene, "src/link", "new");
	put_text(scene, "src/inside/file", "new");
	put_text(scene, "dst/other/keep", "x");
	assert_int_equal(symlink("../elsewhere", in(scene, "dst/folder")), 0);
	assert_int_equal(symlink("other", in(scene, "dst/inside")), 0);
	assert_int_equal(symlink("../elsewhere/made", in(scene, "dst/link")), 0);
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	expect_failed(scene, "folder", WIPE_E_REFUSED);
	expect_failed(scene, "folder/file", WIPE_E_REFUSED);
	expect_failed(scene, "inside/file", WIPE_E_REFUSED);
	expect_failed(scene, "link", WIPE_E_REFUSED);
	assert_int_equal(count_names(scene, "elsewhere"), 1);
	assert_int_equal(count_names(scene, "dst/other"), 1);
}

static void test_what_cannot_be_read(void **state)
{
	struct scene *scene = *state;
	int rc;

	put_text(scene, "src/closed/file", "x");
	put_text(scene, "src/rest", "x");
	put_text(scene, "src/secret", "x");
	assert_int_equal(chmod(in(scene, "src/closed"), 0) || chmod(in(scene, "src/secret"), 0), 0);
	assert_int_equal(chmod(in(scene, "dst"), 0777) || chmod(scene->folder, 0755), 0);
	/* To root nothing is closed. */
	if (geteuid() == 0)
		assert_int_equal(seteuid(65534), 0);
	rc = run_copy(scene);
	assert_int_equal(seteuid(getuid()), 0);
	assert_int_equal(chmod(in(scene, "src/closed"), 0700), 0);
	assert_int_equal(rc, WIPE_E_SYSTEM);
	expect_failed(scene, "closed", WIPE_E_SYSTEM);
	assert_int_equal(result_of(scene, "closed")->kind, WIPE_COPY_FOLDER);
	expect_failed(scene, "secret", WIPE_E_SYSTEM);
	expect_state(scene, "rest", WIPE_COPY_COPIED);
	assert_int_equal(scene->totals.failed, 2);
	/* The folder is there, for what may have been seen of it. */
	assert_int_equal(count_names(scene, "dst"), 2);
	assert_int_equal(count_names(scene, "dst/closed"), 0);
}

static int swap_for_link(struct scene *scene, const struct wipe_copy_progress *progress)
{
	if (progress->files_done == 1 && exists(scene, "src/b")) {
		assert_int_equal(rename(in(scene, "src/b"), in(scene, "moved")), 0);
		assert_int_equal(symlink("../secret", in(scene, "src/b")), 0);
		assert_int_equal(rename(in(scene, "src/c"), in(scene, "moved-c")), 0);
		/* One that does not lead outside. */
		assert_int_equal(symlink("e", in(scene, "src/c")), 0);
		assert_int_equal(unlink(in(scene, "src/d")), 0);
		assert_int_equal(mkfifo(in(scene, "src/d"), 0600), 0);
		scene->meddle = NULL;
	}
	return 0;
}

/* Between listing and opening: a file, a folder on the way, and a FIFO that would hang us. */
static void test_swapped_for_a_link(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "secret", "secret");
	put_text(scene, "src/e/file", "not what was listed");
	put_text(scene, "src/a", "first");
	put_text(scene, "src/b", "second");
	put_text(scene, "src/c/file", "third");
	put_text(scene, "src/d", "fourth");
	scene->meddle = swap_for_link;
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	expect_state(scene, "a", WIPE_COPY_COPIED);
	expect_failed(scene, "b", WIPE_E_REFUSED);
	expect_failed(scene, "c/file", WIPE_E_REFUSED);
	expect_failed(scene, "d", WIPE_E_REFUSED);
	assert_false(exists(scene, "dst/b") || exists(scene, "dst/c/file"));
}

static int append(struct scene *scene, const struct wipe_copy_progress *progress)
{
	int fd;

	if (strcmp(progress->path, "b") || !progress->bytes_done)
		return 0;
	fd = open(in(scene, "src/b"), O_WRONLY | O_APPEND);
	assert_int_equal(write(fd, "more", 4), 4);
	close(fd);
	scene->meddle = NULL;
	return 0;
}

static int cut(struct scene *scene, const struct wipe_copy_progress *progress)
{
	if (strcmp(progress->path, "b") || !progress->bytes_done)
		return 0;
	assert_int_equal(truncate(in(scene, "src/b"), 10), 0);
	scene->meddle = NULL;
	return 0;
}

/* The same size, and the old time set again: the time of change tells. */
static int rewrite(struct scene *scene, const struct wipe_copy_progress *progress)
{
	struct timespec times[2];
	struct stat st;
	int fd;

	if (strcmp(progress->path, "b") || !progress->bytes_done)
		return 0;
	fd = open(in(scene, "src/b"), O_WRONLY);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(pwrite(fd, "other", 5, 0), 5);
	times[0] = st.st_atim;
	times[1] = st.st_mtim;
	assert_int_equal(futimens(fd, times), 0);
	close(fd);
	scene->meddle = NULL;
	return 0;
}

/* Another file in its place, the open one not touched but for its name. */
static int replace(struct scene *scene, const struct wipe_copy_progress *progress)
{
	if (strcmp(progress->path, "b") || !progress->bytes_done)
		return 0;
	assert_int_equal(rename(in(scene, "src/b"), in(scene, "moved")), 0);
	assert_int_equal(symlink("../moved", in(scene, "src/b")), 0);
	scene->meddle = NULL;
	return 0;
}

static void test_changed_while_copied(void **state)
{
	int (*const changes[])(struct scene *, const struct wipe_copy_progress *) = { append, cut,
										      rewrite,
										      replace };
	struct scene *scene = *state;

	for (size_t i = 0; i < COUNT(changes); i++) {
		unlink(in(scene, "src/b"));
		put_long(scene, "src/b", 3 * MIB);
		put_text(scene, "src/c", "rest");
		/* Times of files are as fine as the kernel's tick. */
		usleep(20000);
		scene->meddle = changes[i];
		assert_int_equal(run_copy(scene), WIPE_E_SYSTEM);
		assert_null(scene->meddle);
		expect_failed(scene, "b", WIPE_E_SYSTEM);
		assert_int_equal(result_of(scene, "c")->code, 0);
		assert_int_equal(count_names(scene, "dst"), 1);
	}
}

static int spoil(struct scene *scene, const struct wipe_copy_progress *progress)
{
	const char *partial;
	int fd;

	/* The source was read; reading back has begun. */
	if (progress->bytes_done != 4 * MIB)
		return 0;
	partial = find_partial(scene, "dst");
	assert_non_null(partial);
	fd = open(in(scene, partial), O_WRONLY);
	assert_int_equal(pwrite(fd, "x", 1, 2 * MIB + 77), 1);
	close(fd);
	scene->meddle = NULL;
	return 0;
}

static void test_a_medium_that_lies(void **state)
{
	struct scene *scene = *state;

	put_long(scene, "src/a", 3 * MIB);
	put_text(scene, "src/b", "rest");
	scene->meddle = spoil;
	assert_int_equal(run_copy(scene), WIPE_E_MISMATCH);
	assert_null(scene->meddle);
	expect_failed(scene, "a", WIPE_E_MISMATCH);
	expect_state(scene, "b", WIPE_COPY_COPIED);
	assert_int_equal(count_names(scene, "dst"), 1);
}

static int occupy(struct scene *scene, const struct wipe_copy_progress *progress)
{
	if (progress->bytes_done == 4 * MIB && !exists(scene, "dst/a"))
		put_text(scene, "dst/a", "somebody else's");
	return 0;
}

/* The name was free when the file was begun. */
static void test_name_taken_meanwhile(void **state)
{
	struct scene *scene = *state;

	put_long(scene, "src/a", 3 * MIB);
	scene->meddle = occupy;
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	expect_failed(scene, "a", WIPE_E_REFUSED);
	put_text(scene, "theirs", "somebody else's");
	expect_equal_files(scene, "dst/a", "theirs");
	assert_int_equal(count_names(scene, "dst"), 1);
}

static void test_no_sense(void **state)
{
	struct scene *scene = *state;
	static const char *const bad[] = { "/abs", "..", "a/../b", "a//b", "." };
	char inside[96];

	snprintf(inside, sizeof(inside), "%s", in(scene, "src/inside"));
	put_text(scene, "src/inside/file", "x");
	for (size_t i = 0; i < COUNT(bad); i++) {
		scene->source.as = bad[i];
		assert_int_equal(run_copy(scene), WIPE_E_USAGE);
	}
	scene->source.as = "";
	scene->job.source_count = 0;
	assert_int_equal(run_copy(scene), WIPE_E_USAGE);
	scene->job.source_count = 1;
	scene->source.path = "/";
	scene->source.as = NULL;
	assert_int_equal(run_copy(scene), WIPE_E_USAGE);
	scene->source.path = in(scene, "none");
	assert_int_equal(run_copy(scene), WIPE_E_NOTFOUND);
	scene->source.path = in(scene, "src");
	scene->source.as = "";
	scene->job.destination = inside;
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	assert_int_equal(count_names(scene, "src/inside"), 1);
	scene->job.destination = in(scene, "none");
	assert_int_equal(run_copy(scene), WIPE_E_NOTFOUND);
	assert_int_equal(scene->result_count, 0);
}

static void test_same_name_twice(void **state)
{
	struct scene *scene = *state;
	char other[96];

	snprintf(other, sizeof(other), "%s", in(scene, "other"));
	const struct wipe_copy_source sources[] = { scene->source, { other, "" } };

	put_text(scene, "src/file", "equal");
	put_text(scene, "other/file", "equal");
	put_text(scene, "other/rest", "rest");
	scene->job.sources = sources;
	scene->job.source_count = 2;
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	assert_int_equal(scene->totals.copied, 2);
	assert_int_equal(scene->totals.failed, 1);
}

static void test_onto_itself(void **state)
{
	struct scene *scene = *state;
	char file[96];

	snprintf(file, sizeof(file), "%s", in(scene, "dst/file"));
	put_text(scene, "dst/file", "x");
	scene->source = (struct wipe_copy_source){ file, NULL };
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	expect_failed(scene, "file", WIPE_E_REFUSED);
	assert_int_equal(count_names(scene, "dst"), 1);
}

static void test_one_run_at_a_time(void **state)
{
	struct scene *scene = *state;
	int fd = open(scene->job.destination, O_RDONLY | O_DIRECTORY);

	put_text(scene, "src/file", "x");
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	assert_int_equal(count_names(scene, "dst"), 0);
	close(fd);
	assert_int_equal(run_copy(scene), 0);
}

#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, scene_set_up, scene_tear_down)

static int say_no(void *arg)
{
	struct scene *scene = arg;

	assert_int_equal(count_names(scene, "dst"), 1);
	assert_int_equal(scene->result_count, 0);
	return 1;
}

/* Who has to write something down first is asked before anything is written, and may refuse. */
static void test_not_ready(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "src/folder/file", "x");
	put_text(scene, "dst/.massho-part-0123456789abcdef", "left by a run that was killed");
	scene->job.ready = say_no;
	assert_int_equal(run_copy(scene), WIPE_E_INTERRUPTED);
	assert_int_equal(scene->result_count, 0);
	assert_int_equal(count_names(scene, "dst"), 1);
	assert_int_equal(scene->totals.listed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCENE(test_other_contents_stay),  IN_SCENE(test_links_in_the_destination),
		IN_SCENE(test_what_cannot_be_read),  IN_SCENE(test_swapped_for_a_link),
		IN_SCENE(test_changed_while_copied), IN_SCENE(test_a_medium_that_lies),
		IN_SCENE(test_name_taken_meanwhile), IN_SCENE(test_no_sense),
		IN_SCENE(test_same_name_twice),	     IN_SCENE(test_onto_itself),
		IN_SCENE(test_one_run_at_a_time),    IN_SCENE(test_not_ready),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
