/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: whatever differs between a manifest and a folder is told, once, and
 * nothing else; what could not be read is not called missing.
 */
#include "unit.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/manifest.h>

#include "common/digest.h"

struct scene {
	char folder[64];
	struct wipecert_manifest *manifest;
	char told[4096]; /* "STATE PATH\n" each */
	unsigned int stop_after, reports;
	struct wipecert_manifest_comparison comparison;
};

static int set_up(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));

	assert_non_null(scene);
	snprintf(scene->folder, sizeof(scene->folder), "/var/tmp/massho-manifest.XXXXXX");
	assert_non_null(mkdtemp(scene->folder));
	assert_int_equal(wipecert_manifest_new(NULL, &scene->manifest, NULL), 0);
	*state = scene;
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *at)
{
	(void)st;
	(void)what;
	(void)at;
	return remove(path);
}

static int tear_down(void **state)
{
	struct scene *scene = *state;

	wipecert_manifest_free(scene->manifest);
	assert_int_equal(nftw(scene->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
	free(scene);
	return 0;
}

static const char *in(const struct scene *scene, const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", scene->folder, name);
	return path;
}

static void put(const struct scene *scene, const char *name, const char *text)
{
	int fd = open(in(scene, name), O_WRONLY | O_CREAT | O_TRUNC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void list(const struct scene *scene, const char *name, const char *text)
{
	uint8_t sha256[32];

	assert_true(digest_sha256(text, strlen(text), sha256));
	assert_int_equal(wipecert_manifest_add(scene->manifest, name, strlen(text), sha256, NULL),
			 0);
}

static int take(void *arg, const struct wipecert_manifest_difference *difference)
{
	struct scene *scene = arg;
	size_t used = strlen(scene->told);

	assert_int_equal(difference->found == NULL, difference->state == WIPECERT_MANIFEST_MISSING);
	if (difference->listed)
		assert_string_equal(difference->listed->path, difference->path);
	snprintf(scene->told + used, sizeof(scene->told) - used, "%s %s\n",
		 wipecert_manifest_state_name(difference->state), difference->path);
	return scene->stop_after && --scene->stop_after == 0;
}

static int count_reports(void *arg, const struct wipe_copy_progress *progress)
{
	struct scene *scene = arg;

	(void)progress;
	scene->reports++;
	return 0;
}

static int compare(struct scene *scene)
{
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	scene->told[0] = '\0';
	assert_int_equal(wipecert_manifest_seal(scene->manifest, NULL), 0);
	rc = wipecert_manifest_compare(scene->manifest, scene->folder, take, count_reports, scene,
				       &scene->comparison, &err);
	assert_int_equal(err.code, rc);
	return rc;
}

static void test_all_kinds(void **state)
{
	struct scene *scene = *state;

	mkdir(in(scene, "folder"), 0755);
	put(scene, "same", "same");
	list(scene, "same", "same");
	put(scene, "folder/length", "longer");
	list(scene, "folder/length", "short");
	put(scene, "contents", "abc");
	list(scene, "contents", "abd");
	put(scene, "folder/more", "x");
	list(scene, "folder/gone", "x");
	list(scene, "link", "x");
	assert_int_equal(symlink("same", in(scene, "link")), 0);
	assert_int_equal(mkfifo(in(scene, "fifo"), 0600), 0);
	assert_int_equal(compare(scene), 0);
	assert_string_equal(scene->told, "changed contents\nother fifo\nchanged folder/length\n"
					 "additional folder/more\nother link\nsame same\n"
					 "missing folder/gone\nmissing link\n");
	assert_int_equal(scene->comparison.count[WIPECERT_MANIFEST_CHANGED], 2);
	assert_int_equal(scene->comparison.count[WIPECERT_MANIFEST_MISSING], 2);
	assert_int_equal(scene->comparison.count[WIPECERT_MANIFEST_SAME], 1);
	assert_true(scene->reports > 0);
}

static void test_what_cannot_be_read(void **state)
{
	struct scene *scene = *state;
	int rc;

	put(scene, "file", "x");
	list(scene, "file", "x");
	list(scene, "gone", "x");
	assert_int_equal(chmod(in(scene, "file"), 0) || chmod(scene->folder, 0755), 0);
	/* To root nothing is closed. */
	if (geteuid() == 0)
		assert_int_equal(seteuid(65534), 0);
	rc = compare(scene);
	assert_int_equal(seteuid(getuid()), 0);
	assert_int_equal(rc, WIPE_E_SYSTEM);
	assert_string_equal(scene->told, "unreadable file\nmissing gone\n");
}

static void test_stopped(void **state)
{
	struct scene *scene = *state;

	put(scene, "a", "x");
	put(scene, "b", "x");
	list(scene, "c", "x");
	scene->stop_after = 1;
	assert_int_equal(compare(scene), WIPE_E_INTERRUPTED);
	assert_int_equal(scene->comparison.count[WIPECERT_MANIFEST_MISSING], 0);
	scene->stop_after = 3;
	assert_int_equal(compare(scene), WIPE_E_INTERRUPTED);
	assert_string_equal(scene->told, "additional a\nadditional b\nmissing c\n");
}

static void test_no_folder(void **state)
{
	struct scene *scene = *state;

	list(scene, "a", "x");
	assert_int_equal(wipecert_manifest_seal(scene->manifest, NULL), 0);
	assert_int_equal(wipecert_manifest_compare(scene->manifest, in(scene, "none"), NULL, NULL,
						   NULL, &scene->comparison, NULL),
			 WIPE_E_NOTFOUND);
	/* Nothing was looked at, so nothing is missing. */
	assert_int_equal(scene->comparison.count[WIPECERT_MANIFEST_MISSING], 0);
}

static void test_step_by_step(void **state)
{
	struct scene *scene = *state;
	const uint8_t other[32] = { 1 };
	struct wipecert_manifest_check *check;
	const struct wipecert_manifest_entry *a;
	size_t cursor = 0;

	list(scene, "a", "x");
	list(scene, "b", "x");
	list(scene, "c", "x");
	assert_int_equal(wipecert_manifest_check_new(scene->manifest, &check, NULL), WIPE_E_USAGE);
	assert_int_equal(wipecert_manifest_seal(scene->manifest, NULL), 0);
	assert_int_equal(wipecert_manifest_check_new(scene->manifest, &check, NULL), 0);
	a = wipecert_manifest_find(scene->manifest, "a");
	assert_int_equal(wipecert_manifest_check_file(check, "a", 1, a->sha256),
			 WIPECERT_MANIFEST_SAME);
	assert_int_equal(wipecert_manifest_check_file(check, "a", 1, other),
			 WIPECERT_MANIFEST_CHANGED);
	assert_int_equal(wipecert_manifest_check_file(check, "a", 2, a->sha256),
			 WIPECERT_MANIFEST_CHANGED);
	assert_int_equal(wipecert_manifest_check_file(check, "d", 1, a->sha256),
			 WIPECERT_MANIFEST_ADDITIONAL);
	wipecert_manifest_check_there(check, "b");
	wipecert_manifest_check_there(check, "e");
	assert_string_equal(wipecert_manifest_check_missing(check, &cursor)->path, "c");
	assert_null(wipecert_manifest_check_missing(check, &cursor));
	assert_null(wipecert_manifest_check_missing(check, &cursor));
	wipecert_manifest_check_free(check);
	wipecert_manifest_check_free(NULL);
}

#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCENE(test_all_kinds),    IN_SCENE(test_what_cannot_be_read),
		IN_SCENE(test_stopped),	     IN_SCENE(test_no_folder),
		IN_SCENE(test_step_by_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
