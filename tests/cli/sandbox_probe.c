/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tries what the sandbox of the tools must refuse and what it must leave, and
 * prints a line "name result" each: "ok", an errno's name, or "signal NAME".
 * With --open it does not enter the sandbox, so that a test can see that each
 * attempt comes off, or fails in another way, without it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <linux/io_uring.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox.h"

/* A ring that was made before the sandbox was entered. */
struct ring {
	int fd;
	struct io_uring_params params;
	unsigned char *queue;
	struct io_uring_sqe *entries;
};

static struct ring ring;

static void report(const char *name, long result)
{
	printf("%s %s\n", name, result < 0 ? strerrorname_np(errno) : "ok");
}

static void report_fd(const char *name, long fd)
{
	report(name, fd);
	if (fd >= 0)
		close((int)fd);
}

static void make_ring(void)
{
	size_t bytes;

	ring.fd = (int)syscall(SYS_io_uring_setup, 4, &ring.params);
	if (ring.fd < 0)
		return;
	bytes = ring.params.sq_off.array + ring.params.sq_entries * sizeof(uint32_t);
	ring.queue = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd,
			  IORING_OFF_SQ_RING);
	ring.entries = mmap(NULL, ring.params.sq_entries * sizeof(*ring.entries),
			    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd,
			    IORING_OFF_SQES);
}

/* The operation that opens a socket past every filter on socket(). */
static void try_ring_socket(void)
{
	uint32_t *tail, *array;

	if (ring.fd < 0 || ring.queue == MAP_FAILED || ring.entries == MAP_FAILED) {
		printf("ring-socket no-ring\n");
		return;
	}
	/* 45 is IORING_OP_SOCKET; headers older than Linux 5.19 do not name it. */
	ring.entries[0] = (struct io_uring_sqe){ .opcode = 45, .fd = AF_INET, .off = SOCK_STREAM };
	tail = (uint32_t *)(void *)(ring.queue + ring.params.sq_off.tail);
	array = (uint32_t *)(void *)(ring.queue + ring.params.sq_off.array);
	array[0] = 0;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	report("ring-socket", syscall(SYS_io_uring_enter, ring.fd, 1, 0, 0, NULL, 0));
}

static void try_sockets(void)
{
	struct io_uring_params params = { 0 };
	int pair[2];

	report_fd("inet", socket(AF_INET, SOCK_STREAM, 0));
	report_fd("inet-udp", socket(AF_INET, SOCK_DGRAM, 0));
	report_fd("inet6", socket(AF_INET6, SOCK_STREAM, 0));
	report_fd("packet", socket(AF_PACKET, SOCK_RAW, 0));
	report_fd("vsock", socket(40, SOCK_STREAM, 0));
	report_fd("netlink-route", socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
	report_fd("family-200", socket(200, SOCK_STREAM, 0));
	/* The kernel takes an int; a filter sees 64 bits. */
	report_fd("inet-high-bits", syscall(SYS_socket, (1UL << 32) | AF_INET, SOCK_STREAM, 0UL));
	report_fd("netlink-route-high-bits", syscall(SYS_socket, (unsigned long)AF_NETLINK,
						     SOCK_RAW, (1UL << 32) | NETLINK_ROUTE));
	report_fd("unix", socket(AF_UNIX, SOCK_STREAM, 0));
	report_fd("netlink-uevent", socket(AF_NETLINK, SOCK_DGRAM, NETLINK_KOBJECT_UEVENT));
	report("socketpair-unix", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	report("socketpair-inet", socketpair(AF_INET, SOCK_STREAM, 0, pair));
	report_fd("io-uring", syscall(SYS_io_uring_setup, 4, &params));
}

/* Runs attempt in a child and tells how it ended. */
static void try_in_child(const char *name, void (*attempt)(void))
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (!child) {
		attempt();
		_exit(errno);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		printf("%s no-child\n", name);
	else if (WIFSIGNALED(status))
		printf("%s signal-%s\n", name, sigabbrev_np(WTERMSIG(status)));
	else
		printf("%s %s\n", name,
		       WEXITSTATUS(status) ? strerrorname_np(WEXITSTATUS(status)) : "ok");
}

static void attempt_execve(void)
{
	char path[] = "/bin/true";
	char *const argv[] = { path, NULL }, *const envp[] = { NULL };

	execve(path, argv, envp);
}

static void attempt_execveat(void)
{
	char path[] = "/bin/true";
	char *const argv[] = { path, NULL }, *const envp[] = { NULL };

	syscall(SYS_execveat, AT_FDCWD, path, argv, envp, 0);
}

static void attempt_ptrace(void)
{
	errno = 0;
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static void attempt_unshare(void)
{
	errno = 0;
	unshare(CLONE_NEWNET);
}

#if defined(__x86_64__)
/* getpid() by the 32-bit interface, where it has the number of writev(). */
static void attempt_foreign(void)
{
	long result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(20L)
			 : "memory", "r8", "r9", "r10", "r11");
	errno = result > 0 ? 0 : ENOSYS;
}
#endif

static void try_others(void)
{
	char byte = 'x';
	uint64_t buffer[16] = { 0 };

	try_in_child("execve", attempt_execve);
	try_in_child("execveat", attempt_execveat);
	try_in_child("ptrace", attempt_ptrace);
	try_in_child("unshare", attempt_unshare);
#if defined(__x86_64__)
	try_in_child("foreign-architecture", attempt_foreign);
#endif
	report("mount", mount("none", "/nonexistent", "tmpfs", 0, NULL));
	report_fd("bpf", syscall(SYS_bpf, 0, buffer, sizeof(buffer)));
	report("keyctl", syscall(SYS_keyctl, 0, -3L, 0));
	report("process-vm-readv", syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0));
	report("tiocsti", ioctl(STDIN_FILENO, TIOCSTI, &byte));
	report_fd("open", open("/proc/self/status", O_RDONLY));
}

static void report_state(void)
{
	struct rlimit limit = { 1, 1 };

	getrlimit(RLIMIT_CORE, &limit);
	printf("core-limit %lu\n", (unsigned long)limit.rlim_max);
	printf("dumpable %d\n", prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
	printf("no-new-privs %d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	printf("seccomp %d\n", prctl(PR_GET_SECCOMP, 0, 0, 0, 0));
}

int main(int argc, char **argv)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	make_ring();
	if ((argc < 2 || strcmp(argv[1], "--open") != 0) && sandbox_enter(false, &err)) {
		fprintf(stderr, "%s\n", err.message);
		return 1;
	}
	try_sockets();
	try_ring_socket();
	try_others();
	report_state();
	return 0;
}
