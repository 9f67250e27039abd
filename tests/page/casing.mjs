// SPDX-License-Identifier: GPL-3.0-or-later
// Cases in a real browser from file://: casing.mjs DRIVER PLAYWRIGHT PAGE CASES KEY PASSWORD PIN TRUST TIME OUT. CASES is a folder
// of cases; what the officer signs is left in OUT/case-answers. Leaves screenshots in OUT.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [driver, playwright, html, cases, key, password, pin, trust, time, out] = process.argv.slice(2);
const { start } = await import(`./${driver}.mjs`);
const browser = await start(playwright, html, out);
const at = (name) => path.join(cases, name);
const words = (page, of) => page.run((name) => document.querySelector(name).innerText, of);

/** Drops or chooses folders; waits until so many articles are there. */
async function open(name, count = 1) {
	const page = await browser.open(Number(time));

	if (browser.dropsFolders)
		await page.drop("drop", [at(name)]);
	else
		await page.files("case", at(name));
	await page.until((wanted) => document.querySelectorAll("#results > article").length === wanted, count);
	return page;
}

async function compare(page, text) {
	await page.run((hash) => {
		document.querySelector(".pin input").value = hash;
		document.querySelector(".pin button").click();
	}, text);
}

/** Not pinned, another hash, no hash, the right one as it stands on paper. */
async function checkPin() {
	const page = await open("long-closed");
	const verdict = () => page.run(() => document.querySelector("article").className);

	assert.equal(await verdict(), "case amber");
	assert.match(await words(page, "article"), /未照合/);
	await compare(page, "12 34");
	assert.match(await words(page, ".pin .warning"), /64 桁/);
	await compare(page, "ab".repeat(32));
	await page.until(() => document.querySelector("article").className === "case bad");
	assert.match(await words(page, "article"), /書面のハッシュと違います/);
	await compare(page, pin.toUpperCase().match(/.{8}/g).join(" "));
	await page.until(() => document.querySelector("article").className === "case good");
	const told = await words(page, "article");
	for (const word of ["案件は完全です", "一致しました", "案件は完了しています", "紙による確認（受託者入力）", "受託者の申告によるもの"])
		assert.ok(told.includes(word), `${word} is not in ${told}`);
	await page.shot("case-closed");
	await page.run(() => document.getElementById("language").click());
	assert.match(await words(page, "article"), /The case is whole/);
	await page.run(() => document.querySelector("article > details summary").click());
	await page.until(() => document.querySelectorAll("article article").length > 20);
	assert.doesNotMatch(await page.run(() => [...document.querySelectorAll("article article")].map((one) => one.innerText)
		.find((text) => text.includes("Return /") || text.includes("Return M-1"))), /erasure held|did not hold/);
	await page.shot("case-closed-en");
	if (page.print)
		await page.print("case-closed-en");
	await page.close();
}

/** What awaits is offered, and nothing else; each answer is saved. */
async function checkAnswers() {
	const page = await open("long-awaiting");
	const awaiting = await page.run(() => document.querySelectorAll(".awaiting li").length);

	assert.ok(awaiting > 5);
	/* Before he answers, what the record says. */
	await page.run(() => [...document.querySelectorAll(".awaiting li")].find((one) => one.textContent.startsWith("返却"))
		.querySelector("summary").click());
	await page.until(() => document.querySelector(".awaiting article"));
	const told = await words(page, ".awaiting article");
	const counts = "同一 1 件、変更 0 件、不足 1 件、追加 0 件 — 返却されたものが、受領したものと異なります。";
	assert.equal(await words(page, ".awaiting .warning"), counts);
	for (const word of ["返却 M-1", "未確認", "返却先", "媒体", "返却日", "受領したものとの照合", counts])
		assert.ok(told.includes(word), `${word} is not in ${told}`);
	assert.ok(!told.includes("成立"), told);
	await page.shot("case-awaiting");
	await page.run(() => document.querySelector(".awaiting .confirm-this").click());
	assert.equal(await page.run(() => document.querySelectorAll("#confirm-rows .choice").length), awaiting);
	assert.equal(await words(page, "#confirm-rows .choice .warning"), counts);
	await page.run(() => document.getElementById("choose-all").click());
	await page.files("key", [key]);
	await page.run((text) => {
		document.getElementById("password").value = text;
		document.getElementById("unlock").click();
	}, password);
	await page.until(() => document.getElementById("confirm-error").textContent || document.getElementById("key-state").children.length);
	assert.match(await words(page, "#key-state"), /担当職員の証明書と認められます/);
	await page.run(() => document.getElementById("decide-accept").click());
	await page.shot("case-answering");
	await page.run(() => document.getElementById("sign").click());
	await page.until(() => document.getElementById("signed").children.length || document.getElementById("confirm-error").textContent);
	assert.equal(await words(page, "#confirm-error"), "");
	const saved = await page.saved(awaiting, () => page.run(() => document.querySelector("#signed > button").click()));
	for (const [name, bytes] of saved)
		fs.writeFileSync(path.join(out, "case-answers", name), bytes);
	await page.close();
}

/** Name of the case, colour, words that have to be there, articles. */
const OTHERS = [
	["long-incident", "case amber", ["事故等が未解決", "確認待ち"]],
	["forked-both", "case amber", ["同じ署名者が同じ番号の記録を二つ", "統合されていない写し"]],
	["strict-challenged", "case amber", ["チャレンジに応答していません", "返却後でなければ消去できません"]],
	["demo", "case amber", ["デモ", "何も証明しません"]],
	["spoilt-duty-stray", "case amber", ["規則に反する記録です", "許可がないか、許可の期間外です", "規則に反し未回答の記録 1 件"]],
	["spoilt-duty-settled", "case amber", ["担当職員が回答しています", "規則に反し未回答の記録 0 件"]],
	["spoilt-part", "case amber", ["残りの数量 (3 のうち残り 2)"]],
	["spoilt-files-copy-left", "case amber", ["複製 4 件: 消去 3 件", "未消去 1 件", "複製の一部が消去されていません"]],
	["spoilt-files-copy-half-changed", "case amber", ["2 件は、複製した内容のファイルが見つかりませんでした", "担当職員の確認待ち"]],
	["spoilt-withdrawn", "case amber", ["完了: 取下げ（担当職員が却下）", "取下げ 1 件"]],
	["spoilt-flipped", "case bad", ["異常", "検証できない記録"]],
	["spoilt-attachment-altered", "case bad", ["署名されたものと異なります"]],
	["spoilt-trust-policy", "case bad", ["信頼フォルダが、案件の開始時のものと異なります"]],
];

async function checkOthers() {
	for (const [name, colour, wanted] of browser.isSlow ? OTHERS.slice(1, 2) : OTHERS) {
		const page = await open(name), told = await words(page, "article");

		assert.equal(await page.run(() => document.querySelector("article").className), colour, `${name}: ${told}`);
		for (const word of wanted)
			assert.ok(told.includes(word), `${name}: ${word} is not in ${told}`);
		await page.shot(`case-${name}`);
		await page.close();
	}
}

/** Two items of one label are told apart; what counts against a rule says so. */
async function checkNamesakes() {
	const page = await open("spoilt-namesake"), told = await words(page, "article");

	assert.equal(new Set(told.match(/M-1 \([0-9a-f]{8}\)/g)).size, 2, told);
	assert.match(told, /別の対象物に同じ管理番号があります/);
	await page.close();
}

/** Without its first record it is told as no case, and its records are looked at one by one. */
async function checkHeadless() {
	const page = await browser.open(Number(time)), name = "spoilt-drop-init";

	await page.files("case", at(name));
	await page.until(() => document.querySelectorAll("#results > article").length > 3);
	assert.match(await words(page, "article"), /案件として読めません/);
	await page.close();
}

/** Two folders that are called alike, from two places, are two cases. Chromium numbers them itself; the page must not rely on it (case.mjs). */
async function checkTwins() {
	const names = ["long-incident", "forked-both"], page = await browser.open(Number(time));
	const folders = names.map((name, index) => path.join(cases, `twin-${index}`, "case"));

	for (const [index, name] of names.entries())
		fs.cpSync(at(name), folders[index], { recursive: true });
	await page.drop("drop", folders);
	await page.until(() => document.querySelectorAll("#results > article.case").length === 2);
	assert.equal(new Set(await page.run(() => [...document.querySelectorAll("#results > article > h3")].map((one) => one.textContent))).size, 2);
	assert.match(await words(page, "article:nth-of-type(2)"), /同じ署名者が同じ番号の記録を二つ/);
	await page.close();
}

/** Whom the officer loaded counts, and not the case's own folder. */
async function checkTrust() {
	const page = await browser.open(Number(time));

	await page.files("folder", trust);
	await page.until(() => /: \d+/.test(document.getElementById("trust-state").textContent));
	await page.files("case", at("long-received"));
	await page.until(() => document.querySelectorAll("#results > article").length === 1);
	assert.match(await words(page, "article"), /上で読み込んだもの/);
	await page.close();
}

try {
	fs.rmSync(path.join(out, "case-answers"), { recursive: true, force: true });
	fs.mkdirSync(path.join(out, "case-answers"), { recursive: true });
	await checkPin();
	await checkAnswers();
	await checkOthers();
	await checkNamesakes();
	await checkHeadless();
	await checkTrust();
	if (browser.dropsFolders)
		await checkTwins();
	await browser.settle?.();
	assert.deepEqual(browser.complaints, []);
	assert.deepEqual(browser.requests.filter((url) => url !== pathToFileURL(html).href && !url.startsWith("blob:")), []);
	console.log(`${browser.name}: cases: as they have to be; no request`);
} finally {
	await browser.close();
}
