/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds a device open in a thread of its own after the first thread has ended. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *hold(void *path)
{
	char byte;

	if (open(path, O_RDWR | O_CLOEXEC) < 0)
		exit(1);
	puts("up");
	fflush(stdout);
	if (read(STDIN_FILENO, &byte, 1) < 0)
		exit(1);
	exit(0);
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc != 2 || pthread_create(&thread, NULL, hold, argv[1]) != 0)
		return 1;
	pthread_exit(NULL);
}
