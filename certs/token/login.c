/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "blob.h"
#include "login.h"
#include "rv.h"
#include "text.h"

static bool tell(const struct wipecert_signer_source *source, enum wipecert_token_event event,
		 const struct session *session)
{
	return source->token && source->token(source->passphrase_arg, event, session->slot.label);
}

/* What the token says of itself before a PIN is tried. */
static int check_state(const struct session *session, const struct login *login,
		       const CK_TOKEN_INFO *info, struct wipe_error *err)
{
	const struct wipecert_signer_source *source = login->source;
	const char *label = session->slot.label;

	if (info->flags & CKF_USER_PIN_LOCKED)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: the PIN is locked; whoever issued the token can "
					"unlock it"),
				      label);
	if (info->flags & CKF_USER_PIN_FINAL_TRY) {
		/* A PIN from a file is no answer of anybody who knows what is at stake. */
		if (!login->pin_file && tell(source, WIPECERT_TOKEN_LAST_TRY, session))
			return 0;
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: one try is left before the PIN is locked: it is not "
					"used unless somebody at the terminal says so"),
				      label);
	}
	if (info->flags & CKF_USER_PIN_COUNT_LOW)
		(void)tell(source, WIPECERT_TOKEN_FEW_TRIES, session);
	return 0;
}

static int read_pin_file(const char *path, struct secret *pin, struct wipe_error *err)
{
	unsigned char *bytes = NULL;
	size_t length = 0, end = 0;
	int code = blob_read(path, SECRET_BYTES, BLOB_PRIVATE, &bytes, &length, err);

	if (code)
		return code;
	while (end < length && bytes[end] != '\n')
		end++;
	if (end && bytes[end - 1] == '\r')
		end--;
	memcpy(pin->text, bytes, end);
	pin->bytes = (int)end;
	blob_wipe(bytes, length);
	return 0;
}

static int ask(const struct session *session, const struct login *login, struct secret *pin,
	       struct wipe_error *err)
{
	const struct wipecert_signer_source *source = login->source;
	const char *label = session->slot.label;

	if (login->pin_file)
		return read_pin_file(login->pin_file, pin, err);
	if (!source->pin)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: there is no way to ask for its PIN"), label);
	pin->bytes = source->pin(source->passphrase_arg, label, 1, pin->text, sizeof(pin->text));
	if (pin->bytes < 0 || pin->bytes > (int)sizeof(pin->text)) {
		secret_wipe(pin);
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, _("%s: no PIN was given"), label);
	}
	return 0;
}

/* A PIN that cannot be right costs a try at many tokens: it is not even shown to them. */
static int check_length(const struct session *session, const CK_TOKEN_INFO *info,
			const struct secret *pin, struct wipe_error *err)
{
	CK_ULONG least = info->ulMinPinLen, most = info->ulMaxPinLen;
	CK_ULONG bytes = (CK_ULONG)pin->bytes;
	bool told = most && most != CK_UNAVAILABLE_INFORMATION && least <= most;

	if (bytes && (!told || (bytes >= least && bytes <= most)))
		return 0;
	return wipe_error_set(err, WIPE_E_CRYPTO, 0,
			      _("%s: the PIN is too short or too long; it was not tried"),
			      session->slot.label);
}

/* How many tries are left, as far as a token tells. */
static const char *state_after(const struct session *session)
{
	CK_TOKEN_INFO info;

	if (slot_token_info(&session->slot, &info, NULL))
		return "";
	if (info.flags & CKF_USER_PIN_LOCKED)
		return _("; it is locked now");
	if (info.flags & CKF_USER_PIN_FINAL_TRY)
		return _("; one try is left before it is locked");
	if (info.flags & CKF_USER_PIN_COUNT_LOW)
		return _("; only few tries are left");
	return "";
}

static int explain(const struct session *session, CK_RV rv, int code_if_locked,
		   struct wipe_error *err)
{
	const char *label = session->slot.label;

	if (rv == CKR_PIN_INCORRECT || rv == CKR_PIN_INVALID || rv == CKR_PIN_LEN_RANGE)
		return wipe_error_set(err, WIPE_E_CRYPTO, 0,
				      _("%s: the PIN is wrong; it was tried once%s"), label,
				      state_after(session));
	return rv_fail(err, rv == CKR_PIN_LOCKED ? code_if_locked : WIPE_E_CRYPTO, label, rv);
}

/* pin NULL: it is entered at the token. */
static CK_RV give(const struct session *session, CK_USER_TYPE user, struct secret *pin)
{
	return session->slot.module.calls->C_Login(session->handle, user,
						   pin ? (CK_UTF8CHAR_PTR)pin->text : NULL,
						   pin ? (CK_ULONG)pin->bytes : 0);
}

static int give_user_pin(const struct session *session, const struct login *login,
			 const CK_TOKEN_INFO *info, struct secret *pin, struct wipe_error *err)
{
	bool at_reader = info->flags & CKF_PROTECTED_AUTHENTICATION_PATH;
	int code = 0;
	CK_RV rv;

	if (at_reader)
		(void)tell(login->source, WIPECERT_TOKEN_AT_READER, session);
	else
		code = ask(session, login, pin, err);
	if (!code && !at_reader)
		code = check_length(session, info, pin, err);
	if (code)
		return code;
	rv = give(session, CKU_USER, at_reader ? NULL : pin);
	return rv == CKR_OK || rv == CKR_USER_ALREADY_LOGGED_IN ?
		       0 :
		       explain(session, rv, WIPE_E_REFUSED, err);
}

int login_user(const struct session *session, const struct login *login, struct secret *pin,
	       struct wipe_error *err)
{
	CK_TOKEN_INFO info;
	int code = slot_token_info(&session->slot, &info, err);

	if (code || !(info.flags & CKF_LOGIN_REQUIRED))
		return code;
	code = check_state(session, login, &info, err);
	if (!code)
		code = give_user_pin(session, login, &info, pin, err);
	if (code)
		secret_wipe(pin);
	return code;
}

int login_again(const struct session *session, const struct wipecert_signer_source *source,
		struct secret *pin, struct wipe_error *err)
{
	CK_TOKEN_INFO info;
	bool at_reader;
	int code = slot_token_info(&session->slot, &info, err);
	CK_RV rv;

	if (code)
		return code;
	at_reader = info.flags & CKF_PROTECTED_AUTHENTICATION_PATH;
	/* Others tried meanwhile, and the PIN may have been changed: nobody is here to say. */
	if (info.flags & (CKF_USER_PIN_LOCKED | CKF_USER_PIN_FINAL_TRY))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0,
				      _("%s: the PIN is locked, or one try is left: it was not "
					"tried again"),
				      session->slot.label);
	if (!at_reader && pin->bytes <= 0)
		return wipe_error_set(err, WIPE_E_CRYPTO, 0,
				      _("%s: the key wants the PIN for every signature, and the "
					"token did not take it before"),
				      session->slot.label);
	if (at_reader)
		(void)tell(source, WIPECERT_TOKEN_AT_READER, session);
	rv = give(session, CKU_CONTEXT_SPECIFIC, at_reader ? NULL : pin);
	if (rv == CKR_OK)
		return 0;
	secret_wipe(pin);
	return explain(session, rv, WIPE_E_CRYPTO, err);
}
