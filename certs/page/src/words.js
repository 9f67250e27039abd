// SPDX-License-Identifier: GPL-3.0-or-later
/** Whatever the page says, in both languages. */
import { FIELDS, TYPES, VALUES_OF } from "./act_words.js";
import { CRYPTO_TERMS, CRYPTO_WORDS } from "./crypto_words.js";
import { FILE_TERMS, FILE_WORDS } from "./files_words.js";
import { CASE_WORDS, FAULTS, LACK_WORDS, ORIGINS, PROBLEMS } from "./case_words.js";

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
	"pdf-form": ["PDF が許された唯一の形式ではありません。変更や追記があったか、別のプログラムが作ったものです。", "The PDF is not of the one permitted form: it was changed or added to, or made by another program."],
	"pdf-signature": ["PDF の署名を検証できないか、記録の署名者によるものではありません。", "The signature of the PDF does not verify, or is not by who signed the record."],
	"pdf-drawing": ["PDF の表示が、その中の記録の内容どおりではありません。", "The PDF does not show what the record in it says."],
	"pdf-not-compared": ["紙面（PDF の表示）が中の記録のとおりかどうかは、このページでは照合できません。紙面ではなく、ここに示す記録の内容を読み、紙面と見比べてください（wipe-verify なら照合できます）。", "Whether the page as drawn shows what the record says cannot be checked here: go by what is shown here, and compare what you see on the page with it (wipe-verify can)."],
	"not-compared": ["このページでは検査できない部分があります。wipe-verify で検証してください。", "There is a part that this page does not check: use wipe-verify."],
	"unsigned": ["署名がありません。誰でも書けたものです。", "The record is not signed: anybody can have written it."],
	"no-trust": ["信頼の起点が読み込まれていません。誰が署名したか分かりません。", "No anchor was given: it is not known who signed."],
	"expired": ["証明書の期限が切れており、署名がそれより前だと示すタイムスタンプがありません。", "A certificate has expired and no timestamp shows that the signature is older."],
	"not-yet-valid": ["証明書がまだ有効になっていませんでした。", "A certificate was not valid yet."],
	"issued-in-the-future": ["記録の日時が未来です。この PC の時計も確かめてください。", "The record bears a time that is still to come. Check this computer's clock too."],
	"crl-stale": ["証明書が失効していないかどうか分かりません。", "It is not known whether a certificate was revoked."],
	"exception-over": ["その鍵が許されていた期限が過ぎており、署名がそれより前だと示すタイムスタンプがありません。", "The key was permitted until a time that is past, and no timestamp shows that the signature is older."],
	"role-unknown": ["署名者にその役割があるかどうかは、信頼フォルダがなければ分かりません。", "Whether the signer has the role that signs this is told by a trust folder only, and none was given."],
	"demo": ["デモ用の証明書による署名です。この記録は何も証明しません。", "A demonstration certificate signed: this record proves nothing."],
};

const WORDS = {
	title: ["抹消の記録の検証", "Verifying records of erasures"],
	intro: ["このページは通信をしません。ファイルはこの PC の外に出ません。", "This page sends nothing: the files stay on this computer."],
	trustHead: ["1. 信頼するもの", "1. Whom you trust"],
	trustText: ["担当部署から受け取った信頼の起点（ルート証明書）か、policy.json のある信頼フォルダを選んでください。", "Choose the anchors (root certificates) that your department gave you, or a trust folder with its policy.json."],
	anchorFiles: ["証明書ファイルを選ぶ", "Choose certificates"],
	anchorFolder: ["信頼フォルダを選ぶ", "Choose a trust folder"],
	remember: ["このブラウザーに覚えさせる", "Remember them in this browser"],
	forget: ["覚えたものを忘れる", "Forget them"],
	recordsHead: ["2. 検証する記録", "2. Records to verify"],
	drop: ["記録（.p7m または JSON）、証明書の PDF、フォルダ、案件のフォルダをここに置くか、選んでください。", "Drop records (.p7m or JSON), PDF certificates, a folder or that of a case here, or choose them."],
	recordFiles: ["記録を選ぶ", "Choose records"],
	recordFolder: ["フォルダを選ぶ", "Choose a folder"],
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
	insidePdf: ["PDF の中の記録は真正です（紙面は未照合）", "The record inside the PDF is authentic; the page as drawn was not compared"],
	undetermined: ["判定不能", "Cannot be decided"],
	invalid: ["真正ではありません", "Not authentic"],
	"held-yes": ["消去は成立しました", "The erasure held"],
	"held-no": ["消去は成立していません", "The erasure did not hold"],
	"held-unverified": ["消去に失敗はありませんが、読み戻しでは確かめられていません", "The erasure did not fail, but no reading proves all of it"],
	"held-open": ["消去はまだ終わっていません（開始の記録）", "The erasure is open: the record of a beginning"],
	"held-inconsistent": ["記録が矛盾しています", "The record contradicts itself"],
	"reread-yes": ["読み戻した内容は記録どおりでした", "What was read again is what was written"],
	"reread-no": ["読み戻した内容は記録どおりではありません", "What was read again is not what was written"],
	claimed: ["真正かどうか判定できないので、参考: {held}", "Not decided whether this is authentic; it says: {held}"],
	unconfirmed: ["未確認", "Unconfirmed"],
	confirmed: ["確認済: {who}", "Confirmed by {who}"],
	rejected: ["却下: {who}", "Rejected by {who}"],
	"not-asked": ["求められていません", "Not asked for"],
	onPaper: ["紙による確認（受託者入力）", "Confirmation on paper (entered by the contractor)"],
	reason: ["理由", "Reason"],
	certificate: ["記録の内容", "The record"],
	technical: ["技術的な経路", "Technical path"],
	type: ["種類", "Type"], medium: ["媒体", "Medium"], serial: ["シリアル番号", "Serial number"], name: ["イメージファイル", "Image file"],
	machine: ["使用機器", "Computer used"],
	capacity: ["容量（バイト）", "Capacity (bytes)"], method: ["方式", "Method"], level: ["達成した水準", "Level achieved"],
	verdict: ["結果", "Outcome"], verification: ["検証の方法", "Verified how"], areas: ["領域", "Areas"],
	issued: ["発行日時（署名者の申告）", "Issued (claimed by the signer)"], id: ["記録番号", "Record"],
	stamped: ["タイムスタンプ", "Timestamp"], archived: ["長期保存用タイムスタンプ", "Archive timestamps"],
	archivedCount: ["{n} 件中 {valid} 件が有効", "{valid} of {n} count"], signer: ["署名者", "Signer"], fingerprint: ["証明書の SHA-256", "SHA-256 of the certificate"],
	path: ["証明の経路", "Path"], revocation: ["失効の確認", "Revocation"], checked: ["確認しました", "Looked up"],
	notChecked: ["確認していません", "Not looked up"], content: ["内容の SHA-256", "SHA-256 of the content"],
	signature: ["署名値の SHA-256", "SHA-256 of the signature"], detail: ["詳細", "Detail"], decision: ["判断", "Decision"],
	demoMark: ["デモ", "DEMO"],
	confirmHead: ["3. 記録を確認する", "3. Confirm records"],
	confirmThis: ["この記録を確認する…", "Confirm this record…"],
	mayNot: ["この記録は確認できません。{why}", "This record cannot be confirmed. {why}"],
	mayRejectOnly: ["消去が成立していないので、承認はできません（却下はできます）。", "The erasure did not hold: it can be rejected, not accepted."],
	confirmRecords: ["確認する記録", "Records to confirm"],
	notCompared: ["照合していません", "not compared"],
	comparedCounts: ["同一 {same} 件、変更 {changed} 件、不足 {missing} 件、追加 {additional} 件", "the same {same}, changed {changed}, missing {missing}, new {additional}"],
	ofTheCopy: ["複製のうち", "Of what was copied"],
	copiedCounts: ["複製 {files} 件: 消去 {erased} 件、内容が変わっていたものの消去 {changed} 件、名前のみ削除 {only_name} 件、未消去 {left} 件。",
		"{files} files: erased {erased}, changed since and erased {changed}, only the name removed {only_name}, left {left}."],
	copiedBegun: ["未消去のうち {n} 件は、中断された消去の対象で、すでにありません。どこまで消去されたかを示すものはありません。",
		"Of those left {n} are gone: a run that was cut off was to erase them, and nothing proves how far it came."],
	copiedResumed: ["消去のうち {n} 件は、中断された消去が上書きを始めていたとみられ、複製した内容との照合ができませんでした。",
		"Of those erased {n} could not be compared: a run that was cut off had begun to overwrite them."],
	copiedLeft: ["複製の一部が消去されていません。", "Some of what was copied is not erased."],
	copiedUnproved: ["複製のすべてが消去されたことを示すものはありません。", "Nothing proves that all that was copied is erased."],
	copiedMostlyChanged: ["複製の半分を超えるファイルの内容が変わっていたため、複製の消去とは認められません。", "Most of what was copied was found changed, so that it is not taken for erased."],
	copiedBeside: ["複製はすべて消去されていますが、同じ場所のほかのファイル（複製の写しかもしれません）または属性が消去されていません。", "All that was copied is erased, but not all that was found with it: other files, which may be copies, too, or attributes."],
	copiedChanged: ["{n} 件は、複製した内容のファイルが見つかりませんでした。消去されたのは、パスが対応する、内容の異なるファイルです。", "{n} of them were not found by their contents: files at such a path, with other contents, are erased."],
	listsDiffer: ["ファイルの一覧からは、複製について記録と異なる結果になります。", "The lists of files give something else than the record says of the copy."],
	listsUnread: ["ファイルの一覧がここにないため、複製について記録が述べることは照合していません。", "A list of files is not here: what the record says of the copy was not compared with the lists."],
	notAsReceived: ["返却されたものが、受領したものと異なります。", "What went back is not what was received."],
	labelSeen: ["媒体のラベルを見て、記録のシリアル番号と照合した", "I compared the label of the medium with the record"],
	labelSeenShort: ["媒体のラベルの目視", "Label of the medium seen"],
	reread: ["媒体の読戻し", "Medium re-read"], noReread: ["なし", "None"],
	rereadFull: ["全体", "all of it"], rereadSample: ["抽出", "samples"], rereadParts: ["上書きした部分の全体", "all that was overwritten"],
	rereadHeld: ["記録どおり", "as recorded"], rereadNot: ["記録どおりではない", "not as recorded"],
	noChecks: ["読戻しの記録（wipe-check）があれば、この記録と一緒に読み込むと選べます。", "A record of a re-read (wipe-check) can be named if it is loaded together with this record."],
	confirmDecision: ["判断", "Decision"], doAccept: ["承認する", "Accept"], doReject: ["却下する", "Reject"],
	confirmReasons: ["理由（却下には必要です）", "Reasons (needed to reject)"],
	confirmReasonsHow: ["1 行に 1 つ、8 つまで、それぞれ 500 文字まで。選んだすべての記録に付きます。", "One a line, at most 8 of 500 characters each; they go with every record chosen above."],
	confirmKey: ["署名に使う担当職員の証明書（PKCS#12）", "The officer's certificate to sign with (PKCS#12)"],
	keyFile: ["証明書ファイルを選ぶ（.p12、.pfx）", "Choose the file (.p12, .pfx)"], noKeyFile: ["選ばれていません", "None chosen"],
	password: ["パスワード", "Password"], unlock: ["証明書を開く", "Open the certificate"],
	passwordHow: ["パスワードも鍵も保存しません。IC カードの鍵はこのページでは使えません（wipe-cert confirm を使ってください）。", "Neither password nor key is stored. A key on a smart card is out of a page's reach: use wipe-cert confirm."],
	issuer: ["発行者", "Issuer"], until: ["有効期限", "Valid until"],
	keyCounts: ["読み込んだ信頼フォルダで、担当職員の証明書と認められます。", "In the trust folder that was loaded this is an officer's certificate."],
	keyDoesNotCount: ["この証明書で署名しても確認になりません。{why}", "A confirmation by this certificate would not count. {why}"],
	sign: ["署名する", "Sign"], signAccept: ["{n} 件の承認に署名する", "Sign: accept {n}"], signReject: ["{n} 件の却下に署名する", "Sign: reject {n}"],
	cancel: ["やめる", "Cancel"], chooseAll: ["すべて選ぶ", "Choose all"],
	keyFileMissing: ["証明書ファイルを選んでください。", "Choose the file with the certificate."],
	decisionMissing: ["承認か却下を選んでください。", "Choose whether you accept or reject."],
	reasonMissing: ["却下には理由が必要です。", "To reject needs a reason."],
	reasonsTooLong: ["理由は 8 つまで、それぞれ 500 文字までです。", "At most 8 reasons of 500 characters each."],
	reasonHides: ["理由に、文字を隠したり並べ替えたりする文字があります。", "A reason has characters that hide or reorder text."],
	nothingChosen: ["確認する記録を選んでください。", "Choose at least one record."],
	ownRecord: ["{name}: この記録に署名した本人は確認できません。", "{name}: whoever signed a record cannot confirm it."],
	notHeld: ["{name}: 消去が成立していないので承認できません。", "{name}: the erasure did not hold, it cannot be accepted."],
	rereadFailed: ["{name}: 媒体は記録どおりではなかったので承認できません。", "{name}: the medium was not found as recorded, it cannot be accepted."],
	signedIsBad: ["{name}: 署名しましたが、このページの検証で確認と認められないので渡しません。{why}", "{name}: what was signed would not count, and is not handed out. {why}"],
	"p12-malformed": ["PKCS#12 のファイルではないか、壊れています。", "This is no PKCS#12 file, or it is damaged."],
	"p12-password": ["パスワードが違います。", "The password is wrong."],
	"p12-old": ["古い暗号（3DES や RC2 など）のファイルです。AES-256 と SHA-256 で書き出し直してください。", "The file uses old ciphers, such as 3DES or RC2: export it anew with AES-256 and SHA-256."],
	"p12-no-mac": ["改ざんを検知する値（MAC）がないファイルは使えません。", "A file without a MAC is not used: anybody could have changed it."],
	"key-keys": ["鍵がちょうど 1 つ入ったファイルを選んでください。", "Choose a file with exactly one key."],
	"key-unfit": ["記録に署名できる証明書が入っていません（P-256、P-384、または 3072 ビット以上の RSA で、署名用のもの）。", "No certificate in it can sign records: P-256, P-384, or RSA from 3072 bits, meant for signatures."],
	"key-no-pair": ["鍵に合う証明書が入っていません。", "No certificate in it belongs to the key."],
	"key-faulty": ["署名が正しくできませんでした。{detail}", "The new signature does not verify. {detail}"],
	signedHead: ["署名した確認（{n} 件）", "Signed confirmations ({n})"],
	signedHow: ["どれもこのページで検証しました。保存して、記録と同じフォルダに置いてください。記録と一緒に読み込むと「確認済」または「却下」と表示されます。", "Each of them was verified by this page. Save them beside the records; loaded together with them, they show as confirmed or rejected."],
	save: ["保存する: {name}", "Save {name}"], saveAll: ["すべて保存する", "Save all"],
	about: ["確認した記録の番号", "Record"], reasons: ["理由", "Reasons"], file: ["ファイル（バイト）", "File (bytes)"],
	yes: ["はい", "Yes"], no: ["いいえ", "No"],
	...CRYPTO_WORDS,
	...FILE_WORDS,
	...CASE_WORDS,
};

/** What stands in records, for people. */
const VALUES = {
	attempt: ["消去の開始", "Beginning of an erasure"], erasure: ["消去", "Erasure"], check: ["読戻し（独立再照合）", "Re-read"],
	confirmation: ["担当職員の確認", "Officer's confirmation"], roster: ["担当者名簿", "Roster"],
	accept: ["承認", "Accepted"], reject: ["却下", "Rejected"],
	"erased-verified": ["消去・検証済", "Erased, all of it verified"], "erased-sampled": ["消去・抽出検証済", "Erased, a sample verified"],
	"erased-unverified": ["消去・未検証", "Erased, not verified"], "key-destroyed": ["鍵を破棄済", "Keys destroyed"],
	"key-destroyed-open": ["鍵を破棄済（前提条件は未充足）", "Keys destroyed, not all conditions met"], partial: ["一部のみ", "In part only"], "names-only": ["名前の削除のみ", "Names removed only"], failed: ["失敗", "Failed"],
	interrupted: ["中断", "Interrupted"], clear: ["Clear（消去）", "Clear"], purge: ["Purge（除去）", "Purge"],
	full: ["全領域を読み戻し", "All of it read back"], sample: ["抽出して読み戻し", "A sample read back"], none: ["なし", "None"],
	"user-lba": ["利用者領域", "User area"], hidden: ["隠し領域", "Hidden area"], remapped: ["代替処理済み領域", "Remapped blocks"],
	"over-provisioned": ["予備領域", "Over-provisioned"], cache: ["キャッシュ", "Cache"], "other-namespaces": ["他の名前空間", "Other namespaces"],
	"boot-partitions": ["ブート領域", "Boot partitions"], "backing-storage": ["下位の記憶装置", "Backing storage"],
	"old-key-slots": ["アドレスの届かないブロックの古い鍵スロット", "Old key slots in blocks that no address leads to"],
	"claimed-by-firmware": ["装置の申告のみ", "Claimed by the drive"], "not-reachable": ["届かない（対象外）", "Not reachable"],
	unknown: ["不明（対象外）", "Unknown"], absent: ["存在しない", "Absent"],
};
const TYPE_WORDS = { ...TYPES, attempt: VALUES.attempt, erasure: VALUES.erasure, check: VALUES.check,
	confirmation: VALUES.confirmation, roster: VALUES.roster };

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

const wordIn = (table, name) => table[name][language];

const TERMS = { ...FILE_TERMS, ...CRYPTO_TERMS };

/** A term of a record of files or of destroyed keys, by where it stands; any other as it stands. */
export const termWord = (table, term) => (Object.hasOwn(TERMS[table], term) ? TERMS[table][term][language] : term);

export const problemWord = (problem) => wordIn(PROBLEMS, problem);
export const faultWord = (fault) => wordIn(FAULTS, fault);
export const lackWord = (lack) => wordIn(LACK_WORDS, lack);
export const originWord = (origin) => wordIn(ORIGINS, origin);
/** within: the key of the object that has it. */
export const fieldWord = (key, within = "") => wordIn(FIELDS, Object.hasOwn(FIELDS, `${within}.${key}`) ? `${within}.${key}` : key);
export const typeWord = (type) => wordIn(TYPE_WORDS, type);

/** A value of an act; a text of people stays as it is. */
export function valueOf(type, key, value) {
	const name = [`${type}-${key}:${value}`, `${key}:${value}`].find((one) => Object.hasOwn(VALUES_OF, one));

	return name ? VALUES_OF[name][language] : String(value);
}
