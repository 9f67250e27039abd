/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table, or a tree. On a terminal it fits the width: columns that only
 * add to it come where there is room, others go where there is too little, long
 * cells go on in the next line, nothing is cut. Elsewhere all columns are there and
 * nothing is broken, so that grep finds it.
 */
#ifndef MASSHO_WIPE_LIST_TABLE_H
#define MASSHO_WIPE_LIST_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cell.h"

#define TABLE_COLUMNS_MAX 16
#define TABLE_NO_PARENT SIZE_MAX

struct table_column {
	const char *title; /* untranslated */
	bool rigid;	   /* never broken: sizes */
	bool identity;	   /* its words are split last */
	bool right;	   /* aligned so */
	bool tree;	   /* the column that shows what lies over what */
	bool spare;	   /* goes where all others would get too narrow */
	bool extra;	   /* only where there is room */
};

/* A row's colour, on terminals that have any: what must not be overlooked, what is in order. */
enum table_mood { TABLE_PLAIN, TABLE_WARNING, TABLE_GOOD };

struct table {
	const struct table_column *columns;
	size_t column_count; /* up to TABLE_COLUMNS_MAX */
	size_t row_count;
	const void *arg;
	void (*fill)(const void *arg, size_t row, size_t column, struct cell *cell);
	/* The row above this one in the tree; each comes before what is below it. NULL: no tree. */
	size_t (*parent)(const void *arg, size_t row);
	enum table_mood (*mood)(const void *arg, size_t row); /* may be NULL */
};

/* What it is written on. */
struct sheet {
	FILE *stream;
	size_t columns; /* from 60 on nothing is wider; SIZE_MAX: nothing is broken */
	bool coloured;
};

/* Standard output: a terminal, or anything else. */
struct sheet sheet_stdout(void);

/* 0, or -1 without memory. */
int table_print(const struct table *table, const struct sheet *sheet);

#endif
