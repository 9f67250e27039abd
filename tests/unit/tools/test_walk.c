/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "walk.h"

static char folder[] = "/tmp/test_walk.XXXXXX";

/* What was found, a line each: a letter for the kind, and the path below folder. */
struct found {
	char text[8192];
	int stop_after;
};

static int note(void *arg, const char *path, enum walk_kind kind, int error)
{
	struct found *found = arg;
	size_t used = strlen(found->text);

	(void)error;
	snprintf(found->text + used, sizeof(found->text) - used, "%c %s\n", "RPJLDUO"[kind],
		 path + strlen(folder) + (path[strlen(folder)] ? 1 : 0));
	return found->stop_after && !--found->stop_after ? 42 : 0;
}

static void make(const char *name)
{
	char path[1024];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(fd >= 0);
	close(fd);
}

static void make_folder(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void make_link(const char *target, const char *name)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(symlink(target, path), 0);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

static int set_up(void **state)
{
	(void)state;
	memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
	return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void files_come_in_order_by_suffix(void **state)
{
	struct found found = { 0 };

	(void)state;
	make("b.p7m");
	make("a.P7M");
	make("c.pdf");
	make("d.json");
	make("notes.txt");
	make("p7m");
	make(".massho-head-0123456789abcdef");
	make_folder("sub.p7m");
	make("sub.p7m/.hidden.p7m");
	assert_int_equal(walk_folder(folder, note, &found), 0);
	assert_string_equal(found.text, "R a.P7M\nR b.p7m\nP c.pdf\nJ d.json\n"
					"O notes.txt\nO p7m\nR sub.p7m/.hidden.p7m\n");
}

/* Goal: links to folders neither loop nor vanish; links to files are files. */
static void links_are_reported_or_followed(void **state)
{
	struct found found = { 0 };

	(void)state;
	make("a.p7m");
	make_link(".", "loop");
	make_link("a.p7m", "b.p7m");
	make_link("/nonexistent", "gone.p7m");
	make_link("/nonexistent", "gone.txt");
	make_link("self.p7m", "self.p7m");
	assert_int_equal(walk_folder(folder, note, &found), 0);
	assert_string_equal(found.text, "R a.p7m\nR b.p7m\nR gone.p7m\nO gone.txt\nL loop\n"
					"R self.p7m\n");
}

static void depth_is_bounded_and_told(void **state)
{
	struct found found = { 0 };
	char name[4 * WALK_DEPTH_MAX] = "d";

	(void)state;
	for (int i = 0; i < WALK_DEPTH_MAX + 1; i++) {
		make_folder(name);
		strcat(name, "/d");
	}
	assert_int_equal(walk_folder(folder, note, &found), 0);
	assert_int_equal(found.text[0], 'D');
	assert_string_equal(strchr(found.text, '\n'), "\n");
}

static void unreadable_folders_are_told(void **state)
{
	struct found found = { 0 };
	char path[1024];

	(void)state;
	snprintf(path, sizeof(path), "%s/none", folder);
	assert_int_equal(walk_folder(path, note, &found), 0);
	assert_string_equal(found.text, "U none\n");
	make_folder("secret");
	make("z.p7m");
	snprintf(path, sizeof(path), "%s/secret", folder);
	assert_int_equal(chmod(path, 0), 0);
	found.text[0] = '\0';
	/* Root reads everything: only then is there nothing to tell. */
	assert_int_equal(walk_folder(folder, note, &found), 0);
	assert_string_equal(found.text, geteuid() ? "U secret\nR z.p7m\n" : "R z.p7m\n");
	assert_int_equal(chmod(path, 0700), 0);
}

static void the_callback_can_stop_it(void **state)
{
	struct found found = { .stop_after = 2 };

	(void)state;
	make("a.p7m");
	make_folder("sub");
	make("sub/b.p7m");
	make("sub/c.p7m");
	assert_int_equal(walk_folder(folder, note, &found), 42);
	assert_string_equal(found.text, "R a.p7m\nR sub/b.p7m\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(files_come_in_order_by_suffix), TEST(links_are_reported_or_followed),
		TEST(depth_is_bounded_and_told),     TEST(unreadable_folders_are_told),
		TEST(the_callback_can_stop_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
