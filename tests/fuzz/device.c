/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any facts as a block device: lines KEY=VALUE, as a source reports them. A
 * description comes of it whose texts are plain, or a clear refusal.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/device.h>

#define PAIRS_MAX 96

static void check(int condition)
{
	if (!condition)
		abort();
}

static size_t split(char *text, struct wipe_raw_pair *pairs)
{
	size_t count = 0;
	char *rest = text;

	while (count < PAIRS_MAX && rest) {
		char *line = strsep(&rest, "\n"), *value = strchr(line, '=');

		if (!value)
			continue;
		*value = '\0';
		pairs[count++] = (struct wipe_raw_pair){ .key = line, .value = value + 1 };
	}
	return count;
}

static void check_ascii(const char *text, size_t room)
{
	check(strnlen(text, room) < room);
	for (; *text; text++)
		check(*text >= 0x20 && *text <= 0x7e);
}

/* Bytes above ASCII are the system's; what controls a terminal is not. */
static void check_plain(const char *text, size_t room)
{
	check(strnlen(text, room) < room);
	for (; *text; text++)
		check((unsigned char)*text >= 0x20 && *text != 0x7f);
}

static void check_texts(const struct wipe_device *dev)
{
	check_plain(dev->node, sizeof(dev->node));
	check_plain(dev->whole_node, sizeof(dev->whole_node));
	check_plain(dev->belongs_to, sizeof(dev->belongs_to));
	check_ascii(dev->name, sizeof(dev->name));
	check_ascii(dev->vendor, sizeof(dev->vendor));
	check_ascii(dev->model, sizeof(dev->model));
	check_ascii(dev->firmware, sizeof(dev->firmware));
	check_ascii(dev->serial, sizeof(dev->serial));
	check_ascii(dev->wwn, sizeof(dev->wwn));
	check_ascii(dev->bus_path, sizeof(dev->bus_path));
	check_ascii(dev->nguid, sizeof(dev->nguid));
	check_ascii(dev->eui64, sizeof(dev->eui64));
	check_ascii(dev->subsystem, sizeof(dev->subsystem));
	check_ascii(dev->bridge, sizeof(dev->bridge));
	check_ascii(dev->bridge_serial, sizeof(dev->bridge_serial));
	check_ascii(dev->bridge_driver, sizeof(dev->bridge_driver));
	check_ascii(dev->controller, sizeof(dev->controller));
	check_ascii(dev->media_reason, sizeof(dev->media_reason));
}

/* What the rest of the library relies on. */
static void check_facts(const struct wipe_device *dev)
{
	check(dev->name[0] != '\0' && dev->logical_block_bytes && dev->physical_block_bytes);
	check((dev->serial[0] == '\0') == (dev->serial_source == WIPE_SERIAL_NONE));
	check((dev->serial[0] == '\0') == (dev->serial_problem == WIPE_SERIAL_ABSENT));
	check((dev->wwn[0] == '\0') == (dev->wwn_source == WIPE_WWN_NONE));
	check(dev->serial_plausible == (dev->serial_problem == WIPE_SERIAL_OK));
	check(wipe_device_confirmation(dev)[0] != '\0');
	/* What a bridge says is never taken for the drive's. */
	if (dev->bus == WIPE_BUS_USB) {
		check(dev->serial_source != WIPE_SERIAL_SYSFS &&
		      dev->serial_source != WIPE_SERIAL_VPD);
		check(dev->wwn_source != WIPE_WWN_SYSFS && dev->wwn_source != WIPE_WWN_VPD83);
	} else {
		check(!dev->bridge[0] && dev->serial_source != WIPE_SERIAL_BRIDGE);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wipe_raw_pair pairs[PAIRS_MAX];
	struct wipe_error err = { .code = WIPE_OK };
	struct wipe_raw_device raw = { .pairs = pairs };
	struct wipe_device dev;
	char *text = malloc(size + 1);

	check(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	raw.count = split(text, pairs);
	if (wipe_device_classify(&raw, &dev, &err) == 0) {
		check_texts(&dev);
		check_facts(&dev);
	} else {
		check(err.code == WIPE_E_FORMAT && err.message[0]);
	}
	free(text);
	return 0;
}
