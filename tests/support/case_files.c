/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies in a folder, to see afterwards what became of it. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <wipecert/save.h>

#include "case_scene.h"
#include "digest.h"
#include "unit.h"

#define LOCK ".massho-lock"

static void take_file(struct case_files *files, const char *root, const char *name)
{
	char path[2 * CASE_SCENE_PATH_BYTES];
	unsigned char *bytes = NULL;
	struct case_file *file;
	size_t length = 0;

	files->files = realloc(files->files, (files->count + 1) * sizeof(*files->files));
	assert_non_null(files->files);
	file = &files->files[files->count++];
	memset(file, 0, sizeof(*file));
	snprintf(file->name, sizeof(file->name), "%s", name);
	snprintf(path, sizeof(path), "%s/%s", root, name);
	/* What cannot be read is there all the same. */
	if (wipecert_load(path, SIZE_MAX / 4, &bytes, &length, NULL) == 0)
		assert_true(digest_sha256(bytes, length, file->sha256));
	free(bytes);
}

static void walk(struct case_files *files, const char *root, const char *below)
{
	char path[2 * CASE_SCENE_PATH_BYTES], name[CASE_SCENE_PATH_BYTES];
	struct dirent *one;
	struct stat st;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/%s", root, below);
	folder = opendir(path);
	if (!folder)
		return;
	while ((one = readdir(folder))) {
		if (strcmp(one->d_name, ".") == 0 || strcmp(one->d_name, "..") == 0 ||
		    strcmp(one->d_name, LOCK) == 0)
			continue;
		snprintf(name, sizeof(name), "%s%s%s", below, *below ? "/" : "", one->d_name);
		snprintf(path, sizeof(path), "%s/%s", root, name);
		if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
			walk(files, root, name);
		else
			take_file(files, root, name);
	}
	closedir(folder);
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct case_file *)a)->name, ((const struct case_file *)b)->name);
}

struct case_files case_files_of(const char *folder)
{
	struct case_files files = { 0 };

	walk(&files, folder, "");
	if (files.count)
		qsort(files.files, files.count, sizeof(*files.files), compare);
	return files;
}

void case_files_clear(struct case_files *files)
{
	free(files->files);
	*files = (struct case_files){ 0 };
}

bool case_files_grew(const struct case_files *before, const struct case_files *after)
{
	for (size_t i = 0; i < before->count; i++) {
		const struct case_file *found = bsearch(&before->files[i], after->files,
							after->count, sizeof(*after->files),
							compare);

		if (!found || memcmp(found->sha256, before->files[i].sha256, 32) != 0)
			return false;
	}
	return true;
}
