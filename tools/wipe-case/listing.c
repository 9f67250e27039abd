/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "listing.h"

#include <stdlib.h>
#include <string.h>

#include <wipe/erase.h>

#include "exit.h"
#include "output.h"
#include "stop.h"

int listing_begin(struct listing *listing, struct session *session, const char *name)
{
	struct wipe_error err;

	*listing = (struct listing){ .session = session };
	wipe_error_clear(&err);
	if (wipecert_manifest_new(NULL, &listing->manifest, &err))
		return session_fail(session, NULL, &err);
	if (session->options->quiet)
		return EXIT_DONE;
	listing->progress = progress_new(session->options->json ? PROGRESS_NONE : PROGRESS_AUTO, 1);
	if (!listing->progress)
		return output_error(session->tool, NULL, "%s", _("out of memory")), EXIT_FAILED;
	progress_name(listing->progress, 0, name);
	return EXIT_DONE;
}

void listing_end(struct listing *listing)
{
	progress_free(listing->progress);
	wipecert_manifest_free(listing->manifest);
	listing->progress = NULL;
	listing->manifest = NULL;
}

static void tell(struct listing *listing, const struct wipe_copy_result *result, const char *why)
{
	if (listing->progress)
		progress_hide(listing->progress);
	output_error(listing->session->tool, result->path, "%s", why);
}

int listing_take(void *arg, const struct wipe_copy_result *result)
{
	struct listing *listing = arg;

	switch (result->state) {
	case WIPE_COPY_COPIED:
	case WIPE_COPY_ALREADY:
	case WIPE_COPY_HASHED:
		listing->cached += !result->bypassed_cache;
		listing->no_memory |= wipecert_manifest_add(listing->manifest, result->path,
							    result->size_bytes, result->sha256,
							    NULL) != 0;
		return listing->no_memory;
	case WIPE_COPY_SKIPPED:
		listing->skipped++;
		tell(listing, result, _("no regular file: passed over"));
		return 0;
	case WIPE_COPY_FAILED:
		/* Nothing was wrong with it. */
		if (result->error->code == WIPE_E_INTERRUPTED) {
			listing->not_reached++;
			return 0;
		}
		listing->failed++;
		tell(listing, result, result->error->message);
		return 0;
	case WIPE_COPY_NOT_REACHED:
		listing->not_reached++;
		return 0;
	}
	return 0;
}

int listing_show(void *arg, const struct wipe_copy_progress *progress)
{
	struct listing *listing = arg;
	progress_bytes(listing->progress, WIPE_PHASE_WRITE, progress->bytes_done,
		       progress->bytes_total);
	return stop_requested();
}

int listing_scan(struct listing *listing, const char *path)
{
	const struct wipe_copy_source source = { .path = path, .as = "" };
	struct wipe_copy_job job = { .sources = &source,
				     .source_count = 1,
				     .result = listing_take,
				     .progress = listing_show,
				     .arg = listing };
	struct wipe_copy_totals totals;
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = wipe_copy_scan(&job, &totals, &err);
	if (rc == WIPE_E_USAGE) {
		/* A single file has its own name. */
		struct wipe_copy_source file = { .path = path };

		job.sources = &file;
		wipe_error_clear(&err);
		rc = wipe_copy_scan(&job, &totals, &err);
	}
	if (!rc)
		return EXIT_DONE;
	if (listing->progress)
		progress_hide(listing->progress);
	return session_fail(listing->session, path, &err);
}

static int put_numbers(struct listing *listing, struct wipecert_act *act, struct wipe_error *err)
{
	const struct wipecert_manifest *manifest = listing->manifest;
	uint8_t full[32], bare[32];
	int rc = wipecert_manifest_hash(manifest, WIPECERT_MANIFEST_FULL, full, err);

	if (!rc)
		rc = wipecert_manifest_hash(manifest, WIPECERT_MANIFEST_PUBLIC, bare, err);
	if (!rc)
		rc = wipecert_act_number(act, "manifest/files", wipecert_manifest_count(manifest),
					 err);
	if (!rc)
		rc = wipecert_act_bytes(act, "manifest/bytes", wipecert_manifest_bytes(manifest),
					err);
	if (!rc)
		rc = wipecert_act_hex(act, "manifest/sha256", full, 32, err);
	return rc ? rc : wipecert_act_hex(act, "manifest/public_sha256", bare, 32, err);
}

int listing_attach(struct listing *listing, struct wipecert_act *act, struct field_parts *parts)
{
	struct wipecert_attachment *attachment = &parts->attachments[parts->attachment_count];
	unsigned char *bytes = NULL;
	struct wipe_error err;
	size_t length;
	int rc;

	wipe_error_clear(&err);
	if (listing->no_memory)
		return output_error(listing->session->tool, NULL, "%s", _("out of memory")),
		       EXIT_FAILED;
	if (parts->attachment_count == FIELD_ATTACHMENTS_MAX)
		return options_fail(listing->session->tool, _("more than %d attachments"),
				    FIELD_ATTACHMENTS_MAX);
	rc = wipecert_manifest_seal(listing->manifest, &err);
	if (!rc)
		rc = put_numbers(listing, act, &err);
	if (!rc)
		rc = wipecert_manifest_write(listing->manifest, WIPECERT_MANIFEST_FULL, &bytes,
					     &length, &err);
	if (!rc)
		rc = wipecert_attachment_make(bytes, length, "jsonl", attachment, &err);
	free(bytes);
	if (rc)
		return session_fail(listing->session, NULL, &err);
	parts->attachment_count++;
	return EXIT_DONE;
}
