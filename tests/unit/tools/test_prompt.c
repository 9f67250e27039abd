/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "prompt.h"

static int null_stderr = -1;

static int silence(void **state)
{
	(void)state;
	null_stderr = dup(STDERR_FILENO);
	return freopen("/dev/null", "w", stderr) ? 0 : -1;
}

/* A temporary file with bytes in it; path is overwritten. */
static void make_file(char *path, const void *bytes, size_t length, mode_t mode)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, length), length);
	assert_int_equal(fchmod(fd, mode), 0);
	assert_int_equal(close(fd), 0);
}

static int from_file(const void *bytes, size_t length, mode_t mode, char *buf, size_t size)
{
	char path[] = "/tmp/test_prompt.XXXXXX";
	struct prompt_source source = { .tool = "t", .fd = -1, .file = path };
	int got;

	make_file(path, bytes, length, mode);
	got = prompt_passphrase(&source, "key", 1, buf, size);
	unlink(path);
	return got;
}

static void first_line_of_a_file(void **state)
{
	char buf[64];

	(void)state;
	assert_int_equal(from_file("secret\nmore\n", 12, 0600, buf, sizeof(buf)), 6);
	assert_memory_equal(buf, "secret", 6);
	assert_int_equal(from_file("  blanks  ", 10, 0400, buf, sizeof(buf)), 10);
	assert_memory_equal(buf, "  blanks  ", 10);
	assert_int_equal(from_file("dos\r\n", 5, 0600, buf, sizeof(buf)), 3);
	assert_int_equal(from_file("日本語\n", 10, 0600, buf, sizeof(buf)), 9);
	assert_int_equal(from_file("\n", 1, 0600, buf, sizeof(buf)), 0);
}

static void unusable_files_are_refused(void **state)
{
	struct prompt_source source = { .tool = "t", .fd = -1, .file = "/dev/zero" };
	char buf[16];

	(void)state;
	assert_int_equal(from_file("x\n", 2, 0644, buf, sizeof(buf)), -1);
	assert_int_equal(from_file("x\n", 2, 0640, buf, sizeof(buf)), -1);
	assert_int_equal(from_file("x\n", 2, 0602, buf, sizeof(buf)), -1);
	assert_int_equal(from_file("", 0, 0600, buf, sizeof(buf)), -1);
	assert_int_equal(from_file("a\0b\n", 4, 0600, buf, sizeof(buf)), -1);
	assert_int_equal(from_file("0123456789abcdef\n", 17, 0600, buf, sizeof(buf)), -1);
	assert_int_equal(prompt_passphrase(&source, "key", 1, buf, sizeof(buf)), -1);
	source.file = "/nonexistent/file";
	assert_int_equal(prompt_passphrase(&source, "key", 1, buf, sizeof(buf)), -1);
}

/* Goal: nothing of a passphrase that was not taken stays behind. */
static void refused_passphrases_are_wiped(void **state)
{
	char buf[8] = "zzzzzzz";
	static const char zeros[sizeof(buf)];

	(void)state;
	assert_int_equal(from_file("0123456789\n", 11, 0600, buf, sizeof(buf)), -1);
	assert_memory_equal(buf, zeros, sizeof(buf));
}

/* Goal: exactly one line is taken from a descriptor, so that another follows. */
static void descriptor_gives_its_first_line(void **state)
{
	struct prompt_source source = { .tool = "t" };
	char buf[64], rest[8] = "";
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "one\ntwo\n", 8), 8);
	source.fd = ends[0];
	assert_int_equal(prompt_passphrase(&source, "key", 1, buf, sizeof(buf)), 3);
	assert_memory_equal(buf, "one", 3);
	assert_int_equal(prompt_passphrase(&source, "key", 2, buf, sizeof(buf)), -1);
	assert_int_equal(read(ends[0], rest, sizeof(rest)), 4);
	assert_memory_equal(rest, "two\n", 4);
	close(ends[0]);
	close(ends[1]);
}

static void descriptors_must_be_open(void **state)
{
	int fd = -7;

	(void)state;
	assert_true(prompt_fd_parse("0", &fd) && fd == 0);
	assert_false(prompt_fd_parse("999", &fd));
	assert_false(prompt_fd_parse("-1", &fd));
	assert_false(prompt_fd_parse("", &fd));
	assert_false(prompt_fd_parse("4294967296", &fd));
	assert_int_equal(fd, 0);
}

static struct wipe_device device(const char *name, const char *serial)
{
	struct wipe_device dev = { .kind = WIPE_KIND_DEVICE };

	snprintf(dev.name, sizeof(dev.name), "%s", name);
	snprintf(dev.node, sizeof(dev.node), "/dev/%s", name);
	snprintf(dev.serial, sizeof(dev.serial), "%s", serial);
	dev.serial_plausible = *serial != '\0';
	return dev;
}

/* Goal: the end of the serial and nothing shorter, other, or from its middle. */
static void serials_are_confirmed_by_their_end(void **state)
{
	struct wipe_device dev = device("sda", "WD-WCC4E1234567");

	(void)state;
	assert_true(prompt_confirms(&dev, "4567"));
	assert_true(prompt_confirms(&dev, "1234567"));
	assert_true(prompt_confirms(&dev, "WD-WCC4E1234567"));
	assert_false(prompt_confirms(&dev, "567"));
	assert_false(prompt_confirms(&dev, ""));
	assert_false(prompt_confirms(&dev, "4566"));
	assert_false(prompt_confirms(&dev, "WD-W"));
	assert_false(prompt_confirms(&dev, "xWD-WCC4E1234567"));
	assert_false(prompt_confirms(&dev, "sda"));
	dev = device("sda", "AB1");
	assert_true(prompt_confirms(&dev, "AB1"));
	assert_false(prompt_confirms(&dev, "B1"));
}

/* Goal: names are typed whole, since their ends are alike. */
/* Goal: what is printed on another drive of the machine confirms none. */
static void an_end_that_another_drive_has_confirms_nothing(void **state)
{
	struct wipe_device dev = device("sda", "ZA10ABCD0000");

	(void)state;
	dev.serial_shared_end = 6;
	assert_false(prompt_confirms(&dev, "0000"));
	assert_false(prompt_confirms(&dev, "CD0000"));
	assert_true(prompt_confirms(&dev, "BCD0000"));
	assert_true(prompt_confirms(&dev, "ZA10ABCD0000"));
	dev.serial_shared_end = 12; /* the other's is longer */
	assert_false(prompt_confirms(&dev, "A10ABCD0000"));
	assert_true(prompt_confirms(&dev, "ZA10ABCD0000"));
	dev.serial_shared_end = 1;
	assert_false(prompt_confirms(&dev, "000"));
	assert_true(prompt_confirms(&dev, "0000"));
}

static void names_are_confirmed_whole(void **state)
{
	struct wipe_device dev = device("nvme0n1", "");

	(void)state;
	assert_true(prompt_confirms(&dev, "nvme0n1"));
	assert_false(prompt_confirms(&dev, "e0n1"));
	dev = device("sda", "000000000001");
	dev.serial_plausible = false;
	assert_true(prompt_confirms(&dev, "sda"));
	assert_false(prompt_confirms(&dev, "0001"));
}

/* Goal: --confirm has to name the medium whole; then nothing is asked. */
static void given_confirmation_is_exact(void **state)
{
	struct wipe_device dev = device("sda", "WD-WCC4E1234567");

	(void)state;
	assert_int_equal(prompt_confirmation("t", &dev, NULL, "WD-WCC4E1234567"), 0);
	assert_int_equal(prompt_confirmation("t", &dev, NULL, "4567"), 3);
	assert_int_equal(prompt_confirmation("t", &dev, NULL, "sda"), 3);
	assert_int_equal(prompt_confirmation("t", &dev, NULL, ""), 3);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_line_of_a_file),
		cmocka_unit_test(unusable_files_are_refused),
		cmocka_unit_test(refused_passphrases_are_wiped),
		cmocka_unit_test(descriptor_gives_its_first_line),
		cmocka_unit_test(descriptors_must_be_open),
		cmocka_unit_test(serials_are_confirmed_by_their_end),
		cmocka_unit_test(an_end_that_another_drive_has_confirms_nothing),
		cmocka_unit_test(names_are_confirmed_whole),
		cmocka_unit_test(given_confirmation_is_exact),
	};

	return cmocka_run_group_tests(tests, silence, NULL);
}
