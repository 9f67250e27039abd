/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The survey: every probe of the table looks at every entry of its folder. What is
 * told as accounted for, and why, is in reasons.c; the verdict is computed
 * here, from the findings alone.
 */
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "sysfs.h"
#include "text.h"

struct machine_probe {
	const char *folder;
	void (*look)(struct survey *survey, const char *path, const char *name);
};

static const struct machine_probe probes[] = {
	{ "/sys/block", machine_block_look },
	{ "/sys/bus/scsi/devices", machine_scsi_look },
	{ "/sys/class/raid_devices", machine_raid_volume_look },
	{ "/sys/class/ata_link", machine_ata_link_look },
	{ "/sys/class/ata_port", machine_ata_port_look },
	{ "/sys/class/sas_end_device", machine_sas_look },
	{ "/sys/class/nvme", machine_nvme_look },
	{ "/sys/class/mmc_host", machine_mmc_look },
	{ "/sys/class/mtd", machine_mtd_look },
	{ "/sys/class/enclosure", machine_enclosure_look },
	{ "/sys/bus/nd/devices", machine_nvdimm_look },
	{ "/sys/firmware/acpi/tables", machine_nfit_look },
	{ "/sys/bus/pci/devices", machine_pci_look },
	{ "/sys/bus/pci/slots", machine_pci_slot_look },
	{ "/sys/bus/platform/devices", machine_platform_look },
	{ "/sys/bus/virtio/devices", machine_virtio_look },
	{ "/sys/bus/usb/devices", machine_usb_look },
	{ "/sys/bus/thunderbolt/devices", machine_thunderbolt_look },
	{ "/sys/bus/cxl/devices", machine_cxl_look },
	{ "/sys/bus/spi/devices", machine_bus_look },
	{ "/sys/bus/memstick/devices", machine_bus_look },
	{ "/sys/bus/firewire/devices", machine_bus_look },
	{ "/sys/bus/pcmcia/devices", machine_bus_look },
};

/* Folders of which a machine has at least one, filled, whatever else it lacks. */
static const char *const buses[] = {
	"/sys/bus/pci/devices",
	"/sys/bus/platform/devices",
	"/sys/bus/virtio/devices",
};

static void run_probe(struct survey *survey, const struct machine_probe *probe)
{
	SURVEY_NAMES struct survey_names names = { 0 };
	char path[SURVEY_PATH_BYTES];

	survey_names_read(survey, probe->folder, &names);
	for (size_t i = 0; i < names.count; i++)
		if (survey_join(path, probe->folder, names.items[i]))
			probe->look(survey, path, names.items[i]);
}

static void check_ground(struct survey *survey)
{
	size_t entries = 0;

	if (!sysfs_exists(survey->root, "/sys/block", "")) {
		survey_doubt(survey, "no-sysfs", "/sys/block");
		return;
	}
	for (size_t i = 0; i < sizeof(buses) / sizeof(buses[0]); i++) {
		SURVEY_NAMES struct survey_names names = { 0 };

		survey_names_read(survey, buses[i], &names);
		entries += names.count;
	}
	if (!entries)
		survey_doubt(survey, "no-hardware", "/sys/bus");
}

static int compare_findings(const void *a, const void *b)
{
	const struct wipe_machine_finding *first = a, *second = b;
	int order = (int)first->kind - (int)second->kind;

	if (!order)
		order = strverscmp(first->name, second->name);
	if (!order)
		order = strcmp(first->sysfs_path, second->sysfs_path);
	return order ? order : strcmp(first->reason, second->reason);
}

static void conclude(struct wipe_machine_survey *found)
{
	if (found->count)
		qsort(found->items, found->count, sizeof(*found->items), compare_findings);
	for (size_t i = 0; i < found->count; i++) {
		const struct wipe_machine_finding *finding = &found->items[i];

		found->unaccounted += !finding->accounted;
		found->disks += finding->state == WIPE_MACHINE_VISIBLE &&
				(finding->kind == WIPE_MACHINE_DISK ||
				 finding->kind == WIPE_MACHINE_NVDIMM);
	}
	if (found->unaccounted)
		found->verdict = WIPE_MACHINE_INCOMPLETE;
	else
		found->verdict = found->doubt ? WIPE_MACHINE_UNKNOWN : WIPE_MACHINE_COMPLETE;
}

int wipe_machine_survey(const char *root, struct wipe_machine_survey **survey,
			struct wipe_error *err)
{
	struct wipe_machine_survey *found = calloc(1, sizeof(*found));
	struct survey run = { .root = root, .found = found };

	*survey = NULL;
	if (!found)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	found->doubt_text = "";
	check_ground(&run);
	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++)
		run_probe(&run, &probes[i]);
	if (run.no_memory) {
		wipe_machine_survey_free(found);
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	conclude(found);
	*survey = found;
	return 0;
}

void wipe_machine_survey_free(struct wipe_machine_survey *survey)
{
	if (!survey)
		return;
	free(survey->items);
	free(survey);
}
