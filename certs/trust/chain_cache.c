/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdlib.h>

#include "certificate_pool.h"
#include "chain_cache.h"

#define SLOTS 512
#define CANDIDATES_MAX 16
#define KEPT_MAX_BYTES 32768 /* of all certificates of a question */

/* Certificates are the same if they are one object: they come out of one pool. */
struct slot {
	bool is_used, is_found;
	enum chain_purpose purpose;
	struct chain_moment moment;
	X509 *signer;		     /* held, so that no other comes to lie there */
	STACK_OF(X509) * candidates; /* likewise */
	struct chain chain;
	struct finding found;
};

struct chain_cache {
	pthread_mutex_t mutex;
	struct slot slots[SLOTS];
};

struct chain_cache *chain_cache_new(void)
{
	struct chain_cache *cache = calloc(1, sizeof(*cache));

	if (cache)
		pthread_mutex_init(&cache->mutex, NULL);
	return cache;
}

static void clear(struct slot *slot)
{
	X509_free(slot->signer);
	sk_X509_pop_free(slot->candidates, X509_free);
	chain_clear(&slot->chain);
	*slot = (struct slot){ .is_used = false };
}

void chain_cache_empty(struct chain_cache *cache)
{
	pthread_mutex_lock(&cache->mutex);
	for (size_t i = 0; i < SLOTS; i++)
		clear(&cache->slots[i]);
	pthread_mutex_unlock(&cache->mutex);
}

void chain_cache_free(struct chain_cache *cache)
{
	if (!cache)
		return;
	chain_cache_empty(cache);
	pthread_mutex_destroy(&cache->mutex);
	free(cache);
}

/* Only the moment and what may come again: certificates of the file's own choosing do not. */
static bool may_be_asked(const struct chain_input *input)
{
	return sk_X509_num(input->more) <= 0 && sk_X509_CRL_num(input->lists) <= 0 &&
	       sk_X509_num(input->candidates) <= CANDIDATES_MAX;
}

/* What is in no pool never comes again as the same object, and may be megabytes. */
static bool is_small(const struct chain_input *input)
{
	int sum = i2d_X509(input->signer, NULL);

	if (sum < 0 || sum > CERTIFICATE_POOLED_MAX_BYTES)
		return false;
	for (int i = 0; i < sk_X509_num(input->candidates); i++) {
		int bytes = i2d_X509(sk_X509_value(input->candidates, i), NULL);

		if (bytes < 0 || bytes > CERTIFICATE_POOLED_MAX_BYTES)
			return false;
		sum += bytes;
	}
	return sum <= KEPT_MAX_BYTES;
}

static struct slot *slot_of(struct chain_cache *cache, const struct chain_question *question)
{
	uintptr_t mixed =
		(uintptr_t)question->input->signer / 64 + (uintptr_t)question->moment->signed_s;

	return &cache->slots[mixed % SLOTS];
}

static bool same_candidates(STACK_OF(X509) * a, STACK_OF(X509) * b)
{
	if (sk_X509_num(a) != sk_X509_num(b))
		return false;
	for (int i = 0; i < sk_X509_num(a); i++)
		if (sk_X509_value(a, i) != sk_X509_value(b, i))
			return false;
	return true;
}

static bool answers(const struct slot *slot, const struct chain_question *question)
{
	return slot->is_used && slot->purpose == question->purpose &&
	       slot->moment.signed_s == question->moment->signed_s &&
	       slot->moment.looked_at_s == question->moment->looked_at_s &&
	       slot->signer == question->input->signer &&
	       same_candidates(slot->candidates, question->input->candidates);
}

/* A path that is a reference of its own. False: no memory. */
static bool copy_chain(const struct chain *from, struct chain *to)
{
	*to = *from;
	to->path = from->path ? X509_chain_up_ref(from->path) : NULL;
	return to->path || !from->path;
}

bool chain_cache_find(struct chain_cache *cache, const struct chain_question *question,
		      struct chain *chain, struct finding *found, bool *is_found)
{
	const struct slot *slot = slot_of(cache, question);
	bool is_there;

	if (!may_be_asked(question->input))
		return false;
	pthread_mutex_lock(&cache->mutex);
	is_there = answers(slot, question) && copy_chain(&slot->chain, chain);
	if (is_there) {
		*found = slot->found;
		*is_found = slot->is_found;
	}
	pthread_mutex_unlock(&cache->mutex);
	return is_there;
}

void chain_cache_keep(struct chain_cache *cache, const struct chain_question *question,
		      const struct chain *chain, const struct finding *found, bool is_found)
{
	const struct chain_input *input = question->input;
	struct slot *slot = slot_of(cache, question), made = { .is_used = true };

	if (!may_be_asked(input) || !is_small(input) || found->no_memory)
		return;
	made.purpose = question->purpose;
	made.moment = *question->moment;
	made.found = *found;
	made.is_found = is_found;
	if (X509_up_ref(input->signer))
		made.signer = input->signer;
	made.candidates = input->candidates ? X509_chain_up_ref(input->candidates) : NULL;
	if (!copy_chain(chain, &made.chain) || !made.signer ||
	    (input->candidates && !made.candidates)) {
		clear(&made);
		return;
	}
	pthread_mutex_lock(&cache->mutex);
	clear(slot);
	*slot = made;
	pthread_mutex_unlock(&cache->mutex);
}
