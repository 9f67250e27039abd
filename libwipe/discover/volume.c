/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume.h"

#include <stddef.h>
#include <string.h>

bool volume_names_itself(const char *model)
{
	static const char *const words[] = {
		"RAID",		  /* USB and SATA bridges, Areca, Marvell */
		"DELLBOSS",	  /* Dell BOSS-S1, S2 */
		"Dell BOSS",	  /* BOSS-N1 */
		"NS204",	  /* HPE boot device */
		"M.2 VD",	  /* Lenovo ThinkSystem M.2 mirroring kit */
		"LOGICAL VOLUME", /* HPE Smart Array */
		"Virtual Drive",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(model, words[i]))
			return true;
	return false;
}

/* Drives that a controller hands through keep names of their own. */
bool volume_is_made_by(const char *vendor, const char *model)
{
	static const struct {
		const char *vendor, *model; /* how they start */
	} makers[] = {
		{ "DELL", "PERC" }, { "LSI", "" }, /* MegaRAID, by whichever name the firm had */
		{ "AVAGO", "" },    { "BROADCOM", "" }, { "Areca", "" },   { "Adaptec", "" },
		{ "ASR", "" }, /* the same, by the card's name */
		{ "AMCC", "" },	    { "3ware", "" },	{ "LIO-ORG", "" }, /* targets of Linux, tgt, SCST */
		{ "IET", "" },	    { "SCST", "" },	{ "", "Linux" }, /* NVMe target */
	};

	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
		if (strncmp(vendor, makers[i].vendor, strlen(makers[i].vendor)) == 0 &&
		    strncmp(model, makers[i].model, strlen(makers[i].model)) == 0)
			return true;
	return false;
}
