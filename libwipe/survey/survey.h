/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the probes of the survey share: folders read within bounds, findings. */
#ifndef SURVEY_SURVEY_H
#define SURVEY_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include <wipe/machine.h>

#include "reasons.h"

/* Room for a path below the root. */
#define SURVEY_PATH_BYTES 1024
/* For an attribute that is compared: an NVMe wwid made of model and serial has up to 145. */
#define SURVEY_VALUE_BYTES 256

struct survey {
	const char *root;
	struct wipe_machine_survey *found;
	size_t room;
	size_t entries_read; /* of all folders so far */
	bool no_memory;
	struct wipe_machine_finding spare; /* filled when there is no room: thrown away */
};

/* A folder's entries in the order of strverscmp, without those that begin with a stop. */
struct survey_names {
	char **items;
	size_t count;
};

/*
 * Reads a folder's names; none if it does not exist. If it cannot be read, or holds
 * more than the survey reads, that is noted as the survey's doubt. *names is always
 * set and is the caller's: SURVEY_NAMES struct survey_names names = { 0 };
 */
void survey_names_read(struct survey *survey, const char *folder, struct survey_names *names);
void survey_names_free(struct survey_names *names);
#define SURVEY_NAMES __attribute__((cleanup(survey_names_free)))

/* How many entries of the folder begin with prefix and then a digit (prefix "": a digit). */
size_t survey_count(struct survey *survey, const char *folder, const char *prefix);

/* Does name begin with prefix and then a digit? */
bool survey_is_numbered(const char *name, const char *prefix);

/* folder "/" name; false if it is longer than a path may be. */
bool survey_join(char out[SURVEY_PATH_BYTES], const char *folder, const char *name);

/* Cuts the last component off; false at the top. */
bool survey_parent(char *path);

/*
 * What a class folder is about: .../ata1/link1 of /sys/class/ata_link/link1, which is
 * .../ata1/link1/ata_link/link1.
 */
bool survey_class_owner(const struct survey *survey, const char *path,
			char owner[SURVEY_PATH_BYTES]);

/* Notes why the verdict cannot be "complete"; the first doubt stays. */
void survey_doubt(struct survey *survey, const char *doubt, const char *where);

/*
 * A new finding about what lies at path: name, sysfs_path and driver are filled, and
 * all that the reason says. The rest is the caller's. Never NULL.
 */
struct wipe_machine_finding *survey_add(struct survey *survey, enum wipe_machine_kind kind,
					enum machine_reason reason, const char *what,
					const char *path);

/* Copies an attribute into a field of a finding, cut if need be; "" if there is none. */
void survey_copy(const struct survey *survey, const char *path, const char *attribute, char *out,
		 size_t out_bytes);
#define SURVEY_COPY(survey, path, attribute, field) \
	survey_copy(survey, path, attribute, field, sizeof(field))

/* detail becomes "ATTRIBUTE=VALUE" if there is such an attribute. */
void survey_detail(const struct survey *survey, const char *path, const char *attribute,
		   struct wipe_machine_finding *finding);

/* Is the attribute there, with exactly this text? */
bool survey_says(const struct survey *survey, const char *path, const char *attribute,
		 const char *text);

/* The doubts by number, for whoever documents them; NULL past the end. */
const char *survey_doubt_name(size_t index);

/* A driver that only keeps a device from others (vfio and the like). */
bool survey_is_placeholder_driver(const char *driver);

/*
 * The probes: each looks at one entry of a folder, at path, which may be a link.
 * Those about one thing are in one file, which is named after it.
 */
void machine_block_look(struct survey *survey, const char *path, const char *name);
void machine_scsi_look(struct survey *survey, const char *path, const char *name);
void machine_raid_volume_look(struct survey *survey, const char *path, const char *name);
void machine_ata_link_look(struct survey *survey, const char *path, const char *name);
void machine_ata_port_look(struct survey *survey, const char *path, const char *name);
void machine_sas_look(struct survey *survey, const char *path, const char *name);
void machine_nvme_look(struct survey *survey, const char *path, const char *name);
void machine_mmc_look(struct survey *survey, const char *path, const char *name);
void machine_pci_look(struct survey *survey, const char *path, const char *name);
void machine_pci_slot_look(struct survey *survey, const char *path, const char *name);
void machine_platform_look(struct survey *survey, const char *path, const char *name);
void machine_virtio_look(struct survey *survey, const char *path, const char *name);
void machine_usb_look(struct survey *survey, const char *path, const char *name);
void machine_thunderbolt_look(struct survey *survey, const char *path, const char *name);
void machine_nvdimm_look(struct survey *survey, const char *path, const char *name);
void machine_nfit_look(struct survey *survey, const char *path, const char *name);
void machine_mtd_look(struct survey *survey, const char *path, const char *name);
void machine_bus_look(struct survey *survey, const char *path, const char *name);
void machine_cxl_look(struct survey *survey, const char *path, const char *name);
void machine_enclosure_look(struct survey *survey, const char *path, const char *name);

/* Parts of the block probe that are a topic of their own. */
void machine_optical_add(struct survey *survey, const char *path);
void machine_disk_add(struct survey *survey, const char *path, const char *real);

#endif
