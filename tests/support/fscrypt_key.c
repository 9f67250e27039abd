/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys and policies of fscrypt for tests; links nothing of ours, on purpose.
 *
 *   fscrypt-key add FOLDER SEED       adds a key made of the text SEED; prints its identifier
 *   fscrypt-key add1 FOLDER SEED      the same with a descriptor, for policies of version 1
 *   fscrypt-key policy FOLDER ID[:CONTENTS:NAMES]
 *                                     an empty folder is encrypted by that key, with ciphers of
 *                                     these numbers (FSCRYPT_MODE_*) if it is of version 2
 *   fscrypt-key remove FOLDER ID      this user's claim to it
 *   fscrypt-key status FOLDER ID      absent, present or incompletely-removed
 */
#include <fcntl.h>
#include <linux/fscrypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static size_t parse(const char *text, unsigned char *id)
{
	size_t count = strlen(text) / 2;

	for (size_t i = 0; i < count && i < FSCRYPT_KEY_IDENTIFIER_SIZE; i++) {
		unsigned int byte = 0;

		sscanf(text + 2 * i, "%2x", &byte);
		id[i] = (unsigned char)byte;
	}
	return count;
}

static int add(int fd, const char *seed, unsigned int type)
{
	struct fscrypt_add_key_arg *arg = calloc(1, sizeof(*arg) + FSCRYPT_MAX_KEY_SIZE);
	size_t id_bytes = type == FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR ? FSCRYPT_KEY_DESCRIPTOR_SIZE :
								     FSCRYPT_KEY_IDENTIFIER_SIZE;

	if (!arg)
		return 1;
	arg->key_spec.type = type;
	if (type == FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR)
		memset(arg->key_spec.u.descriptor, seed[0], id_bytes);
	arg->raw_size = FSCRYPT_MAX_KEY_SIZE;
	/* The halves of a key of XTS must not be equal. */
	for (size_t i = 0; i < FSCRYPT_MAX_KEY_SIZE; i++)
		arg->raw[i] = (unsigned char)((unsigned char)seed[i % strlen(seed)] + i);
	if (ioctl(fd, FS_IOC_ADD_ENCRYPTION_KEY, arg)) {
		perror("add");
		free(arg);
		return 1;
	}
	for (size_t i = 0; i < id_bytes; i++)
		printf("%02x", arg->key_spec.u.identifier[i]);
	printf("\n");
	free(arg);
	return 0;
}

static int set_policy(int fd, const char *text)
{
	struct fscrypt_policy_v1 v1 = { .version = FSCRYPT_POLICY_V1,
					.contents_encryption_mode = FSCRYPT_MODE_AES_256_XTS,
					.filenames_encryption_mode = FSCRYPT_MODE_AES_256_CTS,
					.flags = FSCRYPT_POLICY_FLAGS_PAD_32 };
	struct fscrypt_policy_v2 v2 = { .version = FSCRYPT_POLICY_V2,
					.contents_encryption_mode = FSCRYPT_MODE_AES_256_XTS,
					.filenames_encryption_mode = FSCRYPT_MODE_AES_256_CTS,
					.flags = FSCRYPT_POLICY_FLAGS_PAD_32 };
	int rc;

	if (strchr(text, ':'))
		sscanf(strchr(text, ':'), ":%hhu:%hhu", &v2.contents_encryption_mode,
		       &v2.filenames_encryption_mode);
	if (strlen(text) == (size_t)2 * FSCRYPT_KEY_DESCRIPTOR_SIZE) {
		parse(text, v1.master_key_descriptor);
		rc = ioctl(fd, FS_IOC_SET_ENCRYPTION_POLICY, &v1);
	} else {
		parse(text, v2.master_key_identifier);
		rc = ioctl(fd, FS_IOC_SET_ENCRYPTION_POLICY, &v2);
	}
	if (rc)
		perror("policy");
	return rc != 0;
}

static int status(int fd, const char *text)
{
	static const char *const words[] = { "?", "absent", "present", "incompletely-removed" };
	struct fscrypt_get_key_status_arg arg = { .status = 0 };

	arg.key_spec.type = parse(text, arg.key_spec.u.identifier) == FSCRYPT_KEY_DESCRIPTOR_SIZE ?
				    FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR :
				    FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER;
	if (ioctl(fd, FS_IOC_GET_ENCRYPTION_KEY_STATUS, &arg) || arg.status > 3) {
		perror("status");
		return 1;
	}
	printf("%s\n", words[arg.status]);
	return 0;
}

static int remove_key(int fd, const char *text)
{
	struct fscrypt_remove_key_arg arg = { .key_spec.type = FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER };

	parse(text, arg.key_spec.u.identifier);
	if (!ioctl(fd, FS_IOC_REMOVE_ENCRYPTION_KEY, &arg))
		return 0;
	perror("remove");
	return 1;
}

int main(int argc, char **argv)
{
	int fd = argc == 4 ? open(argv[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd < 0) {
		perror("fscrypt-key");
		return 2;
	}
	if (strcmp(argv[1], "add") == 0)
		return add(fd, argv[3], FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER);
	if (strcmp(argv[1], "add1") == 0)
		return add(fd, argv[3], FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR);
	if (strcmp(argv[1], "policy") == 0)
		return set_policy(fd, argv[3]);
	if (strcmp(argv[1], "remove") == 0)
		return remove_key(fd, argv[3]);
	return status(fd, argv[3]);
}
