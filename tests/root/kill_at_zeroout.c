/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill_at_zeroout COUNT PROGRAM [ARGUMENT]...: runs it, and kills it when its first thread is
 * about to wipe a journal of ext4 for the COUNTth time. Ends with 0 if it came to that.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#define EXT4_CHECKPOINT _IOW('f', 43, uint32_t)
#define EXT4_CHECKPOINT_ZEROOUT 2

/* The flags lie where the third argument points to. */
static int is_zeroout(pid_t pid)
{
	struct ptrace_syscall_info info;
	long word;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <= 0 ||
	    info.op != PTRACE_SYSCALL_INFO_ENTRY || info.entry.nr != SYS_ioctl ||
	    info.entry.args[1] != EXT4_CHECKPOINT)
		return 0;
	errno = 0;
	word = ptrace(PTRACE_PEEKDATA, pid, (void *)(uintptr_t)info.entry.args[2], NULL);
	return !errno && (uint32_t)word == EXT4_CHECKPOINT_ZEROOUT;
}

/* What is no stop at a system call is a signal, which it gets. */
static int watch(pid_t pid, long count)
{
	int status, sent = 0;

	while (ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)sent) == 0) {
		if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
			return 1;
		sent = WSTOPSIG(status) == (SIGTRAP | 0x80) ? 0 : WSTOPSIG(status);
		if (sent || !is_zeroout(pid) || --count)
			continue;
		kill(pid, SIGKILL);
		return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) ? 0 : 1;
	}
	return 1;
}

int main(int argc, char **argv)
{
	pid_t pid;
	int status;

	if (argc < 3)
		return 125;
	pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		execv(argv[2], argv + 2);
		_exit(126);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL,
		   (void *)(uintptr_t)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL))) {
		perror("kill_at_zeroout");
		return 125;
	}
	return watch(pid, strtol(argv[1], NULL, 10));
}
