/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "luks_sample.h"

#include <string.h>

#define MIB (UINT64_C(1) << 20)

const struct wipe_device luks_disk = {
	.kind = WIPE_KIND_DEVICE,
	.node = "/dev/sdd",
	.name = "sdd",
	.vendor = "ATA",
	.model = "WDC WD10EZEX-08WN4A0",
	.firmware = "02.01A02",
	.serial = "WD-WCC6Y1111111",
	.serial_source = WIPE_SERIAL_VPD,
	.serial_plausible = true,
	.wwn = "0x50014ee2b1111111",
	.wwn_source = WIPE_WWN_UDEV,
	.bus = WIPE_BUS_ATA,
	.controller = "host0",
	.bus_path = "/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sdd",
	.media = WIPE_MEDIA_HDD,
	.media_reason = "rotational=1",
	.capacity_bytes = 64 * MIB,
	.logical_block_bytes = 512,
	.physical_block_bytes = 4096,
};

const struct wipe_device luks_ssd = {
	.kind = WIPE_KIND_DEVICE,
	.node = "/dev/nvme0n1",
	.name = "nvme0n1",
	.model = "Example NVMe SSD 512",
	.firmware = "EX01",
	.serial = "EXN512-0000042",
	.serial_source = WIPE_SERIAL_SYSFS,
	.serial_plausible = true,
	.wwn = "eui.0025385b00000042",
	.wwn_source = WIPE_WWN_NVME_EUI64,
	.bus = WIPE_BUS_NVME,
	.controller = "nvme0",
	.bus_path = "/sys/devices/pci0000:00/0000:00:1d.0/nvme/nvme0/nvme0n1",
	.namespace_id = 1,
	.media = WIPE_MEDIA_SSD,
	.media_reason = "rotational=0",
	.capacity_bytes = 64 * MIB,
	.logical_block_bytes = 512,
	.physical_block_bytes = 512,
};

static const struct wipe_device stick = {
	.kind = WIPE_KIND_DEVICE,
	.node = "/dev/sde",
	.name = "sde",
	.vendor = "Example",
	.model = "USB Memory",
	.firmware = "1.00",
	.serial = "EX000000004711",
	.serial_source = WIPE_SERIAL_BRIDGE,
	.serial_plausible = true,
	.bus = WIPE_BUS_USB,
	.bridge = "0781:5567 Example USB Memory",
	.bridge_serial = "EX000000004711",
	.bus_path = "/sys/devices/pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host6/block/sde",
	.media = WIPE_MEDIA_USB_FLASH,
	.media_reason = "usb, removable=1",
	.capacity_bytes = 32 * MIB,
	.logical_block_bytes = 512,
	.physical_block_bytes = 512,
};

/* As cryptsetup 2.6 makes it: a passphrase, one that a TPM keeps, one of no segment. */
static const struct wipe_luks luks2 = {
	.version = 2,
	.uuid = "6f1a2b3c-4d5e-4f60-8172-8394a5b6c7d8",
	.label = "\xe5\x8f\x97\xe9\xa0\x98\xe3\x83\x87\xe3\x83\xbc\xe3\x82\xbf",
	.copies = { WIPE_LUKS_COPY_GOOD, WIPE_LUKS_COPY_GOOD },
	.copy_bytes = 16384,
	.area_bytes = 16 * MIB,
	.data_offset_bytes = 16 * MIB,
	.slot_count = 3,
	.slots = { { .offset_bytes = 32768,
		     .length_bytes = 258048,
		     .key_bytes = 64,
		     .kdf = "argon2id" },
		   { .number = 1,
		     .offset_bytes = 290816,
		     .length_bytes = 258048,
		     .key_bytes = 64,
		     .kdf = "pbkdf2" },
		   { .number = 4,
		     .kind = WIPE_LUKS_SLOT_UNBOUND,
		     .offset_bytes = 548864,
		     .length_bytes = 131072,
		     .key_bytes = 32,
		     .kdf = "argon2id" } },
	.token_count = 1,
	.tokens = { { .slots = 2, .type = "systemd-tpm2" } },
	.segment_count = 1,
	.segments = { { .type = "crypt",
			.cipher = "aes-xts-plain64",
			.offset_bytes = 16 * MIB,
			.length_bytes = WIPE_LUKS_TO_THE_END } },
};

static const struct wipe_luks luks1 = {
	.version = 1,
	.uuid = "0e9d8c7b-6a59-4838-9726-15f4e3d2c1b0",
	.copies = { WIPE_LUKS_COPY_GOOD },
	.copy_bytes = 592,
	.area_bytes = 2 * MIB,
	.data_offset_bytes = 2 * MIB,
	.slot_count = 1,
	.slots = { { .offset_bytes = 4096,
		     .length_bytes = 256000,
		     .key_bytes = 64,
		     .kdf = "pbkdf2" } },
	.segment_count = 1,
	.segments = { { .type = "crypt",
			.cipher = "aes-xts-plain64",
			.offset_bytes = 2 * MIB,
			.length_bytes = WIPE_LUKS_TO_THE_END } },
};

static void answer(struct wipe_crypto *crypto, enum wipe_answered_by by)
{
	crypto->answered_by = by;
	for (unsigned int i = 0; i < WIPE_CONDITIONS; i++)
		crypto->answers[i] = WIPE_ANSWER_YES;
	crypto->copies_complete = true;
}

static void put_first(struct wipe_crypto *crypto)
{
	crypto->volumes[0] = (struct wipe_volume){ .offset_bytes = 2 * MIB,
						   .length_bytes = 40 * MIB,
						   .partition_number = 2,
						   .luks = luks2 };
	crypto->volume_count = 1;
}

void luks_sample_whole(struct wipe_crypto *crypto)
{
	put_first(crypto);
	crypto->volumes[1] = (struct wipe_volume){ .offset_bytes = 42 * MIB,
						   .length_bytes = 21 * MIB,
						   .partition_number = 3,
						   .luks = luks1 };
	crypto->volume_count = 2;
	answer(crypto, WIPE_ANSWERED_BY_PROMPT);
}

void luks_sample_open(struct wipe_crypto *crypto)
{
	put_first(crypto);
	crypto->copies_complete = true;
}

void luks_sample_partition(struct wipe_crypto *crypto)
{
	put_first(crypto);
	answer(crypto, WIPE_ANSWERED_BY_FILE);
	crypto->scope_partition = 2;
	crypto->scope_offset_bytes = 2 * MIB;
	crypto->scope_bytes = 40 * MIB;
}

void luks_sample_detached(struct wipe_crypto *crypto)
{
	struct wipe_volume *volume = &crypto->volumes[0];

	*volume = (struct wipe_volume){ .length_bytes = 64 * MIB, .luks = luks2 };
	volume->luks.is_detached = true;
	memset(volume->luks.label, 0, sizeof(volume->luks.label));
	volume->luks.data_offset_bytes = volume->luks.segments[0].offset_bytes = 0;
	crypto->volume_count = 1;
	crypto->is_detached = true;
	crypto->header = stick;
	answer(crypto, WIPE_ANSWERED_BY_PROMPT);
}

void luks_sample_copied(struct wipe_crypto *crypto)
{
	put_first(crypto);
	answer(crypto, WIPE_ANSWERED_BY_PROMPT);
	crypto->answers[WIPE_CONDITION_NO_HEADER_BACKUP] = WIPE_ANSWER_NO;
	crypto->answers[WIPE_CONDITION_NO_RECOVERY_KEY] = WIPE_ANSWER_UNKNOWN;
	strcpy(crypto->copies[0].node, "/dev/sde1");
	strcpy(crypto->copies[0].serial, stick.serial);
	crypto->copy_count = 1;
}

void luks_sample_overwrite(struct wipe_crypto *crypto)
{
	luks_sample_whole(crypto);
	crypto->then_overwrite = true;
}

void luks_sample_overwrite_detached(struct wipe_crypto *crypto)
{
	luks_sample_detached(crypto);
	crypto->then_overwrite = true;
}

void luks_sample_unreadable(struct wipe_report *report)
{
	report->volumes[0].unreadable_bytes = MIB;
	report->volumes[0].bytes_verified -= MIB;
	report->volumes[0].slots_changed--;
}

void luks_sample_differing(struct wipe_report *report)
{
	report->volumes[0].mismatch_bytes = 512;
	report->volumes[0].bytes_verified -= 512;
}

void luks_sample_interrupted(struct wipe_report *report)
{
	report->interrupted = true;
	report->verify_completed = false;
	report->passes_completed = 0;
	report->bytes_written = MIB;
	report->bytes_to_verify = report->bytes_verified = 0;
}
