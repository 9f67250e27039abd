/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Swap: partitions and devices, and files on a file system. */
#include <libmount.h>
#include <limits.h>
#include <stdio.h>

#include "quote.h"
#include "text.h"
#include "uses.h"
#include "where.h"

static int add_file(struct uses *uses, const struct node *node, const char *path)
{
	char word[4 * PATH_MAX], advice[ADVICE_BYTES];

	if (!quote_shell(word, sizeof(word), path) ||
	    snprintf(advice, sizeof(advice), _("%s holds the swap file %s: swapoff %s"), node->path,
		     word, word) >= (int)sizeof(((struct wipe_use *)NULL)->advice))
		snprintf(advice, sizeof(advice),
			 _("%s holds a swap file with a long name: swapon --show, then swapoff"),
			 node->path);
	return uses_add(uses, WIPE_USE_SWAP, node, path, advice);
}

static int add_swap(struct uses *uses, const char *source)
{
	const struct node *node = where_leads(&uses->stack->nodes, source);
	char advice[ADVICE_BYTES];

	if (node) {
		snprintf(advice, sizeof(advice), _("%s is used as swap: swapoff %s"), node->path,
			 node->path);
		return uses_add(uses, WIPE_USE_SWAP, node, "swap", advice);
	}
	node = where_lies(&uses->stack->nodes, source);
	return node ? add_file(uses, node, source) : 0;
}

int swaps_find(struct uses *uses, struct wipe_error *err)
{
	struct libmnt_table *table = mnt_new_table();
	struct libmnt_iter *iter = mnt_new_iter(MNT_ITER_FORWARD);
	struct libmnt_fs *fs;
	int rc = 0;

	if (!table || !iter) {
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
		goto out;
	}
	/* A kernel without swap has no such file. */
	if (mnt_table_parse_swaps(table, NULL) != 0)
		goto out;
	while (!rc && mnt_table_next_fs(table, iter, &fs) == 0) {
		const char *source = mnt_fs_get_source(fs);

		if (source)
			rc = add_swap(uses, source);
	}
out:
	mnt_free_iter(iter);
	mnt_unref_table(table);
	return rc;
}
