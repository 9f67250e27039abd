/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdbool.h>

#include <gcrypt.h>

#include "gcrypt_ready.h"
#include "text.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool too_old_once;

/* Half made ready by one thread it fails in another. */
static void make_ready(void)
{
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		return;
	too_old_once = !gcry_check_version(GCRYPT_VERSION);
	if (too_old_once)
		return;
	/* Stream keys are published in records: no need for locked memory. */
	gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
	gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
}

int gcrypt_ready(struct wipe_error *err)
{
	pthread_once(&once, make_ready);
	return too_old_once ? wipe_error_set(err, WIPE_E_CRYPTO, 0,
					     _("libgcrypt is older than the one this was built "
					       "with")) :
			      0;
}
