/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A PKCS#11 module for tests: one token with one key, well-behaved or not. What a
 * software token cannot show (PINs that run out, PIN pads, removal, answers that
 * make no sense) is asked for by words.
 *
 * FAKE_TOKEN names a folder: key.pem (the key), cert.der (its certificate, may be
 * missing), modes (words, see has()), tries (how often a wrong PIN may still be
 * given; may be missing), log (what was called: appended). A file called removed in
 * it means that the token was pulled. The PIN is 123456.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <p11-kit/pkcs11.h>

#define PIN "123456"
#define SESSION_FIRST 7
#define HUGE_NUMBER ((CK_ULONG)1 << 40)

enum object { KEY = 1, CERTIFICATE, PUBLIC_KEY, SECOND_KEY, SECOND_CERTIFICATE, OBJECTS_END };

static struct {
	pid_t owner; /* 0: not initialized */
	char modes[512];
	EVP_PKEY *key;
	unsigned char certificate[8192];
	size_t certificate_bytes;
	bool logged_in, in_context;
	CK_SESSION_HANDLE last_session;
	CK_SESSION_HANDLE signing; /* the session that began to sign; 0: none */
	CK_MECHANISM_TYPE mechanism;
	CK_RSA_PKCS_PSS_PARAMS pss;
	int signatures;
	CK_OBJECT_HANDLE found[8];
	size_t found_count;
} fake;

static const char *in_folder(const char *name, char out[1024])
{
	const char *folder = getenv("FAKE_TOKEN");

	snprintf(out, 1024, "%s/%s", folder ? folder : ".", name);
	return out;
}

static size_t read_file(const char *name, void *out, size_t size)
{
	char path[1024];
	FILE *file = fopen(in_folder(name, path), "re");
	size_t got = file ? fread(out, 1, size, file) : 0;

	if (file)
		fclose(file);
	return got;
}

static void note(const char *what)
{
	char path[1024];
	FILE *file = fopen(in_folder("log", path), "ae");

	if (!file)
		return;
	fprintf(file, "%s\n", what);
	fclose(file);
}

static bool has(const char *word)
{
	size_t bytes = strlen(word);

	for (const char *at = fake.modes; (at = strstr(at, word)); at++)
		if ((at == fake.modes || strchr(" \n", at[-1])) &&
		    (!at[bytes] || strchr(" \n", at[bytes])))
			return true;
	return false;
}

/* "removed-after-N" counts signatures. */
static bool is_removed(void)
{
	const char *after = strstr(fake.modes, "removed-after-");
	char path[1024];

	return access(in_folder("removed", path), F_OK) == 0 ||
	       (after && fake.signatures >= atoi(after + strlen("removed-after-")));
}

/* -1: it does not count. */
static int tries_left(void)
{
	char text[16] = "";

	return read_file("tries", text, sizeof(text) - 1) ? atoi(text) : -1;
}

static void set_tries(int tries)
{
	char path[1024];
	FILE *file = fopen(in_folder("tries", path), "we");

	fprintf(file, "%d", tries);
	fclose(file);
}

/* A call from a process that never initialized the module is a bug of ours. */
static CK_RV check_caller(void)
{
	if (!fake.owner)
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	if (fake.owner != getpid()) {
		note("CALLED IN A CHILD");
		abort();
	}
	return CKR_OK;
}

#define ENTER()                                 \
	do {                                    \
		CK_RV entered = check_caller(); \
                                                \
		if (entered != CKR_OK)          \
			return entered;         \
	} while (0)

static void read_modes(void)
{
	size_t got = read_file("modes", fake.modes, sizeof(fake.modes) - 1);

	fake.modes[got] = '\0';
}

/* What the tools' filter forbids is forbidden to modules too. */
static void reach_out(void)
{
	char line[64];
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(line, sizeof(line), "network: %s", fd < 0 ? strerror(errno) : "open");
	note(line);
	if (fd >= 0)
		close(fd);
	if (fork() == 0) {
		execl("/bin/true", "true", (char *)NULL);
		snprintf(line, sizeof(line), "program: %s", strerror(errno));
		note(line);
		_exit(1);
	}
	wait(NULL);
}

static CK_RV initialize(void *args)
{
	char path[1024];
	FILE *file;

	if (fake.owner)
		return CKR_CRYPTOKI_ALREADY_INITIALIZED;
	read_modes();
	if (has("cant-lock") && args)
		return CKR_CANT_LOCK;
	if (has("init-error"))
		return CKR_DEVICE_ERROR;
	file = fopen(in_folder("key.pem", path), "re");
	fake.key = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
	if (file)
		fclose(file);
	fake.certificate_bytes =
		read_file("cert.der", fake.certificate, sizeof(fake.certificate) - 16);
	fake.last_session = SESSION_FIRST - 1;
	fake.signing = 0;
	fake.signatures = 0;
	fake.logged_in = fake.in_context = false;
	fake.owner = getpid();
	note("C_Initialize");
	if (has("reaches-out"))
		reach_out();
	return CKR_OK;
}

static CK_RV finalize(void *reserved)
{
	(void)reserved;
	ENTER();
	EVP_PKEY_free(fake.key);
	fake.key = NULL;
	fake.owner = 0;
	note("C_Finalize");
	return CKR_OK;
}

static void pad(unsigned char *out, size_t bytes, const char *text)
{
	memset(out, ' ', bytes);
	memcpy(out, text, strlen(text) < bytes ? strlen(text) : bytes);
}

static CK_RV get_info(CK_INFO *info)
{
	ENTER();
	memset(info, 0, sizeof(*info));
	info->cryptokiVersion.major = 2;
	pad(info->manufacturerID, sizeof(info->manufacturerID), "massho tests");
	pad(info->libraryDescription, sizeof(info->libraryDescription), "fake");
	return CKR_OK;
}

static CK_RV get_slot_list(CK_BBOOL present, CK_SLOT_ID *ids, CK_ULONG *count)
{
	CK_ULONG slots = has("slots-two") ? 2 : has("slots-none") ? 0 : 1;

	(void)present;
	ENTER();
	if (is_removed())
		slots = 0;
	if (has("slots-error"))
		return CKR_GENERAL_ERROR;
	if (ids && has("slots-grow"))
		return CKR_BUFFER_TOO_SMALL;
	if (has("slots-many"))
		slots = HUGE_NUMBER;
	for (CK_ULONG i = 0; ids && i < slots && i < *count; i++)
		ids[i] = i + 1;
	*count = slots;
	return CKR_OK;
}

static CK_RV get_slot_info(CK_SLOT_ID id, CK_SLOT_INFO *info)
{
	(void)id;
	ENTER();
	memset(info, 0, sizeof(*info));
	info->flags = CKF_TOKEN_PRESENT;
	return CKR_OK;
}

static CK_FLAGS pin_flags(void)
{
	int tries = tries_left();
	CK_FLAGS flags = 0;

	if (tries == 0)
		flags |= CKF_USER_PIN_LOCKED;
	if (tries == 1)
		flags |= CKF_USER_PIN_FINAL_TRY;
	if (tries == 1 || tries == 2)
		flags |= CKF_USER_PIN_COUNT_LOW;
	return flags;
}

static CK_RV get_token_info(CK_SLOT_ID id, CK_TOKEN_INFO *info)
{
	static const char hostile[] = "\033]0;x\007 \xe2\x80\xae\xff\xfe evil";

	ENTER();
	if (is_removed())
		return CKR_TOKEN_NOT_PRESENT;
	memset(info, 0, sizeof(*info));
	pad(info->label, sizeof(info->label), has("label-hostile") ? hostile : "Fake Token");
	if (has("label-empty"))
		memset(info->label, 0, sizeof(info->label));
	if (has("label-full"))
		memset(info->label, 0xff, sizeof(info->label));
	pad(info->serialNumber, sizeof(info->serialNumber), id == 1 ? "0001" : "0002");
	info->flags = CKF_USER_PIN_INITIALIZED | pin_flags();
	if (!has("no-login"))
		info->flags |= CKF_LOGIN_REQUIRED;
	if (!has("empty"))
		info->flags |= CKF_TOKEN_INITIALIZED;
	if (has("protected"))
		info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
	info->ulMinPinLen = 4;
	info->ulMaxPinLen = has("pin-lengths-unknown") ? CK_UNAVAILABLE_INFORMATION : 8;
	return CKR_OK;
}

static CK_RV get_mechanism_info(CK_SLOT_ID id, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO *info)
{
	bool is_pss = type == CKM_RSA_PKCS_PSS;

	(void)id;
	ENTER();
	if (has("no-mechanism") || (has("pss-only") && !is_pss) || (has("no-pss") && is_pss))
		return CKR_MECHANISM_INVALID;
	memset(info, 0, sizeof(*info));
	info->flags = has("mechanism-only-verifies") ? CKF_VERIFY : CKF_SIGN | CKF_VERIFY;
	return CKR_OK;
}

static CK_RV open_session(CK_SLOT_ID id, CK_FLAGS flags, void *application, CK_NOTIFY notify,
			  CK_SESSION_HANDLE *handle)
{
	(void)id;
	(void)application;
	(void)notify;
	ENTER();
	if (is_removed())
		return CKR_TOKEN_NOT_PRESENT;
	if (!(flags & CKF_SERIAL_SESSION))
		return CKR_SESSION_PARALLEL_NOT_SUPPORTED;
	if (has("session-error"))
		return CKR_SESSION_COUNT;
	*handle = ++fake.last_session;
	return CKR_OK;
}

static CK_RV close_session(CK_SESSION_HANDLE handle)
{
	ENTER();
	if (fake.signing == handle)
		fake.signing = 0;
	return CKR_OK;
}

static CK_RV compare_pin(const unsigned char *pin, CK_ULONG bytes)
{
	int tries = tries_left();

	if (tries == 0)
		return CKR_PIN_LOCKED;
	if (bytes == strlen(PIN) && memcmp(pin, PIN, bytes) == 0) {
		if (tries > 0)
			set_tries(3);
		return CKR_OK;
	}
	if (tries > 0)
		set_tries(tries - 1);
	return CKR_PIN_INCORRECT;
}

static CK_RV login(CK_SESSION_HANDLE handle, CK_USER_TYPE user, unsigned char *pin, CK_ULONG bytes)
{
	CK_RV rv;

	ENTER();
	note(user == CKU_CONTEXT_SPECIFIC ? pin ? "C_Login context" : "C_Login context at reader" :
	     pin			  ? "C_Login user" :
					    "C_Login user at reader");
	if (is_removed())
		return CKR_DEVICE_REMOVED;
	if (user == CKU_CONTEXT_SPECIFIC && fake.signing != handle)
		return CKR_OPERATION_NOT_INITIALIZED;
	if (has("reader-cancel") || (has("context-cancel") && user == CKU_CONTEXT_SPECIFIC))
		return CKR_FUNCTION_CANCELED;
	if (has("login-odd"))
		return 0x80001234UL;
	if (has("context-refused") && user == CKU_CONTEXT_SPECIFIC)
		return CKR_PIN_INCORRECT;
	if (!pin != has("protected"))
		return CKR_ARGUMENTS_BAD;
	rv = pin ? compare_pin(pin, bytes) : CKR_OK;
	if (rv != CKR_OK)
		return rv;
	if (user == CKU_CONTEXT_SPECIFIC)
		fake.in_context = true;
	else
		fake.logged_in = true;
	return CKR_OK;
}

static CK_OBJECT_CLASS class_of(CK_OBJECT_HANDLE object)
{
	switch (object) {
	case KEY:
	case SECOND_KEY:
		return CKO_PRIVATE_KEY;
	case PUBLIC_KEY:
		return CKO_PUBLIC_KEY;
	default:
		return CKO_CERTIFICATE;
	}
}

static bool exists(CK_OBJECT_HANDLE object)
{
	switch (object) {
	case KEY:
		return (fake.logged_in || has("no-login")) && !has("no-key");
	case SECOND_KEY:
		return fake.logged_in && has("keys-two");
	case CERTIFICATE:
		return fake.certificate_bytes > 0;
	case SECOND_CERTIFICATE:
		return has("certificates-two");
	case PUBLIC_KEY:
		return !has("no-public");
	default:
		return false;
	}
}

static bool attribute_fits(CK_OBJECT_HANDLE object, const CK_ATTRIBUTE *wanted)
{
	CK_OBJECT_CLASS class = class_of(object);
	static const unsigned char id[] = { 0x01 };

	switch (wanted->type) {
	case CKA_CLASS:
		return memcmp(wanted->pValue, &class, sizeof(class)) == 0;
	case CKA_ID:
		return wanted->ulValueLen == sizeof(id) && memcmp(wanted->pValue, id, 1) == 0;
	case CKA_LABEL:
		return wanted->ulValueLen == 4 && memcmp(wanted->pValue, "sign", 4) == 0;
	default:
		return true;
	}
}

static CK_RV find_init(CK_SESSION_HANDLE handle, CK_ATTRIBUTE *wanted, CK_ULONG count)
{
	(void)handle;
	ENTER();
	if (is_removed())
		return CKR_DEVICE_REMOVED;
	if (has("find-error"))
		return CKR_DEVICE_ERROR;
	fake.found_count = 0;
	for (CK_OBJECT_HANDLE object = KEY; object < OBJECTS_END; object++) {
		bool fits = exists(object);

		for (CK_ULONG i = 0; i < count; i++)
			fits = fits && attribute_fits(object, &wanted[i]);
		if (fits)
			fake.found[fake.found_count++] = object;
	}
	return CKR_OK;
}

static CK_RV find(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE *objects, CK_ULONG most, CK_ULONG *got)
{
	(void)handle;
	ENTER();
	if (has("find-too-many")) {
		*got = HUGE_NUMBER;
		return CKR_OK;
	}
	if (has("find-endless")) {
		for (CK_ULONG i = 0; i < most; i++)
			objects[i] = KEY;
		*got = most;
		return CKR_OK;
	}
	*got = 0;
	while (*got < most && fake.found_count)
		objects[(*got)++] = fake.found[--fake.found_count];
	return CKR_OK;
}

static CK_RV find_final(CK_SESSION_HANDLE handle)
{
	(void)handle;
	ENTER();
	return CKR_OK;
}

static CK_RV give(CK_ATTRIBUTE *attribute, const void *value, size_t bytes)
{
	CK_ULONG room = attribute->ulValueLen;

	attribute->ulValueLen = bytes;
	if (!attribute->pValue)
		return CKR_OK;
	if (room < bytes) {
		attribute->ulValueLen = CK_UNAVAILABLE_INFORMATION;
		return CKR_BUFFER_TOO_SMALL;
	}
	memcpy(attribute->pValue, value, bytes);
	/* Says that it wrote more than there was room for. */
	if (has("attribute-grows") || (has("value-grows") && attribute->type == CKA_VALUE))
		attribute->ulValueLen = bytes + 4096;
	if (has("attribute-moves"))
		attribute->pValue = fake.certificate;
	if (has("attribute-shrinks"))
		attribute->ulValueLen = 0;
	return CKR_OK;
}

/* DER of the point, as PKCS#11 wants it: an OCTET STRING. */
static CK_RV give_point(CK_ATTRIBUTE *attribute)
{
	unsigned char point[256] = { 0x04 };
	size_t bytes = 0;

	if (EVP_PKEY_get_octet_string_param(fake.key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, point + 2,
					    sizeof(point) - 2, &bytes) != 1)
		return CKR_ATTRIBUTE_TYPE_INVALID;
	point[1] = (unsigned char)bytes;
	if (has("public-other"))
		point[10] ^= 1;
	if (has("public-bare"))
		return give(attribute, point + 2, bytes);
	return give(attribute, point, bytes + 2);
}

static CK_RV give_modulus(CK_ATTRIBUTE *attribute)
{
	unsigned char bytes[2048];
	BIGNUM *modulus = NULL;
	int length;

	if (EVP_PKEY_get_bn_param(fake.key, OSSL_PKEY_PARAM_RSA_N, &modulus) != 1)
		return CKR_ATTRIBUTE_TYPE_INVALID;
	length = BN_bn2bin(modulus, bytes);
	BN_free(modulus);
	if (has("public-other"))
		bytes[10] ^= 1;
	return give(attribute, bytes, (size_t)length);
}

static CK_RV give_certificate(CK_ATTRIBUTE *attribute)
{
	static unsigned char large[1 << 20];

	if (has("certificate-huge"))
		return give(attribute, large, sizeof(large));
	if (has("certificate-garbage"))
		return give(attribute, "no certificate", 14);
	return give(attribute, fake.certificate,
		    fake.certificate_bytes + (has("certificate-trailing") ? 3 : 0));
}

static CK_RV get_attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE *attribute)
{
	CK_KEY_TYPE type = has("key-type-odd")				 ? CKK_DSA :
			   EVP_PKEY_get_base_id(fake.key) == EVP_PKEY_EC ? CKK_EC :
									   CKK_RSA;
	CK_BBOOL always = has("always-authenticate"), signs = !has("not-for-signing");
	bool is_private = class_of(object) == CKO_PRIVATE_KEY;

	switch (attribute->type) {
	case CKA_KEY_TYPE:
		return give(attribute, &type, has("key-type-short") ? 1 : sizeof(type));
	case CKA_SIGN:
		return give(attribute, &signs, sizeof(signs));
	case CKA_ALWAYS_AUTHENTICATE:
		return give(attribute, &always, sizeof(always));
	case CKA_ID:
		return has("id-none") ? CKR_ATTRIBUTE_TYPE_INVALID : give(attribute, "\x01", 1);
	case CKA_LABEL:
		return give(attribute, "sign", 4);
	case CKA_EC_POINT:
		return is_private ? CKR_ATTRIBUTE_TYPE_INVALID : give_point(attribute);
	case CKA_MODULUS:
		return has("no-public") ? CKR_ATTRIBUTE_SENSITIVE : give_modulus(attribute);
	case CKA_VALUE:
		return is_private ? CKR_ATTRIBUTE_SENSITIVE : give_certificate(attribute);
	default:
		return CKR_ATTRIBUTE_TYPE_INVALID;
	}
}

static CK_RV get_attributes(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *wanted,
			    CK_ULONG count)
{
	CK_RV rv = CKR_OK;

	(void)handle;
	ENTER();
	if (is_removed())
		return CKR_DEVICE_REMOVED;
	if (has("attribute-error"))
		return CKR_DEVICE_ERROR;
	for (CK_ULONG i = 0; i < count; i++) {
		CK_RV one = CKR_OK;

		if (has("attribute-huge"))
			wanted[i].ulValueLen = HUGE_NUMBER;
		else
			one = get_attribute(object, &wanted[i]);
		if (one == CKR_ATTRIBUTE_TYPE_INVALID || one == CKR_ATTRIBUTE_SENSITIVE)
			wanted[i].ulValueLen = CK_UNAVAILABLE_INFORMATION;
		if (one != CKR_OK)
			rv = one;
	}
	return rv;
}

static CK_RV sign_init(CK_SESSION_HANDLE handle, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key)
{
	ENTER();
	if (is_removed())
		return CKR_DEVICE_REMOVED;
	if (fake.signing == handle)
		return CKR_OPERATION_ACTIVE;
	if (key != KEY)
		return CKR_KEY_HANDLE_INVALID;
	if (has("sign-init-error"))
		return CKR_KEY_FUNCTION_NOT_PERMITTED;
	fake.mechanism = mechanism->mechanism;
	if (fake.mechanism == CKM_RSA_PKCS_PSS) {
		if (mechanism->ulParameterLen != sizeof(fake.pss))
			return CKR_MECHANISM_PARAM_INVALID;
		memcpy(&fake.pss, mechanism->pParameter, sizeof(fake.pss));
	}
	fake.in_context = false;
	fake.signing = handle;
	return CKR_OK;
}

static bool set_padding(EVP_PKEY_CTX *context)
{
	if (fake.mechanism == CKM_RSA_PKCS)
		return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
	if (fake.mechanism != CKM_RSA_PKCS_PSS)
		return true;
	return fake.pss.hashAlg == CKM_SHA256 && fake.pss.mgf == CKG_MGF1_SHA256 &&
	       EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
	       EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1 &&
	       EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(context, (int)fake.pss.sLen) == 1;
}

/* r and s from DER; the greater s on request. */
static size_t make_raw(const unsigned char *der, size_t bytes, unsigned char *out)
{
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)bytes);
	int half = (EVP_PKEY_get_bits(fake.key) + 7) / 8;
	EC_GROUP *group =
		EC_GROUP_new_by_curve_name(half == 32 ? NID_X9_62_prime256v1 : NID_secp384r1);
	BIGNUM *s = BN_dup(ECDSA_SIG_get0_s(signature)), *other = BN_new();

	BN_sub(other, EC_GROUP_get0_order(group), s);
	if (has("high-s") && BN_cmp(other, s) > 0)
		BN_copy(s, other);
	BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, half);
	BN_bn2binpad(s, out + half, half);
	BN_free(s);
	BN_free(other);
	EC_GROUP_free(group);
	ECDSA_SIG_free(signature);
	return (size_t)half * 2;
}

static size_t make_signature(const unsigned char *data, size_t bytes, unsigned char *out)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(fake.key, NULL);
	unsigned char made[4096];
	size_t made_bytes = sizeof(made);
	bool done = EVP_PKEY_sign_init(context) == 1 && set_padding(context) &&
		    EVP_PKEY_sign(context, made, &made_bytes, data, bytes) == 1;

	EVP_PKEY_CTX_free(context);
	if (!done) {
		ERR_print_errors_fp(stderr);
		return 0;
	}
	if (fake.mechanism == CKM_ECDSA)
		return make_raw(made, made_bytes, out);
	memcpy(out, made, made_bytes);
	return made_bytes;
}

static CK_RV sign(CK_SESSION_HANDLE handle, unsigned char *data, CK_ULONG bytes,
		  unsigned char *signature, CK_ULONG *signature_bytes)
{
	unsigned char made[4096];
	size_t length;

	ENTER();
	note("C_Sign");
	if (is_removed())
		return CKR_DEVICE_REMOVED;
	if (fake.signing != handle)
		return CKR_OPERATION_NOT_INITIALIZED;
	if (has("always-authenticate") && !fake.in_context)
		return CKR_USER_NOT_LOGGED_IN;
	if (has("sign-error"))
		return CKR_DEVICE_ERROR; /* and the operation stays active */
	fake.signing = 0;
	fake.signatures++;
	length = make_signature(data, bytes, made);
	if (!length)
		return CKR_FUNCTION_FAILED;
	if (has("signature-wrong"))
		made[length - 1] ^= 1;
	if (has("signature-zero"))
		memset(made, 0, length);
	if (has("signature-ones"))
		memset(made, 0xff, length);
	if (has("signature-short"))
		length--;
	if (has("signature-empty"))
		length = 0;
	memcpy(signature, made, length < *signature_bytes ? length : *signature_bytes);
	*signature_bytes = has("signature-huge") ? HUGE_NUMBER : length;
	return CKR_OK;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list)
{
	static CK_FUNCTION_LIST calls;

	calls = (CK_FUNCTION_LIST){
		.version = { 2, 40 },
		.C_Initialize = initialize,
		.C_Finalize = finalize,
		.C_GetInfo = get_info,
		.C_GetFunctionList = C_GetFunctionList,
		.C_GetSlotList = get_slot_list,
		.C_GetSlotInfo = get_slot_info,
		.C_GetTokenInfo = get_token_info,
		.C_GetMechanismInfo = get_mechanism_info,
		.C_OpenSession = open_session,
		.C_CloseSession = close_session,
		.C_Login = login,
		.C_FindObjectsInit = find_init,
		.C_FindObjects = find,
		.C_FindObjectsFinal = find_final,
		.C_GetAttributeValue = get_attributes,
		.C_SignInit = sign_init,
		.C_Sign = sign,
	};
	read_modes();
	*list = &calls;
	if (has("list-null"))
		*list = NULL;
	if (has("list-gaps"))
		calls.C_Sign = NULL;
	if (has("list-old"))
		calls.version.major = 1;
	return has("list-error") ? CKR_GENERAL_ERROR : CKR_OK;
}
