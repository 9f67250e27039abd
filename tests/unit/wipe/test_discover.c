/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include <wipe/device.h>

#define PAIRS 16

struct sample {
	const char *name;
	struct wipe_raw_pair pairs[PAIRS];
	enum wipe_bus bus;
	enum wipe_media media;
	bool is_virtual;
	const char *serial;
	enum wipe_serial_source source;
	bool plausible;
};

/* Facts as such devices show them; the expected side was written first. */
static const struct sample samples[] = {
	{ "sata disk behind ahci",
	  { { "kernel", "sda" },
	    { "node", "/dev/sda" },
	    { "devnum", "8:0" },
	    { "devtype", "disk" },
	    { "up:scsi:vendor", "ATA     " },
	    { "up:scsi:model", "WDC WD10EZEX-08W" },
	    { "attr:size", "1953525168" },
	    { "attr:queue/rotational", "1" },
	    { "attr:queue/logical_block_size", "512" },
	    { "attr:device/vpd_pg80", "00800014202020202057442d574343365930303031323334" } },
	  WIPE_BUS_ATA,
	  WIPE_MEDIA_HDD,
	  false,
	  "WD-WCC6Y0001234",
	  WIPE_SERIAL_VPD,
	  true },
	{ "nvme",
	  { { "kernel", "nvme0n1" },
	    { "node", "/dev/nvme0n1" },
	    { "devnum", "259:0" },
	    { "up:nvme:serial", "S4EWNX0R123456      " },
	    { "up:nvme:model", "Samsung SSD 970" },
	    { "attr:size", "976773168" },
	    { "attr:queue/rotational", "0" },
	    { "syspath", "/sys/devices/pci0000:00/0000:00:1d.0/nvme/nvme0/nvme0n1" } },
	  WIPE_BUS_NVME,
	  WIPE_MEDIA_SSD,
	  false,
	  "S4EWNX0R123456",
	  WIPE_SERIAL_SYSFS,
	  true },
	{ "nvme multipath, below /devices/virtual",
	  { { "kernel", "nvme0n1" },
	    { "node", "/dev/nvme0n1" },
	    { "devnum", "259:0" },
	    { "up:nvme:serial", "S4EWNX0R123456" },
	    { "attr:size", "976773168" },
	    { "syspath", "/sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1" } },
	  WIPE_BUS_NVME,
	  WIPE_MEDIA_SSD,
	  false,
	  "S4EWNX0R123456",
	  WIPE_SERIAL_SYSFS,
	  true },
	{ "usb stick with an invented serial",
	  { { "kernel", "sdb" },
	    { "node", "/dev/sdb" },
	    { "devnum", "8:16" },
	    { "up:usb:serial", "000000000001" },
	    { "up:usb:product", "Flash Disk" },
	    { "up:scsi:vendor", "Generic" },
	    { "attr:removable", "1" },
	    { "attr:queue/rotational", "1" },
	    { "attr:size", "61440000" } },
	  WIPE_BUS_USB,
	  WIPE_MEDIA_USB_FLASH,
	  false,
	  "000000000001",
	  WIPE_SERIAL_BRIDGE,
	  false },
	{ "usb bridge: rotational says nothing",
	  { { "kernel", "sdc" },
	    { "node", "/dev/sdc" },
	    { "devnum", "8:32" },
	    { "up:usb:serial", "BRIDGE77" },
	    { "attr:removable", "0" },
	    { "attr:queue/rotational", "1" },
	    { "attr:size", "1000" } },
	  WIPE_BUS_USB,
	  WIPE_MEDIA_UNKNOWN,
	  false,
	  "BRIDGE77",
	  WIPE_SERIAL_BRIDGE,
	  true },
	{ "sd card",
	  { { "kernel", "mmcblk0" },
	    { "node", "/dev/mmcblk0" },
	    { "devnum", "179:0" },
	    { "up:mmc:type", "SD" },
	    { "up:mmc:serial", "0x1234abcd" },
	    { "attr:size", "1000" } },
	  WIPE_BUS_MMC,
	  WIPE_MEDIA_SD,
	  false,
	  "0x1234abcd",
	  WIPE_SERIAL_SYSFS,
	  true },
	{ "emmc",
	  { { "kernel", "mmcblk1" },
	    { "node", "/dev/mmcblk1" },
	    { "devnum", "179:8" },
	    { "up:mmc:type", "MMC" },
	    { "up:mmc:serial", "0x00000000" },
	    { "attr:size", "1000" } },
	  WIPE_BUS_MMC,
	  WIPE_MEDIA_EMMC,
	  false,
	  "0x00000000",
	  WIPE_SERIAL_SYSFS,
	  false },
	{ "virtio",
	  { { "kernel", "vda" },
	    { "node", "/dev/vda" },
	    { "devnum", "254:0" },
	    { "up:virtio:device", "0x0002" },
	    { "attr:serial", "disk-77" },
	    { "attr:queue/rotational", "1" },
	    { "attr:size", "1000" } },
	  WIPE_BUS_VIRTIO,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "disk-77",
	  WIPE_SERIAL_SYSFS,
	  true },
	{ "a hypervisor's disk on a physical bus",
	  { { "kernel", "sdd" },
	    { "node", "/dev/sdd" },
	    { "devnum", "8:48" },
	    { "up:scsi:vendor", "ATA" },
	    { "up:scsi:model", "QEMU HARDDISK" },
	    { "attr:queue/rotational", "1" },
	    { "attr:size", "1000" } },
	  WIPE_BUS_ATA,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "a volume of a raid controller",
	  { { "kernel", "sdg" },
	    { "node", "/dev/sdg" },
	    { "devnum", "8:96" },
	    { "attr:size", "1000" },
	    { "attr:queue/rotational", "1" },
	    { "up:scsi:vendor", "DELL    " },
	    { "up:scsi:model", "PERC H730P Mini" } },
	  WIPE_BUS_SCSI,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "a volume that says so itself",
	  { { "kernel", "sdg" },
	    { "node", "/dev/sdg" },
	    { "devnum", "8:96" },
	    { "attr:size", "1000" },
	    { "attr:queue/rotational", "1" },
	    { "up:scsi:vendor", "HP      " },
	    { "up:scsi:model", "LOGICAL VOLUME" } },
	  WIPE_BUS_SCSI,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "a volume at a usb plug",
	  { { "kernel", "sdg" },
	    { "node", "/dev/sdg" },
	    { "devnum", "8:96" },
	    { "attr:size", "1000" },
	    { "attr:queue/rotational", "1" },
	    { "up:usb:product", "Enclosure" },
	    { "up:scsi:vendor", "JMicron" },
	    { "up:scsi:model", "H/W RAID1" } },
	  WIPE_BUS_USB,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "a volume of a cloud",
	  { { "kernel", "nvme3n1" },
	    { "node", "/dev/nvme3n1" },
	    { "devnum", "259:9" },
	    { "attr:size", "1000" },
	    { "attr:queue/rotational", "0" },
	    { "up:nvme:model", "Amazon Elastic Block Store" },
	    { "nvme:transport", "pcie" } },
	  WIPE_BUS_NVME,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "nvme over a network",
	  { { "kernel", "nvme3n1" },
	    { "node", "/dev/nvme3n1" },
	    { "devnum", "259:9" },
	    { "attr:size", "1000" },
	    { "attr:queue/rotational", "0" },
	    { "up:nvme:model", "ARRAY 77" },
	    { "nvme:transport", "tcp" } },
	  WIPE_BUS_NVME,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "iscsi",
	  { { "kernel", "sdg" },
	    { "node", "/dev/sdg" },
	    { "devnum", "8:96" },
	    { "attr:size", "1000" },
	    { "attr:queue/rotational", "1" },
	    { "up:scsi:vendor", "ARRAY" },
	    { "up:scsi:model", "77" },
	    { "syspath", "/sys/devices/platform/host3/session1/target3:0:0/3:0:0:0/block/sdg" } },
	  WIPE_BUS_SCSI,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "xen",
	  { { "kernel", "xvda" },
	    { "node", "/dev/xvda" },
	    { "devnum", "202:0" },
	    { "attr:size", "1000" },
	    { "attr:queue/rotational", "0" },
	    { "syspath", "/sys/devices/vbd-51712/block/xvda" } },
	  WIPE_BUS_VIRTUAL,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "ceph",
	  { { "kernel", "rbd0" },
	    { "node", "/dev/rbd0" },
	    { "devnum", "252:0" },
	    { "attr:size", "1000" },
	    { "attr:queue/rotational", "0" },
	    { "syspath", "/sys/devices/rbd/0/block/rbd0" } },
	  WIPE_BUS_VIRTUAL,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "tcm_loop",
	  { { "kernel", "sde" },
	    { "node", "/dev/sde" },
	    { "devnum", "8:64" },
	    { "up:scsi:vendor", "LIO-ORG" },
	    { "attr:queue/rotational", "0" },
	    { "syspath", "/sys/devices/tcm_loop_0/tcm_loop_adapter_0/host2/target2:0:1/block/sde" },
	    { "attr:size", "1000" } },
	  WIPE_BUS_VIRTUAL,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "loop",
	  { { "kernel", "loop0" },
	    { "node", "/dev/loop0" },
	    { "devnum", "7:0" },
	    { "syspath", "/sys/devices/virtual/block/loop0" },
	    { "attr:size", "2048" },
	    { "udev:ID_SERIAL_SHORT", "forged" } },
	  WIPE_BUS_LOOP,
	  WIPE_MEDIA_VIRTUAL,
	  true,
	  "",
	  WIPE_SERIAL_NONE,
	  false },
	{ "hostile text everywhere",
	  { { "kernel", "sdf" },
	    { "node", "/dev/sdf\x1b[2J" },
	    { "devnum", "8:80" },
	    { "attr:device/serial", "S\xe2\x80\xaeN" },
	    { "attr:size", "99999999999999999999" },
	    { "attr:queue/logical_block_size", "-1" },
	    { "attr:queue/rotational", "" } },
	  WIPE_BUS_UNKNOWN,
	  WIPE_MEDIA_UNKNOWN,
	  false,
	  "S???N",
	  WIPE_SERIAL_SYSFS,
	  false },
};

static struct wipe_raw_device raw_of(const struct sample *sample)
{
	struct wipe_raw_device raw = { .pairs = sample->pairs };

	while (raw.count < PAIRS && sample->pairs[raw.count].key)
		raw.count++;
	return raw;
}

static void devices_are_what_their_facts_say(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct wipe_raw_device raw = raw_of(&samples[i]);
		struct wipe_device dev;

		print_message("%s\n", samples[i].name);
		assert_int_equal(wipe_device_classify(&raw, &dev, NULL), 0);
		assert_string_equal(wipe_bus_name(dev.bus), wipe_bus_name(samples[i].bus));
		assert_string_equal(wipe_media_name(dev.media), wipe_media_name(samples[i].media));
		assert_int_equal(dev.is_virtual, samples[i].is_virtual);
		assert_string_equal(dev.serial, samples[i].serial);
		assert_int_equal(dev.serial_source, samples[i].source);
		assert_int_equal(dev.serial_plausible, samples[i].plausible);
		assert_string_equal(wipe_device_confirmation(&dev),
				    dev.serial_plausible ? dev.serial : dev.name);
		assert_null(strchr(dev.node, '\x1b'));
	}
}

static void sizes_are_in_units_of_512(void **state)
{
	static const struct wipe_raw_pair pairs[] = {
		{ "kernel", "sda" },
		{ "devnum", "8:0" },
		{ "attr:size", "1953525168" },
		{ "attr:queue/logical_block_size", "4096" },
	};
	struct wipe_raw_device raw = { pairs, COUNT(pairs) };
	struct wipe_device dev;

	(void)state;
	assert_int_equal(wipe_device_classify(&raw, &dev, NULL), 0);
	assert_true(dev.capacity_bytes == UINT64_C(1000204886016));
	assert_int_equal(dev.logical_block_bytes, 4096);
	assert_int_equal(dev.physical_block_bytes, 4096);
}

static void without_name_or_number_there_is_no_device(void **state)
{
	static const struct wipe_raw_pair no_number[] = { { "kernel", "sda" } };
	static const struct wipe_raw_pair no_name[] = { { "devnum", "8:0" } };
	struct wipe_raw_device raw = { no_number, 1 };
	struct wipe_device dev;

	(void)state;
	assert_int_equal(wipe_device_classify(&raw, &dev, NULL), WIPE_E_FORMAT);
	raw.pairs = no_name;
	assert_int_equal(wipe_device_classify(&raw, &dev, NULL), WIPE_E_FORMAT);
}

/* Goal: any bytes as values: no crash, printable results. Seeded, so repeatable. */
static void random_values_do_no_harm(void **state)
{
	static const char *const keys[] = {
		"kernel",
		"node",
		"devnum",
		"devtype",
		"syspath",
		"attr:size",
		"attr:device/vpd_pg80",
		"attr:device/serial",
		"up:usb:serial",
		"up:scsi:vendor",
		"attr:wwid",
		"attr:queue/rotational",
	};
	char values[COUNT(keys)][400];
	struct wipe_raw_pair pairs[COUNT(keys)];
	struct wipe_raw_device raw = { pairs, COUNT(keys) };
	struct wipe_device dev;

	(void)state;
	srand(20261122);
	for (int round = 0; round < 20000 / (int)test_step(20); round++) {
		for (size_t i = 0; i < COUNT(keys); i++) {
			size_t length = (size_t)rand() % sizeof(values[i]);

			for (size_t k = 0; k < length; k++)
				values[i][k] =
					(char)(rand() % 3 ? '0' + rand() % 60 : rand() % 256);
			values[i][length == sizeof(values[i]) ? length - 1 : length] = '\0';
			pairs[i] = (struct wipe_raw_pair){ keys[i], values[i] };
		}
		if (round % 2) {
			pairs[0].value = "sdz";
			pairs[2].value = "8:0";
		}
		if (wipe_device_classify(&raw, &dev, NULL) != 0)
			continue;
		for (const char *at = dev.serial; *at; at++)
			assert_in_range(*at, 0x20, 0x7e);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(devices_are_what_their_facts_say),
		cmocka_unit_test(sizes_are_in_units_of_512),
		cmocka_unit_test(without_name_or_number_there_is_no_device),
		cmocka_unit_test(random_values_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
