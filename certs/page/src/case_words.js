// SPDX-License-Identifier: GPL-3.0-or-later
/** What the page says of a case, in both languages. */

export const PROBLEMS = {
	"invalid": ["検証できない記録があります", "A record that does not verify"], "undecided": ["真正かどうか判定できない記録があります", "A record of which it cannot be decided"],
	"missing": ["この記録の前にあった記録がありません", "A record is gone that this one follows"],
	"missing-about": ["この確認の対象の記録がありません", "A record is gone that this one is about"],
	"number": ["通し番号が、前の記録の次の番号ではありません", "Its number is not one more than those that it follows"],
	"writer-gap": ["同じ署名者の一つ前の記録がありません", "The signer's record before it is gone"],
	"fork": ["同じ署名者が同じ番号の記録を 2 つ書いています。写しが 2 つあるか、片方は知られてはならなかったものです", "Its signer wrote two records of one number: in two copies, or one of them should not be known"],
	"fork-merged": ["署名者は 2 つの写しに書き、後で合流させました", "Its signer wrote in two copies, which were merged later"],
	"heads": ["まだ合流していない写しの記録があります", "Copies that were not merged yet: several records that nothing follows"],
	"same-id": ["同じ記録番号の記録が 2 つあります", "Two records of one id"],
	"backdated": ["前の記録より古い日時です。時計が狂っていたか、偽られています", "It says that it was issued before a record that it follows: a clock was wrong, or somebody pretends"],
	"void": ["効力のない記録です", "A record that has no effect"], "attachment-missing": ["添付がありません", "An attachment is gone"],
	"attachment-altered": ["添付が署名されたものと違います", "An attachment is not what was signed"],
	"attachment-left-out": ["個人情報を含む添付が除かれています", "An attachment with personal data was left out"],
	"trust-altered": ["信頼フォルダーが、案件の開始時のものと違います", "The trust folder is not the one that the case began with"],
	"not-pinned": ["正しい案件であることが、外からは示されていません。最初の記録のハッシュを契約の書面と照合してください", "Nothing from outside says that this is the case: compare the hash of its first record with the papers"],
	"other-init": ["最初の記録が、入力されたハッシュのものではありません", "The first record is not the one whose hash was given"],
};

export const FAULTS = {
	"not-authentic": ["真正でないか、署名がないか、判定できません。", "It is not authentic, or not signed, or that cannot be decided."],
	"other-case": ["別の案件の記録です。", "It belongs to another case."], "second-init": ["案件はすでに始まっています。", "The case has begun already."],
	"after-close": ["案件は終了しています。", "The case is closed."],
	"staff": ["署名者がその日の従事者名簿にないか、その役割ではありません。", "Its signer is not on the list of staff at that time, or not in that role."],
	"unknown-item": ["その対象物は案件にありません。", "No such item is in the case."], "unknown-record": ["その記録は案件にありません。", "No such record is in the case."],
	"label": ["同じ管理番号の対象物がほかにあります。", "Another item has that label."],
	"serial-used": ["まだ終わっていない別の対象物が、そのシリアル番号です。", "Another item that is still open has that serial."],
	"serial-other": ["媒体のシリアル番号が、対象物のものと違います。", "The medium's serial is none of the item's."],
	"not-permitted": ["許可がないか、許可の期間の外です。", "It is not permitted, or not at that time."],
	"done": ["担当職員がすでに結末を確認しています。", "The officer has confirmed already what became of the item."],
	"order": ["先に行うべきことがあります。", "Something else has to come first."],
	"incident": ["終結していない事故の証拠です。担当職員の指示が必要です。", "The item is evidence of an open incident: only an instruction of the officer allows it."],
	"return-first": ["消去の前に、受領したものを返却しなければなりません。", "What was received has to be returned before it is erased."],
	"challenge": ["この対象物への、未使用で期限内のチャレンジ値に答えていません。", "It does not answer a challenge of the officer that is for this item, unused and not expired."],
	"held": ["消去済みの媒体は、担当職員の確認まで使えません。", "The medium was erased and is held until the officer has confirmed it."],
	"answer": ["自分が署名したものを自分で確認しています。", "It does not count as an answer: nobody confirms what he signed himself."],
	"open": ["まだ終わっていないことがあります。", "Something is still open."],
};

export const LACK_WORDS = {
	outcome: ["消去・返却・廃棄のいずれもまだ", "Not erased, returned or destroyed"], return: ["返却が必要", "To be returned"], media: ["消去していない媒体が残っている", "Media left"],
	"exit-check": ["持出し時の確認がまだ", "Exit check"], confirmation: ["担当職員の確認待ち", "Awaits confirmation"], rejected: ["却下された", "Rejected"],
	incident: ["事故が終結していない", "Incident open"], attempt: ["消去の終わりが不明", "Erasure not ended"],
};

export const ORIGINS = {
	"received": ["受領", "Received"], "brought-in": ["持込み", "Brought in"], "copied-inside": ["庁舎内で複製", "Copied inside"],
	"copied-outside": ["庁舎外で複製", "Duplicated outside"],
};

export const CASE_WORDS = {
	means: ["決定の方法", "Decided"], decidedSigned: ["担当職員が署名", "By the officer's signature"], decidedOnPaper: ["紙（受託者が入力。担当職員の署名ではない）", "On paper (entered by the contractor; not the officer's signature)"],
	comma: ["、", ", "], more: ["ほか {n} 件", "and {n} more"], caseNumber: ["案件での通し番号", "Number in the case"], aboutItem: ["対象物", "Item"],
	caseWhole: ["案件はそろっています", "The case is whole"], caseNotWhole: ["案件はそろっていません", "The case is NOT whole"],
	caseOpen: ["案件がそろっているとは確認できません", "It cannot be confirmed that the case is whole"],
	caseFailed: ["案件として読めません: 最初の記録がないか、検証できません。", "This cannot be read as a case: the record that began it is not there, or does not verify."],
	contract: ["契約", "Contract"], contractor: ["受託者", "Contractor"], ownTrust: ["案件の信頼フォルダー（最初の記録に挙げられたもの）", "The case's own trust folder, as its first record names it"],
	givenTrust: ["上で読み込んだもの", "What was loaded above"], trusted: ["信頼", "Trust"], initHash: ["最初の記録の SHA-256", "SHA-256 of the first record"],
	pinHow: ["契約の書面にあるハッシュを入力すると照合します（空白や大文字は構いません）。", "Enter the hash from the contract papers to compare (blanks and capitals do not matter)."],
	pinLabel: ["書面のハッシュ", "Hash on the papers"], pinCheck: ["照合する", "Compare"], pinNone: ["未照合", "Not compared"],
	pinSame: ["書面のハッシュと一致しました", "It is the one on the papers"], pinOther: ["書面のハッシュと違います", "It is NOT the one on the papers"],
	pinBad: ["SHA-256（16 進 64 桁）ではありません。", "That is no SHA-256: 64 hexadecimal digits."],
	counts: ["記録 {records} 件、対象物 {items} 件（未了 {open}、期限超過 {late}）、確認待ち {awaiting} 件、終結していない事故 {incidents} 件、終わりの不明な消去 {attempts} 件、効力のない記録 {voids} 件",
		"{records} records, {items} items ({open} open, {late} late), {awaiting} await confirmation, {incidents} open incidents, {attempts} erasures not ended, {voids} records without effect"],
	closedCase: ["案件は終了しています。", "The case is closed."], apart: ["うち受託者の申告による結末 {attested} 件、紙による確認（受託者入力） {onPaper} 件", "Of these by the contractor's word {attested}, confirmed on paper (entered by the contractor) {onPaper}"],
	findings: ["案件の整合性", "How the records hang together"], noFindings: ["問題はありません。", "Nothing is wrong."],
	falseMark: ["偽り・欠落", "FALSE"], openMark: ["未確認", "OPEN"], noteMark: ["参考", "NOTE"],
	itemsHead: ["対象物", "Items"], attestedHead: ["受託者の申告による結末（測定されていない）", "By the contractor's word (nothing was measured)"],
	label: ["管理番号", "Label"], kindOf: ["種類", "Kind"], dueOn: ["期限", "Due on"],
	state: ["状態", "State"], closedItem: ["完了: {outcome}", "Closed: {outcome}"], late: ["期限超過", "LATE"], origin: ["由来", "Origin"],
	confirmedBy: ["確認", "Confirmed"], awaitingHead: ["確認待ちの記録", "Awaiting the officer's confirmation"], nothingAwaits: ["ありません。", "Nothing."],
	whatItSays: ["この記録の内容", "What it says"], allRecords: ["すべての記録（{n} 件）", "All records ({n})"], noEffect: ["案件での効力", "Effect in the case"],
	noItems: ["まだありません。", "There is none yet."],
	demoCase: ["デモ用の証明書による署名があり、何も証明しません。", "Demonstration certificates signed: this proves nothing."],
};
