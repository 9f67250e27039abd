/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "line.h"
#include "text.h"

/* Gets the lines in order; false: no memory, or libcrypto fails. */
typedef bool sink_fn(void *arg, const char *line, size_t length);

static int check_form(const struct wipecert_manifest *manifest, enum wipecert_manifest_form form,
		      struct wipe_error *err)
{
	if (!manifest->by_name)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("the manifest is not sealed"));
	if (form == WIPECERT_MANIFEST_FULL && manifest->form != form)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("a public manifest does not tell the names"));
	return 0;
}

/* *written false: the sink did not want to. */
static int write_lines(const struct wipecert_manifest *manifest, enum wipecert_manifest_form form,
		       sink_fn *sink, void *arg, bool *written, struct wipe_error *err)
{
	bool is_full = form == WIPECERT_MANIFEST_FULL;
	char line[LINE_BYTES];
	size_t length, total;
	int rc = check_form(manifest, form, err);

	if (rc)
		return rc;
	total = length = line_of_head(manifest, form, line);
	*written = sink(arg, line, length);
	for (size_t i = 0; i < manifest->count && *written; i++) {
		length = line_of_entry(is_full ? &manifest->entries[i] : manifest->by_name[i], form,
				       line);
		total += length;
		if (total > WIPECERT_MANIFEST_MAX_BYTES)
			return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
					      _("more files than one manifest can hold"));
		*written = sink(arg, line, length);
	}
	return 0;
}

struct output {
	unsigned char *bytes;
	size_t length, room;
};

static bool append(void *arg, const char *line, size_t length)
{
	struct output *out = arg;

	if (out->room - out->length < length) {
		size_t room = 2 * out->room + LINE_BYTES;
		unsigned char *grown = realloc(out->bytes, room);

		if (!grown)
			return false;
		out->bytes = grown;
		out->room = room;
	}
	memcpy(out->bytes + out->length, line, length);
	out->length += length;
	return true;
}

int wipecert_manifest_write(const struct wipecert_manifest *manifest,
			    enum wipecert_manifest_form form, unsigned char **bytes, size_t *length,
			    struct wipe_error *err)
{
	struct output out = { 0 };
	bool written = false;
	int rc = write_lines(manifest, form, append, &out, &written, err);

	if (!rc && !written)
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (rc) {
		free(out.bytes);
		return rc;
	}
	*bytes = out.bytes;
	*length = out.length;
	return 0;
}

static bool hash_line(void *arg, const char *line, size_t length)
{
	return EVP_DigestUpdate(arg, line, length) == 1;
}

int wipecert_manifest_hash(const struct wipecert_manifest *manifest,
			   enum wipecert_manifest_form form, uint8_t sha256[32],
			   struct wipe_error *err)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	bool hashed = md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1;
	int rc = 0;

	if (hashed)
		rc = write_lines(manifest, form, hash_line, md, &hashed, err);
	if (!rc && (!hashed || EVP_DigestFinal_ex(md, sha256, NULL) != 1))
		rc = wipe_error_set(err, WIPE_E_CRYPTO, 0, _("SHA-256 is not available"));
	EVP_MD_CTX_free(md);
	return rc;
}
