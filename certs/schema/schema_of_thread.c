/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>

#include "schema.h"
#include "text.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int key_error;

static void end(void *schema)
{
	schema_free(schema);
}

static void make_key(void)
{
	key_error = pthread_key_create(&key, end);
}

int schema_of_thread(struct schema **schema, struct wipe_error *err)
{
	int rc;

	pthread_once(&once, make_key);
	if (key_error)
		return wipe_error_set(err, WIPE_E_SYSTEM, key_error, "%s", _("out of memory"));
	*schema = pthread_getspecific(key);
	if (*schema)
		return 0;
	rc = schema_load(schema_record_1, schema_record_1_bytes, schema, err);
	if (rc || !pthread_setspecific(key, *schema))
		return rc;
	schema_free(*schema);
	*schema = NULL;
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}
