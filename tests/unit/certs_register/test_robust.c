/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case in a bad world: killed, crowded, full, not to be written, full of odd files. */
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "case_steps.h"
#include "support.h"
#include "unit.h"

#define KILLS 60
#define WRITERS 2
#define EACH 12
#define NS_PER_US 1000L

static void add_many(struct case_scene *scene, const uint8_t init[32], enum person by, size_t count,
		     const char *mark)
{
	struct wipecert_case *opened = case_scene_open(scene, "case", init);

	for (size_t i = 0; i < count; i++) {
		char label[96];

		/* Ids and labels of different children differ. */
		scene->ids = (uint32_t)getpid() * 2000 + (uint32_t)i;
		snprintf(label, sizeof(label), "thing/label=%s-%d-%zu", mark, (int)getpid(), i);
		case_scene_add(scene, opened, by, NULL,
			       case_scene_act(WIPECERT_RECEIVE, label, NULL));
	}
	wipecert_case_free(opened);
}

/* Clocks of several writers differ: nothing else is found. */
static bool is_sound(const struct wipecert_case *opened)
{
	return wipecert_case_finding_count(opened) ==
	       case_scene_findings(opened, WIPECERT_CASE_BACKDATED);
}

static bool has_folder_only_whole_records(struct case_scene *scene, const uint8_t init[32])
{
	struct wipecert_case *opened = case_scene_open(scene, "case", init);
	bool is_whole = is_sound(opened);

	for (size_t i = 0; i < wipecert_case_record_count(opened); i++) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		is_whole &= record.number == i + 1 && record.fault == WIPECERT_FAULT_NONE;
	}
	wipecert_case_free(opened);
	return is_whole;
}

/* Killed wherever it was: the case is as before, or has one record more, and goes on. */
static void killed_while_adding(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	const size_t kills = KILLS / test_step(6);
	uint8_t init[32];

	wipecert_case_init_sha256(opened, init);
	for (size_t i = 0; i < kills; i++) {
		struct case_files before = case_files_of(wipecert_case_path(opened)), after;
		struct timespec wait = { .tv_nsec = (long)(i * 397 % 9000) * NS_PER_US };
		int status;
		pid_t child = fork();

		assert_true(child >= 0);
		if (!child) {
			add_many(scene, init, ENGINEER, 1000, "K");
			_exit(0);
		}
		nanosleep(&wait, NULL);
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		after = case_files_of(wipecert_case_path(opened));
		assert_true(case_files_grew(&before, &after));
		case_files_clear(&before);
		case_files_clear(&after);
		if (!has_folder_only_whole_records(scene, init))
			fail_msg("kill %zu", i);
	}
	case_receive(scene, opened, "after", "note=");
	assert_int_equal(scene->added.number, wipecert_case_record_count(opened));
	assert_true(is_sound(opened));
	wipecert_case_free(opened);
}

static void two_writers_at_once(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	const size_t each = EACH / test_step(3);
	pid_t children[WRITERS];
	uint8_t init[32];

	wipecert_case_init_sha256(opened, init);
	for (size_t i = 0; i < WRITERS; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (!children[i]) {
			add_many(scene, init, i ? ENGINEER_2 : ENGINEER, each, "W");
			_exit(0);
		}
	}
	for (size_t i = 0; i < WRITERS; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
	assert_int_equal(wipecert_case_record_count(opened), 1 + WRITERS * each);
	assert_true(has_folder_only_whole_records(scene, init));
	wipecert_case_free(opened);
}

/* No room for the record; nothing is there afterwards, and with room it goes on. */
static void no_room(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct case_files before = case_files_of(wipecert_case_path(opened)), after;
	struct rlimit was, small;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	signal(SIGXFSZ, SIG_IGN);
	small = was;
	scene->lenient = true;
	for (rlim_t limit = 0; limit < 1600; limit += 400) {
		small.rlim_cur = limit;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
		case_receive(scene, opened, "A", "note=");
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
		assert_int_equal(scene->rc, WIPE_E_SYSTEM);
		assert_int_equal(scene->error.sys_errno, EFBIG);
		after = case_files_of(wipecert_case_path(opened));
		assert_int_equal(before.count, after.count);
		case_files_clear(&after);
	}
	case_files_clear(&before);
	scene->lenient = false;
	case_receive(scene, opened, "A", "note=");
	assert_int_equal(scene->added.number, 2);
	wipecert_case_free(opened);
}

/* Reads, and says why nothing can be written. Root writes everywhere: as somebody else. */
static void what_cannot_be_written(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	int status;
	pid_t child;

	case_receive(scene, opened, "A", "note=");
	assert_int_equal(chmod(scene->folder, 0755), 0);
	assert_int_equal(chmod(case_scene_path(scene, "case"), 0555), 0);
	assert_int_equal(chmod(case_scene_path(scene, "case/records"), 0555), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		if (geteuid() == 0 && (setgid(65534) || setuid(65534)))
			_exit(9);
		scene->lenient = true;
		unlink(case_scene_path(scene, "case/.massho-lock"));
		if (wipecert_case_refresh(opened, NULL))
			_exit(1);
		case_receive(scene, opened, "B", "note=");
		_exit(scene->rc == WIPE_E_SYSTEM && scene->error.sys_errno == EACCES ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(chmod(case_scene_path(scene, "case"), 0755), 0);
	assert_int_equal(chmod(case_scene_path(scene, "case/records"), 0755), 0);
	assert_int_equal(status, 0);
	wipecert_case_free(opened);
}

/* What stands where records should be: never followed, never waited for, always told. */
static void odd_files(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	char name[300] = "case/records/", *deep = malloc(1 << 20);
	size_t invalid = 0;
	FILE *huge;

	assert_non_null(deep);
	memset(deep, '[', 1 << 20);
	case_receive(scene, opened, "A", "note=");
	assert_int_equal(mkfifo(case_scene_path(scene, "case/records/000003-a-fifo.p7m"), 0644), 0);
	assert_int_equal(
		symlink("/dev/zero", case_scene_path(scene, "case/records/000003-b-zero.p7m")), 0);
	assert_int_equal(
		symlink("nowhere", case_scene_path(scene, "case/records/000003-c-none.p7m")), 0);
	assert_int_equal(mkdir(case_scene_path(scene, "case/records/000003-d-folder.p7m"), 0755),
			 0);
	write_file(case_scene_path(scene, "case/records/000003-e-deep.json"), deep, 1 << 20, 0644);
	write_file(case_scene_path(scene, "case/records/000003-f-empty.p7m"), "", 0, 0644);
	huge = fopen(case_scene_path(scene, "case/records/000003-g-huge.p7m"), "w");
	assert_non_null(huge);
	assert_int_equal(ftruncate(fileno(huge), (off_t)1 << 40), 0);
	fclose(huge);
	memset(name + strlen(name), 'n', 251);
	strcpy(name + 13 + 251, ".p7m");
	write_file(case_scene_path(scene, name), "x", 1, 0644);
	invalid = 8;
	assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
	assert_int_equal(case_scene_findings(opened, WIPECERT_CASE_INVALID), invalid);
	assert_int_equal(wipecert_case_item_count(opened), 1);
	/* Nothing follows them. */
	case_receive(scene, opened, "B", "note=");
	assert_int_equal(scene->added.number, 3);
	free(deep);
	wipecert_case_free(opened);
}

static void folders_that_are_none(void **state)
{
	static const char *const names[] = { "fifo", "file", "nothing", "link" };
	struct wipecert_case_options options = { .time_s = CASE_SCENE_NOW_S };
	struct case_scene *scene = *state;
	struct wipecert_case *opened;
	char path[2 * CASE_SCENE_PATH_BYTES], *long_path = malloc(8000);

	assert_non_null(long_path);
	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(path, sizeof(path), "%s", case_scene_path(scene, names[i]));
		assert_int_equal(mkdir(path, 0755), 0);
		strcat(path, "/records");
		if (i == 0)
			assert_int_equal(mkfifo(path, 0644), 0);
		if (i == 1)
			write_file(path, "x", 1, 0644);
		if (i == 3)
			assert_int_equal(symlink("records", path), 0);
		assert_true(wipecert_case_open(case_scene_path(scene, names[i]), &options, &opened,
					       NULL) < 0);
		assert_null(opened);
		assert_false(wipecert_case_is_at(case_scene_path(scene, names[i])));
	}
	assert_int_equal(wipecert_case_open(case_scene_path(scene, "none"), &options, &opened,
					    NULL),
			 WIPE_E_NOTFOUND);
	assert_int_equal(mkdir(case_scene_path(scene, "empty"), 0755), 0);
	assert_int_equal(mkdir(case_scene_path(scene, "empty/records"), 0755), 0);
	assert_int_equal(wipecert_case_open(case_scene_path(scene, "empty"), &options, &opened,
					    NULL),
			 WIPE_E_FORMAT);
	memset(long_path, 'p', 7999);
	long_path[7999] = '\0';
	assert_int_equal(wipecert_case_open(long_path, &options, &opened, NULL), WIPE_E_USAGE);
	free(long_path);
}

/* What was open while its folder vanished says so, and stays as it was. */
static void the_folder_vanishes(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	struct wipecert_case_summary summary;
	uint8_t sha256[32];

	case_receive(scene, opened, "A", "note=");
	assert_int_equal(rename(case_scene_path(scene, "case"), case_scene_path(scene, "away")), 0);
	scene->lenient = true;
	assert_int_equal(wipecert_case_refresh(opened, NULL), WIPE_E_NOTFOUND);
	case_receive(scene, opened, "B", "note=");
	assert_true(scene->rc < 0);
	assert_int_equal(wipecert_case_item_count(opened), 1);
	assert_int_equal(wipecert_case_record_count(opened), 2);
	assert_int_equal(rename(case_scene_path(scene, "away"), case_scene_path(scene, "case")), 0);
	/* And the first record alone. */
	assert_int_equal(
		rename(case_scene_path(scene, "case/records"), case_scene_path(scene, "r")), 0);
	assert_int_equal(mkdir(case_scene_path(scene, "case/records"), 0755), 0);
	assert_int_equal(wipecert_case_refresh(opened, NULL), WIPE_E_FORMAT);
	wipecert_case_init_sha256(opened, sha256);
	wipecert_case_summarize(opened, &summary);
	assert_int_equal(rmdir(case_scene_path(scene, "case/records")), 0);
	assert_int_equal(
		rename(case_scene_path(scene, "r"), case_scene_path(scene, "case/records")), 0);
	scene->lenient = false;
	case_receive(scene, opened, "C", "note=");
	assert_int_equal(scene->added.number, 3);
	wipecert_case_free(opened);
}

/* A program that has a case open all day does not grow with each look at it. */
static void looking_again_and_again(void **state)
{
	const size_t looks = 300 / test_step(10);
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	size_t before;

	for (size_t i = 0; i < 40; i++) {
		char label[32];

		snprintf(label, sizeof(label), "L%zu", i);
		case_receive(scene, opened, label, "note=");
	}
	write_file(case_scene_path(scene, "case/records/note.txt"), "x", 1, 0644);
	assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
	before = mallinfo2().uordblks;
	for (size_t i = 0; i < looks; i++) {
		assert_int_equal(wipecert_case_refresh(opened, NULL), 0);
		assert_int_equal(wipecert_case_check_attachments(opened, NULL), 0);
	}
	assert_true(mallinfo2().uordblks < before + looks * 1000);
	wipecert_case_free(opened);
}

/* The lock that is a link, or no file, is not taken for one; nothing waits. */
static void odd_locks(void **state)
{
	struct case_scene *scene = *state;
	struct wipecert_case *opened = case_scene_begin(scene, "case", NULL);
	char lock[CASE_SCENE_PATH_BYTES];

	snprintf(lock, sizeof(lock), "%s", case_scene_path(scene, "case/.massho-lock"));
	scene->lenient = true;
	unlink(lock);
	assert_int_equal(symlink("elsewhere", lock), 0);
	case_receive(scene, opened, "A", "note=");
	assert_int_equal(scene->rc, WIPE_E_SYSTEM);
	assert_int_equal(access(case_scene_path(scene, "case/elsewhere"), F_OK), -1);
	assert_int_equal(unlink(lock), 0);
	assert_int_equal(mkdir(lock, 0755), 0);
	case_receive(scene, opened, "A", "note=");
	assert_int_equal(scene->rc, WIPE_E_SYSTEM);
	assert_int_equal(rmdir(lock), 0);
	scene->lenient = false;
	case_receive(scene, opened, "A", "note=");
	wipecert_case_free(opened);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, case_scene_setup, case_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(killed_while_adding),
		TEST(two_writers_at_once),
		TEST(no_room),
		TEST(what_cannot_be_written),
		TEST(odd_files),
		TEST(folders_that_are_none),
		TEST(the_folder_vanishes),
		TEST(looking_again_and_again),
		TEST(odd_locks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
