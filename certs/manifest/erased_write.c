/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <openssl/evp.h>

#include "erased.h"
#include "text.h"

/* Takes what is in text, which may be emptied; false: libcrypto fails. */
typedef bool sink_fn(void *arg, struct erased_text *text);

static int check_form(const struct wipecert_files *files, enum wipecert_manifest_form form,
		      struct wipe_error *err)
{
	if (!files->by_name)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("the list is not sealed"));
	if (form == WIPECERT_MANIFEST_FULL && files->form != form)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("a public list does not tell the names"));
	return 0;
}

static int write_lines(const struct wipecert_files *files, enum wipecert_manifest_form form,
		       struct erased_text *text, sink_fn *sink, void *arg, struct wipe_error *err)
{
	bool is_full = form == WIPECERT_MANIFEST_FULL, works;
	size_t total = 0, before;
	int rc = check_form(files, form, err);

	if (rc)
		return rc;
	erased_put_head(files, form, text);
	works = sink(arg, text);
	for (size_t i = 0; i < files->count && works && !text->failed; i++) {
		before = text->used;
		erased_put_line(is_full ? &files->items[i] : files->by_name[i], form, text);
		total += text->used - before;
		if (total > WIPECERT_MANIFEST_MAX_BYTES)
			return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
					      _("more files than one list can hold"));
		works = sink(arg, text);
	}
	if (text->failed)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	return works ? 0 : wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
}

static bool keep(void *arg, struct erased_text *text)
{
	(void)arg;
	(void)text;
	return true;
}

int wipecert_files_write(const struct wipecert_files *files, enum wipecert_manifest_form form,
			 unsigned char **bytes, size_t *length, struct wipe_error *err)
{
	struct erased_text text = { 0 };
	int rc = write_lines(files, form, &text, keep, NULL, err);

	if (rc) {
		free(text.at);
		return rc;
	}
	*bytes = (unsigned char *)text.at;
	*length = text.used;
	return 0;
}

static bool hash_line(void *arg, struct erased_text *text)
{
	bool works = text->failed || EVP_DigestUpdate(arg, text->at, text->used) == 1;

	text->used = 0;
	return works;
}

int wipecert_files_hash(const struct wipecert_files *files, enum wipecert_manifest_form form,
			uint8_t sha256[32], struct wipe_error *err)
{
	struct erased_text text = { 0 };
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	int rc;

	if (!md || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1)
		rc = wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
	else
		rc = write_lines(files, form, &text, hash_line, md, err);
	if (!rc && EVP_DigestFinal_ex(md, sha256, NULL) != 1)
		rc = wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
	EVP_MD_CTX_free(md);
	free(text.at);
	return rc;
}
