/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypt_policy.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/fscrypt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>

#include "capability.h"
#include "cleanup.h"

#define SLOT_PREFIX "trusted.fscrypt_slot"

static void take_v1(const struct fscrypt_policy_v1 *from, struct fs_policy *policy)
{
	policy->version = 1;
	policy->contents = from->contents_encryption_mode;
	policy->names = from->filenames_encryption_mode;
	policy->id_bytes = sizeof(from->master_key_descriptor);
	memcpy(policy->id, from->master_key_descriptor, policy->id_bytes);
}

static void take_v2(const struct fscrypt_policy_v2 *from, struct fs_policy *policy)
{
	policy->version = 2;
	policy->contents = from->contents_encryption_mode;
	policy->names = from->filenames_encryption_mode;
	policy->id_bytes = sizeof(from->master_key_identifier);
	memcpy(policy->id, from->master_key_identifier, policy->id_bytes);
}

bool fs_policy_read(int fd, struct fs_policy *policy)
{
	struct fscrypt_get_policy_ex_arg arg = { .policy_size = sizeof(arg.policy) };

	*policy = (struct fs_policy){ .version = 0 };
	if (ioctl(fd, FS_IOC_GET_ENCRYPTION_POLICY_EX, &arg) != 0)
		return false;
	if (arg.policy.version == FSCRYPT_POLICY_V1)
		take_v1(&arg.policy.v1, policy);
	else if (arg.policy.version == FSCRYPT_POLICY_V2)
		take_v2(&arg.policy.v2, policy);
	return policy->version != 0;
}

bool fs_policy_same(const struct fs_policy *a, const struct fs_policy *b)
{
	return a->version && a->version == b->version && memcmp(a->id, b->id, sizeof(a->id)) == 0;
}

void fs_policy_id(const struct fs_policy *policy, char text[2 * FS_KEY_ID_MAX + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < policy->id_bytes; i++) {
		text[2 * i] = digits[policy->id[i] >> 4];
		text[2 * i + 1] = digits[policy->id[i] & 15];
	}
	text[2 * policy->id_bytes] = '\0';
}

static struct fscrypt_key_specifier specifier_of(const struct fs_policy *policy)
{
	struct fscrypt_key_specifier spec = {
		.type = policy->version == 1 ? FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR :
					       FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER,
	};

	memcpy(spec.u.__reserved, policy->id, policy->id_bytes);
	return spec;
}

enum wipe_file_key_status fs_key_status(int fd, const struct fs_policy *policy)
{
	struct fscrypt_get_key_status_arg arg = { .key_spec = specifier_of(policy) };

	errno = 0;
	if (ioctl(fd, FS_IOC_GET_ENCRYPTION_KEY_STATUS, &arg) != 0)
		return WIPE_FILE_KEY_UNKNOWN;
	switch (arg.status) {
	case FSCRYPT_KEY_STATUS_ABSENT:
		return WIPE_FILE_KEY_ABSENT;
	case FSCRYPT_KEY_STATUS_PRESENT:
		return WIPE_FILE_KEY_PRESENT;
	case FSCRYPT_KEY_STATUS_INCOMPLETELY_REMOVED:
		return WIPE_FILE_KEY_INCOMPLETELY_REMOVED;
	default:
		return WIPE_FILE_KEY_UNKNOWN;
	}
}

int fs_key_remove(int fd, const struct fs_policy *policy)
{
	struct fscrypt_remove_key_arg arg = { .key_spec = specifier_of(policy) };
	int rc = capability_is_held(CAP_SYS_ADMIN) ?
			 ioctl(fd, FS_IOC_REMOVE_ENCRYPTION_KEY_ALL_USERS, &arg) :
			 ioctl(fd, FS_IOC_REMOVE_ENCRYPTION_KEY, &arg);

	return rc ? errno : 0;
}

bool fs_key_has_slots(int fd)
{
	ssize_t bytes = flistxattr(fd, NULL, 0);
	CLEANUP_FREE char *names = bytes > 0 ? malloc((size_t)bytes) : NULL;

	if (bytes <= 0)
		return false;
	bytes = names ? flistxattr(fd, names, (size_t)bytes) : -1;
	if (bytes < 0)
		return true; /* nobody knows */
	for (const char *name = names; name < names + bytes; name += strlen(name) + 1)
		if (strncmp(name, SLOT_PREFIX, strlen(SLOT_PREFIX)) == 0)
			return true;
	return false;
}
