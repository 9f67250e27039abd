/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a manifest to what a record says of it. */
#include <wipecert/files.h>

int wipecert_files_manifest_describe(const struct wipecert_manifest *manifest,
				     struct wipecert_files_manifest *out, struct wipe_error *err)
{
	int rc;

	*out = (struct wipecert_files_manifest){
		.files = wipecert_manifest_count(manifest),
		.bytes = wipecert_manifest_bytes(manifest),
	};
	rc = wipecert_manifest_hash(manifest, WIPECERT_MANIFEST_FULL, out->sha256, err);
	return rc ? rc :
		    wipecert_manifest_hash(manifest, WIPECERT_MANIFEST_PUBLIC, out->public_sha256,
					   err);
}
