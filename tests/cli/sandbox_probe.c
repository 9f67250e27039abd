/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tries what the sandbox of the tools must refuse and what it must leave, and
 * prints a line "name result" each: "ok", an errno's name, or "signal NAME".
 * With --open it does not enter the sandbox, so that a test can see that each
 * attempt comes off, or fails in another way, without it. With --rings and
 * --rings-open it does the same with the rings that the tools use.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <liburing.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdlib.h>
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

#include "ring.h"
#include "sandbox.h"

/* Headers older than Linux 5.19 do not name it. */
#define OP_SOCKET 45
#define BLOCK 4096

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
	ring.entries[0] =
		(struct io_uring_sqe){ .opcode = OP_SOCKET, .fd = AF_INET, .off = SOCK_STREAM };
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

/* A negative errno, or what a transfer of a block returned. */
static void report_result(const char *name, int result)
{
	printf("%s %s\n", name, result < 0 ? strerrorname_np(-result) : "ok");
}

static int ring_operation(struct io_uring *uring, unsigned int opcode, unsigned int flags, int fd,
			  void *buffer)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(uring);
	struct io_uring_cqe *cqe;
	int result;

	if (!sqe)
		return -EBUSY;
	memset(sqe, 0, sizeof(*sqe));
	sqe->opcode = (uint8_t)opcode;
	sqe->flags = (uint8_t)flags;
	sqe->fd = fd;
	sqe->addr = (uint64_t)(uintptr_t)buffer;
	sqe->len = opcode == OP_SOCKET ? 0 : BLOCK;
	sqe->off = opcode == OP_SOCKET ? SOCK_STREAM : 0;
	result = io_uring_submit(uring);
	if (result < 0)
		return result;
	result = io_uring_wait_cqe(uring, &cqe);
	if (result < 0)
		return result;
	result = cqe->res;
	io_uring_cqe_seen(uring, cqe);
	return result;
}

/* Registered as number 0: a file of one block. */
static void try_ring_transfers(struct io_uring *uring, unsigned char *buffer)
{
	const unsigned int fixed = IOSQE_FIXED_FILE;
	FILE *file = tmpfile();
	int fd = file ? fileno(file) : -1;
	struct iovec part = { .iov_base = buffer, .iov_len = BLOCK };

	report_result("ring-register-files", io_uring_register_files(uring, &fd, 1));
	report_result("ring-register-buffers", io_uring_register_buffers(uring, &part, 1));
	memset(buffer, 0x5a, BLOCK);
	report_result("ring-write", ring_operation(uring, IORING_OP_WRITE, fixed, 0, buffer));
	report_result("ring-write-fixed",
		      ring_operation(uring, IORING_OP_WRITE_FIXED, fixed, 0, buffer));
	memset(buffer, 0, BLOCK);
	report_result("ring-read", ring_operation(uring, IORING_OP_READ, fixed, 0, buffer));
	printf("ring-read-content %s\n",
	       buffer[0] == 0x5a && buffer[BLOCK - 1] == 0x5a ? "ok" : "wrong");
	report_result("ring-read-fixed",
		      ring_operation(uring, IORING_OP_READ_FIXED, fixed, 0, buffer));
	report_result("ring-read-unregistered",
		      ring_operation(uring, IORING_OP_READ, 0, fd, buffer));
	report_result("ring-write-unregistered",
		      ring_operation(uring, IORING_OP_WRITE, 0, fd, buffer));
	report_result("ring-linked",
		      ring_operation(uring, IORING_OP_READ, fixed | IOSQE_IO_LINK, 0, buffer));
	report_result("ring-unregister-buffers", io_uring_unregister_buffers(uring));
	report_result("ring-unregister-files", io_uring_unregister_files(uring));
	if (file)
		fclose(file);
}

static void try_ring_operations(struct io_uring *uring, unsigned char *buffer)
{
	static const struct {
		const char *name;
		unsigned int opcode;
	} operations[] = {
		{ "ring-nop", IORING_OP_NOP },
		{ "ring-openat", IORING_OP_OPENAT },
		{ "ring-connect", IORING_OP_CONNECT },
		{ "ring-send", IORING_OP_SEND },
		{ "ring-sendmsg", IORING_OP_SENDMSG },
		{ "ring-accept", IORING_OP_ACCEPT },
		{ "ring-readv", IORING_OP_READV },
		{ "ring-writev", IORING_OP_WRITEV },
		{ "ring-fsync", IORING_OP_FSYNC },
		{ "ring-splice", IORING_OP_SPLICE },
		{ "ring-unlinkat", IORING_OP_UNLINKAT },
		{ "ring-close", IORING_OP_CLOSE },
		{ "ring-fallocate", IORING_OP_FALLOCATE },
	};
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	io_uring_register_files(uring, &fd, 1);
	report_result("ring-socket-restricted",
		      ring_operation(uring, OP_SOCKET, IOSQE_FIXED_FILE, AF_INET, NULL));
	report_result("ring-socket-plain", ring_operation(uring, OP_SOCKET, 0, AF_INET, NULL));
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
		report_result(operations[i].name, ring_operation(uring, operations[i].opcode,
								 IOSQE_FIXED_FILE, 0, buffer));
	io_uring_unregister_files(uring);
	close(fd);
}

static void try_ring_registers(const struct io_uring *uring)
{
	/* Valid as the argument of each that takes one. */
	uint64_t zeros[64] = { 0 };
	char name[32];

	for (unsigned int number = IORING_REGISTER_EVENTFD; number < 32; number++) {
		snprintf(name, sizeof(name), "ring-register-%u", number);
		report(name, syscall(SYS_io_uring_register, uring->ring_fd, number, zeros, 0));
	}
	report("ring-register-high-bits",
	       syscall(SYS_io_uring_register, uring->ring_fd,
		       (1UL << 32) | IORING_REGISTER_PERSONALITY, NULL, 0));
}

static void try_rings(struct wipe_ring *rings)
{
	unsigned char *buffer = aligned_alloc(BLOCK, BLOCK);

	if (!rings || !buffer) {
		printf("rings none\n");
		return;
	}
	for (unsigned int i = 0; i < RING_COUNT; i++) {
		try_ring_transfers(ring_at(rings, i), buffer);
		try_ring_operations(ring_at(rings, i), buffer);
		try_ring_registers(ring_at(rings, i));
	}
	free(buffer);
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
	const char *mode = argc < 2 ? "" : argv[1];
	bool has_rings = strncmp(mode, "--rings", 7) == 0;
	bool is_open = strcmp(mode, "--open") == 0 || strcmp(mode, "--rings-open") == 0;
	struct wipe_ring *rings = NULL;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (has_rings)
		wipe_ring_open(&rings, NULL);
	else
		make_ring();
	if (!is_open && sandbox_enter(has_rings, &err)) {
		fprintf(stderr, "%s\n", err.message);
		return 1;
	}
	try_sockets();
	if (has_rings)
		try_rings(rings);
	else
		try_ring_socket();
	try_others();
	report_state();
	wipe_ring_close(rings);
	return 0;
}
