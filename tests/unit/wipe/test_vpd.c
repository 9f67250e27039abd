/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SCSI vital product data: what drives answer, cut short, and made to mislead. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vpd.h"

#define ABSENT NULL

static const struct {
	const char *name, *hex, *serial;
} serials[] = {
	{ "a disk, blanks before", "00800006 2020 41423132", "  AB12" },
	{ "capital digits", "008000034A4B4C", "JKL" },
	{ "it says more than there is", "0080ffff 41424344", "ABCD" },
	{ "it says less than there is", "00800002 41424344", "AB" },
	{ "ends at a NUL", "00800004 41420043", "AB" },
	{ "control characters are handed on", "00800003 411b42",
	  "A\x1b"
	  "B" },
	{ "blanks only", "00800004 20202020", ABSENT },
	{ "nothing in it", "00800000", ABSENT },
	{ "its head alone is cut", "008000", ABSENT },
	{ "another page", "00830004 41424344", ABSENT },
	{ "no digits", "zz800004 41424344", ABSENT },
	{ "half a byte at the end", "00800004 41424", "AB" },
	{ "nothing", "", ABSENT },
};

static const struct {
	const char *name, *hex, *unit;
} units[] = {
	{ "NAA of the unit", "0083000c 01030008 5000c500a1b2c3d7", "naa.5000c500a1b2c3d7" },
	{ "of the port and of the target: not the unit's",
	  "00830018 61130008 5000c500a1b2c3d5 61230008 5000c500a1b2c3d4", ABSENT },
	{ "EUI-64", "0083000c 01020008 0025388abc012345", "eui.0025388abc012345" },
	{ "EUI-64 of 16 bytes before NAA of 8",
	  "00830020 01030008 5000c500a1b2c3d7 01020010 00112233445566778899aabbccddeeff",
	  "eui.00112233445566778899aabbccddeeff" },
	{ "NAA before T10, whatever comes first",
	  "00830018 02010008 4154412020202041 01030008 5000c500a1b2c3d7", "naa.5000c500a1b2c3d7" },
	{ "a T10 name alone", "0083000e 0201000a 41544120202020206162", "t10.ATA     ab" },
	{ "a name string before all", "00830017 01030008 5000c500a1b2c3d7 03080007 69716e2e612e62",
	  "iqn.a.b" },
	{ "a relative port number", "00830008 61140004 00000001", ABSENT },
	{ "NAA of a length that is none", "00830008 01030004 5000c500", ABSENT },
	{ "NAA of an unknown kind", "0083000c 01030008 9000c500a1b2c3d7", ABSENT },
	{ "a designator longer than the page", "0083000c 010300ff 5000c500a1b2c3d7", ABSENT },
	{ "the page says more than there is", "0083ffff 01030008 5000c500a1b2c3d7",
	  "naa.5000c500a1b2c3d7" },
	{ "the page says less: the designator is cut", "0083000b 01030008 5000c500a1b2c3d7",
	  ABSENT },
	{ "empty designators in front", "00830014 01030000 02010000 01030008 5000c500a1b2c3d7",
	  "naa.5000c500a1b2c3d7" },
	{ "an empty designator at the end", "00830004 01030000", ABSENT },
	{ "a head without content", "00830003 010300", ABSENT },
	{ "a blank name", "00830008 02010004 20202020", ABSENT },
	{ "control characters in a name", "00830008 02010004 411b5b42", "t10.A?[B" },
	{ "serial page", "0080000c 01030008 5000c500a1b2c3d7", ABSENT },
	{ "nothing", "", ABSENT },
};

static const char *without_blanks(const char *hex)
{
	static char out[512];
	size_t used = 0;

	for (; *hex; hex++)
		if (*hex != ' ')
			out[used++] = *hex;
	out[used] = '\0';
	return out;
}

static void serials_are_read(void **state)
{
	char out[64];

	(void)state;
	for (size_t i = 0; i < COUNT(serials); i++) {
		bool found = vpd_serial(without_blanks(serials[i].hex), out, sizeof(out));

		print_message("%s\n", serials[i].name);
		assert_int_equal(found, serials[i].serial != ABSENT);
		if (found)
			assert_string_equal(out, serials[i].serial);
	}
	assert_false(vpd_serial(NULL, out, sizeof(out)));
}

static void units_are_named(void **state)
{
	char out[128];

	(void)state;
	for (size_t i = 0; i < COUNT(units); i++) {
		bool found = vpd_unit_name(without_blanks(units[i].hex), out, sizeof(out));

		print_message("%s\n", units[i].name);
		assert_string_equal(out, units[i].unit ? units[i].unit : "");
		assert_int_equal(found, units[i].unit != ABSENT);
	}
	assert_false(vpd_unit_name(NULL, out, sizeof(out)));
}

/* A name cut to the room would be another's. */
static void a_name_that_does_not_fit_is_none(void **state)
{
	char out[20];

	(void)state;
	assert_false(vpd_unit_name("0083000c010300085000c500a1b2c3d7", out, sizeof(out)));
	assert_string_equal(out, "");
	assert_true(vpd_unit_name("0083001a" /* a name of 10, after the NAA that does not fit */
				  "010300085000c500a1b2c3d7"
				  "0201000a41544120202020206162",
				  out, sizeof(out)));
	assert_string_equal(out, "t10.ATA     ab");
}

/* Goal: every page cut at every place, and with every byte replaced: no crash, bounded text. */
static void pages_may_be_anything(void **state)
{
	char hex[2 * 300 + 1], out[128];

	(void)state;
	srand(20261125);
	for (int round = 0; round < 20000; round++) {
		size_t bytes = (size_t)rand() % 300;

		strcpy(hex, round % 2 ? "00830120" : "00800120");
		for (size_t i = 4; i < bytes; i++)
			snprintf(hex + 2 * i, 3, "%02x",
				 (unsigned int)(rand() % 3 ? rand() % 9 : rand() % 256));
		if (bytes < 4)
			hex[2 * bytes] = '\0';
		if (vpd_unit_name(hex, out, sizeof(out)))
			assert_in_range(strlen(out), 1, sizeof(out) - 1);
		if (vpd_serial(hex, out, sizeof(out)))
			assert_in_range(strlen(out), 1, sizeof(out) - 1);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(serials_are_read),
		cmocka_unit_test(units_are_named),
		cmocka_unit_test(a_name_that_does_not_fit_is_none),
		cmocka_unit_test(pages_may_be_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
