/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <stdio.h>
#include <time.h>

#include "entry_json.h"
#include "entry_table.h"
#include "entry_tree.h"
#include "i18n.h"
#include "output.h"
#include "table.h"
#include "text.h"

int show_list(const struct entry_list *list, const struct show *how)
{
	const struct sheet sheet = sheet_stdout();

	if (how->json) {
		for (size_t i = 0; i < list->count; i++)
			output_json(entry_json(&list->items[i]));
		return 0;
	}
	if (!list->count)
		return 0;
	return how->tree ? entry_tree_print(list, &sheet) : entry_table_print(list, &sheet);
}

void show_advice(const struct entry_list *list)
{
	const struct sheet sheet = sheet_stdout();
	char shown[2048];

	for (size_t i = 0; i < list->count; i++) {
		const struct wipe_device *dev = list->items[i].device;

		for (size_t k = 0; k < dev->use_count; k++) {
			text_escape(dev->uses[k].advice, shown, sizeof(shown));
			/* Where nobody reads it in a window, lines stay whole. */
			if (*shown)
				text_wrap(stdout, shown, 0, sheet.columns);
		}
	}
}

/* "15:04:05 removed: /dev/sdb (SanDisk Ultra, 4C530001230512112345)" */
static void print_event(const char *what, const struct wipe_device *dev)
{
	bool model = *dev->vendor || *dev->model;
	char clock[16] = "", node[1024], drive[512], shown[1024];
	time_t now = time(NULL);
	struct tm tm;

	if (localtime_r(&now, &tm))
		strftime(clock, sizeof(clock), "%H:%M:%S", &tm);
	text_escape(dev->node, node, sizeof(node));
	snprintf(drive, sizeof(drive), "%s%s%s%s%s", dev->vendor,
		 *dev->vendor && *dev->model ? " " : "", dev->model,
		 model && *dev->serial ? ", " : "", dev->serial);
	text_escape(*drive ? drive : "-", shown, sizeof(shown));
	printf("%s %s: %s (%s)\n", clock, what, node, shown);
	fflush(stdout);
}

int show_added(const struct entry_list *list, const struct show *how)
{
	int rc;

	if (how->json) {
		output_json(json_pack("{s:s, s:o}", "object", "added", "device",
				      entry_json(&list->items[0])));
		return 0;
	}
	printf("\n");
	print_event(_("added"), list->items[0].device);
	rc = show_list(list, how);
	fflush(stdout);
	return rc;
}

void show_removed(const struct wipe_device *dev, const struct show *how)
{
	if (how->json) {
		output_json(json_pack(
			"{s:s, s:o, s:o, s:o, s:o, s:o}", "object", "removed", "node",
			output_json_text(dev->node), "name", output_json_text(dev->name), "devnum",
			json_sprintf("%u:%u", dev->major_no, dev->minor_no), "serial",
			output_json_text(dev->serial), "wwn", output_json_text(dev->wwn)));
		return;
	}
	printf("\n");
	print_event(_("removed"), dev);
}
