/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens in nearly every case, in one call each. */
#ifndef CASE_STEPS_H
#define CASE_STEPS_H

#include "case_scene.h"

struct case_id {
	char text[WIPECERT_ID_BYTES];
};
/* What the scene calls an id only until the next record. */
struct case_id case_kept(const char *id);

/* word: one more thing to say, as of case_scene_act(). */
struct case_id case_receive(struct case_scene *scene, struct wipecert_case *opened,
			    const char *label, const char *word);
/* Of a device to be brought in. */
struct case_id case_permit(struct case_scene *scene, struct wipecert_case *opened,
			   const char *label, const char *serial);
/* Of a copy of parent, until 2026-06-02. */
struct case_id case_permit_copy(struct case_scene *scene, struct wipecert_case *opened,
				const char *label, const char *parent);
struct case_id case_copy_out(struct case_scene *scene, struct wipecert_case *opened,
			     const char *item, const char *serial);
/* An officer accepts. */
void case_confirm(struct case_scene *scene, struct wipecert_case *opened, const char *about);
/* A return, confirmed. */
void case_give_back(struct case_scene *scene, struct wipecert_case *opened, const char *item);
/* About the item; word: another one of the act, or NULL. */
struct case_id case_open_incident(struct case_scene *scene, struct wipecert_case *opened,
				  const char *item, const char *word);
/* Of the item, nothing else. */
void case_assert_lacks(const struct wipecert_case *opened, struct case_id item, unsigned int lacks);
/* What the rules say of it; it is added if that is nothing. */
enum wipecert_fault case_try(struct case_scene *scene, struct wipecert_case *opened, enum person by,
			     struct case_id item, struct wipecert_act *act);

#endif
