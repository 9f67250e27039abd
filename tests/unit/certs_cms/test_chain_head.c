/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: the newest record of a key is known to the next one, however many write
 * at once, and a head file that is not one is never believed.
 */
#include "support.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <wipecert/save.h>

#define HEAD_NAME ".massho-head-0102030405060708"
#define ID "01234567-89ab-4cde-8f01-23456789abcd"

static const uint8_t signer[32] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

static void make_link(struct wipecert_link *link, unsigned int number)
{
	memset(link, 0, sizeof(*link));
	snprintf(link->id, sizeof(link->id), "%08x-0000-4000-8000-000000000000", number);
	memset(link->econtent_sha256, (int)(number & 0xff), 32);
	memset(link->signature_sha256, (int)(number >> 8 & 0xff), 32);
	link->is_signed = true;
}

static void test_begins_empty_and_remembers(void **state)
{
	struct wipecert_chain *chain;
	struct wipecert_link link, head;
	bool has_head = true;

	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL), 0);
	assert_false(has_head);
	wipecert_chain_unlock(chain);
	assert_int_equal(count_files(*state), 0); /* looking alone leaves nothing */

	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL), 0);
	make_link(&link, 0x1234);
	assert_int_equal(wipecert_chain_advance(chain, &link, NULL), 0);
	make_link(&link, 0x5678);
	link.is_signed = false;
	memset(link.signature_sha256, 0, 32);
	assert_int_equal(wipecert_chain_advance(chain, &link, NULL), 0);
	wipecert_chain_unlock(chain);
	assert_int_equal(count_files(*state), 1);
	assert_int_equal(access(in(state, HEAD_NAME), R_OK), 0);

	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL), 0);
	assert_true(has_head);
	assert_memory_equal(&head, &link, sizeof(link));
	wipecert_chain_unlock(chain);
	wipecert_chain_unlock(NULL);
}

static void test_each_signer_has_its_own(void **state)
{
	static const uint8_t other[32] = { 8, 7, 6 };
	struct wipecert_chain *chain;
	struct wipecert_link link, head;
	bool has_head;

	make_link(&link, 1);
	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL), 0);
	assert_int_equal(wipecert_chain_advance(chain, &link, NULL), 0);
	wipecert_chain_unlock(chain);
	assert_int_equal(wipecert_chain_lock(*state, other, &chain, &head, &has_head, NULL), 0);
	assert_false(has_head);
	wipecert_chain_unlock(chain);
}

#define GOOD "massho.head/1\nid " ID "\necontent_sha256 " HEX "\nsignature_sha256 " HEX "\n"
#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static int lock_with_bytes(void **state, const char *text, size_t length)
{
	struct wipecert_chain *chain;
	struct wipecert_link head;
	bool has_head;
	int code;

	write_file(in(state, HEAD_NAME), text, length, 0644);
	code = wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL);
	assert_int_equal(code == 0, chain != NULL);
	if (chain)
		assert_string_equal(head.id, ID);
	wipecert_chain_unlock(chain);
	return code;
}

static int lock_with(void **state, const char *text)
{
	return lock_with_bytes(state, text, strlen(text));
}

static void test_malformed_heads(void **state)
{
	static const char *const bad[] = {
		"\n",
		"massho.head/2\n",
		"massho.head/1\n",
		"massho.head/1\nid " ID "\n",
		"massho.head/1\nid " ID "\necontent_sha256 " HEX "\nsignature_sha256 " HEX,
		GOOD "more\n",
		"massho.head/1\nid " ID "0\necontent_sha256 " HEX "\nsignature_sha256 -\n",
		"massho.head/1\nid ../../../../etc/passwd0000000000000000\necontent_sha256 " HEX
		"\nsignature_sha256 -\n",
		"massho.head/1\nid " ID "\necontent_sha256 00\nsignature_sha256 -\n",
		"massho.head/1\nid " ID "\necontent_sha256 " HEX "\nsignature_sha256 \n",
		"massho.head/1\nid " ID "\necontent_sha256 X" HEX "\nsignature_sha256 -\n",
		"massho.head/1\nid " ID "\necontent_sha256 " HEX "00\nsignature_sha256 -\n",
	};
	char *huge = calloc(1, 100001);

	assert_int_equal(lock_with(state, GOOD), 0);
	assert_int_equal(lock_with(state, "massho.head/1\nid " ID "\necontent_sha256 " HEX
					  "\nsignature_sha256 -\n"),
			 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(lock_with(state, bad[i]), WIPE_E_FORMAT);
	/* A NUL and something behind it. */
	assert_int_equal(lock_with_bytes(state, GOOD "\0more", sizeof(GOOD "\0more") - 1),
			 WIPE_E_FORMAT);
	memset(huge, 'a', 100000);
	assert_int_equal(lock_with(state, huge), WIPE_E_FORMAT);
	free(huge);
}

static void test_not_a_plain_file(void **state)
{
	struct wipecert_chain *chain;
	struct wipecert_link head;
	bool has_head;

	write_file(in(state, "elsewhere"), GOOD, strlen(GOOD), 0644);
	assert_int_equal(symlink("elsewhere", in(state, HEAD_NAME)), 0);
	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL),
			 WIPE_E_SYSTEM);
	unlink(in(state, HEAD_NAME));
	assert_int_equal(mkfifo(in(state, HEAD_NAME), 0644), 0);
	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL),
			 WIPE_E_FORMAT);
	unlink(in(state, HEAD_NAME));
	mkdir(in(state, HEAD_NAME), 0755);
	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL),
			 WIPE_E_SYSTEM);
	assert_int_equal(wipecert_chain_lock(in(state, "none"), signer, &chain, &head, &has_head,
					     NULL),
			 WIPE_E_SYSTEM);
}

static void test_advance_needs_an_id(void **state)
{
	struct wipecert_chain *chain;
	struct wipecert_link head, link;
	bool has_head;

	make_link(&link, 1);
	link.id[0] = '\0';
	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL), 0);
	assert_int_equal(wipecert_chain_advance(chain, &link, NULL), WIPE_E_USAGE);
	wipecert_chain_unlock(chain);
	assert_int_equal(count_files(*state), 0);
}

static bool is_locked(void **state)
{
	int fd = open(in(state, HEAD_NAME), O_RDONLY);
	bool locked;

	assert_true(fd >= 0);
	locked = flock(fd, LOCK_EX | LOCK_NB) != 0;
	close(fd);
	return locked;
}

/* The lock goes over to each new head file before it has the name. */
static void test_lock_outlasts_advance(void **state)
{
	struct wipecert_chain *chain;
	struct wipecert_link head, link;
	bool has_head;

	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL), 0);
	assert_true(is_locked(state));
	for (unsigned int i = 1; i < 4; i++) {
		make_link(&link, i);
		assert_int_equal(wipecert_chain_advance(chain, &link, NULL), 0);
		assert_true(is_locked(state));
	}
	wipecert_chain_unlock(chain);
	assert_false(is_locked(state));
}

/* Counts one up under the lock; how often, tells what was not lost. */
static int count_up(const char *folder, int times)
{
	for (int i = 0; i < times; i++) {
		struct wipecert_chain *chain;
		struct wipecert_link head = { .id = "" };
		unsigned int number = 0;
		bool has_head;

		if (wipecert_chain_lock(folder, signer, &chain, &head, &has_head, NULL))
			return 1;
		if (has_head)
			number = (unsigned int)strtoul(head.id, NULL, 16);
		make_link(&head, number + 1);
		if (wipecert_chain_advance(chain, &head, NULL))
			return 2;
		wipecert_chain_unlock(chain);
	}
	return 0;
}

static void test_many_writers(void **state)
{
	enum { WRITERS = 4, TIMES = 25 };
	struct wipecert_chain *chain;
	struct wipecert_link head;
	bool has_head;
	int status;

	for (int i = 0; i < WRITERS; i++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0)
			_exit(count_up(*state, TIMES));
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(wipecert_chain_lock(*state, signer, &chain, &head, &has_head, NULL), 0);
	assert_true(has_head);
	assert_int_equal(strtoul(head.id, NULL, 16), WRITERS * TIMES);
	wipecert_chain_unlock(chain);
	assert_int_equal(count_files(*state), 1);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_begins_empty_and_remembers),
		WITH_FOLDER(test_each_signer_has_its_own),
		WITH_FOLDER(test_malformed_heads),
		WITH_FOLDER(test_not_a_plain_file),
		WITH_FOLDER(test_advance_needs_an_id),
		WITH_FOLDER(test_lock_outlasts_advance),
		WITH_FOLDER(test_many_writers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
