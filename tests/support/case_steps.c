/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case_steps.h"

#include <stdio.h>

#include "unit.h"

struct case_id case_kept(const char *id)
{
	struct case_id kept;

	snprintf(kept.text, sizeof(kept.text), "%s", id);
	return kept;
}

struct case_id case_receive(struct case_scene *scene, struct wipecert_case *opened,
			    const char *label, const char *word)
{
	char said[128];

	snprintf(said, sizeof(said), "thing/label=%s", label);
	return case_kept(case_scene_add(scene, opened, ENGINEER, NULL,
					case_scene_act(WIPECERT_RECEIVE, said, word, NULL)));
}

struct case_id case_permit(struct case_scene *scene, struct wipecert_case *opened,
			   const char *label, const char *serial)
{
	char said[128], of[128];

	snprintf(said, sizeof(said), "thing/label=%s", label);
	snprintf(of, sizeof(of), "thing/serial=%s", serial);
	return case_kept(case_scene_add(scene, opened, OFFICER, NULL,
					case_scene_act(WIPECERT_PERMIT, said, of, NULL)));
}

struct case_id case_permit_copy(struct case_scene *scene, struct wipecert_case *opened,
				const char *label, const char *parent)
{
	char said[128], of[128];

	snprintf(said, sizeof(said), "thing/label=%s", label);
	snprintf(of, sizeof(of), "parent=%s", parent);
	return case_kept(
		case_scene_add(scene, opened, OFFICER, NULL,
			       case_scene_act(WIPECERT_PERMIT, said, of, "thing/kind=files",
					      "purpose=copy-inside", "until=2026-06-02", NULL)));
}

struct case_id case_copy_out(struct case_scene *scene, struct wipecert_case *opened,
			     const char *item, const char *serial)
{
	char of[128];

	snprintf(of, sizeof(of), "serial=%s", serial);
	return case_kept(case_scene_add(scene, opened, ENGINEER, item,
					case_scene_act(WIPECERT_COPY_OUT, of, NULL)));
}

void case_confirm(struct case_scene *scene, struct wipecert_case *opened, const char *about)
{
	case_scene_answer(scene, opened, OFFICER, about, WIPECERT_ACCEPTED);
}

void case_give_back(struct case_scene *scene, struct wipecert_case *opened, const char *item)
{
	struct case_id id = case_kept(case_scene_add(scene, opened, ENGINEER, item,
						     case_scene_act(WIPECERT_RETURN, NULL)));

	case_confirm(scene, opened, id.text);
}

struct case_id case_open_incident(struct case_scene *scene, struct wipecert_case *opened,
				  const char *item, const char *word)
{
	char thing[64];

	snprintf(thing, sizeof(thing), "things/0=%s", item);
	return case_kept(case_scene_add(scene, opened, ENGINEER, NULL,
					case_scene_act(WIPECERT_INCIDENT, thing, word, NULL)));
}

void case_assert_lacks(const struct wipecert_case *opened, struct case_id item, unsigned int lacks)
{
	assert_int_equal(case_scene_item(opened, item.text).lacks, lacks);
}

enum wipecert_fault case_try(struct case_scene *scene, struct wipecert_case *opened, enum person by,
			     struct case_id item, struct wipecert_act *act)
{
	scene->lenient = true;
	case_scene_add(scene, opened, by, item.text, act);
	scene->lenient = false;
	return scene->added.fault;
}
