/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stable identifiers of every enum that leaves the library. */
#include <string.h>

#include <wipe/device.h>
#include <wipe/plan.h>
#include <wipe/report.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *name_at(const char *const *table, size_t count, unsigned int value)
{
	return value < count ? table[value] : "unknown";
}

static bool parse_in(const char *const *table, size_t count, const char *text, unsigned int *value)
{
	for (unsigned int i = 0; text && i < count; i++) {
		if (strcmp(table[i], text) == 0) {
			*value = i;
			return true;
		}
	}
	return false;
}

#define NAMES(function, type, table)                                      \
	const char *function(type value)                                  \
	{                                                                 \
		return name_at(table, COUNT(table), (unsigned int)value); \
	}

#define PARSE(function, type, table)                              \
	bool function(const char *text, type *value)              \
	{                                                         \
		unsigned int index;                               \
                                                                  \
		if (!parse_in(table, COUNT(table), text, &index)) \
			return false;                             \
		*value = (type)index;                             \
		return true;                                      \
	}

static const char *const kinds[] = {
	[WIPE_KIND_DEVICE] = "device",
	[WIPE_KIND_IMAGE] = "image",
	[WIPE_KIND_FILE] = "file",
};
NAMES(wipe_kind_name, enum wipe_kind, kinds)

static const char *const buses[] = {
	[WIPE_BUS_UNKNOWN] = "unknown", [WIPE_BUS_ATA] = "ata",	  [WIPE_BUS_SCSI] = "scsi",
	[WIPE_BUS_USB] = "usb",		[WIPE_BUS_NVME] = "nvme", [WIPE_BUS_MMC] = "mmc",
	[WIPE_BUS_VIRTIO] = "virtio",	[WIPE_BUS_LOOP] = "loop", [WIPE_BUS_DM] = "dm",
	[WIPE_BUS_MD] = "md",		[WIPE_BUS_ZRAM] = "zram", [WIPE_BUS_VIRTUAL] = "virtual",
	[WIPE_BUS_FILE] = "file",
};
NAMES(wipe_bus_name, enum wipe_bus, buses)

static const char *const media[] = {
	[WIPE_MEDIA_UNKNOWN] = "unknown", [WIPE_MEDIA_HDD] = "hdd",
	[WIPE_MEDIA_SSD] = "ssd",	  [WIPE_MEDIA_USB_FLASH] = "usb-flash",
	[WIPE_MEDIA_SD] = "sd",		  [WIPE_MEDIA_EMMC] = "emmc",
	[WIPE_MEDIA_OPTICAL] = "optical", [WIPE_MEDIA_VIRTUAL] = "virtual",
};
NAMES(wipe_media_name, enum wipe_media, media)
PARSE(wipe_media_parse, enum wipe_media, media)

static const char *const serial_sources[] = {
	[WIPE_SERIAL_NONE] = "none",	     [WIPE_SERIAL_SYSFS] = "sysfs",
	[WIPE_SERIAL_VPD] = "scsi-vpd80",    [WIPE_SERIAL_UDEV] = "udev",
	[WIPE_SERIAL_BRIDGE] = "usb-bridge",
};
NAMES(wipe_serial_source_name, enum wipe_serial_source, serial_sources)

static const char *const serial_problems[] = {
	[WIPE_SERIAL_OK] = "none",
	[WIPE_SERIAL_ABSENT] = "absent",
	[WIPE_SERIAL_NOT_ASCII] = "not-ascii",
	[WIPE_SERIAL_TOO_SHORT] = "too-short",
	[WIPE_SERIAL_REPEATED] = "repeated",
	[WIPE_SERIAL_KNOWN] = "known",
	[WIPE_SERIAL_SHARED] = "shared",
};
NAMES(wipe_serial_problem_name, enum wipe_serial_problem, serial_problems)

static const char *const wwn_sources[] = {
	[WIPE_WWN_NONE] = "none",
	[WIPE_WWN_VPD83] = "scsi-vpd83",
	[WIPE_WWN_SYSFS] = "sysfs",
	[WIPE_WWN_NVME_NGUID] = "nvme-nguid",
	[WIPE_WWN_NVME_EUI64] = "nvme-eui64",
	[WIPE_WWN_NVME_UUID] = "nvme-uuid",
	[WIPE_WWN_MMC_CID] = "mmc-cid",
	[WIPE_WWN_UDEV] = "udev",
	[WIPE_WWN_BRIDGE] = "usb-bridge",
};
NAMES(wipe_wwn_source_name, enum wipe_wwn_source, wwn_sources)

static const char *const zones[] = {
	[WIPE_ZONED_NO] = "none",
	[WIPE_ZONED_HOST_AWARE] = "host-aware",
	[WIPE_ZONED_HOST_MANAGED] = "host-managed",
	[WIPE_ZONED_UNKNOWN] = "unknown",
};
NAMES(wipe_zoned_name, enum wipe_zoned, zones)

static const char *const layers[] = {
	[WIPE_LAYER_DEVICE] = "device", [WIPE_LAYER_PARTITION] = "partition",
	[WIPE_LAYER_CRYPT] = "crypt",	[WIPE_LAYER_LVM] = "lvm",
	[WIPE_LAYER_RAID] = "raid",	[WIPE_LAYER_LOOP] = "loop",
	[WIPE_LAYER_BCACHE] = "bcache", [WIPE_LAYER_MULTIPATH] = "multipath",
	[WIPE_LAYER_OTHER] = "other",
};
NAMES(wipe_layer_kind_name, enum wipe_layer_kind, layers)

static const char *const uses[] = {
	[WIPE_USE_MOUNTED] = "mounted",	    [WIPE_USE_SWAP] = "swap",
	[WIPE_USE_HELD] = "held",	    [WIPE_USE_OPENED] = "opened",
	[WIPE_USE_LOCKED] = "locked",	    [WIPE_USE_SYSTEM] = "system",
	[WIPE_USE_READ_ONLY] = "read-only",
};
NAMES(wipe_use_name, enum wipe_use_kind, uses)

static const char *const levels[] = {
	[WIPE_LEVEL_NONE] = "none",
	[WIPE_LEVEL_CLEAR] = "clear",
	[WIPE_LEVEL_PURGE] = "purge",
};
NAMES(wipe_level_name, enum wipe_level, levels)
PARSE(wipe_level_parse, enum wipe_level, levels)

static const char *const verify_modes[] = {
	[WIPE_VERIFY_FULL] = "full",
	[WIPE_VERIFY_SAMPLE] = "sample",
	[WIPE_VERIFY_NONE] = "none",
};
NAMES(wipe_verify_mode_name, enum wipe_verify_mode, verify_modes)
PARSE(wipe_verify_mode_parse, enum wipe_verify_mode, verify_modes)

static const char *const pass_kinds[] = {
	[WIPE_PASS_STREAM] = "stream",	 [WIPE_PASS_STREAM_COMPLEMENT] = "stream-complement",
	[WIPE_PASS_FILL] = "fill",	 [WIPE_PASS_FIRMWARE] = "firmware",
	[WIPE_PASS_ZEROOUT] = "zeroout",
};
NAMES(wipe_pass_kind_name, enum wipe_pass_kind, pass_kinds)
PARSE(wipe_pass_kind_parse, enum wipe_pass_kind, pass_kinds)

static const char *const verdicts[] = {
	[WIPE_VERDICT_ERASED_VERIFIED] = "erased-verified",
	[WIPE_VERDICT_ERASED_SAMPLED] = "erased-sampled",
	[WIPE_VERDICT_KEY_DESTROYED] = "key-destroyed",
	[WIPE_VERDICT_KEY_DESTROYED_OPEN] = "key-destroyed-open",
	[WIPE_VERDICT_ERASED_UNVERIFIED] = "erased-unverified",
	[WIPE_VERDICT_PARTIAL] = "partial",
	[WIPE_VERDICT_FAILED] = "failed",
	[WIPE_VERDICT_INTERRUPTED] = "interrupted",
};
NAMES(wipe_verdict_name, enum wipe_verdict, verdicts)
PARSE(wipe_verdict_parse, enum wipe_verdict, verdicts)

static const char *const area_kinds[] = {
	[WIPE_AREA_USER_LBA] = "user-lba",
	[WIPE_AREA_HIDDEN] = "hidden",
	[WIPE_AREA_REMAPPED] = "remapped",
	[WIPE_AREA_OVER_PROVISIONED] = "over-provisioned",
	[WIPE_AREA_CACHE] = "cache",
	[WIPE_AREA_OTHER_NAMESPACES] = "other-namespaces",
	[WIPE_AREA_BOOT_PARTITIONS] = "boot-partitions",
	[WIPE_AREA_BACKING_STORAGE] = "backing-storage",
	[WIPE_AREA_FILE_CONTENTS] = "file-contents",
	[WIPE_AREA_FILE_NAMES] = "file-names",
	[WIPE_AREA_JOURNAL] = "journal",
	[WIPE_AREA_FREE_SPACE] = "free-space",
	[WIPE_AREA_SWAP] = "swap-areas",
	[WIPE_AREA_OLD_KEYS] = "old-key-slots",
};
NAMES(wipe_area_kind_name, enum wipe_area_kind, area_kinds)

static const char *const area_states[] = {
	[WIPE_AREA_ERASED_VERIFIED] = "erased-verified",
	[WIPE_AREA_ERASED_SAMPLED] = "erased-sampled",
	[WIPE_AREA_KEY_DESTROYED] = "key-destroyed",
	[WIPE_AREA_CLAIMED_BY_FIRMWARE] = "claimed-by-firmware",
	[WIPE_AREA_NOT_REACHABLE] = "not-reachable",
	[WIPE_AREA_UNKNOWN] = "unknown",
	[WIPE_AREA_ABSENT] = "absent",
};
NAMES(wipe_area_state_name, enum wipe_area_state, area_states)

static const char *const phases[] = {
	[WIPE_PHASE_PREPARE] = "prepare", [WIPE_PHASE_WRITE] = "write",
	[WIPE_PHASE_FLUSH] = "flush",	  [WIPE_PHASE_VERIFY] = "verify",
	[WIPE_PHASE_DONE] = "done",	  [WIPE_PHASE_HASH] = "hash",
};
NAMES(wipe_phase_name, enum wipe_phase, phases)

static const char *const results[] = {
	[WIPE_RESULT_UNKNOWN] = "unknown",
	[WIPE_RESULT_PASS] = "pass",
	[WIPE_RESULT_FAIL] = "fail",
};
NAMES(wipe_result_name, enum wipe_result, results)

static const char *const answers[] = {
	[WIPE_ANSWER_UNKNOWN] = "unknown",
	[WIPE_ANSWER_NO] = "no",
	[WIPE_ANSWER_YES] = "yes",
};
NAMES(wipe_answer_name, enum wipe_answer, answers)
PARSE(wipe_answer_parse, enum wipe_answer, answers)

static const char *const answerers[] = {
	[WIPE_ANSWERED_BY_NOBODY] = "nobody",
	[WIPE_ANSWERED_BY_PROMPT] = "prompt",
	[WIPE_ANSWERED_BY_FILE] = "file",
};
NAMES(wipe_answered_by_name, enum wipe_answered_by, answerers)
