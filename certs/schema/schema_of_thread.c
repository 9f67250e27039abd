/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>

#include "schema.h"
#include "text.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key_once;
static int error_once;

static void end(void *schema)
{
	schema_free(schema);
}

static void make_key(void)
{
	error_once = pthread_key_create(&key_once, end);
}

int schema_of_thread(struct schema **schema, struct wipe_error *err)
{
	int rc;

	pthread_once(&once, make_key);
	if (error_once)
		return wipe_error_set(err, WIPE_E_SYSTEM, error_once, "%s", _("out of memory"));
	*schema = pthread_getspecific(key_once);
	if (*schema)
		return 0;
	rc = schema_load(schema_record_1, schema_record_1_bytes, schema, err);
	if (rc || !pthread_setspecific(key_once, *schema))
		return rc;
	schema_free(*schema);
	*schema = NULL;
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}
