/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long it may take. The speeds are those at which media of a kind go on for
 * hours, from the slow to the fast ones on the market, past any cache; nobody has
 * measured this one.
 */
#include <wipe/plan.h>

struct speed {
	const char *basis;
	enum wipe_media media;
	enum wipe_bus bus;    /* WIPE_BUS_UNKNOWN: any */
	uint32_t least, most; /* 10^6 bytes a second */
};

static const struct speed speeds[] = {
	{ "hdd", WIPE_MEDIA_HDD, WIPE_BUS_UNKNOWN, 60, 200 },
	{ "ssd-nvme", WIPE_MEDIA_SSD, WIPE_BUS_NVME, 300, 3000 },
	{ "ssd", WIPE_MEDIA_SSD, WIPE_BUS_UNKNOWN, 100, 500 },
	{ "usb-flash", WIPE_MEDIA_USB_FLASH, WIPE_BUS_UNKNOWN, 5, 100 },
	{ "sd", WIPE_MEDIA_SD, WIPE_BUS_UNKNOWN, 8, 80 },
	{ "emmc", WIPE_MEDIA_EMMC, WIPE_BUS_UNKNOWN, 25, 200 },
	/* A disk or an SSD in a case: which one is not known. */
	{ "usb-disk", WIPE_MEDIA_UNKNOWN, WIPE_BUS_USB, 25, 400 },
};

static const struct speed *speed_of(const struct wipe_device *dev)
{
	for (size_t i = 0; i < sizeof(speeds) / sizeof(speeds[0]); i++)
		if (speeds[i].media == dev->media &&
		    (speeds[i].bus == dev->bus || speeds[i].bus == WIPE_BUS_UNKNOWN))
			return &speeds[i];
	return NULL;
}

/* All passes and the reading back. As double: a guess needs no more, and nothing overflows. */
static double work_bytes(const struct wipe_plan *plan)
{
	double capacity = (double)plan->capacity_bytes, rounds = plan->pass_count;

	if (plan->verify == WIPE_VERIFY_FULL)
		rounds += 1;
	else if (plan->verify == WIPE_VERIFY_SAMPLE)
		rounds += plan->sample_percent / 100.0;
	return capacity * rounds;
}

static uint64_t seconds_at(double bytes, double megabytes_per_s)
{
	double seconds = bytes / (megabytes_per_s * 1e6);

	return seconds < 1 ? 1 : seconds > 1e18 ? UINT64_C(1000000000000000000) : (uint64_t)seconds;
}

/* 10^6 bytes a second that a link lets through: ten bits carry a byte. */
static uint32_t limited(uint32_t speed, const struct wipe_device *dev)
{
	uint32_t most = dev->link_mbps / 10;

	if (!dev->link_mbps || speed <= most)
		return speed;
	return most ? most : 1;
}

bool wipe_plan_estimate(const struct wipe_plan *plan, const struct wipe_device *dev,
			struct wipe_estimate *estimate)
{
	const struct speed *speed = speed_of(dev);

	if (!speed || dev->is_virtual)
		return false;
	*estimate = (struct wipe_estimate){
		.least_s = seconds_at(work_bytes(plan), limited(speed->most, dev)),
		.most_s = seconds_at(work_bytes(plan), limited(speed->least, dev)),
		.basis = speed->basis
	};
	return true;
}
