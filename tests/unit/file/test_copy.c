/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: what was copied is there, byte for byte, with mode and time, under its
 * name only; each file is told of once; sizes and hashes are those of the source.
 */
#include "copy_scene.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "naming.h"
#include "resolve.h"
#include "sha256.h"

#define MIB ((size_t)1 << 20)

static const uint8_t sha256_of_abc[] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
					 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
					 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
					 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };

static void test_a_tree(void **state)
{
	struct scene *scene = *state;
	static const char *const names[] = { "abc",
					     "empty",
					     "long",
					     "deep/er/and/deeper/file",
					     "a name with spaces",
					     "new\nline",
					     "\xff\xfe",
					     "\xe8\xa8\x98\xe9\x8c\xb2.txt",
					     "-rf",
					     ".hidden" };
	char from[64], to[64];

	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(from, sizeof(from), "src/%s", names[i]);
		put_text(scene, from, names[i]);
	}
	put(scene, "src/empty", "", 0);
	put_long(scene, "src/long", 3 * MIB + 4097);
	assert_int_equal(run_copy(scene), 0);
	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(from, sizeof(from), "src/%s", names[i]);
		snprintf(to, sizeof(to), "dst/%s", names[i]);
		expect_equal_files(scene, from, to);
		expect_state(scene, names[i], WIPE_COPY_COPIED);
	}
	assert_int_equal(scene->result_count, COUNT(names));
	assert_int_equal(scene->totals.copied, COUNT(names));
	assert_int_equal(scene->totals.listed, COUNT(names));
	assert_int_equal(count_names(scene, "dst"), COUNT(names));
	assert_memory_equal(result_of(scene, "abc")->sha256, sha256_of_abc, sizeof(sha256_of_abc));
	assert_int_equal(result_of(scene, "long")->size_bytes, 3 * MIB + 4097);
}

static void test_progress(void **state)
{
	struct scene *scene = *state;

	put_long(scene, "src/one", 5 * MIB);
	put_long(scene, "src/two", 10);
	assert_int_equal(run_copy(scene), 0);
	assert_int_equal(scene->last.bytes_total, 2 * (5 * MIB + 10));
	assert_int_equal(scene->last.bytes_done, scene->last.bytes_total);
	assert_int_equal(scene->last.files_done, 2);
	assert_true(scene->reports >= 12);
	assert_int_equal(run_scan(scene), 0);
	assert_int_equal(scene->last.bytes_total, 5 * MIB + 10);
	assert_int_equal(scene->last.bytes_done, scene->last.bytes_total);
}

/* Lengths around what is read at once and what direct I/O takes. */
static void test_lengths(void **state)
{
	static const size_t lengths[] = { 1,	       511,	512,	   513,	      4095,
					  4096,	       4097,	MIB - 1,   MIB,	      MIB + 1,
					  2 * MIB - 1, 2 * MIB, MIB + 512, MIB + 4096 };
	struct scene *scene = *state;
	char from[32], to[32];

	for (size_t i = 0; i < COUNT(lengths); i++) {
		snprintf(from, sizeof(from), "src/%zu", lengths[i]);
		put_long(scene, from, lengths[i]);
	}
	assert_int_equal(run_copy(scene), 0);
	for (size_t i = 0; i < COUNT(lengths); i++) {
		snprintf(from, sizeof(from), "src/%zu", lengths[i]);
		snprintf(to, sizeof(to), "dst/%zu", lengths[i]);
		expect_equal_files(scene, from, to);
		assert_int_equal(result_of(scene, from + 4)->size_bytes, lengths[i]);
	}
}

static void test_mode_and_time(void **state)
{
	const struct timespec times[2] = { { 1, 0 }, { 1234567890, 987654321 } };
	struct scene *scene = *state;
	struct stat st;

	put_text(scene, "src/folder/tool", "#!");
	put_text(scene, "src/set", "#!");
	assert_int_equal(chmod(in(scene, "src/folder/tool"), 0751), 0);
	assert_int_equal(chmod(in(scene, "src/set"), 06444), 0);
	assert_int_equal(chmod(in(scene, "src/folder"), 0700), 0);
	assert_int_equal(utimensat(AT_FDCWD, in(scene, "src/folder/tool"), times, 0), 0);
	assert_int_equal(run_copy(scene), 0);
	assert_int_equal(stat(in(scene, "dst/folder/tool"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0751);
	assert_int_equal(st.st_mtim.tv_sec, 1234567890);
	assert_int_equal(st.st_mtim.tv_nsec, 987654321);
	assert_int_equal(stat(in(scene, "dst/set"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0444);
	assert_int_equal(stat(in(scene, "dst/folder"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
}

static void test_holes(void **state)
{
	struct scene *scene = *state;
	struct stat from, to;
	int fd;

	put_text(scene, "src/holes", "begin");
	fd = open(in(scene, "src/holes"), O_WRONLY);
	assert_int_equal(pwrite(fd, "middle", 6, 5 * MIB), 6);
	assert_int_equal(ftruncate(fd, 16 * MIB + 3), 0);
	fsync(fd);
	close(fd);
	assert_int_equal(run_copy(scene), 0);
	expect_equal_files(scene, "src/holes", "dst/holes");
	assert_int_equal(stat(in(scene, "src/holes"), &from), 0);
	assert_int_equal(stat(in(scene, "dst/holes"), &to), 0);
	if (from.st_blocks < 8192)
		assert_true(to.st_blocks < 8192);
}

static void test_long_names(void **state)
{
	struct scene *scene = *state;
	char name[256], path[300], folder[4300] = "src";

	memset(name, 'n', 255);
	name[255] = '\0';
	snprintf(path, sizeof(path), "src/%s", name);
	put_text(scene, path, "long");
	assert_int_equal(run_copy(scene), 0);
	expect_state(scene, name, WIPE_COPY_COPIED);
	/* A path that no call takes is not forgotten either: one folder after the other. */
	int at = open(in(scene, "src"), O_RDONLY | O_DIRECTORY);

	for (int i = 0; i < 17; i++) {
		int next;

		assert_int_equal(mkdirat(at, name, 0755), i ? 0 : -1);
		if (i == 0) {
			assert_int_equal(mkdirat(at, "d", 0755), 0);
			next = openat(at, "d", O_RDONLY | O_DIRECTORY);
		} else {
			next = openat(at, name, O_RDONLY | O_DIRECTORY);
		}
		close(at);
		at = next;
	}
	close(at);
	assert_int_not_equal(run_copy(scene), 0);
	assert_int_equal(scene->totals.failed, 1);
	assert_int_equal(scene->totals.already, 1);
	/* nftw() cannot remove it either. */
	snprintf(folder, sizeof(folder), "rm -r '%s/src/d'", scene->folder);
	assert_int_equal(system(folder), 0);
	snprintf(folder, sizeof(folder), "rm -r '%s/dst/d'", scene->folder);
	assert_int_equal(system(folder), 0);
}

static void test_what_is_not_copied(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "outside", "secret");
	put_text(scene, "src/file", "x");
	assert_int_equal(symlink("../outside", in(scene, "src/link")), 0);
	assert_int_equal(symlink("/", in(scene, "src/root")), 0);
	assert_int_equal(symlink("nowhere", in(scene, "src/dangling")), 0);
	assert_int_equal(mkfifo(in(scene, "src/fifo"), 0600), 0);
	assert_int_equal(mknod(in(scene, "src/socket"), S_IFSOCK | 0600, 0), 0);
	assert_int_equal(run_copy(scene), 0);
	assert_int_equal(scene->totals.skipped, 5);
	assert_int_equal(scene->totals.copied, 1);
	assert_int_equal(result_of(scene, "link")->kind, WIPE_COPY_SYMLINK);
	assert_int_equal(result_of(scene, "root")->kind, WIPE_COPY_SYMLINK);
	assert_int_equal(result_of(scene, "dangling")->kind, WIPE_COPY_SYMLINK);
	assert_int_equal(result_of(scene, "fifo")->kind, WIPE_COPY_FIFO);
	assert_int_equal(result_of(scene, "socket")->kind, WIPE_COPY_SOCKET);
	assert_int_equal(count_names(scene, "dst"), 1);
	if (geteuid() || mknod(in(scene, "src/null"), S_IFCHR | 0600, makedev(1, 3)))
		return;
	assert_int_equal(run_copy(scene), 0);
	assert_int_equal(result_of(scene, "null")->kind, WIPE_COPY_DEVICE);
}

static void test_several_sources(void **state)
{
	struct scene *scene = *state;
	char one[96], two[96], link[96];

	snprintf(one, sizeof(one), "%s", in(scene, "src/one.txt"));
	snprintf(two, sizeof(two), "%s", in(scene, "other/"));
	snprintf(link, sizeof(link), "%s", in(scene, "link"));
	const struct wipe_copy_source sources[] = {
		{ one, NULL }, { one, "x/y/renamed" }, { two, NULL }, { two, "x" }, { link, NULL }
	};

	put_text(scene, "src/one.txt", "one");
	put_text(scene, "other/two.txt", "two");
	assert_int_equal(symlink("src", link), 0);
	scene->job.sources = sources;
	scene->job.source_count = COUNT(sources);
	assert_int_equal(run_copy(scene), 0);
	expect_equal_files(scene, "src/one.txt", "dst/one.txt");
	expect_equal_files(scene, "src/one.txt", "dst/x/y/renamed");
	expect_equal_files(scene, "other/two.txt", "dst/other/two.txt");
	expect_equal_files(scene, "other/two.txt", "dst/x/two.txt");
	assert_int_equal(result_of(scene, "link")->kind, WIPE_COPY_SYMLINK);
	assert_int_equal(scene->result_count, 5);
}

static void test_scan(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "src/a/abc", "abc");
	put_long(scene, "src/long", 2 * MIB + 1);
	assert_int_equal(symlink("a", in(scene, "src/link")), 0);
	assert_int_equal(run_scan(scene), 0);
	expect_state(scene, "a/abc", WIPE_COPY_HASHED);
	expect_state(scene, "link", WIPE_COPY_SKIPPED);
	assert_memory_equal(result_of(scene, "a/abc")->sha256, sha256_of_abc, 32);
	assert_int_equal(scene->totals.hashed, 2);
	assert_int_equal(scene->totals.bytes, 2 * MIB + 4);
	assert_int_equal(count_names(scene, "dst"), 0);
}

static void test_plain_paths(void **state)
{
	static const char *const good[] = { "a", "a/b", "...", "a/..b", ".a/b." };
	static const char *const bad[] = { "",	 "/",	 "/a",	"a/",	 "a//b", ".",
					   "..", "a/..", "./a", "a/./b", "../a" };
	char path[WIPE_COPY_PATH_MAX + 2];

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(resolve_is_plain(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(resolve_is_plain(bad[i]));
	memset(path, 'a', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	assert_false(resolve_is_plain(path));
	path[sizeof(path) - 2] = '\0';
	assert_true(resolve_is_plain(path));
}

static void test_exact_names(void **state)
{
	struct scene *scene = *state;
	int folder;

	put_text(scene, "dst/Name", "x");
	folder = open(in(scene, "dst"), O_RDONLY | O_DIRECTORY);
	assert_true(naming_is_listed(folder, "Name"));
	assert_false(naming_is_listed(folder, "name"));
	assert_false(naming_is_listed(folder, "Name."));
	assert_int_equal(naming_check(folder, "Name", NULL), 0);
	close(folder);
	/* Of this one nobody knows how it treats names: it is asked. */
	folder = open("/proc/self", O_RDONLY | O_DIRECTORY);
	assert_int_equal(naming_check(folder, "status", NULL), 0);
	assert_int_equal(naming_check(folder, "Status", NULL), WIPE_E_REFUSED);
	close(folder);
}

static void test_hash_by_pieces(void **state)
{
	struct sha256 *sha;
	uint8_t digest[WIPE_SHA256_BYTES];

	(void)state;
	assert_int_equal(sha256_new(&sha, NULL), 0);
	for (int i = 0; i < 2; i++) {
		sha256_begin(sha);
		sha256_update(sha, "a", 1);
		sha256_update(sha, "bc", 2);
		sha256_finish(sha, digest);
		assert_memory_equal(digest, sha256_of_abc, sizeof(digest));
	}
	sha256_free(sha);
	sha256_free(NULL);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(wipe_copy_state_name(WIPE_COPY_NOT_REACHED), "not-reached");
	assert_string_equal(wipe_copy_kind_name(WIPE_COPY_MOUNT), "mount");
	assert_string_equal(wipe_copy_kind_name(WIPE_COPY_UNKNOWN), "unknown");
	assert_string_equal(wipe_copy_state_name((enum wipe_copy_state)99), "unknown");
	assert_string_equal(wipe_copy_kind_name((enum wipe_copy_kind)99), "unknown");
}

#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, scene_set_up, scene_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCENE(test_a_tree),
		IN_SCENE(test_progress),
		IN_SCENE(test_lengths),
		IN_SCENE(test_mode_and_time),
		IN_SCENE(test_holes),
		IN_SCENE(test_long_names),
		IN_SCENE(test_what_is_not_copied),
		IN_SCENE(test_several_sources),
		IN_SCENE(test_scan),
		IN_SCENE(test_exact_names),
		cmocka_unit_test(test_plain_paths),
		cmocka_unit_test(test_hash_by_pieces),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
