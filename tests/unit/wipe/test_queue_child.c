/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rings that are inherited, poor or refused: each in a child, whose state is another. */
#include "unit.h"

#include <errno.h>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "queue_scene.h"

/* What a child found: 0 as it must be, 77 cannot be tried here. */
static int in_child(int (*attempt)(struct medium *medium), struct medium *medium)
{
	pid_t child = fork();
	int status = 0;

	if (!child)
		_exit(attempt(medium));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int move_by(struct medium *medium, enum kind expected, unsigned int salt)
{
	struct queue *queue = NULL, *threads = NULL;
	int rc;

	medium->io->concurrent = true;
	if (queue_open(medium->io, medium->ring, 0, &queue, NULL) ||
	    queue_open(medium->io, NULL, 0, &threads, NULL))
		return 2;
	rc = (queue->ops == threads->ops) != (expected == THREADS) ? 3 :
	     !queue_scene_move(queue, true, salt)		   ? 4 :
	     !queue_scene_move(queue, false, salt)		   ? 5 :
								     0;
	queue_close(threads);
	queue_close(queue);
	return rc;
}

static int use_ring_of_parent(struct medium *medium)
{
	return move_by(medium, RING, 91);
}

static void a_child_uses_the_ring_of_its_parent(void **state)
{
	struct medium medium;

	(void)state;
	queue_scene_open(&medium, SIZE);
	queue_scene_need_ring(&medium);
	assert_int_equal(in_child(use_ring_of_parent, &medium), 0);
	assert_true(queue_scene_file_holds(&medium, 91));
	queue_scene_close(&medium);
}

static int use_ring_without_locked_memory(struct medium *medium)
{
	const struct rlimit tiny = { 64 << 10, 64 << 10 };

	/* Rights are looked at when a ring is made; another user has none. */
	wipe_ring_close(medium->ring);
	medium->ring = NULL;
	if (setrlimit(RLIMIT_MEMLOCK, &tiny) || (geteuid() == 0 && setresuid(65534, 65534, 65534)))
		return 77;
	if (wipe_ring_open(&medium->ring, NULL))
		return 77;
	return move_by(medium, RING, 92);
}

static void a_ring_works_without_registered_buffers(void **state)
{
	struct medium medium;
	int rc;

	(void)state;
	queue_scene_open(&medium, SIZE);
	queue_scene_need_ring(&medium);
	rc = in_child(use_ring_without_locked_memory, &medium);
	if (rc != 77) {
		assert_int_equal(rc, 0);
		assert_true(queue_scene_file_holds(&medium, 92));
	}
	queue_scene_close(&medium);
	if (rc == 77)
		skip();
}

/* From here on the system call ends with EPERM. */
static int refuse_call(unsigned int number)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = COUNT(code), .filter = code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int have_no_ring(struct medium *medium)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	wipe_ring_close(medium->ring);
	if (refuse_call(SYS_io_uring_setup))
		return 77;
	if (wipe_ring_open(&medium->ring, &err) != WIPE_E_UNSUPPORTED || medium->ring ||
	    err.code != WIPE_E_UNSUPPORTED || err.sys_errno != EPERM || !err.message[0])
		return 6;
	return move_by(medium, THREADS, 93);
}

static int may_not_use_ring(struct medium *medium)
{
	return refuse_call(SYS_io_uring_enter) ? 77 : move_by(medium, THREADS, 94);
}

static int may_not_register(struct medium *medium)
{
	return refuse_call(SYS_io_uring_register) ? 77 : move_by(medium, THREADS, 95);
}

static void threads_do_what_a_refused_ring_cannot(void **state)
{
	static const struct {
		int (*attempt)(struct medium *medium);
		unsigned int salt;
	} cases[] = { { have_no_ring, 93 }, { may_not_use_ring, 94 }, { may_not_register, 95 } };
	struct medium medium;

	(void)state;
	queue_scene_open(&medium, SIZE);
	queue_scene_need_ring(&medium);
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(in_child(cases[i].attempt, &medium), 0);
		assert_true(queue_scene_file_holds(&medium, cases[i].salt));
	}
	queue_scene_close(&medium);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_child_uses_the_ring_of_its_parent),
		cmocka_unit_test(a_ring_works_without_registered_buffers),
		cmocka_unit_test(threads_do_what_a_refused_ring_cannot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
