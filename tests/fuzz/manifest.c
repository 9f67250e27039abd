/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a manifest. What is taken is what would be written, and the public
 * form of it is taken, too.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/files.h>
#include <wipecert/manifest.h>

static void check(int condition)
{
	if (!condition)
		abort();
}

static void check_entries(const struct wipecert_manifest *manifest)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < wipecert_manifest_count(manifest); i++) {
		const struct wipecert_manifest_entry *entry = wipecert_manifest_at(manifest, i);

		check(wipecert_manifest_find_name(manifest, entry->name_sha256) == entry);
		if (wipecert_manifest_form(manifest) == WIPECERT_MANIFEST_FULL) {
			check(wipecert_manifest_find(manifest, entry->path) == entry);
			check(entry->path[0] != '/' && !strstr(entry->path, "//"));
			check(strlen(entry->path) <= WIPECERT_MANIFEST_PATH_MAX);
		}
		sum += entry->size_bytes;
	}
	check(sum == wipecert_manifest_bytes(manifest));
}

static void check_public(const struct wipecert_manifest *manifest)
{
	struct wipecert_manifest *again;
	unsigned char *bytes;
	size_t length;

	check(!wipecert_manifest_write(manifest, WIPECERT_MANIFEST_PUBLIC, &bytes, &length, NULL));
	check(!wipecert_manifest_parse(bytes, length, &again, NULL));
	check(wipecert_manifest_count(again) == wipecert_manifest_count(manifest));
	check_entries(again);
	wipecert_manifest_free(again);
	free(bytes);
}

/* The same of a list of erased files. */
static void check_files(const uint8_t *data, size_t size)
{
	struct wipecert_files *files, *again;
	struct wipecert_files_sums sums, same;
	unsigned char *bytes;
	size_t length;

	if (wipecert_files_parse(data, size, &files, NULL))
		return;
	check(!wipecert_files_write(files, wipecert_files_form(files), &bytes, &length, NULL));
	check(length == size && !memcmp(bytes, data, size));
	free(bytes);
	check(!wipecert_files_write(files, WIPECERT_MANIFEST_PUBLIC, &bytes, &length, NULL));
	check(!wipecert_files_parse(bytes, length, &again, NULL));
	wipecert_files_sum(files, &sums);
	wipecert_files_sum(again, &same);
	check(!memcmp(&sums, &same, sizeof(sums)));
	wipecert_files_free(again);
	wipecert_files_free(files);
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wipecert_manifest *manifest;
	unsigned char *bytes;
	size_t length;

	check_files(data, size);
	if (wipecert_manifest_parse(data, size, &manifest, NULL))
		return 0;
	check_entries(manifest);
	check(!wipecert_manifest_write(manifest, wipecert_manifest_form(manifest), &bytes, &length,
				       NULL));
	check(length == size && !memcmp(bytes, data, size));
	free(bytes);
	check_public(manifest);
	wipecert_manifest_free(manifest);
	return 0;
}
