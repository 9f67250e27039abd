/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of /proc/locks, and who has locked a folder. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lockers.h"

static const struct {
	const char *line;
	uint32_t major_no, minor_no;
	int64_t pid; /* 0: another lock */
} lines[] = {
	{ "1: FLOCK  ADVISORY  WRITE 4711 08:1f:94 0 EOF\n", 8, 0x1f, 4711 },
	{ "12: FLOCK  ADVISORY  READ  4711 08:1f:94 0 EOF\n", 8, 0x1f, 4711 },
	{ "1: FLOCK  ADVISORY  WRITE 4711 00:2a:94 0 EOF\n", 0, 0x31, 4711 },
	{ "1: FLOCK  ADVISORY  WRITE -1 08:1f:94 0 EOF\n", 8, 0x1f, -1 },
	{ "1: FLOCK  ADVISORY  WRITE 4711 08:1f:95 0 EOF\n", 8, 0x1f, 0 },
	{ "1: FLOCK  ADVISORY  WRITE 4711 08:1e:94 0 EOF\n", 8, 0x1f, 0 },
	{ "1: FLOCK  ADVISORY  WRITE 4711 00:1f:94 0 EOF\n", 8, 0x1f, 0 },
	{ "1: -> FLOCK  ADVISORY  WRITE 4711 08:1f:94 0 EOF\n", 8, 0x1f, 0 },
	{ "1: POSIX  ADVISORY  WRITE 4711 08:1f:94 0 EOF\n", 8, 0x1f, 0 },
	{ "1: LEASE  ACTIVE    WRITE 4711 08:1f:94 0 EOF\n", 8, 0x1f, 0 },
	{ "1: FLOCK  ADVISORY  WRITE 4711 08:1f", 8, 0x1f, 0 },
	{ "", 8, 0x1f, 0 },
};

static void lines_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct stat st = { .st_dev = makedev(lines[i].major_no, lines[i].minor_no),
					 .st_ino = 94 };
		int64_t pid = 0;

		if (fs_locker_parse(lines[i].line, &st, &pid) != (lines[i].pid != 0) ||
		    (lines[i].pid && pid != lines[i].pid))
			fail_msg("line %zu: %lld", i, (long long)pid);
	}
}

/* A child of this test is this program; one's own lock is nobody else's. */
static void another_process_is_found(void **state)
{
	char path[] = "/tmp/massho-test-lockers.XXXXXX";
	int own, told[2];
	struct fs_locker locker;
	struct stat st;
	pid_t child;
	char byte;

	(void)state;
	assert_non_null(mkdtemp(path));
	assert_int_equal(pipe(told), 0);
	own = open(path, O_RDONLY | O_CLOEXEC);
	assert_int_equal(fstat(own, &st), 0);
	assert_int_equal(flock(own, LOCK_SH), 0);
	fs_locker_find(&st, &locker);
	assert_int_equal(locker.holder.kind, WIPE_FILE_HOLDER_UNKNOWN);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		int fd = open(path, O_RDONLY | O_CLOEXEC);

		if (flock(fd, LOCK_SH) || write(told[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	assert_int_equal(read(told[0], &byte, 1), 1);
	fs_locker_find(&st, &locker);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_int_equal(locker.holder.kind, WIPE_FILE_HOLDER_PROCESS);
	assert_int_equal(locker.holder.pid, child);
	assert_true(locker.is_run);
	close(own);
	close(told[0]);
	close(told[1]);
	rmdir(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_told_apart),
		cmocka_unit_test(another_process_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
