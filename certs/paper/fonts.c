/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fonts.h"

#include <stdio.h>
#include <unistd.h>

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <freetype/freetype.h>
#include <hb.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "text.h"

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
static int add(FcConfig *config, GChecksum *sum, const char *folder, size_t index,
	       struct wipe_error *err)
{
	GMappedFile *mapped;
	char path[PATH_BYTES];

	if (!find(folder, files[index].name, path))
		return wipe_error_set(err, WIPE_E_NOTFOUND, 0,
				      _("the font file %s is missing (package %s)"),
				      files[index].name, files[index].package);
	mapped = g_mapped_file_new(path, FALSE, NULL);
	if (!mapped || !FcConfigAppFontAddFile(config, (const FcChar8 *)path)) {
		if (mapped)
			g_mapped_file_unref(mapped);
		return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s is no font that can be read"),
				      path);
	}
	g_checksum_update(sum, (const guchar *)g_mapped_file_get_contents(mapped),
			  (gssize)g_mapped_file_get_length(mapped));
	g_mapped_file_unref(mapped);
	return 0;
}

static void describe(GChecksum *sum, char works[WIPEPAPER_WORKS_BYTES])
{
	FT_Int major = 0, minor = 0, patch = 0;
	FT_Library library;

	if (!FT_Init_FreeType(&library)) {
		FT_Library_Version(library, &major, &minor, &patch);
		FT_Done_FreeType(library);
	}
	snprintf(works, WIPEPAPER_WORKS_BYTES,
		 "massho %s; cairo %s; pango %s; harfbuzz %s; freetype %d.%d.%d; fonts %s",
		 MASSHO_VERSION, cairo_version_string(), pango_version_string(),
		 hb_version_string(), major, minor, patch, g_checksum_get_string(sum));
}

int fonts_open(const char *folder, PangoFontMap **map, char works[WIPEPAPER_WORKS_BYTES],
	       struct wipe_error *err)
{
	FcConfig *config = FcConfigCreate();
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	int rc = 0;

	*map = NULL;
	if (!config)
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < FILE_COUNT && !rc; i++)
		rc = add(config, sum, folder, i, err);
	if (!rc) {
		*map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
		pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(*map), config);
		/* One unit of the drawing is one point. */
		pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(*map), 72.0);
		describe(sum, works);
	}
	g_checksum_free(sum);
	if (config)
		FcConfigDestroy(config);
	return rc;
}
