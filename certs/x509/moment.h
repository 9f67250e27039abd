/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef X509_MOMENT_H
#define X509_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "der.h"

/*
 * Time of RFC 5652, 11.3: UTCTime from 1950 through 2049, GeneralizedTime of
 * whole seconds for other years. False: another type or form, or no date of the
 * calendar.
 */
bool moment_parse(const struct der_element *element, int64_t *time_s);

/*
 * genTime of RFC 3161, 2.4.2: GeneralizedTime of any year, with a fraction of a
 * second that ends in no zero. The fraction is left off.
 */
bool moment_parse_fine(struct der_slice body, int64_t *time_s);

#endif
