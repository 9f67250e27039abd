/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "works.h"

#include <link.h>
#include <stdio.h>
#include <string.h>

#include <cairo.h>
#include <elf.h>
#include <glib.h>
#include <hb.h>
#include <pango/pango.h>

#include "text.h"

#define SHORT_HASH_BYTES 16

/* The libraries whose code decides what is drawn, and how its bytes are packed. */
static const char *const libraries[] = {
	"libwipecert.so", "libwipepaper.so", "libcairo.so",	 "libpango-1.0.so",
	"libpangoft2",	  "libpangocairo",   "libfontconfig.so", "libfreetype.so",
	"libharfbuzz.so", "libfribidi.so",   "libqrencode.so",	 "libz.so",
};

struct search {
	const char *name;
	EVP_MD_CTX *sum;
	bool good;
};

/* The notes of a program or library hold the identifier of its build. */
static int add_notes(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct search *search = arg;
	const char *slash = strrchr(info->dlpi_name, '/');
	const char *name = slash ? slash + 1 : info->dlpi_name;

	(void)size;
	if (strncmp(name, search->name, strlen(search->name)) != 0)
		return 0;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];

		if (header->p_type == PT_NOTE)
			search->good &=
				EVP_DigestUpdate(search->sum,
						 (const void *)(info->dlpi_addr + header->p_vaddr),
						 header->p_memsz) == 1;
	}
	return 1;
}

int works_add_file(EVP_MD_CTX *sum, const char *path, struct wipe_error *err)
{
	GMappedFile *mapped = g_mapped_file_new(path, FALSE, NULL);
	bool good;

	if (!mapped)
		return wipe_error_set(err, WIPE_E_NOTFOUND, 0, _("%s cannot be read"), path);
	good = EVP_DigestUpdate(sum, g_mapped_file_get_contents(mapped),
				g_mapped_file_get_length(mapped)) == 1;
	g_mapped_file_unref(mapped);
	return good ? 0 : wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static void shorten(const unsigned char *hash, char hex[2 * SHORT_HASH_BYTES + 1])
{
	for (size_t i = 0; i < SHORT_HASH_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
}

static int add_builds(EVP_MD_CTX *sum, const char *catalogue, struct wipe_error *err)
{
	struct search search = { .sum = sum,
				 .good = sum && EVP_DigestInit_ex(sum, EVP_sha256(), NULL) == 1 };

	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]) && search.good; i++) {
		search.name = libraries[i];
		dl_iterate_phdr(add_notes, &search);
	}
	if (!search.good)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	return catalogue ? works_add_file(sum, catalogue, err) : 0;
}

int works_describe(const unsigned char *fonts_sha256, const char *catalogue,
		   char works[WIPEPAPER_WORKS_BYTES], struct wipe_error *err)
{
	unsigned char builds[EVP_MAX_MD_SIZE];
	char fonts_hex[2 * SHORT_HASH_BYTES + 1], builds_hex[2 * SHORT_HASH_BYTES + 1];
	EVP_MD_CTX *sum = EVP_MD_CTX_new();
	int rc = add_builds(sum, catalogue, err);

	if (!rc && EVP_DigestFinal_ex(sum, builds, NULL) != 1)
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	EVP_MD_CTX_free(sum);
	if (rc)
		return rc;
	shorten(fonts_sha256, fonts_hex);
	shorten(builds, builds_hex);
	snprintf(works, WIPEPAPER_WORKS_BYTES,
		 "massho %s; cairo %s; pango %s; harfbuzz %s; fonts %s; builds %s", MASSHO_VERSION,
		 cairo_version_string(), pango_version_string(), hb_version_string(), fonts_hex,
		 builds_hex);
	return 0;
}
