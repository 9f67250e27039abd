/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies in a folder of attachments; each file is read once, however many records name it. */
#ifndef REGISTER_STOCK_H
#define REGISTER_STOCK_H

#include <stdint.h>

#include "folders.h"
#include "table.h"

enum presence {
	STOCK_ABSENT,
	STOCK_PRESENT,
	STOCK_ALTERED, /* a file of that name has another hash */
};

struct stock_file {
	const char *name;
	bool is_looked_at, is_good;
	bool is_marked, is_told; /* for whoever asks to remember */
};

struct stock {
	char folder[PATH_MAX];
	struct arena arena;
	struct table by_hash;
	struct stock_file *files;
};

/* Of the case at path. There need be no folder. The caller always calls stock_close(). */
int stock_open(const char *path, struct stock *stock, struct wipe_error *err);
/* The same of what lies in this very folder. */
int stock_open_folder(const char *folder, struct stock *stock, struct wipe_error *err);
void stock_close(struct stock *stock);

/* By its name only; NULL: none. */
struct stock_file *stock_find(const struct stock *stock, const uint8_t sha256[32]);
/* Whichever file of that name somebody opens, it has to be the one. */
enum presence stock_look(struct stock *stock, const uint8_t sha256[32]);

/* Is it called as an attachment is: a hash, and perhaps what kind of file it is? */
bool stock_is_name(const char *name);

#endif
