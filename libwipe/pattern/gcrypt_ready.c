/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gcrypt.h>

#include "gcrypt_ready.h"
#include "text.h"

int gcrypt_ready(struct wipe_error *err)
{
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		return 0;
	if (!gcry_check_version(GCRYPT_VERSION))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0,
				      _("libgcrypt is older than the one this was built with"));
	/* Stream keys are published in records: no need for locked memory. */
	gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
	gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
	return 0;
}
