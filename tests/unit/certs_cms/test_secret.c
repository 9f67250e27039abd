/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: what a passphrase is kept in is not swapped, is in no core dump, is empty
 * in a child, and is wiped.
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/secret.h"

/* The flags that the kernel has for the pages of this address (proc(5), smaps). */
static void read_flags(const void *address, char *flags, size_t size)
{
	FILE *file = fopen("/proc/self/smaps", "re");
	char line[512];
	bool inside = false;

	assert_non_null(file);
	flags[0] = '\0';
	while (fgets(line, sizeof(line), file)) {
		unsigned long from, to;

		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			inside = from <= (unsigned long)address && (unsigned long)address < to;
		else if (inside && strncmp(line, "VmFlags:", 8) == 0)
			snprintf(flags, size, "%s", line + 8);
	}
	fclose(file);
}

static void test_kernel_keeps_it_out_of_sight(void **state)
{
	const char *sanitized = getenv("MASSHO_SANITIZE");
	struct secret *secret = secret_new();
	char flags[512];

	(void)state;
	assert_non_null(secret);
	read_flags(secret, flags, sizeof(flags));
	assert_non_null(strstr(flags, " dd")); /* not dumped */
	assert_non_null(strstr(flags, " wf")); /* wiped on fork */
	/* AddressSanitizer makes mlock() do nothing. */
	if (!sanitized || !strstr(sanitized, "address"))
		assert_non_null(strstr(flags, " lo")); /* locked */
	secret_free(secret);
}

static void test_child_sees_nothing(void **state)
{
	struct secret *secret = secret_new();
	int status;
	pid_t child;

	(void)state;
	secret->bytes = snprintf(secret->text, sizeof(secret->text), "correct horse");
	child = fork();
	if (!child)
		_exit(secret->bytes != 0 || secret->text[0] != '\0');
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_string_equal(secret->text, "correct horse");
	secret_wipe(secret);
	for (size_t i = 0; i < sizeof(*secret); i++)
		assert_int_equal(((const unsigned char *)secret)[i], 0);
	secret_free(secret);
	secret_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kernel_keeps_it_out_of_sight),
		cmocka_unit_test(test_child_sees_nothing),
	};

	return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
