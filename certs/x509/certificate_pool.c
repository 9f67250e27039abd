/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "certificate_pool.h"

#define SLOTS 512

struct slot {
	X509 *certificate; /* NULL: free */
	unsigned char *der;
	size_t bytes;
};

struct certificate_pool {
	pthread_mutex_t mutex;
	struct slot slots[SLOTS];
};

struct certificate_pool *certificate_pool_new(void)
{
	struct certificate_pool *pool = calloc(1, sizeof(*pool));

	if (pool)
		pthread_mutex_init(&pool->mutex, NULL);
	return pool;
}

static void empty(struct slot *slot)
{
	X509_free(slot->certificate);
	free(slot->der);
	*slot = (struct slot){ .certificate = NULL };
}

void certificate_pool_free(struct certificate_pool *pool)
{
	if (!pool)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		empty(&pool->slots[i]);
	pthread_mutex_destroy(&pool->mutex);
	free(pool);
}

/*
 * A certificate ends in its signature, which is as good as random. Whoever makes two
 * fall into one slot only slows their own files down.
 */
static struct slot *slot_of(struct certificate_pool *pool, struct der_slice der)
{
	uint32_t end;

	memcpy(&end, der.at + der.bytes - sizeof(end), sizeof(end));
	return &pool->slots[end % SLOTS];
}

static X509 *look_up(struct certificate_pool *pool, struct der_slice der)
{
	const struct slot *slot = slot_of(pool, der);
	X509 *found = NULL;

	pthread_mutex_lock(&pool->mutex);
	if (slot->certificate && der_equal(der, slot->der, slot->bytes) &&
	    X509_up_ref(slot->certificate))
		found = slot->certificate;
	pthread_mutex_unlock(&pool->mutex);
	return found;
}

/* Without memory it is just not kept. */
static void keep(struct certificate_pool *pool, struct der_slice der, X509 *certificate)
{
	struct slot *slot = slot_of(pool, der), made = { .bytes = der.bytes };

	made.der = malloc(der.bytes);
	if (!made.der || !X509_up_ref(certificate)) {
		free(made.der);
		return;
	}
	memcpy(made.der, der.at, der.bytes);
	made.certificate = certificate;
	pthread_mutex_lock(&pool->mutex);
	empty(slot);
	*slot = made;
	pthread_mutex_unlock(&pool->mutex);
}

static X509 *parse(struct der_slice der)
{
	const unsigned char *at = der.at;
	X509 *certificate = d2i_X509(NULL, &at, (long)der.bytes);

	if (certificate && at == der.at + der.bytes)
		return certificate;
	X509_free(certificate);
	return NULL;
}

X509 *certificate_pool_take(struct certificate_pool *pool, struct der_slice der)
{
	bool is_pooled = pool && der.bytes >= sizeof(uint32_t) &&
			 der.bytes <= CERTIFICATE_POOLED_MAX_BYTES;
	X509 *certificate = is_pooled ? look_up(pool, der) : NULL;

	if (certificate)
		return certificate;
	certificate = parse(der);
	if (certificate && is_pooled)
		keep(pool, der, certificate);
	return certificate;
}
