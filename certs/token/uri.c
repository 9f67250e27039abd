/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "uri.h"

static int check_class(P11KitUri *uri, struct wipe_error *err)
{
	const CK_ATTRIBUTE *type = p11_kit_uri_get_attribute(uri, CKA_CLASS);
	CK_OBJECT_CLASS class;

	if (!type)
		return 0;
	if (!type->pValue || type->ulValueLen != sizeof(class))
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("the pkcs11: URI is malformed"));
	memcpy(&class, type->pValue, sizeof(class));
	if (class != CKO_PRIVATE_KEY)
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("the pkcs11: URI names something other than a private "
					"key: leave out type= or write type=private"));
	return 0;
}

static int check_attributes(P11KitUri *uri, struct wipe_error *err)
{
	const char *file;

	if (p11_kit_uri_get_pin_value(uri))
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("pin-value in a pkcs11: URI is refused: everybody on the "
					"machine can read the command line (pin-source=file:PATH "
					"is allowed)"));
	if (p11_kit_uri_any_unrecognized(uri))
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("the pkcs11: URI has attributes that RFC 7512 does not "
					"know"));
	if (p11_kit_uri_get_module_name(uri) && p11_kit_uri_get_module_path(uri))
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("module-name and module-path exclude each other"));
	if (uri_pin_file(uri, &file, err))
		return WIPE_E_USAGE;
	return check_class(uri, err);
}

int uri_parse(const char *text, P11KitUri **uri, struct wipe_error *err)
{
	P11KitUri *parsed = p11_kit_uri_new();
	int code;

	*uri = NULL;
	if (!parsed)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	if (p11_kit_uri_parse(text, P11_KIT_URI_FOR_ANY, parsed) != P11_KIT_URI_OK)
		code = wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("the pkcs11: URI is malformed"));
	else
		code = check_attributes(parsed, err);
	if (code)
		p11_kit_uri_free(parsed);
	else
		*uri = parsed;
	return code;
}

/* RFC 7512, 2.4; RFC 8089: file:/PATH and file:///PATH. */
int uri_pin_file(const P11KitUri *uri, const char **path, struct wipe_error *err)
{
	const char *source = p11_kit_uri_get_pin_source(uri);

	*path = NULL;
	if (!source)
		return 0;
	if (strncmp(source, "file:", 5) == 0)
		source += 5;
	if (strncmp(source, "///", 3) == 0)
		source += 2;
	if (source[0] != '/' || source[1] == '/')
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("pin-source in a pkcs11: URI must be file: and an absolute "
					"path; programs are not started"));
	*path = source;
	return 0;
}

/* NULL: no memory; "" then stands for what cannot be named. */
static void format(P11KitUri *uri, P11KitUriType type, char out[URI_TEXT_BYTES])
{
	char *text = NULL;

	out[0] = '\0';
	if (uri && p11_kit_uri_format(uri, type, &text) == P11_KIT_URI_OK)
		snprintf(out, URI_TEXT_BYTES, "%s", text);
	free(text);
	p11_kit_uri_free(uri);
}

void uri_of_token(const CK_TOKEN_INFO *token, const char *module, char out[URI_TEXT_BYTES])
{
	P11KitUri *uri = p11_kit_uri_new();

	if (uri) {
		CK_TOKEN_INFO *into = p11_kit_uri_get_token_info(uri);

		memcpy(into->label, token->label, sizeof(into->label));
		memcpy(into->serialNumber, token->serialNumber, sizeof(into->serialNumber));
		p11_kit_uri_set_module_name(uri, module);
	}
	format(uri, P11_KIT_URI_FOR_TOKEN | P11_KIT_URI_FOR_MODULE, out);
}

void uri_of_object(void *id, size_t id_bytes, void *label, size_t label_bytes,
		   char out[URI_TEXT_BYTES])
{
	P11KitUri *uri = p11_kit_uri_new();
	CK_ATTRIBUTE attributes[] = { { CKA_ID, id, id_bytes }, { CKA_LABEL, label, label_bytes } };

	for (size_t i = 0; uri && i < 2; i++)
		if (attributes[i].ulValueLen)
			p11_kit_uri_set_attribute(uri, &attributes[i]);
	format(uri, P11_KIT_URI_FOR_OBJECT, out);
}
