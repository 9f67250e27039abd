/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new case is made whole beside its place, and then gets its name. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "blob.h"
#include "case.h"
#include "hex.h"
#include "text.h"
#include "trust_files.h"

#define FIRST_NAME_BYTES 96

struct making {
	char path[PATH_MAX]; /* under a name of its own */
	const struct trust_files *files;
	const struct wipecert_attachment *attachments;
	size_t attachment_count;
	char first[FIRST_NAME_BYTES]; /* the first record's file, once it is there */
};

static int join(char path[PATH_MAX], const char *folder, const char *name, struct wipe_error *err)
{
	int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);

	if (length > 0 && length < PATH_MAX)
		return 0;
	return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: the path is too long"), folder);
}

static int make_folder(const char *folder, const char *name, struct wipe_error *err)
{
	char path[PATH_MAX];
	int rc = join(path, folder, name, err);

	if (rc || mkdir(path, 0755) == 0 || errno == EEXIST)
		return rc;
	return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
}

static int save_trust(const struct making *making, struct wipe_error *err)
{
	char trust[PATH_MAX];
	int rc = join(trust, making->path, WIPECERT_FOLDER_TRUST, err);

	return rc ? rc : trust_files_save(making->files, trust, false, err);
}

static int name_trust(struct wipecert_act *init, const struct trust_files *files,
		      struct wipe_error *err)
{
	char path[40];
	int rc = 0;

	for (size_t i = 0; i < files->count && !rc; i++) {
		const struct trust_file *file = &files->items[i];

		snprintf(path, sizeof(path), "trust/%zu/name", i);
		rc = wipecert_act_text(init, path, file->name, err);
		snprintf(path, sizeof(path), "trust/%zu/sha256", i);
		if (!rc)
			rc = wipecert_act_hex(init, path, file->sha256, 32, err);
		snprintf(path, sizeof(path), "trust/%zu/bytes", i);
		if (!rc)
			rc = wipecert_act_bytes(init, path, file->length, err);
	}
	return rc;
}

/* The manager of the contractor begins a case, and the trust folder must say that he is one. */
static int check_first(const char *trust_path, const unsigned char *der, size_t der_bytes,
		       int64_t time_s, struct wipe_error *err)
{
	struct wipecert_trust *trust = NULL;
	struct wipecert_result result;
	int rc = wipecert_trust_new(&trust, err);

	if (!rc)
		rc = wipecert_trust_load(trust, trust_path, time_s, err);
	if (!rc && !wipecert_trust_policy_name(trust))
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0,
				    _("%s: a case needs a trust folder with a policy"), trust_path);
	if (!rc)
		rc = wipecert_verify(trust, der, der_bytes, time_s, &result, err);
	if (!rc) {
		if (result.authentic != WIPECERT_VALID &&
		    !(result.authentic == WIPECERT_UNDETERMINED &&
		      (result.reason == WIPECERT_REASON_DEMO ||
		       result.reason == WIPECERT_REASON_CRL_STALE)))
			rc = wipe_error_set(err, WIPE_E_REFUSED, 0, "%s: %s", result.signer,
					    wipecert_reason_text(result.reason));
		wipecert_result_clear(&result);
	}
	wipecert_trust_free(trust);
	return rc;
}

static int save_first(struct making *making, const struct wipecert_act *init,
		      const struct wipecert_signer *signer, struct wipecert_meta *meta,
		      uint8_t init_sha256[32], struct wipe_error *err)
{
	struct wipecert_place place = { .number = 1, .writer_number = 1 };
	char path[PATH_MAX], records[PATH_MAX], trust[PATH_MAX], *json = NULL;
	struct wipecert_link link;
	unsigned char *der = NULL;
	size_t json_bytes, der_bytes;
	int rc;

	meta->place = &place;
	rc = wipecert_act_build(init, meta, &json, &json_bytes, err);
	meta->place = NULL;
	if (!rc)
		rc = wipecert_sign(signer, json, json_bytes, &der, &der_bytes, &link, err);
	if (!rc)
		rc = join(trust, making->path, WIPECERT_FOLDER_TRUST, err);
	if (!rc)
		rc = check_first(trust, der, der_bytes, meta->issued_at_s, err);
	if (!rc)
		rc = make_folder(making->path, WIPECERT_FOLDER_RECORDS, err);
	if (!rc)
		rc = join(records, making->path, WIPECERT_FOLDER_RECORDS, err);
	snprintf(making->first, sizeof(making->first), "000001-init-%s.p7m", meta->id);
	if (!rc)
		rc = join(path, records, making->first, err);
	if (!rc)
		rc = wipecert_save(path, der, der_bytes, err);
	if (!rc)
		memcpy(init_sha256, link.econtent_sha256, 32);
	free(json);
	free(der);
	return rc;
}

/* As if it were opened: its path is all that is asked for. */
static int save_attachments(const struct making *making, struct wipe_error *err)
{
	struct wipecert_case *opened = calloc(1, sizeof(*opened));
	int rc = 0;

	if (!opened)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	memcpy(opened->path, making->path, sizeof(opened->path));
	for (size_t i = 0; i < making->attachment_count && !rc; i++)
		rc = case_attach(opened, &making->attachments[i], err);
	free(opened);
	return rc;
}

static void remove_below(const struct making *making, const char *folder, const char *name,
			 int (*removes)(const char *path))
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s%s%s", making->path, folder, *name ? "/" : "",
		     name) < (int)sizeof(path))
		removes(path);
}

/* Only what was made here. */
static void remove_all(const struct making *making)
{
	static const char *const parts[] = { "engineer", "manager", "officer", "tsa" };

	for (size_t i = 0; i < making->files->count; i++)
		remove_below(making, WIPECERT_FOLDER_TRUST, making->files->items[i].name, unlink);
	for (size_t i = 0; i < making->files->count; i++) {
		const char *slash = strchr(making->files->items[i].name, '/');
		char folder[TRUST_FILE_NAME_BYTES];

		if (!slash)
			continue;
		snprintf(folder, sizeof(folder), "%.*s",
			 (int)(slash - making->files->items[i].name), making->files->items[i].name);
		remove_below(making, WIPECERT_FOLDER_TRUST, folder, rmdir);
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		remove_below(making, WIPECERT_FOLDER_TRUST, parts[i], rmdir);
	remove_below(making, WIPECERT_FOLDER_TRUST, "", rmdir);
	for (size_t i = 0; i < making->attachment_count; i++) {
		const struct wipecert_attachment *one = &making->attachments[i];
		char name[80];

		hex_encode(one->sha256, 32, name);
		snprintf(name + 64, sizeof(name) - 64, "%s%s", *one->suffix ? "." : "",
			 one->suffix);
		remove_below(making, WIPECERT_FOLDER_ATTACHMENTS, name, unlink);
	}
	remove_below(making, WIPECERT_FOLDER_ATTACHMENTS, "", rmdir);
	if (*making->first)
		remove_below(making, WIPECERT_FOLDER_RECORDS, making->first, unlink);
	remove_below(making, WIPECERT_FOLDER_RECORDS, "", rmdir);
	rmdir(making->path);
}

static int begin(struct making *making, const char *path, struct wipe_error *err)
{
	const struct wipe_env *env = wipe_env_system();
	uint8_t random[8];
	char digits[17];

	if (env->ops->random(env, random, sizeof(random)))
		return wipe_error_set(err, WIPE_E_SYSTEM, 0, "%s",
				      _("the system's random number generator failed"));
	hex_encode(random, sizeof(random), digits);
	if (snprintf(making->path, sizeof(making->path), "%s.massho-new-%s", path, digits) >=
	    (int)sizeof(making->path))
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: the path is too long"), path);
	if (mkdir(making->path, 0755))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", making->path);
	return 0;
}

/* Files are synced with the folder they are in, but folders are not with theirs. */
static int sync_folder(const char *path, struct wipe_error *err)
{
	int rc, fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	rc = blob_sync_folder(fd, path, err);
	close(fd);
	return rc;
}

static int sync_all(const struct making *making, struct wipe_error *err)
{
	char trust[PATH_MAX];
	int rc = join(trust, making->path, WIPECERT_FOLDER_TRUST, err);

	if (!rc)
		rc = sync_folder(trust, err);
	return rc ? rc : sync_folder(making->path, err);
}

/* path has no slash at its end. */
static void sync_parent(const char *path)
{
	char parent[PATH_MAX];
	char *slash;

	snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	if (slash)
		slash[slash == parent] = '\0';
	/* The case has its name, and nothing that is left to do would be lost by this. */
	sync_folder(slash ? parent : ".", NULL);
}

/* An empty folder gives way; anything else stays. */
static int give_name(const struct making *making, const char *path, struct wipe_error *err)
{
	if (rename(making->path, path) == 0) {
		sync_parent(path);
		return 0;
	}
	if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: exists already and is not replaced"), path);
	return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
}

/* "DIR/" and "DIR" are one. */
static int clean_path(const char *path, char clean[PATH_MAX], struct wipe_error *err)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	if (!length || length >= PATH_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: not the name of a file"), path);
	memcpy(clean, path, length);
	clean[length] = '\0';
	return 0;
}

int wipecert_case_create(const char *path, const char *trust_path, struct wipecert_act *init,
			 const struct wipecert_attachment *attachments, size_t attachment_count,
			 const struct wipecert_signer *signer, struct wipecert_meta *meta,
			 uint8_t init_sha256[32], struct wipe_error *err)
{
	struct trust_files files = { 0 };
	struct making making = { .files = &files,
				 .attachments = attachments,
				 .attachment_count = attachment_count };
	char clean[PATH_MAX];
	int rc = clean_path(path, clean, err);

	if (!rc)
		rc = trust_files_read(trust_path, &files, err);
	if (!rc)
		rc = name_trust(init, &files, err);
	if (!rc)
		rc = begin(&making, clean, err);
	if (!rc) {
		rc = save_trust(&making, err);
		if (!rc)
			rc = save_attachments(&making, err);
		if (!rc)
			rc = save_first(&making, init, signer, meta, init_sha256, err);
		if (!rc)
			rc = sync_all(&making, err);
		if (!rc)
			rc = give_name(&making, clean, err);
		if (rc)
			remove_all(&making);
	}
	trust_files_clear(&files);
	return rc;
}
