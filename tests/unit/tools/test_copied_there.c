/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A destination is looked at where it tells a path that is here, and nowhere else. */
#include "cmocka_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copied_there.h"

#define TEXT_BYTES 256

/* With a file of 3 bytes in it, and a link to that. */
struct place {
	char folder[64], text[TEXT_BYTES];
};

static int make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	int folder, file;

	if (!place)
		return -1;
	snprintf(place->folder, sizeof(place->folder), "/tmp/massho-there (x)-XXXXXX");
	*state = place;
	folder = mkdtemp(place->folder) ? open(place->folder, O_DIRECTORY | O_RDONLY) : -1;
	file = openat(folder, "file", O_CREAT | O_WRONLY, 0600);
	if (folder < 0 || file < 0 || write(file, "abc", 3) != 3 ||
	    symlinkat("file", folder, "link"))
		return -1;
	return close(file) || close(folder);
}

static int remove_place(void **state)
{
	struct place *place = *state;
	int folder = open(place->folder, O_DIRECTORY | O_RDONLY);
	int rc = unlinkat(folder, "file", 0) || unlinkat(folder, "link", 0) || close(folder) ||
		 rmdir(place->folder);

	free(place);
	return rc;
}

static bool is_there(const char *destination, const char *path, uint64_t size)
{
	struct wipecert_manifest_entry entry = { .path = path, .size_bytes = size };
	int folder = copied_there_open(destination);
	bool is = folder >= 0 && copied_there_is(folder, &entry);

	if (folder >= 0)
		close(folder);
	return is;
}

static int truncate_file(const char *folder, off_t size)
{
	char path[TEXT_BYTES];

	snprintf(path, sizeof(path), "%s/file", folder);
	return truncate(path, size);
}

static bool is_told(struct place *place, const char *format)
{
	const char *gap = strstr(format, "%s");

	snprintf(place->text, sizeof(place->text), "%.*s%s%s", (int)(gap - format), format,
		 place->folder, gap + 2);
	return is_there(place->text, "file", 3);
}

static void a_path_is_found_in_each_form(void **state)
{
	assert_true(is_told(*state, "%s"));
	assert_true(is_told(*state, "a disk (of ours) (%s)"));
	assert_true(is_told(*state, "%s (UUID 12-34)"));
}

static void what_is_no_path_is_not_looked_at(void **state)
{
	struct place *place = *state;

	assert_false(is_told(place, "on %s"));
	assert_false(is_told(place, "%s, our disk"));
	assert_false(is_told(place, "%s (UUID 12-34"));
	assert_false(is_told(place, "%s/file"));
	assert_int_equal(chdir(place->folder), 0);
	assert_int_equal(copied_there_open("."), -1);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(copied_there_open(""), -1);
	assert_int_equal(copied_there_open(")"), -1);
	assert_int_equal(copied_there_open(" ()"), -1);
	assert_int_equal(copied_there_open("UUID 12-34"), -1);
	assert_int_equal(copied_there_open("/nonexistent (/nonexistent)"), -1);
}

static void only_a_file_of_that_size_is_it(void **state)
{
	const char *folder = ((struct place *)*state)->folder;

	assert_true(is_there(folder, "file", 3));
	assert_false(is_there(folder, "file", 4));
	assert_false(is_there(folder, "link", 3));
	assert_false(is_there(folder, "link", 4));
	assert_false(is_there(folder, "none", 3));
	assert_false(is_there(folder, NULL, 3));
	assert_false(is_there("/", "tmp", 4096));
}

static void overwriting_makes_it_as_large_as_whole_blocks(void **state)
{
	const char *folder = ((struct place *)*state)->folder;

	assert_true(copied_there_may_be(5000, 5000));
	assert_true(copied_there_may_be(5120, 5000));
	assert_false(copied_there_may_be(5632, 5000));
	assert_true(copied_there_may_be(8192, 5000));
	assert_true(copied_there_may_be(65536, 5000));
	assert_false(copied_there_may_be(131072, 5000));
	assert_false(copied_there_may_be(4999, 5000));
	assert_false(copied_there_may_be(5001, 5000));
	assert_false(copied_there_may_be(4608, 5000));
	assert_true(copied_there_may_be(0, 0));
	assert_false(copied_there_may_be(512, 0));
	assert_false(copied_there_may_be(0, UINT64_MAX));
	assert_true(copied_there_may_be(UINT64_MAX, UINT64_MAX));
	assert_int_equal(truncate_file(folder, 1024), 0);
	assert_true(is_there(folder, "file", 3));
	assert_int_equal(truncate_file(folder, 3), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_is_found_in_each_form),
		cmocka_unit_test(what_is_no_path_is_not_looked_at),
		cmocka_unit_test(only_a_file_of_that_size_is_it),
		cmocka_unit_test(overwriting_makes_it_as_large_as_whole_blocks),
	};

	return cmocka_run_group_tests(tests, make_place, remove_place);
}
