/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: a saved record is there, whole, under its name only; nothing that was
 * there before is replaced; failures leave no debris. Also where the file system
 * knows neither RENAME_NOREPLACE nor hard links (a filter of system calls in a
 * child stands in for it).
 */
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <seccomp.h>

#include <wipecert/save.h>

#include "common/blob.h"

#define NO_NOTIFY 11 /* exit code of a child */

static void expect_content(const char *path, const void *bytes, size_t length)
{
	unsigned char *read;
	size_t read_bytes;

	assert_int_equal(wipecert_load(path, 1 << 20, &read, &read_bytes, NULL), 0);
	assert_int_equal(read_bytes, length);
	assert_memory_equal(read, bytes, length);
	assert_int_equal(read[length], 0);
	free(read);
}

static void test_new_file(void **state)
{
	const char *path = in(state, "record.p7m");
	struct stat st;

	umask(077);
	assert_int_equal(wipecert_save(path, "abc\0def", 7, NULL), 0);
	expect_content(path, "abc\0def", 7);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(st.st_nlink, 1);
	assert_int_equal(count_files(*state), 1);
	assert_int_equal(wipecert_save_private(in(state, "names"), "x", 1, NULL), 0);
	assert_int_equal(stat(in(state, "names"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(wipecert_save(in(state, "empty"), "", 0, NULL), 0);
	expect_content(in(state, "empty"), "", 0);
}

static void test_relative_path(void **state)
{
	char here[512];

	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(*state), 0);
	assert_int_equal(wipecert_save("plain", "x", 1, NULL), 0);
	assert_int_equal(wipecert_save("./dotted", "x", 1, NULL), 0);
	assert_int_equal(chdir(here), 0);
	assert_int_equal(count_files(*state), 2);
}

static void test_existing_is_never_replaced(void **state)
{
	const char *path = in(state, "record.p7m"), *dangling = in(state, "dangling");
	struct wipe_error err;

	write_file(path, "old", 3, 0644);
	wipe_error_clear(&err);
	assert_int_equal(wipecert_save(path, "new", 3, &err), WIPE_E_REFUSED);
	assert_int_equal(err.code, WIPE_E_REFUSED);
	expect_content(path, "old", 3);
	assert_int_equal(symlink("nowhere", dangling), 0);
	assert_int_equal(wipecert_save(dangling, "new", 3, NULL), WIPE_E_REFUSED);
	mkdir(in(state, "folder"), 0755);
	assert_int_equal(wipecert_save(in(state, "folder"), "new", 3, NULL), WIPE_E_REFUSED);
	assert_int_equal(count_files(*state), 3);
}

static void test_bad_paths(void **state)
{
	assert_int_equal(wipecert_save(in(state, "none/record"), "x", 1, NULL), WIPE_E_SYSTEM);
	assert_int_equal(wipecert_save(in(state, ""), "x", 1, NULL), WIPE_E_USAGE);
	assert_int_equal(wipecert_save("", "x", 1, NULL), WIPE_E_USAGE);
	assert_int_equal(count_files(*state), 0);
}

static void test_no_room(void **state)
{
	struct rlimit small = { 100, RLIM_INFINITY }, large = { RLIM_INFINITY, RLIM_INFINITY };
	char bytes[200] = { 1 };
	int code;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	code = wipecert_save(in(state, "record"), bytes, sizeof(bytes), NULL);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &large), 0);
	assert_int_equal(code, WIPE_E_SYSTEM);
	assert_int_equal(count_files(*state), 0);
}

/* Fails these system calls with these errors, for this process and for good. */
static void forbid(int renameat2_errno, int linkat_errno)
{
	const struct scmp_arg_cmp has_flags = { .arg = 4, .op = SCMP_CMP_NE, .datum_a = 0 };
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (!filter)
		_exit(10);
	if (renameat2_errno)
		seccomp_rule_add_array(filter, SCMP_ACT_ERRNO((uint32_t)renameat2_errno),
				       SCMP_SYS(renameat2), 1, &has_flags);
	if (linkat_errno)
		seccomp_rule_add(filter, SCMP_ACT_ERRNO((uint32_t)linkat_errno), SCMP_SYS(linkat),
				 0);
	if (seccomp_load(filter))
		_exit(11);
	seccomp_release(filter);
}

/* Saves under a filter: once anew, once onto what exists. 0 if both went as they must. */
static int save_twice(void **state, int renameat2_errno, int linkat_errno)
{
	const char *path = in(state, "record");
	int status, first, second;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		forbid(renameat2_errno, linkat_errno);
		first = wipecert_save(path, "first", 5, NULL);
		second = wipecert_save(path, "second", 6, NULL);
		_exit(first != 0 ? 1 : second != WIPE_E_REFUSED ? 2 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	expect_content(path, "first", 5);
	assert_int_equal(count_files(*state), 1);
	unlink(path);
	return WEXITSTATUS(status);
}

static void test_lesser_file_systems(void **state)
{
	assert_int_equal(save_twice(state, 0, 0), 0);
	assert_int_equal(save_twice(state, EINVAL, 0), 0);
	assert_int_equal(save_twice(state, EINVAL, EPERM), 0);
	assert_int_equal(save_twice(state, ENOSYS, EOPNOTSUPP), 0);
}

/* Answers every write of the other thread with "done", but writes something else. */
static void *lie_about_writes(void *arg)
{
	const int *notify_fd = arg;
	struct seccomp_notif *request;
	struct seccomp_notif_resp *answer;

	if (seccomp_notify_alloc(&request, &answer))
		return NULL;
	while (memset(request, 0, sizeof(*request)),
	       seccomp_notify_receive(*notify_fd, request) == 0) {
		char zeros[64] = { 0 };
		size_t bytes = request->data.args[2];

		if (bytes > sizeof(zeros))
			_exit(20);
		memset(answer, 0, sizeof(*answer));
		answer->id = request->id;
		answer->val = pwrite((int)request->data.args[0], zeros, bytes, 0);
		seccomp_notify_respond(*notify_fd, answer);
	}
	return NULL;
}

static int save_onto_a_liar(const char *path)
{
	static int notify_fd = -1;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	pthread_t liar;

	if (!filter)
		return 10;
	if (seccomp_rule_add(filter, SCMP_ACT_NOTIFY, SCMP_SYS(write), 0) || seccomp_load(filter))
		return NO_NOTIFY;
	/* The thread is under the filter too, but uses only pwrite and ioctl. */
	notify_fd = seccomp_notify_fd(filter);
	if (notify_fd < 0 || pthread_create(&liar, NULL, lie_about_writes, &notify_fd))
		return 12;
	return wipecert_save(path, "truth", 5, NULL) == WIPE_E_MISMATCH ? 0 : 1;
}

/* A medium that takes the record and has something else afterwards. */
static void test_lies_are_found(void **state)
{
	const char *path = in(state, "record");
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0)
		_exit(save_onto_a_liar(path));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NO_NOTIFY) {
		print_message("no seccomp notifications here\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_new_files_are_new(void **state)
{
	int folder = open(*state, O_RDONLY | O_DIRECTORY);

	write_file(in(state, "file"), "old", 3, 0644);
	assert_int_equal(symlink("elsewhere", in(state, "link")), 0);
	assert_int_equal(blob_create(folder, "file", 0600, "new", 3, NULL), WIPE_E_REFUSED);
	assert_int_equal(blob_create(folder, "link", 0600, "new", 3, NULL), WIPE_E_REFUSED);
	expect_content(in(state, "file"), "old", 3);
	assert_int_equal(count_files(*state), 2);
	close(folder);
}

static void test_load_is_bounded(void **state)
{
	const char *path = in(state, "file");
	unsigned char *bytes = NULL;
	size_t length;

	write_file(path, "12345678", 8, 0644);
	assert_int_equal(wipecert_load(path, 8, &bytes, &length, NULL), 0);
	assert_int_equal(length, 8);
	free(bytes);
	assert_int_equal(wipecert_load(path, 7, &bytes, &length, NULL), WIPE_E_FORMAT);
	assert_int_equal(wipecert_load(in(state, "none"), 7, &bytes, &length, NULL),
			 WIPE_E_NOTFOUND);
	assert_int_equal(wipecert_load(*state, 7, &bytes, &length, NULL), WIPE_E_FORMAT);
	assert_int_equal(wipecert_load("/dev/zero", 7, &bytes, &length, NULL), WIPE_E_FORMAT);
	assert_int_equal(mkfifo(in(state, "fifo"), 0600), 0);
	assert_int_equal(wipecert_load(in(state, "fifo"), 7, &bytes, &length, NULL), WIPE_E_FORMAT);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_new_file),
		WITH_FOLDER(test_relative_path),
		WITH_FOLDER(test_existing_is_never_replaced),
		WITH_FOLDER(test_bad_paths),
		WITH_FOLDER(test_no_room),
		WITH_FOLDER(test_lesser_file_systems),
		WITH_FOLDER(test_lies_are_found),
		WITH_FOLDER(test_new_files_are_new),
		WITH_FOLDER(test_load_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
