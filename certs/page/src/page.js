// SPDX-License-Identifier: GPL-3.0-or-later
/** What the officer sees. Whatever comes out of a file gets in as text, never as HTML. */
import { actTable } from "./act_view.js";
import { CaseError, openCase } from "./case.js";
import { prepare, showCase } from "./case_view.js";
import { colourOf as colour } from "./colour.js";
import { isOfKeys, keysRows } from "./crypto_view.js";
import { at, make, rows } from "./dom.js";
import { isOfFiles } from "./files.js";
import { fileRows } from "./files_view.js";
import * as form from "./form.js";
import { formatInstant } from "./moment.js";
import { outcomeWord } from "./outcome.js";
import { casesAmong, filesOfCase, isCase, nameApart } from "./case_files.js";
import { isAct } from "./record.js";
import { TrustError, loadAny } from "./trust.js";
import { isOther, isPdf, verifyFile } from "./pdf.js";
import { exitCode, nothing, verify } from "./verify.js";
import { weigh, weightExitCode } from "./weigh.js";
import { reasonWord, setLanguage, typeWord, valueWord, word } from "./words.js";

const STORE = "massho-trust-1", FILE_MAX_BYTES = 64 << 20;
const state = { trustFiles: new Map(), trust: null, files: [], shown: [], folders: [], cases: [], language: "ja" };
const now = () => Math.floor(Date.now() / 1000);

// Files

async function bytesOf(file) {
	return file.size > FILE_MAX_BYTES ? new Uint8Array(FILE_MAX_BYTES + 1) : new Uint8Array(await file.arrayBuffer());
}

/** Without the name of the chosen folder itself. */
const inside = (file) => file.webkitRelativePath.split("/").slice(1).join("/") || file.name;

async function filesOf(list) {
	const out = new Map();

	for (const file of list)
		out.set(inside(file), await bytesOf(file));
	return out;
}

/** Of a dropped folder: all files below, a hundred at a time as browsers hand them out. */
async function walkEntry(entry, path, out) {
	if (entry.isFile) {
		out.push([path, await new Promise((good, bad) => entry.file(good, bad))]);
		return;
	}
	const reader = entry.createReader();
	for (;;) {
		const entries = await new Promise((good, bad) => reader.readEntries(good, bad));
		if (!entries.length)
			return;
		for (const one of entries)
			await walkEntry(one, `${path}/${one.name}`, out);
	}
}

async function walkHandle(handle, path, out) {
	if (handle.kind === "file") {
		out.push([path, await handle.getFile()]);
		return;
	}
	for await (const [name, one] of handle.entries())
		await walkHandle(one, `${path}/${name}`, out);
}

/**
 * Paths and files. All is asked for at once: behind the first wait nothing is left of the drop.
 * Entries give no files to a page from file:// in Chromium, and handles are unknown to Firefox.
 */
async function droppedFiles(transfer) {
	const parts = [...transfer.items].filter(({ kind }) => kind === "file").map((item) =>
		({ file: item.getAsFile(), entry: item.webkitGetAsEntry?.(), handle: item.getAsFileSystemHandle?.() }));
	const out = [], taken = new Set();

	for (const { file, entry, handle } of parts) {
		if (!entry?.isDirectory)
			out.push([file.name, file]);
		else if (handle)
			await walkHandle(await handle, nameApart(taken, entry.name), out);
		else
			await walkEntry(entry, nameApart(taken, entry.name), out);
	}
	return out;
}

const isRecord = (path) => /\.(p7m|json|pdf)$/i.test(path);

// Trust

function tellTrust(prefix = "") {
	const { trust } = state;

	at("trust-state").textContent = prefix + (trust && trust.anchors.length ?
		word("trusts", { n: trust.anchors.length, policy: trust.policy ? ` (${trust.policy.name})` : "" }) : word("noTrust"));
}

async function takeTrust(files) {
	try {
		state.trust = await loadAny(files, now(), verify);
		state.trustFiles = files;
		tellTrust();
	} catch (error) {
		/* Nobody is trusted then: what was there before is not what was just chosen. */
		state.trust = null;
		state.trustFiles = new Map();
		if (!(error instanceof TrustError))
			throw error;
		tellTrust(word("notLoaded") + error.message + " ");
	}
	if (at("remember").checked)
		remember();
	await showAgain();
}

const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const fromBase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

function remember() {
	try {
		localStorage.setItem(STORE, JSON.stringify([...state.trustFiles].map(([name, bytes]) => [name, toBase64(bytes)])));
	} catch {
		at("remember").checked = false;
		tellTrust(word("notRemembered") + " ");
	}
}

async function recall() {
	try {
		const text = localStorage.getItem(STORE);
		if (!text)
			return;
		at("remember").checked = true;
		await takeTrust(new Map(JSON.parse(text).map(([name, base64]) => [name, fromBase64(base64)])));
	} catch {
		tellTrust();
	}
}

async function forget() {
	try {
		localStorage.removeItem(STORE);
	} catch {
		/* then there is nothing in it */
	}
	at("remember").checked = false;
	state.trust = null;
	state.trustFiles = new Map();
	tellTrust(word("forgotten") + " ");
	await showAgain();
}

// Results

/** The computer that the work was done on. */
const machineText = (host) => host && [host.maker, host.model, host.serial].filter(Boolean).join(" ");

/** What of a record of kind "file" is told: it is about no medium. */
function filesTable({ record, claimedTime, timestamp }) {
	const table = rows([["type", typeWord(record.type)], ...fileRows(record), ["machine", machineText(record.host)],
		["issued", formatInstant(claimedTime)],
		["stamped", timestamp?.authentic === "valid" ? formatInstant(timestamp.time) : ""], ["id", record.id]]);

	table.className = "lines";
	return table;
}

function recordRows({ record, claimedTime, timestamp }) {
	if (isOfFiles(record))
		return filesTable({ record, claimedTime, timestamp });
	const medium = record.medium, verification = record.verification, hasKeys = isOfKeys(record);
	const work = hasKeys ? keysRows(record) : [["method", record.method?.name], ["level", valueWord(record.method?.level_achieved)],
		["verification", valueWord(verification?.mode)]];

	const table = rows([["type", typeWord(record.type)], ["decision", valueWord(record.decision)], ["verdict", hasKeys ? "" : valueWord(record.verdict)],
		["medium", medium && [medium.vendor, medium.model].filter(Boolean).join(" ")], ["serial", medium?.serial],
		["name", medium?.kind === "image" ? medium.name : ""], ["machine", machineText(record.host)],
		["capacity", medium?.capacity_bytes], ...work,
		["areas", hasKeys ? "" : record.areas?.map(({ area, state: is }) => `${valueWord(area)}: ${valueWord(is)}`).join(" / ")],
		["issued", formatInstant(claimedTime)],
		["stamped", timestamp?.authentic === "valid" ? formatInstant(timestamp.time) : ""], ["id", record.id]]);
	table.className = hasKeys ? "lines" : "";
	return table;
}

/** An act says nothing of an erasure. */
function actRows({ record, claimedTime, timestamp, itemLabel }) {
	return actTable(record, [["caseNumber", String(record.case.number)], ["aboutItem", itemLabel || record.case.item],
		["issued", formatInstant(claimedTime)], ["stamped", timestamp?.authentic === "valid" ? formatInstant(timestamp.time) : ""],
		["id", record.id]].map(([name, text]) => [word(name), text]));
}

function technical(result) {
	const { timestamp } = result, details = make("details");

	details.append(make("summary", word("technical")), rows([["reason", result.reason], ["detail", result.detail],
		["signer", result.signer], ["fingerprint", result.signerSha256], ["path", result.path.join(" → ")],
		["revocation", result.isSigned ? word(result.revocationChecked ? "checked" : "notChecked") : ""],
		["stamped", timestamp && [timestamp.authentic, timestamp.reason, timestamp.authority, timestamp.detail].filter(Boolean).join("; ")],
		["archived", timestamp?.archiveCount ? word("archivedCount", { n: timestamp.archiveCount, valid: timestamp.archiveValidCount }) : ""],
		["content", result.link?.econtent], ["signature", result.link?.signature]]));
	return details;
}

function standingWord({ weight }) {
	const who = weight.by?.signerName ?? "";

	return word(weight.standing, { who }) + (weight.onPaper ? ` — ${word("onPaper")}` : "") +
		weight.futile.map(({ reason }) => ` — ${reasonWord(reason)}`).join("");
}

/** The record itself: in a PDF only its drawing may be left to be looked at. */
const isAuthentic = ({ authentic, reason, inPdf }) => authentic === "valid" ||
	(reason === "pdf-not-compared" && inPdf?.authentic === "valid");

const authenticWord = (result) => word(isAuthentic(result) && result.inPdf ? "insidePdf" : result.authentic);

/** Of what is not known to be authentic it is told only as what it says of itself. */
function heldWord(result) {
	if (!result.record || result.held === "none")
		return "";
	return isAuthentic(result) ? outcomeWord(result) : word("claimed", { held: outcomeWord(result) });
}

/** Verdict first: nothing in it that the colour does not say too. */
function headline(one) {
	const { result, weight } = one, parts = [authenticWord(result)];

	if (isAuthentic(result) && result.held !== "none")
		parts.push(outcomeWord(result));
	if (result.record && isAct(result.record.type))
		parts.push([typeWord(result.record.type), result.itemLabel].filter(Boolean).join(" "));
	if (result.record?.type === "confirmation")
		parts.push(valueWord(result.record.decision));
	if (weight && weight.standing !== "not-asked")
		parts.push(standingWord(one));
	return (result.signerIsDemo ? `【${word("demoMark")}】` : "") + parts.join(" / ");
}

function show(one) {
	const { name, result } = one;
	const article = make("article", "", colour(one));
	const isAnswered = one.weight && !["confirmation", "roster", "init", "merge"].includes(result.record.type);

	article.append(make("h3", name), make("p", headline(one), "verdict"),
		rows([["authentic", `${authenticWord(result)} — ${reasonWord(result.reason)}`], ["held", heldWord(result)],
			["confirmation", isAnswered ? standingWord(one) : ""], ["signer", result.record ? result.signer : ""],
			["noEffect", one.effect ?? ""]]));
	if (result.record && result.authentic !== "invalid")
		article.append(make("h4", word("certificate")), isAct(result.record.type) ? actRows(result) : recordRows(result));
	article.append(...form.opener(one), technical(result));
	return article;
}

/** A folder that looked like a case and is none of which anything could be said. */
function showFailure({ name }) {
	const article = make("article", "", "case bad");

	article.append(make("h3", name), make("p", word("caseFailed"), "verdict"));
	return article;
}

function showAll() {
	const all = [...state.cases, ...state.shown];
	const count = (wanted) => all.filter((one) => colour(one) === wanted).length;

	at("results").replaceChildren(...state.cases.map((one) => (one.opened ? showCase(one, show, (hash) => pinCase(one, hash)) :
		showFailure(one))), ...state.shown.map(show));
	at("summary").textContent = all.length ? word("done", { n: all.length, good: count("good"), amber: count("amber"),
		bad: count("bad") }) : "";
}

/** Whatever is verified anew: what was about to be confirmed is something else. */
async function showVerified(files, folders) {
	form.close();
	state.files = files;
	state.folders = folders;
	state.cases = [];
	const loose = [...files];
	for (const folder of folders) {
		const one = await verifyCase(folder);
		if (one.opened || isCase(folder.files))
			state.cases.push(one);
		if (!one.opened)
			loose.push(...await recordsIn(folder));
	}
	state.shown = await verifyAll(loose);
	showAll();
}

/** What is no case, or none that could be read, are records still. */
async function recordsIn({ name, files }) {
	const list = [...files].filter(([path]) => isRecord(path));

	return Promise.all(list.map(async ([path, file]) => [[name, path].filter(Boolean).join("/"), await file.bytes()]));
}

const progress = (i, n) => {
	at("summary").textContent = word("working", { i, n });
};

/** By the case's own trust folder, unless the officer chose whom to trust. */
async function verifyCase({ name, files, pin }) {
	const trust = state.trust?.anchors.length ? state.trust : null;

	try {
		const opened = prepare(await openCase(files, { trust, pin, time: now(), progress }));
		return { name, opened, code: opened.summary.code };
	} catch (error) {
		if (!(error instanceof CaseError))
			throw error;
		return { name, opened: null, code: 1 };
	}
}

async function pinCase({ name }, hash) {
	state.folders.find((folder) => folder.name === name).pin = hash;
	await showAgain();
}

/** All records that the form may offer. */
const shownRecords = () => [...state.cases.flatMap(({ opened }) => (opened ? [...opened.views.values()] : [])), ...state.shown];

/** A fault of this page, whatever the file did to it: the others are verified, and this one is never valid. */
const notUnderstood = (error) => [{ ...nothing(), authentic: "undetermined", reason: "not-compared", detail: String(error) }];

async function verifyAll(files) {
	const out = [];

	for (const [index, [name, bytes]] of files.entries()) {
		at("summary").textContent = word("working", { i: index + 1, n: files.length });
		const results = await verifyFile(state.trust, bytes, now()).catch(notUnderstood);
		out.push(...results.map((result, index) => ({ name: results.length > 1 ? `${name}#${index + 1}` : name, result })));
	}
	const voices = out.map(({ result }) => result).filter(({ record }) => record);
	for (const one of out) {
		one.weight = one.result.record && one.result.authentic !== "invalid" ?
			weigh(state.trust, one.result, voices.filter((voice) => voice !== one.result)) : null;
		one.code = weightExitCode(exitCode(one.result), one.weight?.standing);
	}
	return out;
}

/** @param {[string, File][]} list paths and files */
async function takeRecords(list) {
	const files = [], places = casesAmong(list.map(([path]) => path));

	for (const [path, file] of list) {
		if (places.some((place) => path.startsWith(place)))
			continue;
		if (list.length > 1 && !isRecord(path))
			continue;
		const bytes = await bytesOf(file);
		if (list.length === 1 || !isPdf(bytes) || !isOther(bytes, path))
			files.push([path, bytes]);
	}
	await showVerified(files, places.map((place) => ({ name: place.replace(/\/$/, ""), files: filesOfCase(list, place), pin: null })));
}

const chosenFiles = (input) => takeRecords([...input.files].map((file) => [file.webkitRelativePath || file.name, file]));

async function showAgain() {
	if (state.files.length || state.folders.length)
		await showVerified(state.files, state.folders);
}

// Language

function speak(language) {
	state.language = language;
	setLanguage(language);
	document.documentElement.lang = language;
	document.title = word("title");
	for (const element of document.querySelectorAll("[data-word]"))
		element.textContent = word(element.dataset.word);
	at("language").textContent = language === "ja" ? "English" : "日本語";
	at("language").lang = language === "ja" ? "en" : "ja";
	tellTrust();
	showAll();
	form.speak();
}

at("language").addEventListener("click", () => speak(state.language === "ja" ? "en" : "ja"));
at("anchors").addEventListener("change", async (event) => takeTrust(await filesOf(event.target.files)));
at("folder").addEventListener("change", async (event) => takeTrust(await filesOf(event.target.files)));
at("records").addEventListener("change", (event) => chosenFiles(event.target));
at("case").addEventListener("change", (event) => chosenFiles(event.target));
at("remember").addEventListener("change", (event) => (event.target.checked ? remember() : localStorage.removeItem(STORE)));
at("forget").addEventListener("click", forget);
at("print").addEventListener("click", () => window.print());
/* Anywhere on the page: a file that misses must not replace the page. */
document.addEventListener("dragover", (event) => {
	event.preventDefault();
	at("drop").classList.add("over");
});
document.addEventListener("dragleave", () => at("drop").classList.remove("over"));
document.addEventListener("drop", async (event) => {
	event.preventDefault();
	at("drop").classList.remove("over");
	await takeRecords(await droppedFiles(event.dataTransfer));
});
form.start({ trust: () => state.trust, shown: shownRecords, now, version: MASSHO_VERSION });
speak(navigator.language.startsWith("ja") ? "ja" : "en");
recall();
