/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fonts.h"

#include <pthread.h>
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

struct fonts {
	PangoFontMap *map;
	unsigned char sha256[EVP_MAX_MD_SIZE];
	int code;
	struct wipe_error err;
};

static int load_files(FcConfig *config, const char *folder, struct fonts *fonts)
{
	EVP_MD_CTX *sum = EVP_MD_CTX_new();
	int rc = 0;

	if (!config || !sum || EVP_DigestInit_ex(sum, EVP_sha256(), NULL) != 1)
		rc = wipe_error_set(&fonts->err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < FILE_COUNT && !rc; i++)
		rc = add(config, sum, folder, i, &fonts->err);
	if (!rc && EVP_DigestFinal_ex(sum, fonts->sha256, NULL) != 1)
		rc = wipe_error_set(&fonts->err, WIPE_E_NOMEM, 0, _("out of memory"));
	EVP_MD_CTX_free(sum);
	return rc;
}

static void load(const char *folder, struct fonts *fonts)
{
	FcConfig *config = FcConfigCreate();

	wipe_error_clear(&fonts->err);
	fonts->code = load_files(config, folder, fonts);
	if (!fonts->code) {
		fonts->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
		pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts->map), config);
		/* One unit of the drawing is one point. */
		pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts->map), 72.0);
	}
	if (config)
		FcConfigDestroy(config);
}

/* Those of the system are read once, and stay: verifying draws many sheets. */
static struct fonts system_once;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load_system(void)
{
	load(NULL, &system_once);
}

int fonts_open(const struct wipepaper_options *options, PangoFontMap **map,
	       char works[WIPEPAPER_WORKS_BYTES], struct wipe_error *err)
{
	struct fonts own = { .map = NULL };
	const struct fonts *fonts = &own;

	if (options->font_folder) {
		load(options->font_folder, &own);
	} else {
		pthread_once(&once, load_system);
		fonts = &system_once;
	}
	*map = fonts->map;
	if (fonts->code)
		return wipe_error_set(err, fonts->code, 0, "%s", fonts->err.message);
	if (!options->font_folder)
		g_object_ref(*map);
	return works_describe(fonts->sha256, options->catalogue, works, err);
}
