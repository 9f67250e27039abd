/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fonts.h"

#include <stdio.h>
#include <unistd.h>

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "text.h"
#include "works.h"

#define PATH_BYTES 512

static const struct {
	const char *name, *package;
} files[] = {
	{ "NotoSansCJK-Regular.ttc", "fonts-noto-cjk" },
	{ "NotoSansCJK-Bold.ttc", "fonts-noto-cjk" },
	{ "ipamjm.ttf", "fonts-ipamj-mincho" },
};
#define FILE_COUNT (sizeof(files) / sizeof(files[0]))

/* Debian; Fedora; Arch; installed by hand. */
static const char *const folders[] = {
	"/usr/share/fonts/opentype/noto",
	"/usr/share/fonts/truetype/ipamj",
	"/usr/share/fonts/google-noto-cjk",
	"/usr/share/fonts/google-noto-sans-cjk-fonts",
	"/usr/share/fonts/ipa-mj-mincho",
	"/usr/share/fonts/noto-cjk",
	"/usr/share/fonts/OTF",
	"/usr/share/fonts/TTF",
	"/usr/local/share/fonts",
};

static bool find(const char *folder, const char *name, char path[PATH_BYTES])
{
	size_t count = folder ? 1 : sizeof(folders) / sizeof(folders[0]);

	for (size_t i = 0; i < count; i++) {
		int bytes = snprintf(path, PATH_BYTES, "%s/%s", folder ? folder : folders[i], name);

		if (bytes > 0 && bytes < PATH_BYTES && access(path, R_OK) == 0)
			return true;
	}
	return false;
}

/* Takes the file into the set of fonts and into the sum over all of them. */
static int add(FcConfig *config, EVP_MD_CTX *sum, const char *folder, size_t index,
	       struct wipe_error *err)
{
	char path[PATH_BYTES];
	int rc;

	if (!find(folder, files[index].name, path))
		return wipe_error_set(err, WIPE_E_NOTFOUND, 0,
				      _("the font file %s is missing (package %s)"),
				      files[index].name, files[index].package);
	rc = works_add_file(sum, path, err);
	if (!rc && !FcConfigAppFontAddFile(config, (const FcChar8 *)path))
		rc = wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s is no font that can be read"),
				    path);
	return rc;
}

int fonts_open(const struct wipepaper_options *options, PangoFontMap **map,
	       char works[WIPEPAPER_WORKS_BYTES], struct wipe_error *err)
{
	FcConfig *config = FcConfigCreate();
	EVP_MD_CTX *sum = EVP_MD_CTX_new();
	int rc = 0;

	*map = NULL;
	if (!config || !sum || EVP_DigestInit_ex(sum, EVP_sha256(), NULL) != 1)
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < FILE_COUNT && !rc; i++)
		rc = add(config, sum, options->font_folder, i, err);
	if (!rc) {
		*map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
		pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(*map), config);
		/* One unit of the drawing is one point. */
		pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(*map), 72.0);
		rc = works_describe(sum, options->catalogue, works, err);
	}
	EVP_MD_CTX_free(sum);
	if (config)
		FcConfigDestroy(config);
	return rc;
}
