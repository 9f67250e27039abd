/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "overlay.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "beneath.h"
#include "cleanup.h"
#include "mountinfo.h"
#include "options.h"

/* Since Linux 6.5 each lower layer may have an option of its own. */
static bool is_lower(const char *name)
{
	return strcmp(name, "lowerdir") == 0 || strcmp(name, "lowerdir+") == 0 ||
	       strcmp(name, "datadir+") == 0;
}

static int join_lower(struct wipe_filesystem *fs, const char *value)
{
	char *joined;

	if (asprintf(&joined, "%s%s%s", fs->lower_dirs ? fs->lower_dirs : "",
		     fs->lower_dirs ? ":" : "", value) < 0)
		return WIPE_E_NOMEM;
	free(fs->lower_dirs);
	fs->lower_dirs = joined;
	return 0;
}

static int find_dirs(struct wipe_filesystem *fs)
{
	CLEANUP_FREE char *value = malloc(PATH_MAX);
	const char *options = fs->options;
	char name[32];
	int rc = value ? 0 : WIPE_E_NOMEM;

	while (!rc && mount_option_next(&options, name, value))
		if (is_lower(name))
			rc = join_lower(fs, value);
	fs->upper_dir = options_value(fs->options, "upperdir");
	return rc;
}

static int add_layer(struct wipe_filesystem *fs, const struct describing *how, const char *path)
{
	struct wipe_filesystem *other = NULL;
	CLEANUP_FD int fd = *path == '/' ? open(path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	int rc = fd < 0 ? WIPE_E_UNSUPPORTED : describe_below(how, fd, &other);

	if (!rc)
		rc = beneath_merge(fs, other);
	wipe_filesystem_free(other);
	if (rc == WIPE_E_NOMEM)
		return rc;
	if (rc)
		fs->beneath |= WIPE_BENEATH_UNKNOWN;
	return 0;
}

static int add_layers(struct wipe_filesystem *fs, const struct describing *how, const char *layers)
{
	CLEANUP_FREE char *path = malloc(PATH_MAX);
	int rc = path ? 0 : WIPE_E_NOMEM;

	while (!rc && layers && overlay_layer_next(&layers, path))
		rc = add_layer(fs, how, path);
	return rc;
}

int overlay_describe(struct wipe_filesystem *fs, const struct describing *how)
{
	int rc = find_dirs(fs);

	if (!rc)
		rc = add_layers(fs, how, fs->upper_dir);
	if (!fs->lower_dirs)
		fs->beneath |= WIPE_BENEATH_UNKNOWN;
	return rc ? rc : add_layers(fs, how, fs->lower_dirs);
}

static bool is_layers(const char *name)
{
	return is_lower(name) || strcmp(name, "upperdir") == 0 || strcmp(name, "workdir") == 0;
}

struct taker {
	const char *root;
	take_layer_fn *take;
	void *arg;
};

static bool tell(const struct taker *taker, const char *layer)
{
	CLEANUP_FREE char *path = NULL;
	struct statx stx;

	if (*layer != '/')
		return taker->take(taker->arg, layer, NULL);
	if (asprintf(&path, "%s%s", taker->root, layer) < 0) {
		path = NULL;
		return true;
	}
	return statx(AT_FDCWD, path, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_BASIC_STATS,
		     &stx) != 0 ||
	       taker->take(taker->arg, path, &stx);
}

bool overlay_each_layer(const char *root, const char *options, take_layer_fn *take, void *arg)
{
	const struct taker taker = { root, take, arg };
	CLEANUP_FREE char *value = malloc(PATH_MAX);
	CLEANUP_FREE char *path = malloc(PATH_MAX);
	char name[32];

	while (value && path && mount_option_next(&options, name, value)) {
		const char *layers = value;

		while (is_layers(name) && overlay_layer_next(&layers, path))
			if (!tell(&taker, path))
				return false;
	}
	return true;
}
