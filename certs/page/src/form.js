// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The form in which an officer answers records. Key and password are kept nowhere: the
 * password until the file is open, the key until it has signed or the form is closed.
 */
import { comparedText, differs } from "./compared.js";
import { copiedText, isToBeKnown } from "./copied_view.js";
import { at, labelled, make, rows } from "./dom.js";
import { isOfFiles, namesFiles } from "./files.js";
import { formatInstant } from "./moment.js";
import * as officers from "./officer.js";
import { outcomeWord } from "./outcome.js";
import { Pkcs12Error } from "./pkcs12.js";
import { isMeasured } from "./record.js";
import { SignError } from "./sign.js";
import { reasonWord, typeWord, valueWord, word } from "./words.js";

const KEY_FILE_MAX_BYTES = 1 << 20;
/** What an officer may have had in his hands. */
const HAS_LABEL = ["erasure", "receive", "exit-check", "return", "dispose"];
const blank = () => ({ trust: null, choices: [], officer: null, opener: null, told: null, signed: [], isBusy: false });
let state = blank(), page = null;

// What can be answered

function nameOf({ record, itemLabel }) {
	if (isOfFiles(record))
		return namesFiles(record.files) ? word("filesCount", { n: record.files.count, bytes: record.files.bytes }) : word("restCount");
	if (isMeasured(record.type))
		return [record.medium.vendor, record.medium.model, record.medium.serial].filter(Boolean).join(" ") || record.medium.name;
	return [typeWord(record.type), itemLabel || record.thing?.label].filter(Boolean).join(" ");
}

/** One for each record, though it may lie in several files; chosen is which of them. */
function choicesOf(shown, chosen) {
	const out = new Map();

	for (const one of shown) {
		if (officers.obstacle(one.result) !== "none" || one.trust !== chosen.trust || (one.isOffered === false && one !== chosen))
			continue;
		const key = one.result.link.econtent + one.result.link.signature;
		const checks = officers.checksOf(one.result, shown.map(({ result }) => result));
		const before = out.get(key);
		out.set(key, before && before.one !== chosen && one !== chosen ? before :
			{ one: one === chosen ? one : before?.one ?? one, isChosen: one === chosen || Boolean(before?.isChosen),
				labelSeen: false, checks, check: null });
	}
	return [...out.values()];
}

const chosen = () => state.choices.filter(({ isChosen }) => isChosen);
const decision = () => at("confirm-form").elements.decision.value;

// Showing

function checkWord({ record, held }) {
	return [formatInstant(Date.parse(record.issued_at) / 1000), word(record.method.spans ? "rereadParts" : record.verification.windows > 0 ? "rereadSample" : "rereadFull"),
		word(held === "yes" ? "rereadHeld" : "rereadNot")].join(" / ");
}

function checkPart(choice) {
	if (!choice.checks.length)
		return make("p", word("noChecks"), "hint");
	const label = make("label", `${word("reread")} `), select = make("select");
	select.append(new Option(word("noReread"), ""), ...choice.checks.map((check, index) => new Option(checkWord(check), index)));
	select.value = choice.check ? choice.checks.indexOf(choice.check) : "";
	select.addEventListener("change", () => {
		choice.check = choice.checks[select.value] ?? null;
	});
	label.append(select);
	return label;
}

function choicePart(choice) {
	const { result, name, weight } = choice.one, part = make("div", "", "choice");
	const title = nameOf(result), standing = weight.by && word(weight.standing, { who: weight.by.signerName });

	part.setAttribute("role", "group");
	part.setAttribute("aria-label", title);
	part.append(labelled("checkbox", title, choice.isChosen, (isChosen) => {
		choice.isChosen = isChosen;
		showButton();
	}), make("p", [name, result.record.id, isMeasured(result.record.type) && outcomeWord(result), standing].filter(Boolean).join(" — "), "hint"));
	if (!officers.mayAccept(result))
		part.append(make("p", word("mayRejectOnly"), "warning"));
	if (differs(result.record))
		part.append(make("p", comparedText(result.record), "warning"));
	if (copiedText(result.record))
		part.append(make("p", copiedText(result.record), isToBeKnown(result.record) ? "warning" : "hint"));
	if (HAS_LABEL.includes(result.record.type) && !isOfFiles(result.record))
		part.append(labelled("checkbox", word("labelSeen"), choice.labelSeen, (labelSeen) => {
			choice.labelSeen = labelSeen;
		}));
	if (isMeasured(result.record.type))
		part.append(checkPart(choice));
	return part;
}

function keyPart(officer) {
	const { certificate, reason, counts } = officer;
	const verdict = reason === "none" ? word("keyCounts") : counts ? reasonWord(reason) :
		word("keyDoesNotCount", { why: reasonWord(reason) });

	return [make("p", verdict, reason === "none" ? "hint" : "warning"),
		rows([["signer", officer.subject], ["issuer", officer.issuer], ["until", formatInstant(certificate.until)],
			["fingerprint", officer.signerSha256]])];
}

function showButton() {
	const count = chosen().length, does = decision();

	at("sign").textContent = does ? word(does === "accept" ? "signAccept" : "signReject", { n: count }) : word("sign");
	at("sign").disabled = state.isBusy || !state.officer?.counts;
}

function showError() {
	at("confirm-error").textContent = state.told ? word(...state.told) : "";
}

function fail(name, values, focus) {
	state.told = [name, values];
	showError();
	at(focus)?.focus();
	return false;
}

function signedPart({ name, bytes, result, about, url }) {
	const part = make("article", "", "signed"), link = make("a", word("save", { name }), "button");
	const title = make("h4", `${valueWord(result.record.decision)} — ${nameOf(about)}`);

	link.href = url;
	link.download = name;
	part.append(title, rows([["about", about.record.id], ["reasons", result.record.reasons.join("\n")],
		["labelSeenShort", result.record.checked.label_seen ? word("yes") : word("no")],
		["reread", result.record.checked.reread === "none" ? word("noReread") : valueWord(result.record.checked.reread)],
		["signer", result.signer], ["issued", formatInstant(result.claimedTime)], ["file", `${name} (${bytes.length})`],
		["content", result.link.econtent]]), link);
	return part;
}

function showSigned() {
	const { signed } = state, head = make("h3", word("signedHead", { n: signed.length }));

	at("signed").replaceChildren();
	if (!signed.length)
		return;
	head.tabIndex = -1;
	head.id = "h-signed";
	at("signed").append(head, make("p", word("signedHow")), ...signed.map(signedPart));
	if (signed.length > 1) {
		const all = make("button", word("saveAll"));
		all.type = "button";
		all.addEventListener("click", () => at("signed").querySelectorAll("a[download]").forEach((link) => link.click()));
		at("signed").insertBefore(all, at("signed").children[2]);
	}
}

/** All of it again, in another language. */
export function speak() {
	at("confirm-rows").replaceChildren(...state.choices.map(choicePart));
	at("choose-all").hidden = state.choices.length < 2;
	at("key-state").replaceChildren(...state.officer ? keyPart(state.officer) : []);
	at("key-name").textContent = at("key").files[0]?.name ?? word("noKeyFile");
	showButton();
	showError();
	showSigned();
}

// Opening and closing

function forgetKey() {
	state.officer = null;
	at("key").value = "";
	at("password").value = "";
}

/** Whatever was loaded since, this form was about something else. */
export function close() {
	state.signed.forEach(({ url }) => URL.revokeObjectURL(url));
	forgetKey();
	at("confirm-form").reset();
	at("confirm").hidden = true;
	const { opener } = state;
	state = blank();
	speak();
	return opener;
}

function open(one, opener) {
	close();
	/* Of a case: whom the case trusts. */
	state.trust = one.trust ?? page.trust();
	state.choices = choicesOf(page.shown(), one);
	state.opener = opener;
	at("confirm").hidden = at("confirm-form").hidden = false;
	speak();
	at("h-confirm").focus();
}

/** Beneath a verified record: a button, or why there is none; nothing of what is not to be answered. */
export function opener(one) {
	const why = officers.obstacle(one.result);

	if (why === null || (one.fault ?? "none") !== "none")
		return [];
	if (why !== "none")
		return [make("p", word("mayNot", { why: reasonWord(why) }), "hint")];
	const button = make("button", word("confirmThis"), "confirm-this");
	button.type = "button";
	button.setAttribute("aria-label", `${word("confirmThis")} ${nameOf(one.result)}`);
	button.addEventListener("click", () => open(one, button));
	return [button];
}

// The key

const keyFault = (error) => (error instanceof Pkcs12Error ? `p12-${error.reason}` :
	error instanceof SignError ? `key-${error.reason}` : "p12-malformed");

async function unlock() {
	const file = at("key").files[0], password = at("password").value;

	state.officer = null;
	state.told = null;
	at("password").value = "";
	if (!file)
		return fail("keyFileMissing", {}, "key");
	try {
		if (file.size > KEY_FILE_MAX_BYTES)
			throw new Pkcs12Error("malformed");
		state.officer = await officers.openKey(state.trust, new Uint8Array(await file.arrayBuffer()), password, page.now());
	} catch (error) {
		speak();
		const isPassword = error instanceof Pkcs12Error && error.reason === "password";
		return fail(keyFault(error), { detail: error.message }, isPassword ? "password" : "key");
	}
	speak();
	if (state.officer.counts)
		at("sign").focus();
	return true;
}

// Signing

/** What wipe-cert confirm would refuse is refused here with the same reasons. */
function checkChoices(accepts) {
	const list = chosen();

	if (!list.length)
		return fail("nothingChosen", {}, "confirm-records");
	for (const { one: { result }, check } of list) {
		const values = { name: nameOf(result) };
		if (officers.faultOf(state.officer, result) !== "none")
			return fail("ownRecord", values, "confirm-records");
		if (accepts && !officers.mayAccept(result))
			return fail("notHeld", values, "confirm-records");
		if (accepts && check && check.held !== "yes")
			return fail("rereadFailed", values, "confirm-records");
	}
	return true;
}

async function signAll(accepts, reasons) {
	const signed = [], time = page.now(), { officer } = state;

	for (const { one, labelSeen, check } of chosen()) {
		const made = await officers.answer(state.trust, officer, one.result, { accepts, reasons, labelSeen, check }, time,
			page.version);
		if (made.reason !== "none")
			return fail("signedIsBad", { name: nameOf(one.result), why: reasonWord(made.reason) }, "confirm-records");
		signed.push(made);
	}
	/* All or none: nobody has to find out which. */
	forgetKey();
	state.signed = signed.map((made) =>
		({ ...made, url: URL.createObjectURL(new Blob([made.bytes], { type: "application/pkcs7-mime" })) }));
	at("confirm-form").hidden = true;
	return true;
}

async function submit() {
	const accepts = decision() === "accept";
	const { reasons, fault } = officers.readReasons(at("confirm-reasons").value, accepts);

	state.told = null;
	showError();
	if (state.isBusy || !state.officer?.counts)
		return;
	if (!decision())
		fail("decisionMissing", {}, "decide-accept");
	else if (fault)
		fail(fault, {}, "confirm-reasons");
	else if (checkChoices(accepts)) {
		state.isBusy = true;
		showButton();
		try {
			await signAll(accepts, reasons);
		} catch (error) {
			if (!(error instanceof SignError))
				throw error;
			fail(`key-${error.reason}`, { detail: error.message }, "key");
		} finally {
			state.isBusy = false;
		}
		speak();
		at("h-signed")?.focus();
	}
}

/** @param {{trust: () => object, shown: () => object[], now: () => number, version: string}} of the page */
export function start(of) {
	page = of;
	at("key").addEventListener("change", () => {
		state.officer = state.told = null;
		speak();
		at("password").focus();
	});
	at("unlock").addEventListener("click", unlock);
	/* Nobody signs by Enter in a field: that takes the button. */
	at("confirm-form").addEventListener("keydown", (event) => {
		if (event.key !== "Enter" || !["checkbox", "radio", "password"].includes(event.target.type))
			return;
		event.preventDefault();
		if (event.target === at("password"))
			unlock();
	});
	/* What was looked at, each record has to be asked for on its own. */
	at("choose-all").addEventListener("click", () => {
		state.choices.forEach((choice) => {
			choice.isChosen = true;
		});
		speak();
	});
	at("confirm-form").addEventListener("change", showButton);
	at("confirm-form").addEventListener("submit", (event) => {
		event.preventDefault();
		submit();
	});
	at("cancel").addEventListener("click", () => close()?.focus());
	window.addEventListener("pagehide", close);
}
