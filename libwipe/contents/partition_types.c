/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GUIDs: UEFI specification 2.10, 5.3.3; UAPI group, Discoverable Partitions
 * Specification; Microsoft, PARTITION_INFORMATION_GPT; Apple TN2166; list of
 * types in Wikipedia, "GUID Partition Table". MBR types: Andries Brouwer's list.
 */
#include "partition_types.h"

#include <stddef.h>
#include <strings.h>

static const struct {
	const char *guid;
	const char *name;
} guids[] = {
	{ "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "EFI system" },
	{ "024dee41-33e7-11d3-9d69-0008c781f39f", "MBR partition scheme" },
	{ "21686148-6449-6e6f-744e-656564454649", "BIOS boot" },
	{ "bc13c2ff-59e6-4262-a352-b275fd6f7172", "Linux extended boot" },
	/* Microsoft; a BitLocker volume is basic data */
	{ "e3c9e316-0b5c-4db8-817d-f92df00215ae", "Microsoft reserved" },
	{ "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "Microsoft basic data" },
	{ "5808c8aa-7e8f-42e0-85d2-e1e90434cfb3", "Microsoft LDM metadata" },
	{ "af9b60a0-1431-4f62-bc68-3311714a69ad", "Microsoft LDM data" },
	{ "de94bba4-06d1-4d40-a16a-bfd50179d6ac", "Windows recovery" },
	{ "e75caf8f-f680-4cee-afa3-b001e56efc2d", "Microsoft Storage Spaces" },
	{ "558d43c5-a1ac-43c0-aac8-d1472b2923d1", "Microsoft Storage Replica" },
	/* Linux */
	{ "0fc63daf-8483-4772-8e79-3d69d8477de4", "Linux data" },
	{ "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "Linux swap" },
	{ "e6d6d379-f507-44c2-a23c-238f2a3df928", "Linux LVM" },
	{ "a19d880f-05fc-4d3b-a006-743f0f84911e", "Linux RAID" },
	{ "ca7d7ccb-63ed-4c53-861c-1742536059cc", "Linux LUKS" },
	{ "7ffec5c9-2d00-49b7-8941-3ea10a5586b7", "Linux plain dm-crypt" },
	{ "8da63339-0007-60c0-c436-083ac8230908", "Linux reserved" },
	{ "933ac7e1-2eb4-4f13-b844-0e14e2aef915", "Linux home" },
	{ "773f91ef-66d4-49b5-bd83-d683bf40ad16", "Linux user's home" },
	{ "3b8f8425-20e0-4f3b-907f-1a25a76f98e8", "Linux server data" },
	{ "4d21b016-b534-45c2-a9fb-5c16e091fd2d", "Linux variable data" },
	{ "7ec6f557-3bc5-4aca-b293-16ef5df639d1", "Linux temporary data" },
	{ "44479540-f297-41b2-9af7-d131d5f0458a", "Linux root (x86)" },
	{ "4f68bce3-e8cd-4db1-96e7-fbcaf984b709", "Linux root (x86-64)" },
	{ "69dad710-2ce4-4e3c-b16c-21a1d49abed3", "Linux root (ARM)" },
	{ "b921b045-1df0-41c3-af44-4c6f280d3fae", "Linux root (ARM-64)" },
	{ "72ec70a6-cf74-40e6-bd49-4bda08e8f224", "Linux root (RISC-V-64)" },
	{ "8484680c-9521-48c6-9c11-b0720656f69e", "Linux /usr (x86-64)" },
	{ "b0e01050-ee5f-4390-949a-9101b17104e9", "Linux /usr (ARM-64)" },
	{ "2c7357ed-ebd2-46d9-aec1-23d437ec2bf5", "Linux root verity (x86-64)" },
	{ "77ff5f63-e7b6-4633-acf4-1565b864c0e6", "Linux /usr verity (x86-64)" },
	/* Apple */
	{ "7c3457ef-0000-11aa-aa11-00306543ecac", "Apple APFS" },
	{ "48465300-0000-11aa-aa11-00306543ecac", "Apple HFS/HFS+" },
	{ "53746f72-6167-11aa-aa11-00306543ecac", "Apple Core Storage (FileVault 2)" },
	{ "52414944-0000-11aa-aa11-00306543ecac", "Apple RAID" },
	{ "52414944-5f4f-11aa-aa11-00306543ecac", "Apple RAID, offline" },
	{ "426f6f74-0000-11aa-aa11-00306543ecac", "Apple boot" },
	{ "4c616265-6c00-11aa-aa11-00306543ecac", "Apple label" },
	{ "55465300-0000-11aa-aa11-00306543ecac", "Apple UFS" },
	{ "5265636f-7665-11aa-aa11-00306543ecac", "Apple TV recovery" },
	{ "69646961-6700-11aa-aa11-00306543ecac", "Apple silicon boot" },
	{ "52637672-7900-11aa-aa11-00306543ecac", "Apple silicon recovery" },
	/* Solaris, BSD */
	{ "6a898cc3-1dd2-11b2-99a6-080020736631", "Solaris /usr, Apple ZFS" },
	{ "6a945a3b-1dd2-11b2-99a6-080020736631", "Solaris reserved" },
	{ "6a85cf4d-1dd2-11b2-99a6-080020736631", "Solaris root" },
	{ "6a87c46f-1dd2-11b2-99a6-080020736631", "Solaris swap" },
	{ "83bd6b9d-7f41-11dc-be0b-001560b84f0f", "FreeBSD boot" },
	{ "516e7cb4-6ecf-11d6-8ff8-00022d09712b", "FreeBSD data" },
	{ "516e7cb5-6ecf-11d6-8ff8-00022d09712b", "FreeBSD swap" },
	{ "516e7cb6-6ecf-11d6-8ff8-00022d09712b", "FreeBSD UFS" },
	{ "516e7cba-6ecf-11d6-8ff8-00022d09712b", "FreeBSD ZFS" },
	{ "824cc7a0-36a8-11e3-890a-952519ad3f61", "OpenBSD data" },
	{ "49f48d32-b10e-11dc-b99b-0019d1879648", "NetBSD swap" },
	{ "49f48d5a-b10e-11dc-b99b-0019d1879648", "NetBSD FFS" },
	/* others */
	{ "fe3a2a5d-4f32-41a7-b725-accc3285a309", "ChromeOS kernel" },
	{ "3cb8e202-3b7e-47dd-8a3c-7ff2a13cfcec", "ChromeOS root" },
	{ "2e0a753d-9e48-43b0-8337-b15192cb1b5e", "ChromeOS reserved" },
	{ "aa31e02a-400f-11db-9590-000c2911d1b8", "VMware VMFS" },
	{ "9d275380-40ad-11db-bf97-000c2911d1b8", "VMware diagnostics" },
	{ "9198effc-31c0-11db-8f78-000c2911d1b8", "VMware reserved" },
	{ "381cfccc-7288-11e0-92ee-000c2911d0b2", "VMware vSAN" },
	{ "4fbd7e29-9d25-41b8-afd0-062c0ceff05d", "Ceph OSD" },
	{ "45b0969e-9b03-4f30-b4c6-b4b80ceff106", "Ceph journal" },
	{ "37affc90-ef7d-4e96-91c3-2d7ae055b174", "IBM GPFS" },
	{ "d3bfe2de-3daf-11df-ba40-e3a556d89593", "Intel Rapid Start" },
	{ "9e1a2d38-c612-4316-aa26-8b49521e5a8b", "PowerPC PReP boot" },
	{ "bfbfafe7-a34f-448a-9a5b-6213eb736c22", "Lenovo boot" },
	{ "f4019732-066e-4e12-8273-346c5641494f", "Sony boot" },
	/* Apple partition map: names of its own */
	{ "Apple_partition_map", "Apple partition map" },
	{ "Apple_HFS", "Apple HFS/HFS+" },
	{ "Apple_Free", "free space" },
};

static const struct {
	unsigned int code;
	const char *name;
} codes[] = {
	{ 0x01, "FAT12" },
	{ 0x04, "FAT16 below 32 MB" },
	{ 0x05, "extended" },
	{ 0x06, "FAT16" },
	{ 0x07, "NTFS/exFAT/HPFS" },
	{ 0x0b, "FAT32" },
	{ 0x0c, "FAT32 (LBA)" },
	{ 0x0e, "FAT16 (LBA)" },
	{ 0x0f, "extended (LBA)" },
	{ 0x11, "hidden FAT12" },
	{ 0x12, "Compaq diagnostics" },
	{ 0x14, "hidden FAT16 below 32 MB" },
	{ 0x16, "hidden FAT16" },
	{ 0x17, "hidden NTFS/HPFS" },
	{ 0x1b, "hidden FAT32" },
	{ 0x1c, "hidden FAT32 (LBA)" },
	{ 0x1e, "hidden FAT16 (LBA)" },
	{ 0x27, "Windows recovery" },
	{ 0x39, "Plan 9" },
	{ 0x41, "PowerPC PReP boot" },
	{ 0x42, "Microsoft dynamic disk" },
	{ 0x63, "GNU Hurd or SysV" },
	{ 0x81, "Minix" },
	{ 0x82, "Linux swap" }, /* and Solaris of old */
	{ 0x83, "Linux data" },
	{ 0x84, "Intel hibernation" },
	{ 0x85, "Linux extended" },
	{ 0x86, "NTFS volume set" },
	{ 0x87, "NTFS volume set" },
	{ 0x8e, "Linux LVM" },
	{ 0xa0, "hibernation" },
	{ 0xa5, "FreeBSD" },
	{ 0xa6, "OpenBSD" },
	{ 0xa8, "Apple UFS" },
	{ 0xa9, "NetBSD" },
	{ 0xab, "Apple boot" },
	{ 0xaf, "Apple HFS/HFS+" },
	{ 0xbe, "Solaris boot" },
	{ 0xbf, "Solaris" },
	{ 0xda, "data without file system" },
	{ 0xde, "Dell utility" },
	{ 0xea, "Linux extended boot" },
	{ 0xee, "GPT protective" },
	{ 0xef, "EFI system" },
	{ 0xfb, "VMware VMFS" },
	{ 0xfc, "VMware VMKCORE" },
	{ 0xfd, "Linux RAID" },
};

const char *partition_type_name_guid(const char *guid)
{
	for (size_t i = 0; i < sizeof(guids) / sizeof(guids[0]); i++)
		if (strcasecmp(guids[i].guid, guid) == 0)
			return guids[i].name;
	return NULL;
}

const char *partition_type_name_mbr(unsigned int code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].code == code)
			return codes[i].name;
	return NULL;
}
