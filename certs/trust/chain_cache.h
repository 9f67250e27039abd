/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Paths that were searched before: who asks for the same certificates, purpose and
 * moment is answered at once. Only what depends on nothing else is kept: no path for
 * which a file brought along lists or certificates of its own choosing.
 */
#ifndef TRUST_CHAIN_CACHE_H
#define TRUST_CHAIN_CACHE_H

#include "chain.h"

struct chain_cache;

struct chain_cache *chain_cache_new(void); /* NULL: no memory */
void chain_cache_free(struct chain_cache *cache);
/* Anchors or lists have changed: nothing found before holds any more. */
void chain_cache_empty(struct chain_cache *cache);

/* All that a path depends on, besides the trust that the cache belongs to. */
struct chain_question {
	enum chain_purpose purpose;
	const struct chain_input *input;
	const struct chain_moment *moment;
};

/*
 * True: it was asked before; then *found, *chain (the caller's, chain_clear()) and
 * *is_found are what was found out then. For many threads at once.
 */
bool chain_cache_find(struct chain_cache *cache, const struct chain_question *question,
		      struct chain *chain, struct finding *found, bool *is_found);
void chain_cache_keep(struct chain_cache *cache, const struct chain_question *question,
		      const struct chain *chain, const struct finding *found, bool is_found);

#endif
