/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry_table.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <libsmartcols/libsmartcols.h>

#include "i18n.h"
#include "text.h"
#include "utf8.h"
#include "words.h"

#define CELL_BYTES 2048

enum column { NAME, MODEL, SERIAL, SIZE, BUS, MEDIA, CONTENT, IN_USE };
#define COLUMN_COUNT (IN_USE + 1)

/* Width hints are shares of the line: columns give way in proportion to them. */
static const struct {
	const char *title;
	double share;
	int flags;
} columns[COLUMN_COUNT] = {
	[NAME] = { N_("NAME"), 0.08, 0 },
	[MODEL] = { N_("VENDOR/MODEL"), 0.15, SCOLS_FL_TRUNC },
	[SERIAL] = { N_("SERIAL"), 0.15, SCOLS_FL_WRAP },
	[SIZE] = { N_("SIZE"), 0.08, SCOLS_FL_RIGHT },
	[BUS] = { N_("BUS"), 0.05, 0 },
	[MEDIA] = { N_("MEDIA"), 0.06, 0 },
	[CONTENT] = { N_("CONTENT"), 0.20, SCOLS_FL_WRAP },
	[IN_USE] = { N_("IN USE"), 0.20, SCOLS_FL_WRAP },
};

/* What a cell is filled into; columns is the width of its lines. */
struct cell {
	char text[CELL_BYTES];
	size_t columns;
};

static void add_piece(struct cell *cell, const char *piece, size_t bytes)
{
	size_t used = strlen(cell->text);

	/* What does not fit into a cell of this size is left out. */
	if (used + bytes + 1 < sizeof(cell->text))
		snprintf(cell->text + used, sizeof(cell->text) - used, "%.*s", (int)bytes, piece);
}

/* Appends harmless text on a line of its own, broken wherever it gets too wide. */
static void add_line(struct cell *cell, const char *text)
{
	size_t column = 0;

	if (*cell->text)
		add_piece(cell, "\n", 1);
	while (*text) {
		const char *start = text;
		size_t width = utf8_columns(utf8_next(&text));

		if (column && column + width > cell->columns) {
			add_piece(cell, "\n", 1);
			column = 0;
		}
		add_piece(cell, start, (size_t)(text - start));
		column += width;
	}
}

static void add_untrusted(struct cell *cell, const char *text)
{
	char shown[1024];

	text_escape(text, shown, sizeof(shown));
	add_line(cell, shown);
}

static const char *short_name(const char *node)
{
	return strncmp(node, "/dev/", 5) ? node : node + 5;
}

static void fill_model(const struct wipe_device *dev, struct cell *cell)
{
	char name[sizeof(dev->vendor) + sizeof(dev->model) + 1];

	snprintf(name, sizeof(name), "%s%s%s", dev->vendor, *dev->vendor && *dev->model ? " " : "",
		 dev->model);
	add_untrusted(cell, *name ? name : "-");
}

static void fill_serial(const struct wipe_device *dev, struct cell *cell)
{
	add_untrusted(cell, *dev->serial ? dev->serial : "-");
	/* Too short or all alike: it does not tell this drive from others. */
	if (*dev->serial && !dev->serial_plausible)
		add_line(cell, "(?)");
}

/* "ext4 (sda1) Home": what, where unless on the whole, and its label. */
static void fill_content(const struct entry *entry, struct cell *cell)
{
	const struct wipe_device *dev = entry->device;
	char line[512];

	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];
		bool whole = !strcmp(content->node, dev->node);

		snprintf(line, sizeof(line), "%s%s%s%s%s%s", content->type, whole ? "" : " (",
			 whole ? "" : short_name(content->node), whole ? "" : ")",
			 *content->label ? " " : "", content->label);
		add_untrusted(cell, line);
	}
	if (entry->contents_error.code != WIPE_OK)
		add_line(cell, _("UNREADABLE"));
	else if (entry_is_empty(entry))
		add_line(cell, _("no medium"));
	else if (!dev->content_count)
		add_line(cell, _("nothing known"));
}

static void fill_uses(const struct entry *entry, struct cell *cell)
{
	const struct wipe_device *dev = entry->device;
	char line[512];

	for (size_t i = 0; i < dev->use_count; i++) {
		snprintf(line, sizeof(line), "%s%s%s", words_use(dev->uses[i].kind),
			 *dev->uses[i].by ? " " : "", dev->uses[i].by);
		add_untrusted(cell, line);
	}
	if (entry->uses_error.code != WIPE_OK)
		add_line(cell, _("UNKNOWN"));
	else if (!dev->use_count)
		add_line(cell, "-");
}

static void fill_cell(const struct entry *entry, enum column column, struct cell *cell)
{
	const struct wipe_device *dev = entry->device;
	char size[TEXT_SIZE_BYTES];

	switch (column) {
	case NAME:
		add_untrusted(cell, short_name(dev->node));
		break;
	case MODEL:
		fill_model(dev, cell);
		break;
	case SERIAL:
		fill_serial(dev, cell);
		break;
	case SIZE:
		text_size(dev->capacity_bytes, size);
		add_line(cell, size);
		break;
	case BUS:
		add_line(cell, wipe_bus_name(dev->bus));
		break;
	case MEDIA:
		add_line(cell, words_media(dev->media));
		break;
	case CONTENT:
		fill_content(entry, cell);
		break;
	case IN_USE:
		fill_uses(entry, cell);
		break;
	}
}

/*
 * How wide the lines of a wrapped cell may get: of 80 columns 15 for the serial
 * and 14 each for contents and use, of wider terminals more. Not on a terminal
 * nothing is broken, so that programs and people find it with grep.
 */
static size_t cell_columns(enum column column)
{
	size_t terminal = text_terminal_columns(STDOUT_FILENO), wide;

	if (!(columns[column].flags & SCOLS_FL_WRAP) || !isatty(STDOUT_FILENO))
		return SIZE_MAX;
	wide = terminal > 80 ? (terminal - 80) / 3 : 0;
	return (column == SERIAL ? 15 : 14) + wide;
}

static int add_columns(struct libscols_table *table)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		struct libscols_column *column = scols_table_new_column(
			table, _(columns[i].title), columns[i].share, columns[i].flags);

		if (!column)
			return -1;
		if (columns[i].flags & SCOLS_FL_WRAP) {
			scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
						  scols_wrapnl_nextchunk, NULL);
			scols_column_set_safechars(column, "\n");
		}
	}
	return 0;
}

static int add_rows(struct libscols_table *table, const struct entry_list *list)
{
	struct cell cell;

	for (size_t i = 0; i < list->count; i++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);

		if (!line)
			return -1;
		for (size_t k = 0; k < COLUMN_COUNT; k++) {
			cell = (struct cell){ .columns = cell_columns((enum column)k) };
			fill_cell(&list->items[i], (enum column)k, &cell);
			if (scols_line_set_data(line, k, cell.text))
				return -1;
		}
	}
	return 0;
}

int entry_table_print(const struct entry_list *list)
{
	struct libscols_table *table;
	int rc;

	scols_init_debug(0);
	table = scols_new_table();
	if (!table)
		return -1;
	rc = add_columns(table);
	if (!rc)
		rc = add_rows(table, list);
	if (!rc)
		rc = scols_print_table(table);
	scols_unref_table(table);
	return rc ? -1 : 0;
}

static void print_advice(const char *node, const char *what, const char *by, const char *advice)
{
	char line[1024], shown[2048];

	snprintf(line, sizeof(line), "%s: %s%s%s%s%s", node, what, *by ? " " : "", by,
		 *advice ? ": " : "", advice);
	text_escape(line, shown, sizeof(shown));
	printf("%s\n", shown);
}

void entry_table_print_advice(const struct entry_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct wipe_device *dev = list->items[i].device;

		for (size_t k = 0; k < dev->use_count; k++)
			print_advice(dev->uses[k].node, words_use(dev->uses[k].kind),
				     dev->uses[k].by, dev->uses[k].advice);
	}
}
