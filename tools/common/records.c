/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/save.h>
#include <wipecert/verify.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "records_inside.h"

int records_open(const char *tool, const struct records_options *options, struct records **records)
{
	struct records *made = calloc(1, sizeof(*made));
	struct wipe_error err;
	int rc;

	*records = NULL;
	wipe_error_clear(&err);
	if (!made)
		return output_error(tool, NULL, "%s", _("out of memory")), EXIT_FAILED;
	made->tool = tool;
	made->options = options;
	made->prompt = (struct prompt_source){ .tool = tool,
					       .fd = options->passphrase_fd,
					       .file = options->passphrase_file };
	rc = wipecert_meta_collect(wipe_env_system(), tool, &made->meta, &err);
	if (!rc && options->key)
		rc = wipecert_signer_load(
			&(struct wipecert_signer_source){ .key = options->key,
							  .cert = options->cert,
							  .chain = options->chain,
							  .passphrase = prompt_passphrase,
							  .pin = prompt_pin,
							  .token = prompt_token,
							  .passphrase_arg = &made->prompt },
			&made->signer, &err);
	if (rc) {
		output_error(tool, NULL, "%s", err.message);
		records_close(made);
		return exit_from_error(&err);
	}
	*records = made;
	return EXIT_DONE;
}

void records_close(struct records *records)
{
	if (!records)
		return;
	wipecert_signer_free(records->signer);
	free(records);
}

bool records_need_relay(const struct records *records)
{
	return records->signer && wipecert_signer_is_on_token(records->signer);
}

void records_relay(struct records *records, wipecert_relay_fn relay, void *arg)
{
	if (records_need_relay(records))
		wipecert_signer_relay(records->signer, relay, arg);
}

int records_answer(const struct records *records, const unsigned char *attributes,
		   size_t attributes_bytes, unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
		   size_t *signature_bytes, struct wipe_error *err)
{
	*signature_bytes = 0;
	if (!records->signer)
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s", _("there is no key"));
	return wipecert_signer_answer(records->signer, attributes, attributes_bytes, signature,
				      signature_bytes, err);
}

/* Length of what --record names, without what a file of records ends in. */
static size_t stem_of(const char *record)
{
	static const char *const known[] = { ".p7m", ".json" };
	size_t stem = strlen(record);

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t end = strlen(known[i]);

		if (stem > end && strcmp(record + stem - end, known[i]) == 0)
			return stem - end;
	}
	return stem;
}

/*
 * "massho-ID.p7m"; what --record names; for an attempt "….attempt.p7m". A record
 * that should have been signed and is not gets ".json" on top of its name.
 * False: too long.
 */
static bool file_name(const struct records *records, enum wipecert_type type, bool is_signed,
		      char out[RECORDS_PATH_BYTES])
{
	const char *record = records->options->record;
	const char *suffix = is_signed ? ".p7m" : ".json";
	const char *kind = type == WIPECERT_ATTEMPT ? ".attempt" : "";
	int length;

	if (!record)
		length = snprintf(out, RECORDS_PATH_BYTES, "massho-%s%s%s", records->meta.id, kind,
				  suffix);
	else if (type == WIPECERT_ATTEMPT)
		length = snprintf(out, RECORDS_PATH_BYTES, "%.*s%s%s", (int)stem_of(record), record,
				  kind, suffix);
	else
		length = snprintf(out, RECORDS_PATH_BYTES, "%s%s", record,
				  records->signer && !is_signed ? ".json" : "");
	return length > 0 && length < RECORDS_PATH_BYTES;
}

bool records_journal_path(const struct records *records, const char *attempt_id,
			  char path[RECORDS_PATH_BYTES])
{
	const char *record = records->options->record;
	int length;

	if (records->opened)
		return records_journal_in_case(records, attempt_id, path);
	length = record ? snprintf(path, RECORDS_PATH_BYTES, "%.*s.journal", (int)stem_of(record),
				   record) :
			  snprintf(path, RECORDS_PATH_BYTES, "massho-%s.journal", attempt_id);

	return length > 0 && length < RECORDS_PATH_BYTES;
}

void records_resume(struct records *records, const struct wipecert_link *attempts, size_t count)
{
	records->meta.resumes = attempts;
	records->meta.resume_count = count;
}

bool records_join(char out[RECORDS_PATH_BYTES], const char *folder, const char *name)
{
	int length = snprintf(out, RECORDS_PATH_BYTES, "%s/%s", folder, name);

	return length > 0 && length < RECORDS_PATH_BYTES;
}

const char *records_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void folder_of(const char *path, char out[RECORDS_PATH_BYTES])
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		snprintf(out, RECORDS_PATH_BYTES, ".");
	else if (slash == path)
		snprintf(out, RECORDS_PATH_BYTES, "/");
	else
		snprintf(out, RECORDS_PATH_BYTES, "%.*s", (int)(slash - path), path);
}

static int check_name(const struct records *records, const char *folder, const char *name)
{
	char path[RECORDS_PATH_BYTES];
	struct stat st;

	/* Less than NAME_MAX, for what a signer that is not valid yet adds to it. */
	if (!records_join(path, folder, name) || strlen(name) + strlen(".json") > NAME_MAX) {
		output_error(records->tool, folder, "%s", _("the path of a record is too long"));
		return EXIT_USAGE;
	}
	if (lstat(path, &st) == 0) {
		output_error(records->tool, path, "%s",
			     _("exists already: records are never replaced"));
		return EXIT_REFUSED;
	}
	return EXIT_DONE;
}

static int check_folder(const struct records *records, const char *folder, struct stat *st)
{
	if (stat(folder, st) == 0 && S_ISDIR(st->st_mode) && access(folder, W_OK | X_OK) == 0)
		return EXIT_DONE;
	output_error(records->tool, folder, "%s", _("records cannot be saved in this folder"));
	return EXIT_REFUSED;
}

/* Two places that are one would collide with each other. */
static int check_distinct(const struct records *records, const struct stat *places, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (places[i].st_dev != places[index].st_dev ||
		    places[i].st_ino != places[index].st_ino)
			continue;
		output_error(records->tool, records->options->save_to.items[index - 1], "%s",
			     _("is a place of the records already"));
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

/* Place 0 is the folder of --record, the others those of --save-to. */
static int check_places(const struct records *records, const char *first, const char *const *names,
			struct stat *places)
{
	const struct values *save_to = &records->options->save_to;

	for (size_t i = 0; i <= save_to->count; i++) {
		const char *folder = i ? save_to->items[i - 1] : first;
		int code = check_folder(records, folder, &places[i]);

		if (code == EXIT_DONE)
			code = check_distinct(records, places, i);
		for (const char *const *name = names; *name && code == EXIT_DONE; name++)
			code = check_name(records, folder, *name);
		if (code != EXIT_DONE)
			return code;
	}
	return EXIT_DONE;
}

/* Their names in files. The first place is the folder of the result. */
static int name_places(const struct records *records, enum wipecert_type type,
		       char result[RECORDS_PATH_BYTES], char attempt[RECORDS_PATH_BYTES],
		       char folder[RECORDS_PATH_BYTES])
{
	if (!file_name(records, type, records->signer != NULL, result) ||
	    !file_name(records, WIPECERT_ATTEMPT, records->signer != NULL, attempt)) {
		output_error(records->tool, NULL, "%s", _("the path of a record is too long"));
		return EXIT_USAGE;
	}
	folder_of(result, folder);
	return EXIT_DONE;
}

/* Beside the record that is saved at path. */
static void list_path(const char *path, char list[RECORDS_PATH_BYTES])
{
	snprintf(list, RECORDS_PATH_BYTES, "%.*s.files.jsonl",
		 (int)(stem_of(path) < RECORDS_PATH_BYTES - 16 ? stem_of(path) :
								 RECORDS_PATH_BYTES - 16),
		 path);
}

void records_use_lists(struct records *records)
{
	records->has_lists = true;
}

int records_check_places(const struct records *records, enum wipecert_type type)
{
	char result[RECORDS_PATH_BYTES], attempt[RECORDS_PATH_BYTES], folder[RECORDS_PATH_BYTES];
	char lists[2][RECORDS_PATH_BYTES];
	const char *names[5] = { NULL };
	struct stat *places;
	int code = records->opened ? records_name_case(records, folder) :
				     name_places(records, type, result, attempt, folder);

	if (code != EXIT_DONE)
		return code;
	places = calloc(records->options->save_to.count + 1, sizeof(*places));
	if (!places)
		return output_error(records->tool, NULL, "%s", _("out of memory")), EXIT_FAILED;
	if (!records->opened)
		names[0] = records_base_name(result);
	if (!records->opened && type == WIPECERT_ERASURE)
		names[1] = records_base_name(attempt);
	if (names[1] && records->has_lists) {
		list_path(result, lists[0]);
		list_path(attempt, lists[1]);
		names[2] = records_base_name(lists[0]);
		names[3] = records_base_name(lists[1]);
	}
	code = check_places(records, folder, names, places);
	free(places);
	return code;
}

static int seal(struct records *records, char *json, size_t json_bytes, struct sealed *sealed,
		struct wipecert_link *link, struct wipe_error *err)
{
	unsigned char *der = NULL;
	int rc;

	*sealed = (struct sealed){ .bytes = json, .length = json_bytes };
	if (!records->signer || records->meta.signer_flag)
		return 0;
	rc = wipecert_sign(records->signer, json, json_bytes, &der, &sealed->length, link, err);
	if (rc)
		return rc;
	free(json);
	sealed->bytes = der;
	sealed->is_signed = true;
	return 0;
}

/* Unsigned records are named by their contents alone. */
static int link_unsigned(const void *json, size_t length, struct wipecert_link *link,
			 struct wipe_error *err)
{
	struct wipecert_result result;
	struct wipecert_trust *trust;
	int rc = wipecert_trust_new(&trust, err);

	if (rc)
		return rc;
	rc = wipecert_verify(trust, json, length, 0, &result, err);
	*link = result.link;
	wipecert_result_clear(&result);
	wipecert_trust_free(trust);
	return rc;
}

int records_build(enum wipecert_type type, const struct records_subject *subject,
		  const struct wipecert_meta *meta, char **json, size_t *json_bytes,
		  struct wipe_error *err)
{
	if (subject->report)
		return wipecert_record_build(type, subject->report, meta, json, json_bytes, err);
	return wipecert_files_build(type, subject->files, subject->files_job, meta, json,
				    json_bytes, err);
}

static int build_and_seal(struct records *records, enum wipecert_type type,
			  const struct records_subject *subject, struct sealed *sealed,
			  struct wipecert_link *link, struct wipe_error *err)
{
	char *json = NULL;
	size_t json_bytes;
	int rc = records_build(type, subject, &records->meta, &json, &json_bytes, err);

	if (!rc)
		rc = seal(records, json, json_bytes, sealed, link, err);
	if (!rc && !sealed->is_signed)
		rc = link_unsigned(sealed->bytes, sealed->length, link, err);
	snprintf(link->id, sizeof(link->id), "%s", records->meta.id);
	link->is_signed = sealed->is_signed;
	return rc;
}

int records_seal(struct records *records, enum wipecert_type type,
		 const struct records_subject *subject, struct sealed *sealed,
		 struct records_saved *saved, struct wipe_error *err)
{
	int rc = build_and_seal(records, type, subject, sealed, &saved->link, err);

	if (rc == WIPE_E_CRYPTO && type != WIPECERT_ATTEMPT) {
		/* What was done is told all the same; it can be signed later. */
		free(sealed->bytes);
		records->meta.signer_flag = saved->flag = "signing-failed";
		rc = build_and_seal(records, type, subject, sealed, &saved->link, NULL);
	}
	saved->is_signed = !rc && sealed->is_signed;
	return rc;
}

/* Of what was erased, or is to be; the caller frees it. Bytes NULL: there is none. */
static int write_list(const struct records_subject *subject, struct sealed *list,
		      struct wipe_error *err)
{
	unsigned char *written = NULL;
	int rc;

	if (!subject->files || !wipecert_files_count(subject->files))
		return 0;
	rc = wipecert_files_write(subject->files, WIPECERT_MANIFEST_FULL, &written, &list->length,
				  err);
	list->bytes = written;
	return rc;
}

/* Everywhere, and its chain knows of it; else an attempt is nowhere. */
static int save_pair(struct records *records, enum wipecert_type type,
		     const struct records_pair *pair, struct wipecert_chain *chain,
		     struct records_saved *saved, struct wipe_error *err)
{
	int rc = 0;

	saved->everywhere = true;
	records_put(records, type, pair, saved, err);
	if (!saved->everywhere)
		rc = err && err->code ? err->code : WIPE_E_SYSTEM;
	if (saved->path[0] && chain && pair->record->is_signed &&
	    (!rc || type != WIPECERT_ATTEMPT)) {
		int advanced = wipecert_chain_advance(chain, &saved->link, err);

		rc = rc ? rc : advanced;
	}
	if (rc && type == WIPECERT_ATTEMPT) {
		records_take_back(records, pair);
		saved->path[0] = saved->list[0] = '\0';
	}
	return rc;
}

static int save_sealed(struct records *records, enum wipecert_type type,
		       const struct records_subject *subject, struct wipecert_chain *chain,
		       struct records_saved *saved, struct wipe_error *err)
{
	char name[RECORDS_PATH_BYTES], list_name[RECORDS_PATH_BYTES];
	struct sealed sealed = { .bytes = NULL }, list = { .bytes = NULL };
	const struct records_pair pair = { name, &sealed, list_name, &list };
	int rc = records_seal(records, type, subject, &sealed, saved, err), listed;

	if (rc)
		goto out;
	if (!file_name(records, type, sealed.is_signed, name))
		snprintf(name, sizeof(name), "massho-%s.json", records->meta.id);
	list_path(name, list_name);
	listed = write_list(subject, &list, err);
	/* What was erased without a list of what it was to be would be told by nobody. */
	rc = listed && type == WIPECERT_ATTEMPT ?
		     listed :
		     save_pair(records, type, &pair, chain, saved, err);
	saved->everywhere &= !listed;
	rc = rc ? rc : listed;
out:
	free(list.bytes);
	free(sealed.bytes);
	return rc;
}

/* In files: each follows the one before of its signer in that folder. */
static int save_in_files(struct records *records, enum wipecert_type type,
			 const struct records_subject *subject, struct records_saved *saved,
			 struct wipe_error *err)
{
	struct wipecert_chain *chain = NULL;
	struct wipecert_link head;
	char name[RECORDS_PATH_BYTES], folder[RECORDS_PATH_BYTES];
	uint8_t signer_sha256[32];
	bool has_head = false;
	int rc;

	if (records->signer && !saved->flag) {
		file_name(records, type, true, name);
		folder_of(name, folder);
		wipecert_signer_sha256(records->signer, signer_sha256);
		rc = wipecert_chain_lock(folder, signer_sha256, &chain, &head, &has_head, err);
		/* What was done is saved also where its chain cannot be had. */
		if (rc && type == WIPECERT_ATTEMPT)
			return rc;
		if (rc)
			chain = NULL;
	}
	records->meta.previous = has_head ? &head : records->meta.closes;
	records->meta.previous_count = records->meta.previous ? 1 : 0;
	rc = save_sealed(records, type, subject, chain, saved, err);
	wipecert_chain_unlock(chain);
	return rc ? rc : err && err->code ? err->code : 0;
}

static int save(struct records *records, enum wipecert_type type,
		const struct records_subject *subject, const struct wipecert_link *closes,
		const struct wipecert_link *about, struct records_saved *saved,
		struct wipe_error *err)
{
	int rc;

	memset(saved, 0, sizeof(*saved));
	rc = wipecert_meta_renew(wipe_env_system(), &records->meta, err);
	if (rc)
		return rc;
	records->meta.signer_flag =
		records->signer ?
			wipecert_signer_flag_at(records->signer, records->meta.issued_at_s) :
			NULL;
	saved->flag = records->meta.signer_flag;
	records->meta.closes = closes;
	records->meta.about = about;
	return records->opened ? records_save_in_case(records, type, subject, saved, err) :
				 save_in_files(records, type, subject, saved, err);
}

int records_save(struct records *records, enum wipecert_type type, const struct wipe_report *report,
		 const struct wipecert_link *closes, const struct wipecert_link *about,
		 struct records_saved *saved, struct wipe_error *err)
{
	const struct records_subject subject = { .report = report };

	return save(records, type, &subject, closes, about, saved, err);
}

int records_save_files(struct records *records, enum wipecert_type type,
		       const struct wipecert_files *files, const struct wipecert_files_job *job,
		       const struct wipecert_link *closes, struct records_saved *saved,
		       struct wipe_error *err)
{
	const struct records_subject subject = { .files = files, .files_job = job };

	return save(records, type, &subject, closes, NULL, saved, err);
}
