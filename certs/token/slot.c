/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "registered.h"
#include "rv.h"
#include "slot.h"
#include "text.h"
#include "uri.h"
#include "utf8.h"

/* Of one module. More than that no machine has, and a module may say anything. */
#define SLOTS_MAX 256
#define LISTED_MAX 4

/* What was found while looking through modules. */
struct search {
	P11KitUri *uri;
	const char *module; /* that is being looked through, if it is registered; or NULL */
	struct slot found;  /* the first that fits */
	size_t fitting;
	char listed[LISTED_MAX][URI_TEXT_BYTES];
	struct wipe_error trouble; /* of the first module that could not be asked */
};

/* Blank padded by the standard; whoever pads with NUL is understood too. */
static void copy_label(const unsigned char *label, size_t bytes, char out[SLOT_LABEL_BYTES])
{
	size_t used = 0;

	while (bytes && (label[bytes - 1] == ' ' || label[bytes - 1] == '\0'))
		bytes--;
	while (bytes) {
		uint32_t code_point;
		size_t length = utf8_decode((const char *)label, bytes, &code_point);
		bool is_text = length && code_point && !utf8_is_deceptive(code_point);

		if (!is_text) {
			out[used++] = '?';
			length = length ? length : 1;
		} else {
			memcpy(out + used, label, length);
			used += length;
		}
		label += length;
		bytes -= length;
	}
	snprintf(out + used, SLOT_LABEL_BYTES - used, "%s", used ? "" : "PKCS#11");
}

static bool slot_fits(const struct search *search, const struct module *module, CK_SLOT_ID id,
		      CK_TOKEN_INFO *token)
{
	CK_SLOT_ID wanted = p11_kit_uri_get_slot_id(search->uri);
	CK_SLOT_INFO slot;

	memset(&slot, 0, sizeof(slot));
	memset(token, 0, sizeof(*token));
	if (wanted != (CK_SLOT_ID)-1 && wanted != id)
		return false;
	if (module->calls->C_GetSlotInfo(id, &slot) != CKR_OK ||
	    !p11_kit_uri_match_slot_info(search->uri, &slot) ||
	    module->calls->C_GetTokenInfo(id, token) != CKR_OK)
		return false;
	/* An empty token holds no key and has no PIN: it is a place for one. */
	return (token->flags & CKF_TOKEN_INITIALIZED) &&
	       p11_kit_uri_match_token_info(search->uri, token);
}

/* Ids of the slots with a token in them. */
static int list_slots(const struct module *module, CK_SLOT_ID ids[SLOTS_MAX], CK_ULONG *count,
		      const char *path, struct wipe_error *err)
{
	CK_RV rv;

	/* Some modules look for readers only when they are asked for the number. */
	*count = 0;
	rv = module->calls->C_GetSlotList(CK_TRUE, NULL, count);
	if (rv == CKR_OK && *count > 0) {
		*count = SLOTS_MAX;
		rv = module->calls->C_GetSlotList(CK_TRUE, ids, count);
	}
	if (rv != CKR_OK)
		return rv_fail(err, WIPE_E_CRYPTO, path, rv);
	if (*count > SLOTS_MAX)
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("%s: more than %d slots"), path,
				      SLOTS_MAX);
	return 0;
}

static bool module_fits(const struct search *search, const struct module *module)
{
	CK_INFO info;

	memset(&info, 0, sizeof(info));
	return module->calls->C_GetInfo(&info) == CKR_OK &&
	       p11_kit_uri_match_module_info(search->uri, &info);
}

/* True: the module holds the first token that fits and stays open. */
static bool look_into(struct search *search, const struct module *module, const CK_SLOT_ID *ids,
		      CK_ULONG count)
{
	bool is_first = false;

	for (CK_ULONG i = 0; i < count; i++) {
		CK_TOKEN_INFO token;

		if (!slot_fits(search, module, ids[i], &token))
			continue;
		if (search->fitting < LISTED_MAX)
			uri_of_token(&token, search->module, search->listed[search->fitting]);
		if (search->fitting++ != 0)
			continue;
		is_first = true;
		search->found.module = *module;
		search->found.id = ids[i];
		copy_label(token.label, sizeof(token.label), search->found.label);
	}
	return is_first;
}

static int search_module(struct search *search, const char *path, struct wipe_error *err)
{
	CK_SLOT_ID ids[SLOTS_MAX];
	struct module module;
	CK_ULONG count = 0;
	int code = module_open(path, &module, err);

	if (code)
		return code;
	if (module_fits(search, &module))
		code = list_slots(&module, ids, &count, path, err);
	if (code || !look_into(search, &module, ids, count))
		module_close(&module);
	return code;
}

/* As in RFC 7512: the name of the file without lib and .so; or of its registration. */
static bool is_named(const char *wanted, const char *name, const char *path)
{
	const char *file = strrchr(path, '/');
	size_t bytes = strlen(wanted);

	if (!wanted[0] || strcmp(wanted, name) == 0)
		return wanted[0] != '\0';
	file = file ? file + 1 : path;
	if (strncmp(file, "lib", 3) == 0 && strncmp(wanted, "lib", 3) != 0)
		file += 3;
	return strncmp(file, wanted, bytes) == 0 && (!file[bytes] || file[bytes] == '.');
}

static int search_registered(struct search *search, const char *const *folders,
			     struct wipe_error *err)
{
	const char *wanted = p11_kit_uri_get_module_name(search->uri);
	struct registered *registered = malloc(sizeof(*registered));
	size_t asked = 0;

	if (!registered)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	registered_read(folders, registered);
	for (size_t i = 0; i < registered->count; i++) {
		if (wanted &&
		    !is_named(wanted, registered->items[i].name, registered->items[i].path))
			continue;
		asked++;
		search->module = registered->items[i].name;
		/* One that fails must not hide the token of another. */
		(void)search_module(search, registered->items[i].path, &search->trouble);
	}
	free(registered);
	if (asked)
		return 0;
	return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
			      wanted ? _("no PKCS#11 module of that name is registered on this "
					 "machine; name its file with module-path=") :
				       _("no PKCS#11 module is registered on this machine; name "
					 "one with module-path="));
}

static int fail_by_number(const struct search *search, struct wipe_error *err)
{
	char list[WIPE_ERROR_MESSAGE_BYTES] = "";
	size_t used = 0;

	if (!search->fitting && search->trouble.code)
		return wipe_error_set(err, search->trouble.code, 0,
				      _("no token fits the pkcs11: URI (%s)"),
				      search->trouble.message);
	if (!search->fitting)
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("no token fits the pkcs11: URI: is it inserted?"));
	for (size_t i = 0; i < search->fitting && i < LISTED_MAX && used < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used, " %s",
					 search->listed[i]);
	return wipe_error_set(err, WIPE_E_USAGE, 0,
			      _("%zu tokens fit the pkcs11: URI, it must be one:%s"),
			      search->fitting, list);
}

int slot_find(P11KitUri *uri, const char *const *folders, struct slot *out, struct wipe_error *err)
{
	struct search *search = calloc(1, sizeof(*search));
	const char *path = p11_kit_uri_get_module_path(uri);
	int code;

	*out = (struct slot){ .id = 0 };
	if (!search)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	search->uri = uri;
	wipe_error_clear(&search->trouble);
	code = path ? search_module(search, path, err) : search_registered(search, folders, err);
	if (!code && search->fitting != 1)
		code = fail_by_number(search, err);
	if (code)
		slot_close(&search->found);
	else
		*out = search->found;
	free(search);
	return code;
}

void slot_close(struct slot *slot)
{
	module_close(&slot->module);
}

int slot_token_info(const struct slot *slot, CK_TOKEN_INFO *info, struct wipe_error *err)
{
	CK_RV rv;

	memset(info, 0, sizeof(*info));
	rv = slot->module.calls->C_GetTokenInfo(slot->id, info);
	return rv == CKR_OK ? 0 : rv_fail(err, WIPE_E_CRYPTO, slot->label, rv);
}
