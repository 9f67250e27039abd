/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "entries.h"
#include "text.h"

struct compare {
	const struct wipecert_manifest *manifest;
	struct wipecert_manifest_check *check;
	struct wipecert_manifest_comparison *comparison;
	wipecert_manifest_each_fn *each;
	wipe_copy_progress_fn *progress;
	void *arg;
};

static int tell(const struct compare *compare,
		const struct wipecert_manifest_difference *difference)
{
	compare->comparison->count[difference->state]++;
	return compare->each ? compare->each(compare->arg, difference) : 0;
}

static enum wipecert_manifest_state judge(const struct compare *compare,
					  const struct wipe_copy_result *found)
{
	switch (found->state) {
	case WIPE_COPY_HASHED:
		return wipecert_manifest_check_file(compare->check, found->path, found->size_bytes,
						    found->sha256);
	case WIPE_COPY_SKIPPED:
		return WIPECERT_MANIFEST_OTHER;
	default:
		wipecert_manifest_check_there(compare->check, found->path);
		return WIPECERT_MANIFEST_UNREADABLE;
	}
}

static int take_found(void *arg, const struct wipe_copy_result *found)
{
	const struct compare *compare = arg;
	const struct wipecert_manifest_difference difference = {
		.path = found->path,
		.state = judge(compare, found),
		.listed = wipecert_manifest_find(compare->manifest, found->path),
		.found = found,
	};

	return tell(compare, &difference);
}

static int pass_progress(void *arg, const struct wipe_copy_progress *progress)
{
	const struct compare *compare = arg;

	return compare->progress ? compare->progress(compare->arg, progress) : 0;
}

static int tell_missing(const struct compare *compare, struct wipe_error *err)
{
	const struct wipecert_manifest_entry *entry;
	size_t cursor = 0;

	while ((entry = wipecert_manifest_check_missing(compare->check, &cursor))) {
		const struct wipecert_manifest_difference difference = {
			.path = entry->path,
			.state = WIPECERT_MANIFEST_MISSING,
			.listed = entry,
		};

		if (tell(compare, &difference))
			return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	}
	return 0;
}

/* Was the tree gone through, so that what was not found is missing? */
static bool is_complete(const struct wipe_copy_totals *totals, int rc)
{
	return rc == 0 || (totals->failed && !totals->not_reached && rc != WIPE_E_INTERRUPTED &&
			   rc != WIPE_E_NOMEM);
}

int wipecert_manifest_compare(const struct wipecert_manifest *manifest, const char *tree,
			      wipecert_manifest_each_fn *each, wipe_copy_progress_fn *progress,
			      void *arg, struct wipecert_manifest_comparison *comparison,
			      struct wipe_error *err)
{
	struct compare compare = { manifest, NULL, comparison, each, progress, arg };
	const struct wipe_copy_source source = { tree, "" };
	const struct wipe_copy_job job = { .sources = &source,
					   .source_count = 1,
					   .result = take_found,
					   .progress = pass_progress,
					   .arg = &compare };
	struct wipe_copy_totals totals = { 0 };
	int rc, told = 0;

	*comparison = (struct wipecert_manifest_comparison){ 0 };
	rc = wipecert_manifest_check_new(manifest, &compare.check, err);
	if (rc)
		return rc;
	rc = wipe_copy_scan(&job, &totals, err);
	if (is_complete(&totals, rc))
		told = tell_missing(&compare, err);
	wipecert_manifest_check_free(compare.check);
	return rc ? rc : told;
}
