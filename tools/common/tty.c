/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

/*
 * What a person or another program sends and what ends or stops a program by
 * default. Not SIGTTIN and SIGTTOU: in the background they must act at once.
 */
static const int held_signals[] = {
	SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGTSTP,
};

static int open_tty(void)
{
	return open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
}

bool tty_exists(void)
{
	int fd = open_tty();

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* One byte, waiting for fd and, unless it is -1, for signals. 1, 0 at the end, or -1. */
static int read_byte(int fd, int signal_fd, char *byte, int *signal_no)
{
	for (;;) {
		struct pollfd fds[] = { { .fd = fd, .events = POLLIN },
					{ .fd = signal_fd, .events = POLLIN } };
		struct signalfd_siginfo info;
		ssize_t got;

		if (poll(fds, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			return -1;
		}
		if (fds[1].revents && read(signal_fd, &info, sizeof(info)) == sizeof(info)) {
			*signal_no = (int)info.ssi_signo;
			errno = EINTR;
			return -1;
		}
		if (!fds[0].revents)
			continue;
		got = read(fd, byte, 1);
		if (got >= 0 || (errno != EINTR && errno != EAGAIN))
			return (int)got;
	}
}

static int read_line(int fd, int signal_fd, char *buf, size_t size, int *signal_no)
{
	size_t used = 0;
	bool any = false, too_long = false;
	char byte = '\0';
	int got;

	while ((got = read_byte(fd, signal_fd, &byte, signal_no)) == 1 && byte != '\n') {
		any = true;
		if (used + 1 < size)
			buf[used++] = byte;
		else
			too_long = true;
	}
	explicit_bzero(&byte, sizeof(byte));
	buf[used] = '\0';
	if (got < 0)
		return -1;
	if (!got && !any) {
		errno = ENODATA;
		return -1;
	}
	if (too_long) {
		errno = EMSGSIZE;
		return -1;
	}
	return (int)used;
}

int tty_read_line(int fd, char *buf, size_t size)
{
	int signal_no = 0;

	return read_line(fd, -1, buf, size, &signal_no);
}

/* Asks once. *signal_no is the signal that came between, 0 if none. */
static int ask_once(int fd, int signal_fd, const char *question, bool echo, char *buf, size_t size,
		    int *signal_no)
{
	struct termios before, quiet;
	int length = -1, saved;

	if (tcgetattr(fd, &before))
		return -1;
	quiet = before;
	quiet.c_lflag |= ICANON | ISIG;
	if (!echo)
		quiet.c_lflag &= (tcflag_t) ~(ECHO | ECHOE | ECHOK | ECHONL);
	/* TCSAFLUSH: what was typed before the question is not an answer to it. */
	if (!tcsetattr(fd, TCSAFLUSH, &quiet) &&
	    write(fd, question, strlen(question)) == (ssize_t)strlen(question))
		length = read_line(fd, signal_fd, buf, size, signal_no);
	saved = errno;
	if (!echo && write(fd, "\n", 1) != 1)
		length = -1;
	tcsetattr(fd, TCSAFLUSH, &before);
	errno = saved;
	return length;
}

/* Lets a held signal do what it does, and holds it back again if it returns. */
static void let_happen(int signal_no)
{
	sigset_t only;

	sigemptyset(&only);
	sigaddset(&only, signal_no);
	raise(signal_no);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
	sigprocmask(SIG_BLOCK, &only, NULL);
}

int tty_ask(const char *question, bool echo, char *buf, size_t size)
{
	int fd = open_tty(), signal_fd, length, signal_no, saved;
	sigset_t held, before;

	if (fd < 0)
		return -1;
	sigemptyset(&held);
	for (size_t i = 0; i < sizeof(held_signals) / sizeof(held_signals[0]); i++)
		sigaddset(&held, held_signals[i]);
	sigprocmask(SIG_BLOCK, &held, &before);
	signal_fd = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
	do {
		signal_no = 0;
		length = signal_fd < 0 ?
				 -1 :
				 ask_once(fd, signal_fd, question, echo, buf, size, &signal_no);
		saved = errno;
		if (signal_no)
			let_happen(signal_no);
	} while (signal_no == SIGTSTP); /* stopped, and continued: ask again */
	if (length < 0)
		explicit_bzero(buf, size);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (signal_fd >= 0)
		close(signal_fd);
	close(fd);
	errno = saved;
	return length;
}
