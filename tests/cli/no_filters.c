/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a program that cannot load a system call filter, as on a kernel without
 * seccomp: no_filters PROGRAM [ARGUMENT]...
 */
#include <errno.h>
#include <stdio.h>

#include <seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (argc < 2 || !filter ||
	    seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(seccomp), 0) ||
	    seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
			     SCMP_A0_64(SCMP_CMP_EQ, PR_SET_SECCOMP, 0)) ||
	    seccomp_load(filter)) {
		fprintf(stderr, "no_filters: cannot set itself up\n");
		return 125;
	}
	seccomp_release(filter);
	execv(argv[1], argv + 1);
	return 126;
}
