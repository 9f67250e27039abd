// SPDX-License-Identifier: GPL-3.0-or-later
/** Items: how they come into being, and what becomes of them; after certs/register/fold_items.c. */
import { hasCopies, hasEnded, itemOfId, leftOf, wasErased } from "./case_state.js";

/** Brings an item into being. The record's own media stay as they were read. */
export function applyThing(opened, entry) {
	const thing = entry.told;

	/* attempts: that nothing ended; parts: what was said of some pieces, or of all */
	entry.item = { entry, thing, id: entry.id, parent: itemOfId(opened, thing.parent),
		media: thing.media.map((one) => ({ ...one, erasure: null })), erasure: null, failure: null, leaving: null, back: null,
		copyings: [], attempts: [], parts: [], challenge: null, instruction: null, incident: null, outcomeEntry: null, outcome: "none",
		incidents: 0, lacks: new Set() };
	/* Something was done with that, whatever an officer said of it. */
	if (entry.item.parent?.outcome === "withdrawn")
		conclude(entry.item.parent, "none", null);
	opened.fold.items.push(entry.item);
}

export function conclude(item, outcome, entry) {
	item.outcome = outcome;
	item.outcomeEntry = entry;
}

export function applyLeaving(opened, entry) {
	const { item, told: { nothingCopied } } = entry;

	item.leaving = entry;
	if (nothingCopied)
		conclude(item, "nothing-copied", entry);
	else if (item.outcome !== "attested")
		conclude(item, "erased", entry);
}

/** Of some pieces, or of all, which then stands for what was said before. */
function applyPart(item, entry, outcome) {
	item.parts = entry.told.quantity < item.thing.quantity ? [...item.parts, entry] : [entry];
	if (outcome === "returned")
		item.back = entry;
	if (!leftOf(item))
		conclude(item, outcome, entry);
}

export function applyOutcome(opened, entry) {
	if (entry.type === "attest")
		conclude(entry.item, "attested", entry);
	else
		applyPart(entry.item, entry, entry.type === "return" ? "returned" : "disposed");
}

/**
 * What an officer says was never received, or not permitted, is nobody's duty, if nothing was
 * done with it; a device may be in the house all the same, and has to leave.
 */
const canBeWithdrawn = (opened, item) => item.thing.origin !== "brought-in" && !hasCopies(item) && !item.attempts.length &&
	!item.incidents && !wasErased(item) && !hasEnded(item) && leftOf(item) === item.thing.quantity &&
	/* What was copied of it, or was to be, is a duty that comes from it. */
	!opened.fold.items.some(({ parent, outcome }) => parent === item && outcome !== "withdrawn");

const isRejected = ({ entry }) => entry.weight.standing === "rejected";

/** An officer has answered what the item is, or what became of it. */
export function withdraw(opened, item) {
	if (!isRejected(item) && item.outcome === "withdrawn")
		conclude(item, "none", null);
	/* Nothing may be left then that kept what it came from. */
	for (let one = item; one && isRejected(one) && one.outcome !== "withdrawn" && canBeWithdrawn(opened, one); one = one.parent)
		conclude(one, "withdrawn", one.entry);
}
