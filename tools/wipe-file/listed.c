/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "listed.h"

#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"

static int read_manifest(const char *path, struct wipecert_manifest **manifest)
{
	unsigned char *bytes = NULL;
	struct wipe_error err;
	size_t length;
	int rc;

	wipe_error_clear(&err);
	rc = wipecert_load(path, WIPECERT_MANIFEST_MAX_BYTES, &bytes, &length, &err);
	if (!rc)
		rc = wipecert_manifest_parse(bytes, length, manifest, &err);
	free(bytes);
	if (!rc)
		return EXIT_DONE;
	output_wipe_error(TOOL, path, &err);
	return exit_from_error(&err);
}

/* Without names nobody could tell which files are missing, or have changed. */
static int check_manifest(const char *path, const struct wipecert_manifest *manifest)
{
	if (wipecert_manifest_form(manifest) != WIPECERT_MANIFEST_FULL) {
		output_error(TOOL, path, "%s",
			     _("a manifest without names: give the one that has them"));
		return EXIT_USAGE;
	}
	if (!wipecert_manifest_count(manifest)) {
		output_error(TOOL, path, "%s", _("the manifest lists no files"));
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static int make_wanted(struct listed *listed)
{
	const struct wipecert_manifest *manifest = listed->manifest;

	listed->count = wipecert_manifest_count(manifest);
	listed->wanted = calloc(listed->count, sizeof(*listed->wanted));
	if (!listed->wanted) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < listed->count; i++) {
		const struct wipecert_manifest_entry *entry = wipecert_manifest_at(manifest, i);
		struct wipe_file_wanted *wanted = &listed->wanted[i];

		wanted->path = entry->path;
		wanted->size_bytes = entry->size_bytes;
		memcpy(wanted->sha256, entry->sha256, sizeof(wanted->sha256));
	}
	return EXIT_DONE;
}

int listed_load(const struct config *config, struct listed *listed)
{
	struct wipe_error err;
	int code;

	*listed = (struct listed){ .manifest = NULL };
	if (!config->manifest)
		return EXIT_DONE;
	code = read_manifest(config->manifest, &listed->manifest);
	if (code == EXIT_DONE)
		code = check_manifest(config->manifest, listed->manifest);
	if (code == EXIT_DONE)
		code = make_wanted(listed);
	if (code != EXIT_DONE)
		return code;
	wipe_error_clear(&err);
	if (wipecert_files_manifest_describe(listed->manifest, &listed->told, &err)) {
		output_wipe_error(TOOL, config->manifest, &err);
		return exit_from_error(&err);
	}
	return EXIT_DONE;
}

void listed_free(struct listed *listed)
{
	free(listed->wanted);
	wipecert_manifest_free(listed->manifest);
	*listed = (struct listed){ .manifest = NULL };
}
