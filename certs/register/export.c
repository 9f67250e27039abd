/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A copy of a case for whoever audits it. Records go as they are, also those that are
 * false: leaving something out would be an opinion. Nothing else goes that lies among them, and
 * no link is followed. Files with personal data can be left out, since records name
 * them only by their hash.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/confirm.h>
#include <wipecert/files.h>
#include <wipecert/manifest.h>

#include "blob.h"
#include "case.h"
#include "digest.h"
#include "folders.h"
#include "hex.h"
#include "stock.h"
#include "text.h"

#define LISTS "crl"

struct exporting {
	const struct wipecert_case *opened;
	const struct wipecert_case_exporting *how;
	struct wipecert_case_export *counts;
	struct stock stock;
	size_t done;
	struct wipe_error *err;
};

static void tell(const struct exporting *exporting, const char *path, const char *why)
{
	if (exporting->how->told)
		exporting->how->told(exporting->how->arg, path, why);
}

static void tell_foreign(const struct exporting *exporting, const char *path)
{
	exporting->counts->foreign++;
	tell(exporting, path, wipecert_case_problem_text(WIPECERT_CASE_FOREIGN));
}

static void tell_damaged(const struct exporting *exporting, const char *path, const char *why)
{
	exporting->counts->damaged++;
	tell(exporting, path, why);
}

static int go_on(struct exporting *exporting)
{
	const struct wipecert_case_options *options = &exporting->opened->options;

	if (!options->progress ||
	    !options->progress(options->progress_arg, exporting->done++, exporting->opened->count))
		return 0;
	return wipe_error_set(exporting->err, WIPE_E_INTERRUPTED, 0, "%s", _("stopped"));
}

/* Not synced one by one: all of them are, at the end, and then read back. */
static int put(const struct exporting *exporting, const char *folder, const char *name,
	       const void *bytes, size_t length)
{
	int rc, fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return wipe_error_set(exporting->err, WIPE_E_SYSTEM, errno, "%s", folder);
	rc = blob_create_unsynced(fd, name, 0644, bytes, length, exporting->err);
	close(fd);
	if (rc)
		wipe_error_context(exporting->err, "%s", folder);
	return rc;
}

static bool is_in(const char *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	return !folders_join(path, folder, name, NULL) && lstat(path, &st) == 0;
}

/* What is no regular file stays behind, and is told; that one cannot be read ends it all. */
static int copy_file(const struct exporting *exporting, const char *from, const char *folder,
		     const char *name, bool *is_copied)
{
	unsigned char *bytes = NULL;
	struct wipe_error why;
	size_t length;
	int rc;

	*is_copied = false;
	wipe_error_clear(&why);
	rc = folders_read(from, WIPECERT_SCAN_MAX_BYTES, &bytes, &length, &why);
	if (rc == WIPE_E_FORMAT) {
		tell_damaged(exporting, from, why.message);
		return 0;
	}
	if (rc && exporting->err)
		*exporting->err = why;
	if (!rc)
		rc = put(exporting, folder, name, bytes, length);
	*is_copied = !rc;
	free(bytes);
	return rc;
}

/* Of whoever called it so a file may bear the name of a person. */
static void name_record(const struct exporting *exporting, const struct entry *entry,
			const char *folder, char name[NAME_MAX + 1])
{
	snprintf(name, NAME_MAX + 1, "%s", entry->file);
	if (!exporting->how->without_personal)
		return;
	case_name(entry, entry->voice.is_signed ? ".p7m" : ".json", name);
	if (!is_in(folder, name))
		return;
	hex_encode(entry->voice.link.econtent_sha256, 32, name);
	snprintf(name + 64, NAME_MAX - 63, "%s", entry->voice.is_signed ? ".p7m" : ".json");
}

static int export_record(const struct exporting *exporting, const struct entry *entry,
			 const char *folder)
{
	char path[PATH_MAX], name[NAME_MAX + 1];
	bool is_copied;
	int rc = case_path(exporting->opened, WIPECERT_FOLDER_RECORDS, entry->file, path,
			   exporting->err);

	if (rc)
		return rc;
	if (!entry->is_known && exporting->how->without_personal) {
		tell_damaged(exporting, path,
			     _("it is no record, and nobody knows what names are in it"));
		return 0;
	}
	name_record(exporting, entry, folder, name);
	rc = copy_file(exporting, path, folder, name, &is_copied);
	exporting->counts->records += is_copied;
	return rc;
}

/* Files that are no records were found when the case was read; hidden ones belong to nobody. */
static void tell_foreign_records(const struct exporting *exporting)
{
	const struct wipecert_case *opened = exporting->opened;
	char path[PATH_MAX];

	for (size_t i = 0; i < opened->finding_count; i++)
		if (opened->findings[i].problem == WIPECERT_CASE_FOREIGN &&
		    !case_path(opened, WIPECERT_FOLDER_RECORDS, opened->findings[i].detail, path,
			       NULL))
			tell_foreign(exporting, path);
}

static int make_part(const struct exporting *exporting, const char *to, const char *part,
		     char folder[PATH_MAX])
{
	int rc = folders_join(folder, to, part, exporting->err);

	return rc ? rc : folders_make(folder, exporting->err);
}

static int export_records(struct exporting *exporting, const char *to)
{
	const struct wipecert_case *opened = exporting->opened;
	char folder[PATH_MAX];
	int rc = make_part(exporting, to, WIPECERT_FOLDER_RECORDS, folder);

	for (size_t i = 0; i < opened->count && !rc; i++) {
		rc = export_record(exporting, &opened->entries[i], folder);
		if (!rc)
			rc = go_on(exporting);
	}
	tell_foreign_records(exporting);
	return rc;
}

/* Is it a file of the trust folder that the first record names? */
static bool is_trust_file(const struct exporting *exporting, const char *name)
{
	const struct wipecert_record *init = wipecert_case_init(exporting->opened);
	size_t count = init ? wipecert_record_count(init, "trust") : 0;

	for (size_t i = 0; i < count; i++) {
		const char *found;
		char path[40];

		snprintf(path, sizeof(path), "trust/%zu/name", i);
		found = wipecert_record_text(init, path);
		if (found && strcmp(found, name) == 0)
			return true;
	}
	return false;
}

/* below: "", or the folder within that of trust. Revocation lists are added later, and named nowhere. */
static int export_trust_file(const struct exporting *exporting, const char *below, const char *from,
			     const char *folder, const char *name)
{
	char full[PATH_MAX];
	bool is_copied;

	snprintf(full, sizeof(full), "%s%s%s", below, *below ? "/" : "", name);
	if (!exporting->how->without_personal || strcmp(below, LISTS) == 0 ||
	    is_trust_file(exporting, full))
		return copy_file(exporting, from, folder, name, &is_copied);
	tell_foreign(exporting, from);
	return 0;
}

static int export_trust(struct exporting *exporting, const char *from, const char *to,
			const char *below);

static int export_trust_entry(struct exporting *exporting, const char *from, const char *to,
			      const char *below, const char *name)
{
	char path[PATH_MAX], folder[PATH_MAX];
	struct stat st;
	int rc = folders_join(path, from, name, exporting->err);

	if (!rc && lstat(path, &st))
		rc = wipe_error_set(exporting->err, WIPE_E_SYSTEM, errno, "%s", path);
	if (rc)
		return rc;
	if (!S_ISDIR(st.st_mode))
		return export_trust_file(exporting, below, path, to, name);
	if (*below) {
		tell_foreign(exporting, path);
		return 0;
	}
	rc = folders_join(folder, to, name, exporting->err);
	return rc ? rc : export_trust(exporting, path, folder, name);
}

static int export_trust(struct exporting *exporting, const char *from, const char *to,
			const char *below)
{
	const char **names = NULL;
	struct arena arena = { 0 };
	size_t count = 0;
	int rc = folders_list(from, SIZE_MAX, &arena, &names, &count, exporting->err);

	if (!rc)
		rc = folders_make(to, exporting->err);
	for (size_t i = 0; i < count && !rc; i++)
		rc = export_trust_entry(exporting, from, to, below, names[i]);
	free(names);
	arena_clear(&arena);
	return rc;
}

/* A trust folder that is gone is found when the copy is verified. */
static int export_whole_trust(struct exporting *exporting, const char *to)
{
	char from[PATH_MAX], folder[PATH_MAX];
	struct stat st;
	int rc = case_path(exporting->opened, WIPECERT_FOLDER_TRUST, NULL, from, exporting->err);

	if (!rc)
		rc = folders_join(folder, to, WIPECERT_FOLDER_TRUST, exporting->err);
	if (rc || (lstat(from, &st) && errno == ENOENT))
		return rc;
	return export_trust(exporting, from, folder, "");
}

/* Of a list of files that were erased. */
static int bare_files_of(const unsigned char *bytes, size_t length, unsigned char **bare,
			 size_t *bare_length, struct wipe_error *err)
{
	struct wipecert_files *files = NULL;
	int rc = wipecert_files_parse(bytes, length, &files, err);

	if (!rc)
		rc = wipecert_files_write(files, WIPECERT_MANIFEST_PUBLIC, bare, bare_length, err);
	wipecert_files_free(files);
	return rc;
}

static int bare_manifest_of(const unsigned char *bytes, size_t length, unsigned char **bare,
			    size_t *bare_length, struct wipe_error *err)
{
	struct wipecert_manifest *manifest = NULL;
	int rc = wipecert_manifest_parse(bytes, length, &manifest, err);

	if (!rc)
		rc = wipecert_manifest_write(manifest, WIPECERT_MANIFEST_PUBLIC, bare, bare_length,
					     err);
	wipecert_manifest_free(manifest);
	return rc;
}

static int bare_of(const unsigned char *bytes, size_t length, const struct wanted *wanted,
		   unsigned char **bare, size_t *bare_length, struct wipe_error *err)
{
	static const char begin[] = "{\"schema\":\"" WIPECERT_FILES_SCHEMA "\"";
	bool is_files = length >= sizeof(begin) - 1 && !memcmp(bytes, begin, sizeof(begin) - 1);
	uint8_t sha256[32];
	int rc = is_files ? bare_files_of(bytes, length, bare, bare_length, err) :
			    bare_manifest_of(bytes, length, bare, bare_length, err);

	if (rc)
		return rc;
	if (digest_sha256(*bare, *bare_length, sha256) &&
	    memcmp(sha256, wanted->bare_sha256, sizeof(sha256)) == 0)
		return 0;
	return wipe_error_set(err, WIPE_E_MISMATCH, 0, "%s",
			      wipecert_case_problem_text(WIPECERT_CASE_ATTACHMENT_ALTERED));
}

/* The form without names, which the record names too. What cannot be put into it stays behind. */
static int put_bare(struct exporting *exporting, const char *from, const char *folder,
		    const struct wanted *wanted)
{
	unsigned char *bytes = NULL, *bare = NULL;
	size_t length, bare_length;
	struct wipe_error why;
	char name[80];
	int rc;

	hex_encode(wanted->bare_sha256, 32, name);
	snprintf(name + 64, sizeof(name) - 64, ".jsonl");
	if (is_in(folder, name))
		return 0;
	wipe_error_clear(&why);
	rc = folders_read(from, WIPECERT_MANIFEST_MAX_BYTES, &bytes, &length, &why);
	if (!rc)
		rc = bare_of(bytes, length, wanted, &bare, &bare_length, &why);
	if (!rc) {
		rc = put(exporting, folder, name, bare, bare_length);
		exporting->counts->attachments += !rc;
		exporting->counts->without_names += !rc;
		exporting->counts->left_out += !rc;
	} else if (rc == WIPE_E_NOMEM) {
		rc = wipe_error_set(exporting->err, rc, 0, "%s", why.message);
	} else {
		tell_damaged(exporting, from, why.message);
		rc = 0;
	}
	free(bytes);
	free(bare);
	return rc;
}

/* Several records may name one file. */
static void leave_out(struct exporting *exporting, struct stock_file *file)
{
	exporting->counts->left_out += !file->is_marked;
	file->is_marked = true;
}

static int put_attachment(struct exporting *exporting, const char *from, const char *folder,
			  const struct wanted *wanted, struct stock_file *file)
{
	const struct wipecert_case_exporting *how = exporting->how;
	bool is_copied;
	int rc;

	if (how->without_personal && wanted->has_bare)
		return put_bare(exporting, from, folder, wanted);
	if (how->without_personal && wanted->may_be_left_out) {
		leave_out(exporting, file);
		return 0;
	}
	if (is_in(folder, file->name))
		return 0;
	rc = copy_file(exporting, from, folder, file->name, &is_copied);
	exporting->counts->attachments += is_copied;
	return rc;
}

static void tell_altered(const struct exporting *exporting, const char *from,
			 struct stock_file *file)
{
	if (!file->is_told)
		tell_damaged(exporting, from,
			     wipecert_case_problem_text(WIPECERT_CASE_ATTACHMENT_ALTERED));
	file->is_told = true;
}

/* What somebody else has left out already stays so. */
static int export_bare(struct exporting *exporting, const char *folder, const struct wanted *wanted)
{
	struct stock_file *file =
		wanted->has_bare ? stock_find(&exporting->stock, wanted->bare_sha256) : NULL;
	char from[PATH_MAX];
	bool is_copied;
	int rc;

	if (!file || is_in(folder, file->name))
		return 0;
	rc = folders_join(from, exporting->stock.folder, file->name, exporting->err);
	if (rc)
		return rc;
	if (stock_look(&exporting->stock, wanted->bare_sha256) != STOCK_PRESENT) {
		tell_altered(exporting, from, file);
		return 0;
	}
	rc = copy_file(exporting, from, folder, file->name, &is_copied);
	if (!rc)
		exporting->counts->attachments += is_copied;
	return rc;
}

/* Only what has the hash by which it is called. */
static int export_wanted(struct exporting *exporting, const char *folder,
			 const struct wanted *wanted)
{
	struct stock_file *file = stock_find(&exporting->stock, wanted->sha256);
	char from[PATH_MAX];
	int rc;

	if (!file)
		return export_bare(exporting, folder, wanted);
	rc = folders_join(from, exporting->stock.folder, file->name, exporting->err);
	if (rc)
		return rc;
	if (stock_look(&exporting->stock, wanted->sha256) == STOCK_PRESENT)
		return put_attachment(exporting, from, folder, wanted, file);
	tell_altered(exporting, from, file);
	return export_bare(exporting, folder, wanted);
}

static int export_attachments(struct exporting *exporting, const char *to)
{
	const struct wipecert_case *opened = exporting->opened;
	char folder[PATH_MAX];
	int rc = stock_open(opened->path, &exporting->stock, exporting->err);

	if (!rc)
		rc = make_part(exporting, to, WIPECERT_FOLDER_ATTACHMENTS, folder);
	for (size_t i = 0; i < opened->count && !rc; i++) {
		for (size_t k = 0; k < opened->entries[i].wanted_count && !rc; k++)
			rc = export_wanted(exporting, folder, &opened->entries[i].wanted[k]);
		if (!rc)
			rc = go_on(exporting);
	}
	stock_close(&exporting->stock);
	return rc;
}

static int export_to(struct exporting *exporting, const char *to);

static int export_one_included(const struct exporting *exporting, const struct included *included,
			       const char *folder)
{
	struct exporting below = { .opened = included->opened,
				   .how = exporting->how,
				   .counts = exporting->counts,
				   .err = exporting->err };
	char path[PATH_MAX], digits[65];
	int rc;

	if (!included->opened) {
		hex_encode(included->init_sha256, 32, digits);
		tell_damaged(exporting, digits, wipecert_case_problem_text(WIPECERT_CASE_INCLUDED));
		return 0;
	}
	rc = make_part(exporting, folder, strrchr(included->opened->path, '/') + 1, path);
	return rc ? rc : export_to(&below, path);
}

static int export_included(const struct exporting *exporting, const char *to)
{
	const struct wipecert_case *opened = exporting->opened;
	char folder[PATH_MAX];
	int rc = 0;

	if (opened->included_count)
		rc = make_part(exporting, to, WIPECERT_FOLDER_INCLUDED, folder);
	for (size_t i = 0; i < opened->included_count && !rc; i++)
		rc = export_one_included(exporting, &opened->included[i], folder);
	return rc;
}

static int export_to(struct exporting *exporting, const char *to)
{
	int rc = export_whole_trust(exporting, to);

	if (!rc)
		rc = export_records(exporting, to);
	if (!rc)
		rc = export_attachments(exporting, to);
	return rc ? rc : export_included(exporting, to);
}

static int sync_all(const struct exporting *exporting, const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 0;

	if (fd < 0 || syncfs(fd))
		rc = wipe_error_set(exporting->err, WIPE_E_SYSTEM, errno, "%s", path);
	if (fd >= 0)
		close(fd);
	return rc;
}

static bool has_all(const struct wipecert_case *copy, const struct wipecert_case *opened)
{
	for (size_t i = 0; i < opened->count; i++)
		if (opened->entries[i].is_known &&
		    case_find(copy, &opened->entries[i].voice.link) == WIPECERT_NO_INDEX)
			return false;
	return true;
}

/* What was written is opened as what it is. */
static int read_back(const struct exporting *exporting, const char *path)
{
	struct wipecert_case_options options = exporting->opened->options;
	struct wipecert_case *copy = NULL;
	int rc = wipecert_case_open(path, &options, &copy, exporting->err);

	if (!rc && !has_all(copy, exporting->opened))
		rc = wipe_error_set(exporting->err, WIPE_E_MISMATCH, 0,
				    _("%s: what was read back is not what was written"), path);
	wipecert_case_free(copy);
	return rc;
}

static int check_place(const struct exporting *exporting, const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		return wipe_error_set(exporting->err, WIPE_E_REFUSED, 0,
				      _("%s: exists already and is not replaced"), path);
	if (folders_is_within(path, exporting->opened->path))
		return wipe_error_set(exporting->err, WIPE_E_REFUSED, 0,
				      _("%s: it would lie within the case itself"), path);
	return 0;
}

/* Under another name until it is whole. */
static int make(struct exporting *exporting, const char *path)
{
	const struct wipecert_case_exporting *how = exporting->how;
	char made[PATH_MAX];
	int rc = folders_begin(path, made, exporting->err);

	if (rc)
		return rc;
	rc = export_to(exporting, made);
	if (!rc && how->finish)
		rc = how->finish(how->arg, made, exporting->err);
	if (!rc)
		rc = sync_all(exporting, made);
	if (!rc)
		rc = read_back(exporting, made);
	if (!rc)
		rc = folders_finish(made, path, false, exporting->err);
	if (rc) {
		folders_remove(made);
		folders_hide(made, path, exporting->err);
	}
	return rc;
}

int wipecert_case_export(struct wipecert_case *opened, const char *path,
			 const struct wipecert_case_exporting *how,
			 struct wipecert_case_export *counts, struct wipe_error *err)
{
	struct exporting exporting = { .opened = opened, .how = how, .counts = counts, .err = err };
	char clean[PATH_MAX];
	int fd, rc;

	memset(counts, 0, sizeof(*counts));
	rc = folders_clean(path, clean, err);
	if (!rc)
		rc = check_place(&exporting, clean);
	if (rc)
		return rc;
	rc = case_lock_to_read(opened, &fd, err);
	if (!rc)
		rc = wipecert_case_refresh(opened, err);
	if (!rc)
		rc = make(&exporting, clean);
	case_unlock(fd);
	return rc;
}
