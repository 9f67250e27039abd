/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "module.h"
#include "rv.h"
#include "text.h"

static int check_file(const char *path, struct wipe_error *err)
{
	struct stat st;

	/* dlopen() would look for other names in other places. */
	if (path[0] != '/')
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("%s: the path of a PKCS#11 module must be absolute"), path);
	if (stat(path, &st))
		return wipe_error_set(err, WIPE_E_USAGE, errno, _("%s: no PKCS#11 module there"),
				      path);
	if (!S_ISREG(st.st_mode))
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: not a regular file"), path);
	if (st.st_mode & S_IWOTH)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: everybody may write this module"), path);
	return 0;
}

/* All that is ever called; a list with gaps is none. */
static bool has_calls(const CK_FUNCTION_LIST *calls)
{
	return calls && calls->version.major >= 2 && calls->C_Initialize && calls->C_Finalize &&
	       calls->C_GetInfo && calls->C_GetSlotList && calls->C_GetSlotInfo &&
	       calls->C_GetTokenInfo && calls->C_GetMechanismInfo && calls->C_OpenSession &&
	       calls->C_CloseSession && calls->C_Login && calls->C_GetAttributeValue &&
	       calls->C_FindObjectsInit && calls->C_FindObjects && calls->C_FindObjectsFinal &&
	       calls->C_SignInit && calls->C_Sign;
}

static int load(const char *path, CK_FUNCTION_LIST **calls, struct wipe_error *err)
{
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	CK_RV (*get_list)(CK_FUNCTION_LIST **) = NULL;
	void *symbol;

	*calls = NULL;
	if (!handle)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: not a PKCS#11 module (%s)"),
				      path, dlerror());
	symbol = dlsym(handle, "C_GetFunctionList");
	memcpy(&get_list, &symbol, sizeof(get_list));
	if (get_list && get_list(calls) == CKR_OK && has_calls(*calls))
		return 0;
	*calls = NULL;
	dlclose(handle);
	return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: not a PKCS#11 module"), path);
}

/* Modules that want none or cannot have locks of their own are met half-way. */
static CK_RV initialize(CK_FUNCTION_LIST *calls)
{
	CK_C_INITIALIZE_ARGS locking = { .flags = CKF_OS_LOCKING_OK };
	CK_RV rv = calls->C_Initialize(&locking);

	if (rv == CKR_CANT_LOCK || rv == CKR_ARGUMENTS_BAD)
		rv = calls->C_Initialize(NULL);
	return rv;
}

int module_open(const char *path, struct module *module, struct wipe_error *err)
{
	CK_FUNCTION_LIST *calls;
	int code = check_file(path, err);
	CK_RV rv;

	*module = (struct module){ .calls = NULL };
	if (!code)
		code = load(path, &calls, err);
	if (code)
		return code;
	rv = initialize(calls);
	if (rv != CKR_OK && rv != CKR_CRYPTOKI_ALREADY_INITIALIZED)
		return rv_fail(err, WIPE_E_CRYPTO, path, rv);
	*module = (struct module){
		.calls = calls,
		.owner = getpid(),
		.is_ours = rv == CKR_OK,
	};
	return 0;
}

/* It stays loaded: modules leave threads and exit handlers behind. */
void module_close(struct module *module)
{
	if (module->calls && module->is_ours && module->owner == getpid())
		module->calls->C_Finalize(NULL);
	*module = (struct module){ .calls = NULL };
}
