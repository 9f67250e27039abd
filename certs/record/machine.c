/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <wipe/machine.h>

/* Printable ASCII without blanks at the ends; cut where it does not fit. */
static void copy_clean(char *out, size_t out_bytes, const char *in)
{
	size_t length;

	while (*in == ' ')
		in++;
	length = strnlen(in, out_bytes - 1);
	for (size_t i = 0; i < length; i++)
		out[i] = (char)(in[i] >= 0x20 && in[i] <= 0x7e ? in[i] : '?');
	while (length && out[length - 1] == ' ')
		length--;
	out[length] = '\0';
}

static void describe_label(struct wipecert_meta *meta)
{
	struct wipe_machine machine;

	wipe_machine_read("", &machine);
	copy_clean(meta->host_maker, sizeof(meta->host_maker), machine.maker);
	copy_clean(meta->host_model, sizeof(meta->host_model), machine.model);
	copy_clean(meta->host_serial, sizeof(meta->host_serial), machine.serial);
	copy_clean(meta->host_asset_tag, sizeof(meta->host_asset_tag), machine.asset_tag);
}

static void describe_kernel(struct wipecert_meta *meta)
{
	char kernel[2 * sizeof(((struct utsname *)0)->release) + 1];
	struct utsname name;

	if (uname(&name) != 0)
		return;
	snprintf(kernel, sizeof(kernel), "%s %s", name.sysname, name.release);
	copy_clean(meta->host_kernel, sizeof(meta->host_kernel), kernel);
	copy_clean(meta->host_arch, sizeof(meta->host_arch), name.machine);
}

static void describe_offset(char *out, size_t out_bytes)
{
	time_t now = time(NULL);
	struct tm tm;
	long minutes;

	if (!localtime_r(&now, &tm))
		return;
	minutes = tm.tm_gmtoff / 60;
	snprintf(out, out_bytes, "UTC%c%02ld:%02ld", minutes < 0 ? '-' : '+', labs(minutes) / 60,
		 labs(minutes) % 60);
}

/* As the C library chooses it: TZ, else /etc/localtime; else what the offset is now. */
static void describe_time_zone(char *out, size_t out_bytes)
{
	const char *tz = getenv("TZ"), *name;
	char target[512];
	ssize_t got;

	if (tz && *tz) {
		copy_clean(out, out_bytes, *tz == ':' ? tz + 1 : tz);
		return;
	}
	got = readlink("/etc/localtime", target, sizeof(target) - 1);
	target[got > 0 ? got : 0] = '\0';
	name = strstr(target, "zoneinfo/");
	if (name)
		copy_clean(out, out_bytes, name + strlen("zoneinfo/"));
	else
		describe_offset(out, out_bytes);
}

/* Reading only (modes 0): does the kernel believe that its clock is kept right? */
static const char *clock_state(void)
{
	struct timex state = { .modes = 0 };
	int rc = adjtimex(&state);

	if (rc < 0)
		return "unknown";
	return rc == TIME_ERROR || (state.status & STA_UNSYNC) ? "unsynchronised" : "synchronised";
}

void machine_describe(struct wipecert_meta *meta)
{
	describe_label(meta);
	describe_kernel(meta);
	describe_time_zone(meta->time_zone, sizeof(meta->time_zone));
	snprintf(meta->clock_source, sizeof(meta->clock_source), "%s", clock_state());
}
