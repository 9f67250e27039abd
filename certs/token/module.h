/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One PKCS#11 module: a shared object that speaks for tokens. */
#ifndef TOKEN_MODULE_H
#define TOKEN_MODULE_H

#include <stdbool.h>
#include <sys/types.h>

#include <p11-kit/pkcs11.h>

#include <wipe/error.h>

struct module {
	CK_FUNCTION_LIST *calls; /* NULL: not open */
	pid_t owner;		 /* PKCS#11, 6.6.1: a child of it must not use the module */
	bool is_ours;		 /* nobody in the process had initialized it before */
};

/*
 * Loads and initializes the module at this absolute path. WIPE_E_USAGE: it is not
 * there, is no shared object or no PKCS#11 module; WIPE_E_REFUSED: everybody may
 * write it; WIPE_E_CRYPTO: it could not be initialized.
 */
int module_open(const char *path, struct module *module, struct wipe_error *err);

/* Not open: no-op. In a process other than the owner nothing is called. */
void module_close(struct module *module);

#endif
