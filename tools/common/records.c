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
#include <wipecert/verify.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "prompt.h"

struct records {
	const char *tool;
	const struct records_options *options;
	struct prompt_source prompt;
	struct wipecert_signer *signer; /* NULL: unsigned */
	struct wipecert_meta meta;
};

/* The bytes of a record and how they are named. */
struct sealed {
	void *bytes;
	size_t length;
	bool is_signed;
};

int records_open(const char *tool, const struct records_options *options,
		 struct records **records)
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

/*
 * "massho-ID.p7m"; what --record names; for an attempt "….attempt.p7m". A record
 * that should have been signed and is not gets ".json" on top of its name.
 */
static void file_name(const struct records *records, enum wipecert_type type, bool is_signed,
		      char *out, size_t size)
{
	const char *record = records->options->record;
	const char *suffix = is_signed ? ".p7m" : ".json";
	const char *kind = type == WIPECERT_ATTEMPT ? ".attempt" : "";
	size_t stem;

	if (!record) {
		snprintf(out, size, "massho-%s%s%s", records->meta.id, kind, suffix);
		return;
	}
	stem = strlen(record);
	for (const char *const *known = (const char *const[]){ ".p7m", ".json", NULL }; *known;
	     known++)
		if (stem > strlen(*known) && strcmp(record + stem - strlen(*known), *known) == 0) {
			stem -= strlen(*known);
			break;
		}
	if (type == WIPECERT_ATTEMPT)
		snprintf(out, size, "%.*s%s%s", (int)stem, record, kind, suffix);
	else if (records->signer && !is_signed)
		snprintf(out, size, "%s.json", record);
	else
		snprintf(out, size, "%s", record);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void folder_of(const char *path, char *out, size_t size)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		snprintf(out, size, ".");
	else if (slash == path)
		snprintf(out, size, "/");
	else
		snprintf(out, size, "%.*s", (int)(slash - path), path);
}

static int check_place(const struct records *records, const char *folder, const char *name)
{
	char path[RECORDS_PATH_BYTES];
	struct stat st;

	if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode) || access(folder, W_OK | X_OK) != 0) {
		output_error(records->tool, folder, "%s",
			     _("records cannot be saved in this folder"));
		return EXIT_REFUSED;
	}
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (lstat(path, &st) == 0) {
		output_error(records->tool, path, "%s",
			     _("exists already: records are never replaced"));
		return EXIT_REFUSED;
	}
	return EXIT_DONE;
}

int records_check_places(const struct records *records)
{
	const struct records_options *options = records->options;
	char name[RECORDS_PATH_BYTES], folder[RECORDS_PATH_BYTES];
	int code;

	file_name(records, WIPECERT_ERASURE, records->signer != NULL, name, sizeof(name));
	folder_of(name, folder, sizeof(folder));
	code = check_place(records, folder, base_name(name));
	for (size_t i = 0; i < options->save_to.count && code == EXIT_DONE; i++)
		code = check_place(records, options->save_to.items[i], base_name(name));
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

static int build_and_seal(struct records *records, enum wipecert_type type,
			  const struct wipe_report *report, struct sealed *sealed,
			  struct wipecert_link *link, struct wipe_error *err)
{
	char *json = NULL;
	size_t json_bytes;
	int rc = wipecert_record_build(type, report, &records->meta, &json, &json_bytes, err);

	if (!rc)
		rc = seal(records, json, json_bytes, sealed, link, err);
	if (!rc && !sealed->is_signed)
		rc = link_unsigned(sealed->bytes, sealed->length, link, err);
	snprintf(link->id, sizeof(link->id), "%s", records->meta.id);
	link->is_signed = sealed->is_signed;
	return rc;
}

static void save_at(const char *path, const struct sealed *sealed, struct records_saved *saved,
		    struct wipe_error *err)
{
	struct wipe_error one;

	wipe_error_clear(&one);
	if (wipecert_save(path, sealed->bytes, sealed->length, &one) == 0) {
		if (!saved->path[0])
			snprintf(saved->path, sizeof(saved->path), "%s", path);
		return;
	}
	saved->everywhere = false;
	if (err && err->code == WIPE_OK)
		*err = one;
}

/* Where the record goes if none of its places takes it: better there than nowhere. */
static void save_as_last_resort(const char *name, const struct sealed *sealed,
				struct records_saved *saved)
{
	static const char *const folders[] = { ".", "/var/tmp", "/tmp", "/run" };
	char path[RECORDS_PATH_BYTES];

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]) && !saved->path[0]; i++) {
		snprintf(path, sizeof(path), "%s/%.512s", folders[i], base_name(name));
		save_at(path, sealed, saved, NULL);
	}
}

static void save_everywhere(struct records *records, enum wipecert_type type,
			    const char *name, const struct sealed *sealed,
			    struct records_saved *saved, struct wipe_error *err)
{
	char path[RECORDS_PATH_BYTES];

	saved->everywhere = true;
	save_at(name, sealed, saved, err);
	for (size_t i = 0; i < records->options->save_to.count; i++) {
		snprintf(path, sizeof(path), "%.500s/%.500s", records->options->save_to.items[i],
			 base_name(name));
		save_at(path, sealed, saved, err);
	}
	/* Without an attempt's record nothing is erased: no need for a last resort. */
	if (!saved->path[0] && type != WIPECERT_ATTEMPT)
		save_as_last_resort(name, sealed, saved);
}

static int save_sealed(struct records *records, enum wipecert_type type,
		       const struct wipe_report *report, struct wipecert_chain *chain,
		       struct records_saved *saved, struct wipe_error *err)
{
	char name[RECORDS_PATH_BYTES];
	struct sealed sealed = { .bytes = NULL };
	int rc = build_and_seal(records, type, report, &sealed, &saved->link, err);

	if (rc == WIPE_E_CRYPTO && type != WIPECERT_ATTEMPT) {
		/* What was done is told all the same; it can be signed later. */
		free(sealed.bytes);
		records->meta.signer_flag = saved->flag = "signing-failed";
		rc = build_and_seal(records, type, report, &sealed, &saved->link, NULL);
	}
	if (rc)
		goto out;
	saved->is_signed = sealed.is_signed;
	file_name(records, type, sealed.is_signed, name, sizeof(name));
	save_everywhere(records, type, name, &sealed, saved, err);
	if (saved->path[0] && chain && sealed.is_signed)
		rc = wipecert_chain_advance(chain, &saved->link, err);
	if (!rc && !saved->everywhere)
		rc = err && err->code ? err->code : WIPE_E_SYSTEM;
out:
	free(sealed.bytes);
	return rc;
}

int records_save(struct records *records, enum wipecert_type type,
		 const struct wipe_report *report, const struct wipecert_link *closes,
		 const struct wipecert_link *about, struct records_saved *saved,
		 struct wipe_error *err)
{
	struct wipecert_chain *chain = NULL;
	struct wipecert_link head;
	char name[RECORDS_PATH_BYTES], folder[RECORDS_PATH_BYTES];
	uint8_t signer_sha256[32];
	bool has_head = false;
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
	if (records->signer && !saved->flag) {
		file_name(records, type, true, name, sizeof(name));
		folder_of(name, folder, sizeof(folder));
		wipecert_signer_sha256(records->signer, signer_sha256);
		/* A chain that cannot be had does not stop the record from being saved. */
		if (wipecert_chain_lock(folder, signer_sha256, &chain, &head, &has_head, err))
			chain = NULL;
	}
	records->meta.previous = has_head ? &head : closes;
	records->meta.closes = closes;
	records->meta.about = about;
	rc = save_sealed(records, type, report, chain, saved, err);
	wipecert_chain_unlock(chain);
	return rc ? rc : err && err->code ? err->code : 0;
}
