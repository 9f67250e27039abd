/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "parsed.h"
#include "phrases.h"
#include "sections.h"
#include "text.h"
#include "words.h"

static void draw_levels(struct certificate *certificate)
{
	const struct wipe_plan *plan = &certificate->report->plan;
	struct layout *layout = &certificate->layout;
	bool is_erasure = certificate->result->record->type == WIPECERT_ERASURE;

	if (is_erasure)
		layout_field(layout, _("Level achieved"), "%s",
			     words_level(certificate->report->level_achieved));
	else
		layout_field(layout, _("Level reachable"), "%s",
			     words_level(plan->level_reachable));
	if (words_level_reason(plan->level_reason)[0])
		layout_field(layout, "", "%s", words_level_reason(plan->level_reason));
	layout_field(layout, "", "%s", _("Levels are aligned with NIST SP 800-88 Rev. 2."));
	if (plan->level_requested != WIPE_LEVEL_NONE)
		layout_field(layout, _("Level required"), "%s", words_level(plan->level_requested));
}

static void draw_scheme(struct layout *layout, const struct wipe_scheme *scheme)
{
	if (!scheme)
		return;
	layout_field(layout, _("Method"), "%s%s%s%s", scheme->name, scheme->variant[0] ? " (" : "",
		     scheme->variant, scheme->variant[0] ? ")" : "");
	layout_field(layout, _("After"), "%s", scheme->source);
	if (scheme->legacy)
		layout_field(layout, "", "%s", _("Obsolete; kept for contracts that name it."));
}

static void draw_pass(struct layout *layout, const struct wipe_pass *pass, uint32_t number)
{
	char label[32], phrase[PHRASE_BYTES];

	snprintf(label, sizeof(label), _("Pass %u"), number);
	phrase_pass(pass, phrase);
	layout_field(layout, label, "%s", phrase);
}

void section_method(struct certificate *certificate)
{
	const struct wipe_plan *plan = &certificate->report->plan;
	struct layout *layout = &certificate->layout;
	char phrase[PHRASE_BYTES];

	if (certificate->result->record->type == WIPECERT_CHECK) {
		layout_heading(layout, _("What was expected on the medium"));
	} else {
		layout_heading(layout, _("Method"));
		draw_levels(certificate);
		draw_scheme(layout, plan->scheme);
	}
	for (uint32_t i = 0; i < plan->pass_count; i++)
		draw_pass(layout, &plan->passes[i], i + 1);
	if (phrase_challenge(plan, phrase))
		layout_field(layout, _("Challenge"), "%s", phrase);
}
