/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A copy of a case for whoever audits it. Records go as they are, also those that are
 * false: leaving something out would be an opinion. Files with personal data can be
 * left out, since records name them only by their hash.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/confirm.h>
#include <wipecert/manifest.h>
#include <wipecert/save.h>

#include "case.h"
#include "hex.h"
#include "text.h"

struct exporting {
	const struct wipecert_case *opened;
	bool without_personal;
	struct wipecert_case_export *counts;
	struct wipe_error *err;
};

static int fail(const struct exporting *exporting, const char *path)
{
	return wipe_error_set(exporting->err, WIPE_E_SYSTEM, errno, "%s", path);
}

static int join(const struct exporting *exporting, char path[PATH_MAX], const char *folder,
		const char *name)
{
	int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);

	if (length > 0 && length < PATH_MAX)
		return 0;
	return wipe_error_set(exporting->err, WIPE_E_USAGE, 0, _("%s: the path is too long"),
			      folder);
}

static int make_folder(const struct exporting *exporting, const char *path)
{
	return mkdir(path, 0755) == 0 || errno == EEXIST ? 0 : fail(exporting, path);
}

/* Not synced one by one: all of them are, at the end, and then read back. */
static int put_file(const struct exporting *exporting, const char *path, const void *bytes,
		    size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	const char *at = bytes;
	int rc = 0;

	if (fd < 0)
		return fail(exporting, path);
	while (length && !rc) {
		ssize_t put = write(fd, at, length);

		if (put < 0 && errno != EINTR)
			rc = fail(exporting, path);
		if (put > 0) {
			at += put;
			length -= (size_t)put;
		}
	}
	if (close(fd) && !rc)
		rc = fail(exporting, path);
	return rc;
}

static int copy_file(const struct exporting *exporting, const char *from, const char *to)
{
	unsigned char *bytes = NULL;
	size_t length;
	int rc = wipecert_load(from, WIPECERT_SCAN_MAX_BYTES, &bytes, &length, exporting->err);

	if (!rc)
		rc = put_file(exporting, to, bytes, length);
	free(bytes);
	return rc;
}

/* Regular files and folders of them; links and whatever else is there belong to nobody. */
static int copy_folder(const struct exporting *exporting, const char *from, const char *to,
		       unsigned int depth)
{
	DIR *stream = opendir(from);
	struct dirent *one;
	int rc = 0;

	if (!stream)
		return errno == ENOENT ? 0 : fail(exporting, from);
	rc = make_folder(exporting, to);
	while (!rc && (one = readdir(stream)) != NULL) {
		char source[PATH_MAX], target[PATH_MAX];
		struct stat st;

		if (one->d_name[0] == '.')
			continue;
		rc = join(exporting, source, from, one->d_name);
		if (!rc)
			rc = join(exporting, target, to, one->d_name);
		if (rc || lstat(source, &st))
			continue;
		if (S_ISDIR(st.st_mode) && depth < CASE_DEPTH_MAX)
			rc = copy_folder(exporting, source, target, depth + 1);
		else if (S_ISREG(st.st_mode))
			rc = copy_file(exporting, source, target);
	}
	closedir(stream);
	return rc;
}

/* The form without names, which the record names too. */
static int put_bare(const struct exporting *exporting, const char *from, const char *folder,
		    const struct wanted *wanted)
{
	struct wipecert_manifest *manifest = NULL;
	unsigned char *bytes = NULL, *bare = NULL;
	char path[PATH_MAX], name[80];
	size_t length, bare_length;
	int rc = wipecert_load(from, WIPECERT_MANIFEST_MAX_BYTES, &bytes, &length, exporting->err);

	if (!rc)
		rc = wipecert_manifest_parse(bytes, length, &manifest, exporting->err);
	if (!rc)
		rc = wipecert_manifest_write(manifest, WIPECERT_MANIFEST_PUBLIC, &bare,
					     &bare_length, exporting->err);
	hex_encode(wanted->bare_sha256, 32, name);
	snprintf(name + 64, sizeof(name) - 64, ".jsonl");
	if (!rc)
		rc = join(exporting, path, folder, name);
	if (!rc && access(path, F_OK) != 0)
		rc = put_file(exporting, path, bare, bare_length);
	wipecert_manifest_free(manifest);
	free(bytes);
	free(bare);
	return rc;
}

static int export_wanted(const struct exporting *exporting, const char *folder,
			 const struct wanted *wanted)
{
	char from[PATH_MAX], to[PATH_MAX];
	int rc;

	if (!wipecert_case_attachment(exporting->opened, wanted->sha256, from, sizeof(from))) {
		/* What is there already without names stays so. */
		if (!wanted->has_bare ||
		    !wipecert_case_attachment(exporting->opened, wanted->bare_sha256, from,
					      sizeof(from)))
			return 0;
	} else if (exporting->without_personal && wanted->has_bare) {
		exporting->counts->left_out++;
		return put_bare(exporting, from, folder, wanted);
	} else if (exporting->without_personal && wanted->may_be_left_out) {
		exporting->counts->left_out++;
		return 0;
	}
	rc = join(exporting, to, folder, strrchr(from, '/') + 1);
	if (rc || access(to, F_OK) == 0)
		return rc;
	exporting->counts->attachments++;
	return copy_file(exporting, from, to);
}

static int export_attachments(const struct exporting *exporting, const char *to)
{
	const struct wipecert_case *opened = exporting->opened;
	char folder[PATH_MAX];
	int rc = join(exporting, folder, to, WIPECERT_FOLDER_ATTACHMENTS);

	if (!rc)
		rc = make_folder(exporting, folder);
	for (size_t i = 0; i < opened->count && !rc; i++)
		for (size_t k = 0; k < opened->entries[i].wanted_count && !rc; k++)
			rc = export_wanted(exporting, folder, &opened->entries[i].wanted[k]);
	return rc;
}

static int export_part(const struct exporting *exporting, const char *to, const char *part)
{
	char source[PATH_MAX], target[PATH_MAX];
	int rc = join(exporting, source, exporting->opened->path, part);

	if (!rc)
		rc = join(exporting, target, to, part);
	return rc ? rc : copy_folder(exporting, source, target, 0);
}

static int export_to(const struct exporting *exporting, const char *to);

static int export_included(const struct exporting *exporting, const char *to)
{
	const struct wipecert_case *opened = exporting->opened;
	char folder[PATH_MAX], path[PATH_MAX];
	int rc = 0;

	if (!opened->included_count)
		return 0;
	rc = join(exporting, folder, to, WIPECERT_FOLDER_INCLUDED);
	if (!rc)
		rc = make_folder(exporting, folder);
	for (size_t i = 0; i < opened->included_count && !rc; i++) {
		const struct wipecert_case *inner = opened->included[i].opened;
		const struct exporting below = { inner, exporting->without_personal,
						 exporting->counts, exporting->err };

		if (!inner)
			continue;
		rc = join(exporting, path, folder, strrchr(inner->path, '/') + 1);
		if (!rc)
			rc = make_folder(exporting, path);
		if (!rc)
			rc = export_to(&below, path);
	}
	return rc;
}

static int export_to(const struct exporting *exporting, const char *to)
{
	int rc = export_part(exporting, to, WIPECERT_FOLDER_TRUST);

	if (!rc)
		rc = export_part(exporting, to, WIPECERT_FOLDER_RECORDS);
	if (!rc)
		rc = export_attachments(exporting, to);
	exporting->counts->records += exporting->opened->count;
	return rc ? rc : export_included(exporting, to);
}

static int sync_all(const struct exporting *exporting, const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 0;

	if (fd < 0)
		return fail(exporting, path);
	if (syncfs(fd))
		rc = fail(exporting, path);
	close(fd);
	return rc;
}

/* What was written is opened as what it is. */
static int read_back(const struct exporting *exporting, const char *path)
{
	struct wipecert_case_options options = exporting->opened->options;
	struct wipecert_case *copy = NULL;
	int rc = wipecert_case_open(path, &options, &copy, exporting->err);

	for (size_t i = 0; i < exporting->opened->count && !rc; i++) {
		const struct entry *entry = &exporting->opened->entries[i];

		if (copy->count != exporting->opened->count ||
		    memcmp(copy->entries[i].voice.link.econtent_sha256,
			   entry->voice.link.econtent_sha256, 32) != 0)
			rc = wipe_error_set(exporting->err, WIPE_E_MISMATCH, 0,
					    _("%s: what was read back is not what was written"),
					    path);
	}
	wipecert_case_free(copy);
	return rc;
}

int wipecert_case_export(const struct wipecert_case *opened, const char *path,
			 bool without_personal, struct wipecert_case_export *counts,
			 struct wipe_error *err)
{
	const struct exporting exporting = { opened, without_personal, counts, err };
	int rc;

	memset(counts, 0, sizeof(*counts));
	if (mkdir(path, 0755))
		return errno == EEXIST ?
			       wipe_error_set(err, WIPE_E_REFUSED, 0,
					      _("%s: exists already and is not replaced"), path) :
			       fail(&exporting, path);
	rc = export_to(&exporting, path);
	if (!rc)
		rc = sync_all(&exporting, path);
	return rc ? rc : read_back(&exporting, path);
}
