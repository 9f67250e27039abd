/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheets.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "crew.h"
#include "pdf_verdict.h"

#define SHEETS_A_CHILD 2 /* fewer are not worth loading the fonts once more */

/* What a child tells; less than PIPE_BUF, so that it arrives whole. */
struct told {
	size_t index;
	enum wipecert_pdf_comparison comparison;
};

static enum wipecert_pdf_comparison compare(const struct sheets *sheets, size_t index)
{
	enum wipecert_pdf_comparison comparison = WIPECERT_PDF_NOT_COMPARED;
	unsigned char *bytes = NULL;
	size_t length = 0;

	if (!wipecert_load(sheets->paths[index], WIPECERT_P7M_MAX_BYTES, &bytes, &length, NULL))
		comparison = pdf_verdict_compare(sheets->trust, bytes, length, sheets->time_s);
	free(bytes);
	return comparison;
}

/* Every so many of them, from first. */
static void draw_as_child(const struct sheets *sheets, size_t first, size_t step, int fd)
{
	for (size_t i = first; i < sheets->count; i += step) {
		const struct told told = { .index = i, .comparison = compare(sheets, i) };

		if (write(fd, &told, sizeof(told)) != (ssize_t)sizeof(told))
			_exit(1);
	}
	_exit(0);
}

static void listen(const struct sheets *sheets, int fd, size_t *done)
{
	struct told told;
	ssize_t got;

	while ((got = read(fd, &told, sizeof(told))) == (ssize_t)sizeof(told) ||
	       (got < 0 && errno == EINTR)) {
		if (got < 0 || told.index >= sheets->count)
			continue;
		sheets->found[told.index] = told.comparison;
		sheets->tick(sheets->arg, ++*done);
	}
}

/* How many could be started; 0: none. */
static size_t start(const struct sheets *sheets, size_t wanted, pid_t *children, int *fd)
{
	size_t started = 0;
	int ends[2];

	if (wanted < 2 || pipe(ends))
		return 0;
	while (started < wanted) {
		pid_t child = fork();

		if (child < 0)
			break;
		if (child == 0) {
			close(ends[0]);
			draw_as_child(sheets, started, wanted, ends[1]);
		}
		children[started++] = child;
	}
	close(ends[1]);
	*fd = ends[0];
	if (!started)
		close(ends[0]);
	return started;
}

/* What is nobody's, as its child could not be started, is drawn here. */
static void draw_the_rest(const struct sheets *sheets, size_t started, size_t wanted, size_t *done)
{
	for (size_t i = 0; i < sheets->count; i++) {
		if (wanted && i % wanted < started)
			continue;
		sheets->found[i] = compare(sheets, i);
		sheets->tick(sheets->arg, ++*done);
	}
}

void sheets_compare(const struct sheets *sheets)
{
	size_t wanted = crew_hands(sheets->count / SHEETS_A_CHILD), started, done = 0;
	pid_t children[CREW_HANDS_MAX];
	int fd = -1;

	for (size_t i = 0; i < sheets->count; i++)
		sheets->found[i] = WIPECERT_PDF_NOT_COMPARED;
	started = start(sheets, wanted, children, &fd);
	if (started) {
		listen(sheets, fd, &done);
		close(fd);
	}
	for (size_t i = 0; i < started; i++)
		while (waitpid(children[i], NULL, 0) < 0 && errno == EINTR)
			;
	draw_the_rest(sheets, started, wanted, &done);
}
