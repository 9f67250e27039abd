/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "text.h"
#include "utc.h"

#define LINE_BYTES 1024

struct log {
	int fd;
	const char *tool;
	const char *path;
	int lost_errno; /* of the first line that could not be written */
};

static const char *const level_names[] = {
	[WIPE_LOG_WARNING] = "warning",
	[WIPE_LOG_INFO] = "info",
	[WIPE_LOG_DEBUG] = "debug",
};

static int open_regular(const char *path)
{
	int fd =
		open(path,
		     O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | O_CLOEXEC,
		     0600);
	struct stat st;

	if (fd < 0)
		return -1;
	/* A device or FIFO by mistake: a log must not be written onto a medium. */
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

int log_open(const char *path, const char *tool, struct log **log, struct wipe_error *err)
{
	struct log *made;
	int fd;

	*log = NULL;
	if (!path)
		return 0;
	fd = open_regular(path);
	if (fd < 0)
		return wipe_error_set(err, WIPE_E_USAGE, errno, _("cannot open the log"));
	made = calloc(1, sizeof(*made));
	if (!made) {
		close(fd);
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	*made = (struct log){ .fd = fd, .tool = tool, .path = path };
	*log = made;
	return 0;
}

int log_start(const char *path, const char *tool, struct log **log)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!log_open(path, tool, log, &err))
		return EXIT_DONE;
	output_wipe_error(tool, path, &err);
	return exit_from_error(&err);
}

/* One write() a line: with O_APPEND lines of several programs do not mix. */
static void write_line(struct log *log, const char *line, size_t bytes)
{
	ssize_t written;

	do
		written = write(log->fd, line, bytes);
	while (written < 0 && errno == EINTR);
	if (written == (ssize_t)bytes || log->lost_errno)
		return;
	log->lost_errno = written < 0 ? errno : ENOSPC;
}

void log_line(struct log *log, enum wipe_log_level level, const char *format, ...)
{
	char message[LINE_BYTES], shown[LINE_BYTES * 2], when[UTC_TEXT_BYTES];
	char line[LINE_BYTES * 2 + 128];
	va_list list;
	int bytes;

	if (!log)
		return;
	va_start(list, format);
	vsnprintf(message, sizeof(message), format, list);
	va_end(list);
	text_escape(message, shown, sizeof(shown));
	utc_format(time(NULL), when);
	bytes = snprintf(line, sizeof(line), "%s %s[%ld] %s: %s\n", when, log->tool, (long)getpid(),
			 level_names[level], shown);
	if (bytes > 0 && (size_t)bytes < sizeof(line))
		write_line(log, line, (size_t)bytes);
}

static void from_library(void *arg, enum wipe_log_level level, const char *line)
{
	log_line(arg, level, "%s", line);
}

struct wipe_log log_for_library(struct log *log)
{
	return (struct wipe_log){ .fn = log ? from_library : NULL, .arg = log };
}

void log_close(struct log *log)
{
	if (!log)
		return;
	if (close(log->fd) && !log->lost_errno)
		log->lost_errno = errno;
	if (log->lost_errno) {
		errno = log->lost_errno;
		output_error(log->tool, log->path, _("warning: lines of the log were lost: %m"));
	}
	free(log);
}
