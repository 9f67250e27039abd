/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipe/sys/io.h>

#include "buffer.h"
#include "fd.h"

static void memory_keeps_its_bounds(void **state)
{
	struct wipe_io *io = wipe_io_memory_new(1024, 512);
	unsigned char buffer[1024];
	uint64_t size;

	(void)state;
	assert_int_equal(wipe_io_size(io, &size), 0);
	assert_true(size == 1024);
	assert_int_equal(wipe_io_write_at(io, "abc", 3, 1021), 0);
	assert_int_equal(wipe_io_write_at(io, "abc", 3, 1022), -ENOSPC);
	assert_int_equal(wipe_io_read_at(io, buffer, 2, 1023), -ENODATA);
	assert_int_equal(wipe_io_read_at(io, buffer, 1024, 0), 0);
	assert_memory_equal(buffer + 1021, "abc", 3);
	assert_int_equal(wipe_io_close(io), 0);
	assert_int_equal(wipe_io_close(NULL), 0);
}

/* A file beside the test: what it is on decides whether direct I/O can be had. */
static int open_file(char *path, off_t size)
{
	int fd;

	snprintf(path, 64, "/var/tmp/massho-test-io.XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, size), 0);
	return fd;
}

/* Goal: head, whole blocks and a tail that is none, in one transfer and in parts. */
static void tails_of_files_are_written_and_read(void **state)
{
	const size_t size = 3 * 4096 + 77;
	unsigned char *out = buffer_new(size), *in = buffer_new(size);
	char path[64];
	int fd = open_file(path, (off_t)size);
	struct wipe_io *io = fd_io_new(fd, 4096, true);

	(void)state;
	for (size_t i = 0; i < size; i++)
		out[i] = (unsigned char)(i * 7 + i / 256);
	assert_int_equal(wipe_io_write_at(io, out, size, 0), 0);
	assert_int_equal(wipe_io_sync(io), 0);
	assert_int_equal(wipe_io_drop_cache(io), 0);
	memset(in, 0, size);
	assert_int_equal(wipe_io_read_at(io, in, size, 0), 0);
	assert_memory_equal(in, out, size);
	memset(in, 0, size);
	assert_int_equal(wipe_io_read_at(io, in, 512, 512), 0); /* below the unit of direct I/O */
	assert_memory_equal(in, out + 512, 512);
	assert_int_equal(wipe_io_read_at(io, in, 77, 3 * 4096), 0);
	assert_memory_equal(in, out + 3 * 4096, 77);
	assert_int_equal(wipe_io_read_at(io, in, 78, 3 * 4096), -ENODATA);
	assert_int_equal(wipe_io_close(io), 0);
	unlink(path);
	buffer_free(out);
	buffer_free(in);
}

static void errors_come_back_as_they_are(void **state)
{
	char path[64];
	int fd = open_file(path, 8192);
	unsigned char *buffer = buffer_new(4096);
	struct wipe_io *io;

	(void)state;
	close(fd);
	memset(buffer, 0, 4096);
	io = fd_io_new(open(path, O_RDONLY | O_CLOEXEC), 4096, false);
	assert_int_equal(wipe_io_write_at(io, buffer, 4096, 0), -EBADF);
	assert_int_equal(wipe_io_read_at(io, buffer, 4096, 8192), -ENODATA);
	wipe_io_close(io);
	unlink(path);
	buffer_free(buffer);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_keeps_its_bounds),
		cmocka_unit_test(tails_of_files_are_written_and_read),
		cmocka_unit_test(errors_come_back_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
