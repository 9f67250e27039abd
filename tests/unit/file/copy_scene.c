/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy_scene.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "partial.h"

static int take_result(void *arg, const struct wipe_copy_result *result)
{
	struct scene *scene = arg;
	struct scene_result *kept = &scene->results[scene->result_count];

	assert_true(scene->result_count++ < SCENE_RESULTS);
	snprintf(kept->path, sizeof(kept->path), "%s", result->path);
	kept->kind = result->kind;
	kept->state = result->state;
	kept->size_bytes = result->size_bytes;
	memcpy(kept->sha256, result->sha256, sizeof(kept->sha256));
	assert_int_equal(result->error != NULL, result->state == WIPE_COPY_FAILED);
	kept->code = result->error ? result->error->code : 0;
	kept->sys_errno = result->error ? result->error->sys_errno : 0;
	return 0;
}

static int take_progress(void *arg, const struct wipe_copy_progress *progress)
{
	struct scene *scene = arg;

	assert_true(progress->bytes_done >= scene->last.bytes_done);
	assert_true(progress->files_done >= scene->last.files_done);
	assert_true(progress->bytes_done <= progress->bytes_total);
	assert_true(progress->files_done <= progress->files_total);
	assert_non_null(progress->path);
	scene->last = *progress;
	scene->last.path = NULL;
	scene->reports++;
	return scene->meddle ? scene->meddle(scene, progress) : 0;
}

int scene_set_up(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	static char source[96], destination[96];

	assert_non_null(scene);
	/* Not /tmp, which may know no direct I/O. */
	snprintf(scene->folder, sizeof(scene->folder), "/var/tmp/massho-copy.XXXXXX");
	assert_non_null(mkdtemp(scene->folder));
	snprintf(source, sizeof(source), "%s/src", scene->folder);
	snprintf(destination, sizeof(destination), "%s/dst", scene->folder);
	assert_int_equal(mkdir(source, 0755) || mkdir(destination, 0755), 0);
	scene->source = (struct wipe_copy_source){ source, "" };
	scene->job = (struct wipe_copy_job){ &scene->source, 1,	   destination, take_result,
					     take_progress,  NULL, scene };
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

int scene_tear_down(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(nftw(scene->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
	free(scene);
	return 0;
}

const char *in(const struct scene *scene, const char *name)
{
	static char paths[4][8192];
	static unsigned int next;
	char *path = paths[next++ % COUNT(paths)];

	snprintf(path, sizeof(paths[0]), "%s/%s", scene->folder, name);
	return path;
}

void put(const struct scene *scene, const char *name, const void *bytes, size_t length)
{
	char path[8192];
	int fd;

	snprintf(path, sizeof(path), "%s", in(scene, name));
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		assert_true(!mkdir(path, 0755) || errno == EEXIST);
		*slash = '/';
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, length), length);
	close(fd);
}

void put_text(const struct scene *scene, const char *name, const char *text)
{
	put(scene, name, text, strlen(text));
}

void put_long(const struct scene *scene, const char *name, size_t length)
{
	unsigned char *bytes = malloc(length + 1);

	assert_non_null(bytes);
	for (size_t i = 0; i < length; i++)
		bytes[i] = (unsigned char)((i * 2654435761U + length) >> 11);
	put(scene, name, bytes, length);
	free(bytes);
}

static char *read_file(const struct scene *scene, const char *name, size_t *length)
{
	FILE *file = fopen(in(scene, name), "rb");
	struct stat st;
	char *bytes;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &st), 0);
	*length = (size_t)st.st_size;
	bytes = malloc(*length + 1);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, *length, file), *length);
	fclose(file);
	return bytes;
}

void expect_equal_files(const struct scene *scene, const char *one, const char *other)
{
	size_t one_bytes, other_bytes;
	char *first = read_file(scene, one, &one_bytes);
	char *second = read_file(scene, other, &other_bytes);

	assert_int_equal(one_bytes, other_bytes);
	assert_int_equal(memcmp(first, second, one_bytes), 0);
	free(first);
	free(second);
}

bool exists(const struct scene *scene, const char *name)
{
	struct stat st;

	return lstat(in(scene, name), &st) == 0;
}

size_t count_names(const struct scene *scene, const char *folder)
{
	DIR *dir = opendir(in(scene, folder));
	size_t count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

const char *find_partial(const struct scene *scene, const char *folder)
{
	static char name[PARTIAL_NAME_BYTES + 300];
	DIR *dir = opendir(in(scene, folder));
	struct dirent *found;

	assert_non_null(dir);
	while ((found = readdir(dir)) && !partial_is_name(found->d_name))
		;
	if (found)
		snprintf(name, sizeof(name), "%s/%s", folder, found->d_name);
	closedir(dir);
	return found ? name : NULL;
}

static int run_either(struct scene *scene,
		      int (*run)(const struct wipe_copy_job *job, struct wipe_copy_totals *totals,
				 struct wipe_error *err))
{
	int rc;

	scene->result_count = 0;
	scene->reports = 0;
	scene->last = (struct wipe_copy_progress){ 0 };
	wipe_error_clear(&scene->err);
	rc = run(&scene->job, &scene->totals, &scene->err);
	assert_int_equal(scene->err.code, rc);
	for (size_t i = 1; i < scene->result_count; i++)
		assert_true(strcmp(scene->results[i - 1].path, scene->results[i].path) <= 0);
	return rc;
}

int run_copy(struct scene *scene)
{
	return run_either(scene, wipe_copy_run);
}

int run_scan(struct scene *scene)
{
	const char *destination = scene->job.destination;
	int rc;

	scene->job.destination = NULL;
	rc = run_either(scene, wipe_copy_scan);
	scene->job.destination = destination;
	return rc;
}

const struct scene_result *result_of(const struct scene *scene, const char *path)
{
	const struct scene_result *found = NULL;

	for (size_t i = 0; i < scene->result_count; i++) {
		if (strcmp(scene->results[i].path, path))
			continue;
		assert_null(found);
		found = &scene->results[i];
	}
	if (!found)
		fail_msg("nothing was said of %s", path);
	return found;
}

void expect_state(const struct scene *scene, const char *path, enum wipe_copy_state state)
{
	assert_string_equal(wipe_copy_state_name(result_of(scene, path)->state),
			    wipe_copy_state_name(state));
}

void expect_failed(const struct scene *scene, const char *path, int code)
{
	expect_state(scene, path, WIPE_COPY_FAILED);
	assert_string_equal(wipe_code_name(result_of(scene, path)->code), wipe_code_name(code));
}
