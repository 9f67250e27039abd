/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files_put.h"

#include "file_terms.h"

#define LISTED_MAX 32

/* Takes value over. */
static void append(struct put *put, json_t *list, json_t *value)
{
	if (json_array_append_new(list, value) != 0)
		put->failed = true;
}

/* From term first on. */
static void put_counts(struct put *put, const char *key, const char *(*term)(unsigned int index),
		       unsigned int first, unsigned int count, const uint64_t *counts)
{
	struct put inner;

	put_begin(&inner);
	for (unsigned int i = first; i < count; i++)
		put_count(&inner, term(i), counts[i]);
	put_value(put, key, put_end(&inner));
}

static json_t *put_medium_of(const struct wipecert_file_medium *medium)
{
	struct put put;

	put_begin(&put);
	put_ascii_or_null(&put, "model", medium->model);
	put_ascii_or_null(&put, "serial", medium->serial);
	put_ascii(&put, "media", medium->media ? medium->media : "unknown");
	return put_end(&put);
}

static void put_words(struct put *put, const char *key, const char *const *words, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count && i < LISTED_MAX; i++)
		append(put, list, put_new_ascii(words[i]));
	put_value(put, key, list);
}

static json_t *put_file_system(const struct wipecert_file_system *one)
{
	json_t *media = json_array();
	struct put put;

	put_begin(&put);
	put_ascii(&put, "type", one->type);
	put_ascii_or_null(&put, "uuid", one->uuid);
	put_ascii(&put, "writes", one->writes);
	put_ascii(&put, "journal", one->journal);
	put_bool(&put, "discards", one->discards);
	put_words(&put, "beneath", one->beneath, one->beneath_count);
	put_words(&put, "devices", one->devices, one->device_count);
	for (size_t i = 0; i < one->medium_count && i < LISTED_MAX; i++)
		append(&put, media, put_medium_of(&one->media[i]));
	put_value(&put, "media", media);
	return put_end(&put);
}

json_t *files_put_manifest(const struct wipecert_files_manifest *manifest)
{
	struct put put;

	if (!manifest)
		return json_null();
	put_begin(&put);
	put_count(&put, "files", manifest->files);
	put_u64(&put, "bytes", manifest->bytes);
	put_hex(&put, "sha256", manifest->sha256, sizeof(manifest->sha256));
	put_hex(&put, "public_sha256", manifest->public_sha256, sizeof(manifest->public_sha256));
	put_count(&put, "found", manifest->findings.found);
	put_count(&put, "moved", manifest->findings.moved);
	put_count(&put, "changed", manifest->findings.changed);
	put_count(&put, "missing", manifest->findings.missing);
	put_count(&put, "unread", manifest->findings.unread);
	put_count(&put, "equal", manifest->findings.equal);
	put_count(&put, "equal_taken", manifest->findings.equal_taken);
	return put_end(&put);
}

void files_put_systems(struct put *put, const struct wipecert_files_job *job)
{
	json_t *list = json_array();

	for (size_t i = 0; i < job->file_system_count; i++)
		append(put, list, put_file_system(&job->file_systems[i]));
	put_value(put, "file_systems", list);
}

json_t *files_put_deleted(const struct wipecert_deleted_open *deleted)
{
	struct put put;

	if (!deleted)
		return json_null();
	put_begin(&put);
	put_count(&put, "count", deleted->count);
	put_u64(&put, "bytes", deleted->bytes);
	put_bool(&put, "all_processes", deleted->all_processes);
	return put_end(&put);
}

int files_put_list(struct put *put, const struct wipecert_files *files,
		   const struct wipecert_files_sums *sums, struct wipe_error *err)
{
	uint8_t sha256[32], public_sha256[32];
	struct put list;
	int rc = wipecert_files_hash(files, WIPECERT_MANIFEST_FULL, sha256, err);

	if (!rc)
		rc = wipecert_files_hash(files, WIPECERT_MANIFEST_PUBLIC, public_sha256, err);
	if (rc)
		return rc;
	/* Without files there is no list to look for. */
	if (!wipecert_files_count(files)) {
		put_null(put, "list");
		return 0;
	}
	put_begin(&list);
	put_count(&list, "entries", wipecert_files_count(files));
	put_u64(&list, "bytes", sums->bytes);
	put_hex(&list, "sha256", sha256, sizeof(sha256));
	put_hex(&list, "public_sha256", public_sha256, sizeof(public_sha256));
	put_value(put, "list", put_end(&list));
	return 0;
}

void files_put_sums(struct put *put, const struct wipecert_files_sums *sums)
{
	put_u64(put, "overwritten_bytes", sums->overwritten_bytes);
	put_u64(put, "verified_bytes", sums->verified_bytes);
	put_count(put, "attributes", sums->attributes);
	put_count(put, "attributes_left", sums->attributes_left);
	put_counts(put, "by_level", file_level_term, 0, WIPECERT_FILE_LEVELS, sums->by_level);
	put_counts(put, "by_state", file_state_term, WIPECERT_FILE_ERASED, WIPECERT_FILE_STATES,
		   sums->by_state);
	put_counts(put, "by_reason", file_reason_term, 0, WIPECERT_FILE_REASONS, sums->by_reason);
}
