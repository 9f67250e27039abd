// SPDX-License-Identifier: GPL-3.0-or-later
/** Whatever the page says, in both languages. */

const REASON_WORDS = {
	"none": ["妨げるものはありません。", "Nothing stands against it."],
	"too-large": ["記録としては大きすぎるファイルです。", "The file is too large for a record."],
	"not-cms": ["署名付きの記録ではないか、途中で切れています。", "The file is no signed record, or it is truncated."],
	"trailing-data": ["ファイルの末尾にデータが付け足されています。", "Data were appended to the file."],
	"not-der": ["許された唯一の形式で符号化されていません。", "The file is not encoded in the one permitted way."],
	"no-content": ["署名されたファイルの中に記録がありません。", "The signed file does not contain a record."],
	"signer-count": ["署名者がいないか、複数います。", "The file has no signer, or several."],
	"attributes": ["署名の属性が、許された形ではありません。", "The attributes of the signature are not permitted in this form."],
	"algorithm": ["アルゴリズムまたは鍵が弱すぎるか、許されていません。", "An algorithm or key is too weak or not permitted."],
	"signing-cert": ["証明書が、署名が指すものと違います。", "The certificate is not the one that the signature names."],
	"signature": ["署名が合いません。記録が変えられたか、別の鍵で署名されています。", "The signature does not verify: the record was changed or another key signed it."],
	"signer-usage": ["署名者の証明書は、記録に署名するためのものではありません。", "The signer's certificate is not meant for signing records."],
	"timestamp": ["タイムスタンプが壊れているか、この署名のものではありません。", "The timestamp is malformed, or not that of this signature."],
	"untrusted": ["署名者の証明書は、読み込んだ信頼の起点のどれにもつながりません。", "The signer's certificate leads to none of the given anchors."],
	"revoked": ["署名者の証明書は失効しています。", "The signer's certificate was revoked."],
	"role": ["署名者は、この種の記録に署名する役割を持っていません。", "The signer does not have the role that signs such a record."],
	"content": ["中身が記録として正しい形ではありません。", "The content is not a well-formed record."],
	"inconsistent": ["記録の中の事実が互いに矛盾しています。", "The facts in the record contradict each other."],
	"other-record": ["この確認は、別の記録または別の署名についてのものです。", "The confirmation is about another record or another signature."],
	"self-confirmed": ["記録に署名した本人が確認もしています。", "Whoever signed the record has confirmed it too."],
	"not-compared": ["このページでは検査できない部分があります。wipe-verify で検証してください。", "There is a part that this page does not check: use wipe-verify."],
	"unsigned": ["署名がありません。誰でも書けたものです。", "The record is not signed: anybody can have written it."],
	"no-trust": ["信頼の起点が読み込まれていません。誰が署名したか分かりません。", "No anchor was given: it is not known who signed."],
	"expired": ["証明書の期限が切れており、署名がそれより前だと示すタイムスタンプがありません。", "A certificate has expired and no timestamp shows that the signature is older."],
	"not-yet-valid": ["証明書がまだ有効になっていませんでした。", "A certificate was not valid yet."],
	"issued-in-the-future": ["記録の日時が未来です。この PC の時計も確かめてください。", "The record bears a time that is still to come. Check this computer's clock too."],
	"crl-stale": ["証明書が失効していないかどうか分かりません。", "It is not known whether a certificate was revoked."],
	"exception-over": ["その鍵が許されていた期限が過ぎており、署名がそれより前だと示すタイムスタンプがありません。", "The key was permitted until a time that is past, and no timestamp shows that the signature is older."],
	"role-unknown": ["署名者が担当職員かどうかは信頼フォルダーがなければ分かりません。", "Whether the signer is an officer is told by a trust folder only, and none was given."],
	"demo": ["デモ用の証明書による署名です。この記録は何も証明しません。", "A demonstration certificate signed: this record proves nothing."],
};

const WORDS = {
	title: ["抹消の記録の検証", "Verifying records of erasures"],
	intro: ["このページは通信をしません。ファイルはこの PC の外に出ません。", "This page sends nothing: the files stay on this computer."],
	trustHead: ["1. 信頼するもの", "1. Whom you trust"],
	trustText: ["担当部署から受け取った信頼の起点（ルート証明書）か、policy.json のある信頼フォルダーを選んでください。", "Choose the anchors (root certificates) that your department gave you, or a trust folder with its policy.json."],
	anchorFiles: ["証明書ファイルを選ぶ", "Choose certificates"],
	anchorFolder: ["信頼フォルダーを選ぶ", "Choose a trust folder"],
	remember: ["このブラウザーに覚えさせる", "Remember them in this browser"],
	forget: ["覚えたものを忘れる", "Forget them"],
	recordsHead: ["2. 検証する記録", "2. Records to verify"],
	drop: ["記録（.p7m または JSON）やフォルダーをここに置くか、選んでください。", "Drop records (.p7m or JSON) or a folder here, or choose them."],
	recordFiles: ["記録を選ぶ", "Choose records"],
	recordFolder: ["フォルダーを選ぶ", "Choose a folder"],
	print: ["印刷", "Print"],
	noTrust: ["信頼の起点はまだありません。", "There is no anchor yet."],
	trusts: ["信頼の起点: {n} 件{policy}", "Anchors: {n}{policy}"],
	forgotten: ["忘れました。", "Forgotten."],
	notRemembered: ["このブラウザーは覚えられません。", "This browser cannot remember them."],
	notLoaded: ["読み込めません: ", "Not loaded: "],
	working: ["検証しています… {i} / {n}", "Verifying… {i} of {n}"],
	done: ["{n} 件: 問題なし {good}、判定不能など {amber}、不可 {bad}", "{n} files: {good} in order, {amber} to be looked at, {bad} not"],
	authentic: ["記録は真正か", "Is the record authentic?"],
	held: ["消去は成立したか", "Did the erasure hold?"],
	confirmation: ["担当職員の確認", "Officer's confirmation"],
	valid: ["真正です", "Authentic"],
	undetermined: ["判定不能", "Cannot be decided"],
	invalid: ["真正ではありません", "Not authentic"],
	"held-yes": ["消去は成立しました", "The erasure held"],
	"held-no": ["消去は成立していません", "The erasure did not hold"],
	"held-open": ["消去はまだ終わっていません（開始の記録）", "The erasure is open: the record of a beginning"],
	"held-inconsistent": ["記録が矛盾しています", "The record contradicts itself"],
	claimed: ["真正かどうか判定できないので、参考: {held}", "Not decided whether this is authentic; it says: {held}"],
	unconfirmed: ["未確認", "Unconfirmed"],
	confirmed: ["確認済: {who}", "Confirmed by {who}"],
	rejected: ["却下: {who}", "Rejected by {who}"],
	"not-asked": ["求められていません", "Not asked for"],
	onPaper: ["紙による確認（受託者入力）", "Confirmation on paper (entered by the contractor)"],
	reason: ["理由", "Reason"],
	certificate: ["記録の内容", "The record"],
	technical: ["技術的な経路", "Technical path"],
	type: ["種類", "Type"], medium: ["媒体", "Medium"], serial: ["シリアル番号", "Serial number"],
	capacity: ["容量（バイト）", "Capacity (bytes)"], method: ["方式", "Method"], level: ["達成した水準", "Level achieved"],
	verdict: ["結果", "Outcome"], verification: ["検証の方法", "Verified how"], areas: ["領域", "Areas"],
	issued: ["発行日時（署名者の申告）", "Issued (claimed by the signer)"], id: ["記録番号", "Record"],
	stamped: ["タイムスタンプ", "Timestamp"], signer: ["署名者", "Signer"], fingerprint: ["証明書の SHA-256", "SHA-256 of the certificate"],
	path: ["証明の経路", "Path"], revocation: ["失効の確認", "Revocation"], checked: ["確認しました", "Looked up"],
	notChecked: ["確認していません", "Not looked up"], content: ["内容の SHA-256", "SHA-256 of the content"],
	signature: ["署名値の SHA-256", "SHA-256 of the signature"], detail: ["詳細", "Detail"], decision: ["判断", "Decision"],
	demoMark: ["デモ", "DEMO"],
};

/** What stands in records, for people. */
const VALUES = {
	attempt: ["消去の開始", "Beginning of an erasure"], erasure: ["消去", "Erasure"], check: ["再読み出しによる検査", "Re-read"],
	confirmation: ["担当職員の確認", "Officer's confirmation"], roster: ["担当者名簿", "Roster"],
	accept: ["受け入れる", "Accepted"], reject: ["却下する", "Rejected"],
	"erased-verified": ["消去・検証済", "Erased, all of it verified"], "erased-sampled": ["消去・抽出検証済", "Erased, a sample verified"],
	"erased-unverified": ["消去・未検証", "Erased, not verified"], partial: ["一部のみ", "In part only"], failed: ["失敗", "Failed"],
	interrupted: ["中断", "Interrupted"], clear: ["Clear（消去）", "Clear"], purge: ["Purge（除去）", "Purge"],
	full: ["全領域を読み戻し", "All of it read back"], sample: ["抽出して読み戻し", "A sample read back"], none: ["なし", "None"],
	"user-lba": ["利用者領域", "User area"], hidden: ["隠し領域", "Hidden area"], remapped: ["代替処理済み領域", "Remapped blocks"],
	"over-provisioned": ["予備領域", "Over-provisioned"], cache: ["キャッシュ", "Cache"], "other-namespaces": ["他の名前空間", "Other namespaces"],
	"boot-partitions": ["ブート領域", "Boot partitions"], "backing-storage": ["下位の記憶装置", "Backing storage"],
	"claimed-by-firmware": ["装置の申告のみ", "Claimed by the drive"], "not-reachable": ["届かない（対象外）", "Not reachable"],
	unknown: ["不明（対象外）", "Unknown"], absent: ["存在しない", "Absent"],
};

let language = 0;

export function setLanguage(name) {
	language = name === "ja" ? 0 : 1;
}

export function word(name, values = {}) {
	return WORDS[name][language].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

export const reasonWord = (reason) => REASON_WORDS[reason][language];

/** A value as people call it; any other as it stands. */
export const valueWord = (value) => (Object.hasOwn(VALUES, value ?? "") ? VALUES[value][language] : value);
