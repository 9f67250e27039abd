/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a case wants returned before something may be erased or destroyed. */
#ifndef MASSHO_TOOLS_GO_BACK_H
#define MASSHO_TOOLS_GO_BACK_H

#include <wipecert/register.h>

/*
 * Behind a refusal (WIPECERT_FAULT_RETURN_FIRST): names what has to go back. item: its id, or "";
 * serial: of the medium, or "".
 */
void go_back_tell(const char *tool, const struct wipecert_case *opened, const char *item,
		  const char *serial);

#endif
