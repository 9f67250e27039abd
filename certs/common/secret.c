/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/mman.h>

#include <openssl/crypto.h>

#include "secret.h"

/* Pages of its own: what is locked or dropped concerns nothing else. */
struct secret *secret_new(void)
{
	struct secret *secret = mmap(NULL, sizeof(*secret), PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (secret == MAP_FAILED)
		return NULL;
	/* Each is one more lock on the door; without it the door is still shut. */
	(void)mlock(secret, sizeof(*secret));
	(void)madvise(secret, sizeof(*secret), MADV_DONTDUMP);
	(void)madvise(secret, sizeof(*secret), MADV_WIPEONFORK);
	return secret;
}

void secret_wipe(struct secret *secret)
{
	OPENSSL_cleanse(secret, sizeof(*secret));
}

void secret_free(struct secret *secret)
{
	if (!secret)
		return;
	secret_wipe(secret);
	munmap(secret, sizeof(*secret));
}
