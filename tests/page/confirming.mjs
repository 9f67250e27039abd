// SPDX-License-Identifier: GPL-3.0-or-later
// An officer answers records in the page. What is signed goes to OUT/signed with answers.json, for
// openssl and wipe-verify to judge.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

const PASSWORD = "秘密の言葉";
const answers = [];
let browser, desk, time, out, load;

const at = (name) => path.join(desk, name);
const click = (page, id) => page.run((name) => document.getElementById(name).click(), id);
const textOf = (page, id) => page.run((name) => document.getElementById(name).textContent, id);
const focused = (page) => page.run(() => document.activeElement.id);

/** The form, opened from the first of these records. */
async function open(files, trust = at("trust")) {
	const page = await browser.open(time);

	await load(page, trust, files.map(at));
	if (!await page.run(() => {
		document.querySelector(".confirm-this")?.click();
		return document.querySelector(".confirm-this") !== null;
	}))
		return { page, isOffered: false };
	assert.equal(await focused(page), "h-confirm");
	return { page, isOffered: true };
}

async function unlock(page, key, password = PASSWORD) {
	await page.files("key", [at(`${key}.p12`)]);
	await page.run((text) => {
		document.getElementById("password").value = text;
		document.getElementById("unlock").click();
	}, password);
	await page.until(() => document.getElementById("confirm-error").textContent ||
		document.getElementById("key-state").children.length);
	assert.equal(await page.run(() => document.getElementById("password").value), "", "the password is still there");
}

const fill = (page, values) => page.run(({ decision, reasons }) => {
	document.getElementById(`decide-${decision}`).click();
	document.getElementById("confirm-reasons").value = reasons ?? "";
}, values);

/** Every checkbox of the rows with this number in its row: 0 is the record, 1 the label. */
const tick = (page, number) => page.run((which) => document.querySelectorAll("#confirm-rows .choice").forEach((row) => {
	const box = row.querySelectorAll("input")[which];
	if (!box.checked)
		box.click();
}), number);

async function sign(page, count, note) {
	await click(page, "sign");
	await page.until(() => document.getElementById("signed").children.length ||
		document.getElementById("confirm-error").textContent);
	assert.equal(await textOf(page, "confirm-error"), "");
	assert.equal(await focused(page), "h-signed");
	const saved = await page.saved(count, () => page.run(() =>
		(document.querySelector("#signed > button") ?? document.querySelector("#signed a")).click()));
	assert.equal(saved.length, count);
	for (const [name, bytes] of saved) {
		assert.match(name, /^massho-[0-9a-f-]{36}\.confirmation\.p7m$/);
		fs.writeFileSync(path.join(out, "signed", name), bytes);
		answers.push({ name, ...note });
	}
}

async function signs(key, decision, files, note = {}) {
	const { page } = await open(files);
	const records = files.filter((name) => name.startsWith("erasure")).length;

	if (records > 1)
		await click(page, "choose-all");
	await unlock(page, key);
	assert.match(await textOf(page, "key-state"), key === "rsa" ? /Officer RSA/ : /担当職員 花子/);
	await fill(page, { decision, reasons: decision === "reject" ? "シリアル番号がラベルと違う\n媒体が 1 台足りない" : "" });
	if (note.label)
		await tick(page, 1);
	if (note.check)
		await page.run(() => {
			const select = document.querySelector("#confirm-rows select");
			select.value = "0";
			select.dispatchEvent(new Event("change", { bubbles: true }));
		});
	if (key === "p256")
		await page.shot(`confirm-${key}-${decision}`);
	await sign(page, records, { key, decision, records: files.filter((name) => name.startsWith("erasure")), ...note });
	if (records > 1) {
		await page.shot(`confirm-${key}-${decision}-signed`);
		await page.print("confirm-printed");
	}
	await page.close();
}

/** Nobody answers what is not authentic, and each says why; nor what is no erasure. */
async function checkNotOffered() {
	const { page, isOffered } = await open(["flipped.p7m", "unsigned.json", "attempt.p7m", "check.p7m"]);
	const texts = await page.run(() => [...document.querySelectorAll("article")].map((article) => article.innerText));

	assert.equal(isOffered, false);
	[/確認できません。署名が合いません/, /確認できません。署名がありません/, null, null].forEach((words, index) => {
		assert.equal(/確認できません/.test(texts[index]), words !== null, texts[index]);
		if (words)
			assert.match(texts[index], words);
	});
	await page.close();
}

/** Files that are none, and what is wrong with each. */
async function checkKeys() {
	const { page } = await open(["erasure.p7m"]);
	const wanted = [["none", /PKCS#12 のファイルではない/], ["half", /PKCS#12 のファイルではない/], ["no-mac", /MAC/],
		["old", /古い暗号/], ["authority", /証明書が入っていません/]];

	await click(page, "unlock");
	await page.until(() => document.getElementById("confirm-error").textContent);
	for (const [key, words] of wanted) {
		await unlock(page, key);
		assert.match(await textOf(page, "confirm-error"), words, key);
		assert.equal(await page.run(() => document.getElementById("sign").disabled), true);
	}
	await unlock(page, "p256", "違う言葉");
	assert.match(await textOf(page, "confirm-error"), /パスワードが違います/);
	assert.equal(await focused(page), "password");
	/* By an engineer, or an officer of the past: warned of, and not signed. */
	for (const [key, words] of [["nobody", /確認になりません。署名者は、この種の/],
		["expired", /確認になりません。証明書の期限/]]) {
		await unlock(page, key);
		assert.match(await textOf(page, "key-state"), words);
		assert.equal(await page.run(() => document.getElementById("sign").disabled), true);
	}
	await page.shot("confirm-not-an-officer");
	await page.close();
}

/** What wipe-cert confirm refuses; the form stays, and says what to do. */
async function checkRefusals() {
	const { page } = await open(["erasure.p7m", "unverified.p7m", "check-failed.p7m"]);
	const refused = async (words) => {
		await click(page, "sign");
		await page.until(() => document.getElementById("confirm-error").textContent);
		assert.match(await textOf(page, "confirm-error"), words);
		assert.equal(await page.run(() => document.getElementById("signed").children.length), 0);
	};

	await unlock(page, "namesake");
	await refused(/承認か却下を選んで/);
	await fill(page, { decision: "accept" });
	await refused(/署名した本人は確認できません/);
	await unlock(page, "p256");
	await fill(page, { decision: "reject" });
	await refused(/却下には理由が必要/);
	await fill(page, { decision: "reject", reasons: "a\n".repeat(9) });
	await refused(/8 つまで/);
	await fill(page, { decision: "reject", reasons: "\u202e隠す" });
	await refused(/隠したり/);
	await tick(page, 0);
	await fill(page, { decision: "accept" });
	await refused(/成立していないので承認できません/);
	await page.run(() => {
		document.querySelectorAll("#confirm-rows .choice")[1].querySelector("input").click();
		const select = document.querySelector("#confirm-rows select");
		select.value = "0";
		select.dispatchEvent(new Event("change", { bubbles: true }));
	});
	await refused(/記録どおりではなかった/);
	await page.shot("confirm-refused");
	/* Other records, or another trust: the form is gone, and the key with it. */
	await page.files("records", [at("erasure.p7m")]);
	await page.until(() => document.getElementById("confirm").hidden);
	await page.close();
}

/** Anchors alone tell nobody's role: signed with a warning, for others to judge. */
async function checkAnchorsAlone() {
	const { page } = await open(["erasure.p7m"], at("both.pem"));

	await unlock(page, "p256");
	assert.match(await textOf(page, "key-state"), /信頼フォルダがなければ分かりません/);
	await fill(page, { decision: "accept" });
	await sign(page, 1, { key: "p256", decision: "accept", records: ["erasure.p7m"] });
	await page.close();
}

/** From the first Tab to the signature without a mouse, in English. */
async function checkKeyboard() {
	const page = await browser.open(time);
	const tabTo = async (isThere) => {
		for (let i = 0; i < 60; i++) {
			if (await page.run(isThere))
				return;
			await page.press("Tab");
		}
		throw new Error(`the keyboard does not reach ${isThere}`);
	};

	await tabTo(() => document.activeElement.id === "language");
	await page.press("Enter");
	await load(page, at("trust"), [at("erasure.p7m")]);
	await tabTo(() => document.activeElement.className === "confirm-this");
	await page.press("Enter");
	await page.until(() => document.activeElement.id === "h-confirm");
	await tabTo(() => document.activeElement.type === "checkbox" && document.activeElement.checked === false);
	await page.press("Space");
	await tabTo(() => document.activeElement.id === "decide-accept");
	await page.press("Space");
	await page.files("key", [at("p256.p12")]);
	await page.until(() => document.activeElement.id === "password");
	await page.type("secret");
	await page.press("Enter");
	await page.until(() => document.getElementById("confirm-error").textContent.includes("wrong"));
	assert.equal(await focused(page), "password");
	await page.type(PASSWORD);
	await page.press("Enter");
	await page.until(() => document.activeElement.id === "sign");
	await page.shot("confirm-keyboard-en");
	await page.run(() => document.getElementById("decide-accept").focus());
	await page.press("Enter");
	assert.equal(await page.run(() => document.getElementById("confirm-form").hidden), false, "signed by Enter in a field");
	await tabTo(() => document.activeElement.id === "sign");
	await page.press("Enter");
	await page.until(() => document.activeElement.id === "h-signed");
	assert.match(await textOf(page, "signed"), /Signed confirmations \(1\)/);
	const [[name, bytes]] = await page.saved(1, async () => {
		await tabTo(() => document.activeElement.tagName === "A");
		await page.press("Enter");
	});
	fs.writeFileSync(path.join(out, "signed", name), bytes);
	answers.push({ name, key: "p256", decision: "accept", records: ["erasure.p7m"], label: true });
	await page.shot("confirm-keyboard-en-signed");
	await page.close();
}

/** The record in a PDF is answered; of the page as drawn nothing is said. */
async function checkPdf() {
	const { page, isOffered } = await open(["certificate.pdf"]);
	const text = await page.run(() => document.querySelector("article").innerText);

	assert.equal(isOffered, true);
	assert.equal(await page.run(() => document.querySelector("article").className), "amber");
	assert.match(text, /PDF の中の記録は真正です（紙面は未照合） \/ 消去は成立しました \/ 未確認/);
	assert.match(text, /紙面と見比べてください/);
	await unlock(page, "p256");
	await fill(page, { decision: "accept" });
	await page.shot("pdf");
	await sign(page, 1, { key: "p256", decision: "accept", records: ["certificate.pdf"] });
	await page.close();
}

/** What the page signed, beside the record: it counts, here too. */
async function checkTakenBack() {
	const accepted = answers.find((one) => one.decision === "accept" && one.records.length === 1);
	const page = await browser.open(time);

	await load(page, at("trust"), [at("erasure.p7m"), path.join(out, "signed", accepted.name)]);
	assert.equal(await page.run(() => document.querySelector("article").className), "good");
	assert.match(await page.run(() => document.querySelector("article").innerText), /確認済: /);
	await page.close();
}

export async function check(...given) {
	[browser, desk, time, out, load] = given;
	fs.rmSync(path.join(out, "signed"), { recursive: true, force: true });
	fs.mkdirSync(path.join(out, "signed"));
	await checkNotOffered();
	await checkKeys();
	await checkRefusals();
	await signs("p256", "accept", ["erasure.p7m", "check.p7m"], { label: true, check: true });
	await signs("p256", "reject", ["erasure.p7m"]);
	await signs("rsa", "reject", ["erasure.p7m"]);
	await signs("rsa", "accept", ["erasure.p7m", "erasure-2.p7m", "erasure-3.p7m"], { label: true });
	await checkAnchorsAlone();
	await checkKeyboard();
	await checkPdf();
	await checkTakenBack();
	fs.writeFileSync(path.join(out, "signed", "answers.json"), JSON.stringify(answers));
}
