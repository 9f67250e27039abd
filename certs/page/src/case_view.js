// SPDX-License-Identifier: GPL-3.0-or-later
/** A case as an officer sees it: is it whole, is it the right one, what is open, what awaits him. */
import { PROBLEM_EXITS, causesFirst, dueDay, isLate, labelIsShared, lackNames } from "./case.js";
import { problemOf } from "./case_fold.js";
import { includedIsOpen, isOpen } from "./case_include.js";
import { lacksWord } from "./case_lacks.js";
import { isConfirmed } from "./case_standing.js";
import { leftOf } from "./case_state.js";
import { comparedText, differs } from "./compared.js";
import { copiedOf } from "./copied.js";
import { copiedText, isToBeKnown } from "./copied_view.js";
import { grid, make, rows } from "./dom.js";
import * as form from "./form.js";
import { colourOf } from "./colour.js";
import { exitCode } from "./verify.js";
import { weightExitCode } from "./weigh.js";
import { faultWord, lackWord, originWord, problemWord, reasonWord, typeWord, valueOf, word } from "./words.js";

const ID_DIGITS = 8;

/** Two items may be called alike since a merge: then the begin of the id goes with the label. null: no item. */
const labelOf = (opened, item) => (item ? item.thing.label + (labelIsShared(opened, item) ? ` (${item.id.slice(0, ID_DIGITS)})` : "") : "");

/** What is to be known of its effect; "": it has the one that it should have. */
function effectOf({ fault, counts }, isIdle) {
	if (fault !== "none")
		return (counts ? `${word("countsStill")} ` : "") + faultWord(fault);
	return isIdle ? word("idle") : "";
}

/** A record of the case as the page shows single ones; isOffered: whether the form offers it unasked. */
function viewOf(opened, entry) {
	const { result, weight: own, awaits, fault } = entry;
	const weight = awaits && own.standing === "not-asked" ? { ...own, standing: "unconfirmed" } : own;
	const code = weightExitCode(exitCode(result), weight.standing);

	result.itemLabel = labelOf(opened, entry.item);
	result.isAsked = awaits;
	const isIdle = entry.isFromPaper && entry.type !== "permit" && lacksWord(opened, entry);

	return { isIdle, name: entry.file, result, weight: entry.isKnown ? weight : null, effect: effectOf(entry, isIdle), isOffered: awaits,
		trust: opened.trust, code: code === 0 && fault !== "none" ? PROBLEM_EXITS[problemOf(opened, entry)] : code };
}

export function prepare(opened) {
	opened.views = new Map(opened.entries.map((entry) => [entry, viewOf(opened, entry)]));
	return opened;
}

const grouped = (hash) => hash.match(/.{8}/g).join(" ");

/** What was typed, as people copy it from paper. null: that is no hash. */
export function readHash(text) {
	const digits = text.normalize("NFKC").replace(/[\s:-]/g, "").toLowerCase();

	return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

function pinState({ pin, init }) {
	return word(!pin ? "pinNone" : init.link.econtent_sha256 === pin ? "pinSame" : "pinOther");
}

/** Beside the hash, what the papers say. onPin(hash or null) verifies again. */
function pinPart(opened, onPin) {
	const part = make("form", "", "pin"), label = make("label", word("pinLabel")), input = make("input"), told = make("p", "", "warning");
	const button = make("button", word("pinCheck"));

	input.type = "text";
	input.size = 72;
	input.autocomplete = "off";
	input.spellcheck = false;
	input.value = opened.pin ? grouped(opened.pin) : "";
	told.setAttribute("role", "alert");
	label.append(input);
	part.append(make("p", word("pinHow"), "hint"), label, button, told);
	part.addEventListener("submit", (event) => {
		event.preventDefault();
		const hash = readHash(input.value);
		if (!hash && input.value.trim()) {
			told.textContent = word("pinBad");
			input.focus();
			return;
		}
		onPin(hash);
	});
	return part;
}

function headPart(opened) {
	const { contract, contractor } = opened.init.result.record, hash = opened.init.link.econtent_sha256;

	return rows([["contract", [contract.title, contract.number, contract.ministry, contract.section].join(" / ")],
		["contractor", contractor.name], ["trusted", word(opened.isOwnTrust ? "ownTrust" : "givenTrust")],
		["initHash", `${grouped(hash)} — ${pinState(opened)}`]]);
}

function whyOf({ problem, record, detail, inner }) {
	if (inner)
		return [inner.name, inner.problem ? problemWord(inner.problem) : word(inner.word), inner.file].filter(Boolean).join(": ");
	if (["void", "against-rules", "settled"].includes(problem))
		return faultWord(record.fault);
	if (problem === "invalid" || problem === "undecided")
		return reasonWord(record.result.reason);
	return detail;
}

function findingPart(finding) {
	const { problem, record, other, hash } = finding, exit = PROBLEM_EXITS[problem], part = make("li");
	const mark = word(exit === 1 ? "falseMark" : exit === 8 ? "openMark" : "noteMark");
	const lines = [record?.file, whyOf(finding), other?.file, hash && `SHA-256 ${hash}`].filter(Boolean);

	part.append(make("strong", `${mark}: `), problemWord(problem), ...lines.map((line) => make("div", line)));
	return part;
}

function findingsPart({ findings }) {
	if (!findings.length)
		return [make("h4", word("findings")), make("p", word("noFindings"))];
	const list = make("ul", "", "findings");
	list.append(...causesFirst(findings).map(findingPart));
	return [make("h4", word("findings")), list];
}

/** Nobody takes for erased, unread, what the lists do not bear out. */
function listsWord(entry) {
	if (entry?.lists === "differ")
		return ` (${word("listsDiffer")})`;
	return entry?.lists === "unread" ? ` (${word("listsUnread")})` : "";
}

/** That files of a copy had been changed before they were erased does not go away. */
const changedWord = ({ outcomeEntry }) => (outcomeEntry && isToBeKnown(outcomeEntry.result.record) ? ` (${copiedText(outcomeEntry.result.record)})` : "") +
	listsWord(outcomeEntry);

function stateWord(opened, item) {
	if (!item.lacks.size)
		return word("closedItem", { outcome: valueOf("", "outcome", item.outcome) }) + changedWord(item);
	const left = item.lacks.has("part") ? ` (${word("pieces", { left: leftOf(item), all: item.thing.quantity })})` : "";
	return (isLate(opened, item) ? word("late") + word("comma") : "") + lackNames(item).map(lackWord).join(word("comma")) + left +
		(item.failure?.told?.copied ? ` (${copiedText(item.failure.result.record)})` : "") + listsWord(item.failure);
}

/** By a signature, or by what was entered from paper: never the same words. */
function answerWord(opened, { outcomeEntry }) {
	if (!outcomeEntry)
		return "";
	const { standing, by, onPaper } = outcomeEntry.weight;
	if (standing === "confirmed" || standing === "rejected")
		return word(standing, { who: by.signerName });
	return onPaper ? word("onPaper") : isConfirmed(opened, outcomeEntry) ? "" : word("unconfirmed");
}

function itemsTable(opened, items) {
	return grid([word("label"), word("kindOf"), word("origin"), word("serial"), word("dueOn"), word("state"), word("confirmedBy")],
		items.map((item) => [labelOf(opened, item), valueOf("", "kind", item.thing.kind), originWord(item.thing.origin),
			[item.thing.serial, ...item.media.map(({ serial }) => serial)].filter(Boolean).join(" / "), dueDay(item) ?? "",
			stateWord(opened, item), answerWord(opened, item)]),
		items.map(({ lacks }) => (lacks.size ? "open" : "")));
}

/** What was measured or seen, and apart from it what the contractor only says. */
function itemsPart(opened) {
	const { items } = opened.fold, attested = items.filter(({ outcome }) => outcome === "attested");
	const others = items.filter((item) => !attested.includes(item));

	return [make("h4", word("itemsHead")), others.length ? itemsTable(opened, others) : make("p", word("noItems")),
		...attested.length ? [make("h4", word("attestedHead")), itemsTable(opened, attested)] : []];
}

function includedLine({ name, opened }) {
	if (!opened)
		return word("includedUnread", { name });
	const { summary: s } = opened, state = word(s.isClosed ? "stateClosed" : isOpen(opened) ? "stateOpen" : "stateIdle");

	return word("includedOne", { name, state, items: s.items, open: s.openItems, onPaper: s.onPaper, attested: s.attested, awaiting: s.awaiting });
}

function includedPart({ included }) {
	if (!included.length)
		return [];
	const list = make("ul", "", "included"), all = (inner) => inner.flatMap((one) => [one, ...one.opened ? all(one.opened.included) : []]);

	list.append(...all(included).map((one) => make("li", includedLine(one))));
	return [make("p", word("subcontractors", { n: included.length }) + word(includedIsOpen({ included }) ? "includedOpen" : "includedClosed")), list];
}

function countsPart({ included, summary: s }) {
	return [make("p", word("counts", { records: s.records, items: s.items, open: s.openItems, late: s.lateItems, awaiting: s.awaiting,
		incidents: s.openIncidents, attempts: s.openAttempts, voids: s.voidRecords, against: s.againstRules })),
	make("p", word("apart", { attested: s.attested, onPaper: s.onPaper, withdrawn: s.withdrawn })), ...includedPart({ included }),
	...s.isClosed ? [make("p", word("closedCase"))] : [], ...s.isDemo ? [make("p", word("demoCase"), "warning")] : []];
}

/** What it is that is asked of him: a fold, filled once it is opened. */
function fold(text, fill) {
	const part = make("details");

	part.append(make("summary", text));
	part.addEventListener("toggle", () => part.append(...fill()), { once: true });
	return part;
}

/** What is erased of the copy: plainly, where that is not all. */
const copiedPart = (record) => (copiedOf(record) ? [make("p", copiedText(record), isToBeKnown(record) ? "warning" : "hint")] : []);

/** What the lists of files give to that. */
const listsPart = (entry) => (listsWord(entry) ? [make("p", listsWord(entry), "warning")] : []);

function awaitingPart(opened, show) {
	const awaiting = opened.entries.filter(({ awaits }) => awaits), list = make("ul", "", "awaiting");

	if (!awaiting.length)
		return [make("h4", word("awaitingHead")), make("p", word("nothingAwaits"))];
	for (const entry of awaiting) {
		const view = opened.views.get(entry), one = make("li", `${typeWord(entry.type)} ${labelOf(opened, entry.item)} `);
		one.append(...differs(view.result.record) ? [make("p", comparedText(view.result.record), "warning")] : [],
			...copiedPart(view.result.record), ...listsPart(entry),
			...form.opener(view), ...view.isIdle ? [make("p", word("idle"), "hint")] : [], fold(word("whatItSays"), () => [show(view)]));
		list.append(one);
	}
	return [make("h4", word("awaitingHead")), list];
}

/** There may be thousands. */
const recordsPart = (opened, show) => fold(word("allRecords", { n: opened.entries.length }), () =>
	opened.entries.map((entry) => show(opened.views.get(entry))));

const VERDICTS = { 0: "caseWhole", 1: "caseNotWhole", 8: "caseOpen" };

/** @param {(one: object) => Element} show one record @param {(hash: string|null) => void} onPin */
export function showCase({ name, opened }, show, onPin) {
	const { summary } = opened, article = make("article", "", `case ${colourOf(summary)}`);

	article.append(make("h3", name), make("p", (summary.isDemo ? `【${word("demoMark")}】` : "") + word(VERDICTS[summary.code]), "verdict"),
		headPart(opened), pinPart(opened, onPin), ...countsPart(opened), ...awaitingPart(opened, show), ...itemsPart(opened),
		...findingsPart(opened), recordsPart(opened, show));
	return article;
}
