/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A seccomp filter that allows by default and refuses with EPERM: a list of what
 * could open a way out holds on kernels, libraries and file systems that an
 * allow-list would not know. System calls of a foreign architecture (int 0x80,
 * x32) kill the process: their numbers would slip past the list.
 */
#include "sandbox.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#include <linux/io_uring.h>
#include <linux/netlink.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* Above every address family that exists or is to be expected (46 in Linux 6.x). */
#define FAMILIES_END 64

static const int families_allowed[] = {
	AF_UNIX, AF_NETLINK, /* of it only NETLINK_KOBJECT_UEVENT, for libudev */
	AF_ALG,		     /* the kernel's ciphers */
};

static const int refused[] = {
	/* A ring performs operations, socket and connect among them, that no filter sees. */
	SCMP_SYS(io_uring_setup),
	/* other programs: starting them, their memory, their descriptors */
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
#if !SANITIZED /* LeakSanitizer stops the other threads by it */
	SCMP_SYS(ptrace),
#endif
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(process_madvise),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(kcmp),
	/* the kernel: code in it, its events, its hardware, its clock */
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(reboot),
	SCMP_SYS(ioperm),
	SCMP_SYS(iopl),
	SCMP_SYS(personality),
	SCMP_SYS(syslog),
	SCMP_SYS(acct),
	SCMP_SYS(settimeofday),
	SCMP_SYS(clock_settime),
	/* request_key() can make the kernel start a helper that asks a name server */
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(keyctl),
	/* mounts and name spaces: what is checked stays what it was */
	SCMP_SYS(mount),
	SCMP_SYS(umount),
	SCMP_SYS(umount2),
	SCMP_SYS(move_mount),
	SCMP_SYS(mount_setattr),
	SCMP_SYS(open_tree),
	SCMP_SYS(fsopen),
	SCMP_SYS(fsconfig),
	SCMP_SYS(fsmount),
	SCMP_SYS(fspick),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(setns),
	SCMP_SYS(unshare),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(quotactl),
};

/* What a tool that wipes swap areas was asked to do. */
static const int refused_without_swap[] = {
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
};

/* What a ring that exists already is used by. */
static const int refused_without_rings[] = {
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
};

/* Typing into the terminal is a way to make the user's shell run something. */
static const unsigned long ioctls_refused[] = { TIOCSTI, TIOCLINUX };

static bool family_is_allowed(int family)
{
	for (size_t i = 0; i < sizeof(families_allowed) / sizeof(families_allowed[0]); i++)
		if (families_allowed[i] == family)
			return true;
	return false;
}

/*
 * The filter compares 64 bits where the kernel takes 32, so a family with other
 * bits set above is refused by the last rule and not let through by the first.
 */
static int refuse_families(scmp_filter_ctx filter)
{
	const uint32_t eperm = SCMP_ACT_ERRNO(EPERM);
	const int socket_call = SCMP_SYS(socket);
	int rc = 0;

	for (int family = 0; family < FAMILIES_END && !rc; family++)
		if (!family_is_allowed(family))
			rc = seccomp_rule_add(filter, eperm, socket_call, 1,
					      SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family, 0));
	if (!rc)
		rc = seccomp_rule_add(filter, eperm, socket_call, 1,
				      SCMP_A0(SCMP_CMP_GE, FAMILIES_END, 0));
	if (!rc)
		rc = seccomp_rule_add(filter, eperm, socket_call, 2,
				      SCMP_A0(SCMP_CMP_EQ, AF_NETLINK, 0),
				      SCMP_A2(SCMP_CMP_NE, NETLINK_KOBJECT_UEVENT, 0));
	if (!rc)
		rc = seccomp_rule_add(filter, eperm, SCMP_SYS(socketpair), 1,
				      SCMP_A0(SCMP_CMP_NE, AF_UNIX, 0));
	return rc;
}

/* Restricted rings refuse the rest themselves; this is for one that would not be. */
static int refuse_ring_calls(scmp_filter_ctx filter, bool rings)
{
	const uint32_t eperm = SCMP_ACT_ERRNO(EPERM);
	const int count = sizeof(refused_without_rings) / sizeof(refused_without_rings[0]);
	int rc = 0;

	if (rings)
		return seccomp_rule_add(filter, eperm, SCMP_SYS(io_uring_register), 1,
					SCMP_A1(SCMP_CMP_GT, IORING_UNREGISTER_FILES, 0));
	for (int i = 0; i < count && !rc; i++)
		rc = seccomp_rule_add(filter, eperm, refused_without_rings[i], 0);
	return rc;
}

static int refuse_calls(scmp_filter_ctx filter, bool swap)
{
	const uint32_t eperm = SCMP_ACT_ERRNO(EPERM);
	int rc = 0;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]) && !rc; i++)
		rc = seccomp_rule_add(filter, eperm, refused[i], 0);
	for (size_t i = 0; !swap && i < sizeof(refused_without_swap) / sizeof(int) && !rc; i++)
		rc = seccomp_rule_add(filter, eperm, refused_without_swap[i], 0);
	for (size_t i = 0; i < sizeof(ioctls_refused) / sizeof(ioctls_refused[0]) && !rc; i++)
		rc = seccomp_rule_add(filter, eperm, SCMP_SYS(ioctl), 1,
				      SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX, ioctls_refused[i]));
	return rc;
}

/* 0, or a negative errno. */
static int load_filter(bool rings, bool swap)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int rc;

	if (!filter)
		return -ENOMEM;
	rc = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	if (!rc)
		rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 1);
	if (!rc)
		rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (!rc)
		rc = refuse_families(filter);
	if (!rc)
		rc = refuse_calls(filter, swap);
	if (!rc)
		rc = refuse_ring_calls(filter, rings);
	if (!rc)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return rc;
}

static int forbid_core_dumps(void)
{
	const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none))
		return -errno;
	/* Also keeps other processes of the user from reading this one's memory. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return -errno;
	return 0;
}

static int enter(bool rings, bool swap, struct wipe_error *err)
{
	int rc = forbid_core_dumps();

	if (rc)
		return wipe_error_set(err, WIPE_E_SYSTEM, -rc, _("cannot forbid core dumps"));
	rc = load_filter(rings, swap);
	if (rc)
		return wipe_error_set(err, WIPE_E_SYSTEM, -rc,
				      _("the system call filter (seccomp) cannot be loaded"));
	return 0;
}

int sandbox_enter(bool rings, struct wipe_error *err)
{
	return enter(rings, false, err);
}

static int start(const char *tool, bool rings, bool swap)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!enter(rings, swap, &err))
		return EXIT_DONE;
	output_error(tool, NULL, "%s", err.message);
	return EXIT_FAILED;
}

int sandbox_start(const char *tool)
{
	return start(tool, false, false);
}

int sandbox_start_with_rings(const char *tool)
{
	return start(tool, true, false);
}

int sandbox_start_with_swap(const char *tool)
{
	return start(tool, false, true);
}
