// SPDX-License-Identifier: GPL-3.0-or-later
/** A case as wipe-case verify --json and wipe-case status --json --all tell it: what the page's tests compare. */
import { PROBLEM_EXITS, causesFirst, dueDay, isLate, labelIsShared, lackNames, levelOf, placeOf } from "./case.js";
import { includedIsOpen, isOpen } from "./case_include.js";
import { copiedOf, fellShort, wasCutOffBefore } from "./copied.js";
import { leftOf } from "./case_state.js";

const orNull = (text) => text || null;

function findingJson({ problem, record, other, hash }) {
	return { object: "finding", problem, exit: PROBLEM_EXITS[problem], file: record?.file ?? null,
		other: other?.file ?? null, hash, fault: record?.fault ?? "none", reason: record?.result.reason ?? "none" };
}

function itemJson(opened, item) {
	const { thing } = item;

	return { object: "item", id: item.id, label: thing.label, label_is_shared: labelIsShared(opened, item), kind: thing.kind, origin: thing.origin,
		description: thing.description, quantity: thing.quantity, quantity_left: leftOf(item),
		classification: orNull(thing.classification),
		maker: orNull(thing.maker), model: orNull(thing.model), serial: orNull(thing.serial),
		media: item.media.map(({ maker, model, serial, erasure }) =>
			({ maker: orNull(maker), model: orNull(model), serial, erasure: erasure?.id ?? null })),
		place: orNull(placeOf(item)), level_required: levelOf(opened, item), outcome: item.outcome,
		outcome_record: item.outcomeEntry?.id ?? null, lacks: lackNames(item),
		copied: item.failure?.told?.copied ?? null, due_on: dueDay(item),
		parent: item.parent?.id ?? null, late: isLate(opened, item), closed: item.lacks.size === 0 };
}

function stateJson({ included, summary }) {
	return { object: "state", records: summary.records, items: summary.items, open_items: summary.openItems,
		late_items: summary.lateItems, awaiting_confirmation: summary.awaiting, open_incidents: summary.openIncidents,
		open_attempts: summary.openAttempts, invalid_records: summary.invalid, undecided_records: summary.undecided,
		void_records: summary.voidRecords, against_rules_records: summary.againstRules, attested_items: summary.attested,
		on_paper_items: summary.onPaper, withdrawn_items: summary.withdrawn, heads: summary.headCount, closed: summary.isClosed,
		subcontractors: included.length, subcontractors_open: includedIsOpen({ included }) };
}

/** Those within them too. */
const includedJson = ({ included }) => included.flatMap(({ name, opened }) => [{ object: "subcontractor", name: orNull(name),
	items: opened?.summary.items ?? 0, open_items: opened?.summary.openItems ?? 0, closed: opened?.summary.isClosed ?? false,
	readable: opened !== null, open: !opened || isOpen(opened), awaiting_confirmation: opened?.summary.awaiting ?? 0,
	on_paper: opened?.summary.onPaper ?? 0, attested: opened?.summary.attested ?? 0 }, ...opened ? includedJson(opened) : []]);

/** What failed, and did not just leave something of the copy to be erased; null: nothing. */
const failureOf = ({ failure }) => (failure && !fellShort(failure.result.record) ? failure : null);

/** Was an incident told since, for the same failure? It has ended, or it would be open. */
function wasTold(entries, item) {
	const since = failureOf(item) ?? entries.findLast((one) => one.type === "attempt" && one.item === item);

	return entries.some(({ index, type, fault, result: { record } }) => type === "incident" && fault === "none" && since &&
		index > since.index && ["erasure-failed", "erasure-aborted"].includes(record.kind) && record.things.includes(item.id));
}

/** Somebody stopped it, or a run before: nothing is wrong with the medium. */
function wasStopped(item) {
	const failure = failureOf(item);

	return !failure || failure.result.record.verdict === "interrupted" || wasCutOffBefore(failure.result.record);
}

function proposalsOf({ fold: { items }, entries, summary: { invalid } }) {
	const out = items.filter((item) => !item.incidents && item.lacks.size && (failureOf(item) || item.lacks.has("attempt")))
		.filter((item) => !wasTold(entries, item))
		.map((item) => ({ object: "proposal", kind: wasStopped(item) ? "erasure-aborted" : "erasure-failed", item: item.id }));

	return invalid ? [...out, { object: "proposal", kind: "signature-mismatch", item: null }] : out;
}

/** @returns {{verify: object[], status: object[], code: number}} */
export function caseJson(opened) {
	const { contract, contractor } = opened.init.result.record, { summary } = opened;

	return {
		code: summary.code,
		verify: [...causesFirst(opened.findings).map(findingJson), ...summary.heads.map(({ link, id, place }) =>
			({ object: "head", econtent_sha256: link.econtent_sha256, number: place?.number ?? 0, id })), stateJson(opened)],
		status: [{ object: "case", init_sha256: opened.init.link.econtent_sha256, title: contract.title, number: contract.number,
			ministry: contract.ministry, section: contract.section, contractor: contractor.name },
		...opened.fold.items.map((item) => itemJson(opened, item)),
		...opened.entries.filter(({ awaits }) => awaits).map(({ id, type, item, result }) =>
			({ object: "awaiting", id, type, item: item?.id ?? null, compared: result.record.compared ?? null,
				copied: copiedOf(result.record) })),
		...includedJson(opened), ...proposalsOf(opened), stateJson(opened)],
	};
}
