/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A contract to try a case with: a manager, two engineers, two officers and a stranger, each
 * with a key under the right authority, a trust folder, a clock that goes on by a minute
 * with each record, and acts made of a few words.
 */
#ifndef CASE_SCENE_H
#define CASE_SCENE_H

#include <wipecert/files.h>
#include <wipecert/register.h>

#include "sample_record.h"

#define CASE_SCENE_NOW_S SAMPLE_ISSUED_AT_S
#define CASE_SCENE_PATH_BYTES 512

enum person {
	MANAGER,
	ENGINEER,
	ENGINEER_2,
	OFFICER,
	OFFICER_2,
	STRANGER, /* under an authority that nobody trusts */
	PERSONS,
};

struct case_scene {
	char folder[CASE_SCENE_PATH_BYTES / 4];
	struct wipecert_signer *signers[PERSONS];
	uint8_t sha256[PERSONS][32];
	int64_t now_s;
	uint32_t ids;	  /* handed out */
	int64_t opened_s; /* as of when cases are opened; 0: in a hundred days */
	int64_t copied_s; /* when files are copied; 0: as the clock stands */
	bool force;	  /* records are added whatever the rules say of them */
	bool lenient;	  /* an addition that fails is the caller's to look at */
	/* Of the newest addition. */
	struct wipecert_case_added added;
	int rc;
	char id[WIPECERT_ID_BYTES];
	struct wipe_error error;
};

/* cmocka's setup and teardown: *state is a struct case_scene *. */
int case_scene_setup(void **state);
int case_scene_teardown(void **state);
/* The same, but the folder stays. */
void case_scene_leave(struct case_scene *scene);

/* folder/name, in one of a few static buffers. */
const char *case_scene_path(const struct case_scene *scene, const char *name);

/*
 * An act of that type which says everything it must; what follows, up to a NULL, is said
 * besides: "path=text", "path#number", "path?true", "path@seconds", "path=" for null.
 */
struct wipecert_act *case_scene_act(enum wipecert_type type, ...);
void case_scene_say(struct wipecert_act *act, const char *word);

/* A new case under that name, by the manager; opened. Words as above, for the INIT act. */
struct wipecert_case *case_scene_begin(struct case_scene *scene, const char *name, ...);
/* Pinned, with its own trust, as of the scene's clock. */
struct wipecert_case *case_scene_open(const struct case_scene *scene, const char *name,
				      const uint8_t init_sha256[32]);
/* The whole folder under another name. */
void case_scene_copy(const struct case_scene *scene, const char *from, const char *to);

/*
 * Each adds one record; item NULL: about none. Returns its id, the scene's until the next;
 * NULL if it was refused, which fails the test unless the scene is lenient.
 */
const char *case_scene_add(struct case_scene *scene, struct wipecert_case *opened, enum person by,
			   const char *item, struct wipecert_act *act);
const char *case_scene_merge(struct case_scene *scene, struct wipecert_case *opened,
			     enum person by);

/* A CLOSE act that names every item, with what became of it. */
struct wipecert_act *case_scene_closing(const struct wipecert_case *opened);

struct case_work {
	const char *serial;	 /* "" unknown */
	const char *closes;	 /* id of the attempt, or NULL */
	const char *challenge;	 /* id of the challenge that it answers, or NULL */
	bool unverified;	 /* it did not hold */
	int64_t started_s;	 /* 0: as the clock stands */
	enum wipecert_type type; /* WIPECERT_ATTEMPT (0) or WIPECERT_ERASURE */
	bool is_files;		 /* files were erased; serial: of the medium that they lay on */
	const struct wipe_crypto *crypto; /* keys are destroyed; NULL: all is overwritten */
	bool is_rest;			  /* with is_files: no file, a swap area alone */
	/* What the erasure of files tells of the copy; NULL: all is erased, or, unverified, left. */
	const struct wipecert_files_copied *copied;
	bool is_silent; /* it tells nothing of it */
};
const char *case_scene_work(struct case_scene *scene, struct wipecert_case *opened, enum person by,
			    const char *item, const struct case_work *work);
/* Attempt and erasure. */
const char *case_scene_erase(struct case_scene *scene, struct wipecert_case *opened,
			     const char *item, const char *serial);

/* An officer's answer, or one on paper that by entered. */
const char *case_scene_answer(struct case_scene *scene, struct wipecert_case *opened,
			      enum person by, const char *about, enum wipecert_decision decision);
/* The same, made outside of the case: the bytes of a signed record. The caller frees them. */
unsigned char *case_scene_answer_outside(struct case_scene *scene,
					 const struct wipecert_case *opened, enum person by,
					 const char *about, enum wipecert_decision decision,
					 size_t *length);

/* What became of the newest addition; WIPECERT_FAULT_NONE: it counts. */
enum wipecert_fault case_scene_fault(const struct wipecert_case *opened, const char *id);
/* By id; fails if there is none. */
struct wipecert_item case_scene_item(const struct wipecert_case *opened, const char *id);
/* The first record with this id; WIPECERT_NO_INDEX: there is none. */
size_t case_scene_find(const struct wipecert_case *opened, const char *id);
/* How many findings of that sort there are. */
size_t case_scene_findings(const struct wipecert_case *opened, enum wipecert_case_problem problem);

/* All files below a folder but the lock: names and what is in them. */
struct case_files {
	size_t count;
	struct case_file {
		char name[CASE_SCENE_PATH_BYTES];
		uint8_t sha256[32];
	} * files; /* sorted; case_files_clear() */
};
struct case_files case_files_of(const char *folder);
void case_files_clear(struct case_files *files);
/* Every file of before is in after, unchanged. */
bool case_files_grew(const struct case_files *before, const struct case_files *after);

#endif
