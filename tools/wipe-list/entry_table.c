/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry_table.h"

#include <stdbool.h>
#include <stdint.h>
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

#define WRAPPED_COLUMNS_MIN 8

/* The wrapped ones give way where the terminal is narrow. */
static const struct {
	const char *title;
	bool wrapped;
	int flags;
} columns[COLUMN_COUNT] = {
	[NAME] = { N_("NAME"), false, 0 },
	[MODEL] = { N_("VENDOR/MODEL"), true, SCOLS_FL_WRAP },
	[SERIAL] = { N_("SERIAL"), true, SCOLS_FL_WRAP },
	[SIZE] = { N_("SIZE"), false, SCOLS_FL_RIGHT },
	[BUS] = { N_("BUS"), false, 0 },
	[MEDIA] = { N_("MEDIA"), false, 0 },
	[CONTENT] = { N_("CONTENT"), true, SCOLS_FL_WRAP },
	[IN_USE] = { N_("IN USE"), true, SCOLS_FL_WRAP },
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

/* Columns of text up to the next blank. */
static size_t word_columns(const char *text)
{
	size_t width = 0;

	while (*text && *text != ' ')
		width += utf8_columns(utf8_next(&text));
	return width;
}

/*
 * Appends harmless text on a line of its own, broken at blanks where it gets too
 * wide, and within a word that is wider than the cell.
 */
static void add_line(struct cell *cell, const char *text)
{
	size_t column = 0;

	if (*cell->text)
		add_piece(cell, "\n", 1);
	while (*text) {
		const char *start = text;
		bool blank = *text == ' ';
		size_t width = utf8_columns(utf8_next(&text));
		size_t needed = blank ? 1 + word_columns(text) : width;

		if (column && column + needed > cell->columns) {
			add_piece(cell, "\n", 1);
			column = 0;
			if (blank)
				continue;
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

/* The widest line of what is in a cell. */
static size_t widest_line(const char *text)
{
	size_t widest = 0, width = 0;

	while (*text) {
		uint32_t code_point = utf8_next(&text);

		width = code_point == '\n' ? 0 : width + utf8_columns(code_point);
		if (width > widest)
			widest = width;
	}
	return widest;
}

static void measure(const struct entry_list *list, size_t widths[COLUMN_COUNT])
{
	struct cell cell;

	for (size_t k = 0; k < COLUMN_COUNT; k++) {
		widths[k] = text_columns(_(columns[k].title));
		for (size_t i = 0; i < list->count; i++) {
			size_t width;

			cell = (struct cell){ .columns = SIZE_MAX };
			fill_cell(&list->items[i], (enum column)k, &cell);
			width = widest_line(cell.text);
			if (width > widths[k])
				widths[k] = width;
		}
	}
}

/* The wrapped column that is widest, or COLUMN_COUNT if all are at their least. */
static size_t widest_wrapped(const size_t widths[COLUMN_COUNT])
{
	size_t widest = COLUMN_COUNT;

	for (size_t k = 0; k < COLUMN_COUNT; k++)
		if (columns[k].wrapped && widths[k] > WRAPPED_COLUMNS_MIN &&
		    (widest == COLUMN_COUNT || widths[k] > widths[widest]))
			widest = k;
	return widest;
}

/*
 * As wide as the contents; on a terminal the widest wrapped columns give way
 * until a line fits. Elsewhere nothing is broken, so that grep finds it.
 */
static void choose_widths(const struct entry_list *list, size_t widths[COLUMN_COUNT])
{
	size_t terminal = text_terminal_columns(STDOUT_FILENO), total = COLUMN_COUNT - 1;

	measure(list, widths);
	if (!isatty(STDOUT_FILENO))
		return;
	for (size_t k = 0; k < COLUMN_COUNT; k++)
		total += widths[k];
	for (; total > terminal; total--) {
		size_t widest = widest_wrapped(widths);

		if (widest == COLUMN_COUNT)
			return;
		widths[widest]--;
	}
}

static int add_columns(struct libscols_table *table)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		struct libscols_column *column =
			scols_table_new_column(table, _(columns[i].title), 1, columns[i].flags);

		if (!column)
			return -1;
		if (columns[i].wrapped) {
			scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
						  scols_wrapnl_nextchunk, NULL);
			scols_column_set_safechars(column, "\n");
		}
	}
	return 0;
}

static int add_rows(struct libscols_table *table, const struct entry_list *list)
{
	size_t widths[COLUMN_COUNT];
	struct cell cell;

	choose_widths(list, widths);
	for (size_t i = 0; i < list->count; i++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);

		if (!line)
			return -1;
		for (size_t k = 0; k < COLUMN_COUNT; k++) {
			cell = (struct cell){ .columns = widths[k] };
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

void entry_table_print_advice(const struct entry_list *list)
{
	char shown[2048];

	for (size_t i = 0; i < list->count; i++) {
		const struct wipe_device *dev = list->items[i].device;

		for (size_t k = 0; k < dev->use_count; k++) {
			text_escape(dev->uses[k].advice, shown, sizeof(shown));
			if (*shown)
				printf("%s\n", shown);
		}
	}
}
