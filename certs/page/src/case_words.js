// SPDX-License-Identifier: GPL-3.0-or-later
/** What the page says of a case, in both languages. */

export const PROBLEMS = {
	"invalid": ["検証できない記録があります", "A record that does not verify"], "undecided": ["判定不能の記録があります", "A record of which it cannot be decided"],
	"missing": ["この記録の前にあった記録が失われています", "A record is gone that this one follows"],
	"missing-about": ["この記録の対象である記録が失われています", "A record is gone that this one is about"],
	"number": ["記録の番号が、直前の記録の次の番号ではありません", "Its number is not one more than those that it follows"],
	"writer-gap": ["署名者の一つ前の記録が失われています", "The signer's record before it is gone"],
	"fork": ["同じ署名者が同じ番号の記録を二つ作成しています（分岐）: 二つの写しで作業したか、一方が隠されています", "Its signer wrote two records of one number: in two copies, or one of them should not be known"],
	"fork-merged": ["署名者が二つの写しで作業し、後に統合しています（分岐）", "Its signer wrote in two copies, which were merged later"],
	"heads": ["統合されていない写しがあります: 後に続く記録のない記録が複数あります", "Copies that were not merged yet: several records that nothing follows"],
	"same-id": ["同じ ID の記録が二つあります", "Two records of one id"],
	"backdated": ["前にある記録より早い時刻に発行したとされています: 時計の誤りか、偽りの時刻です", "It says that it was issued before a record that it follows: a clock was wrong, or somebody pretends"],
	"name": ["ファイル名が別の記録のものです", "The file bears the name of another record"], "foreign": ["案件に属さないファイルがあります", "A file that does not belong there"],
	"void": ["効力のない記録があります", "A record that has no effect"], "attachment-missing": ["添付ファイルが失われています", "An attachment is gone"],
	"attachment-altered": ["添付ファイルが、署名されたものと異なります", "An attachment is not what was signed"],
	"attachment-left-out": ["個人に関する添付ファイルが除かれています", "An attachment with personal data was left out"],
	"trust-altered": ["信頼フォルダが、案件の開始時のものと異なります", "The trust folder is not the one that the case began with"],
	"not-pinned": ["正しい案件であることが外部から示されていません: 最初の記録のハッシュ値を契約の書面と照合してください", "Nothing from outside says that this is the case: compare the hash of its first record with the papers"],
	"other-init": ["最初の記録が、指定されたハッシュ値のものではありません", "The first record is not the one whose hash was given"],
	"head-missing": ["他の者がハッシュ値を保持している記録が失われています", "A record is gone that another party holds the hash of"],
	"included": ["再受託者の案件に問題があります", "Something is wrong with the case of a subcontractor"],
};

export const FAULTS = {
	"not-authentic": ["真正でないか、署名がないか、判定不能です。", "It is not authentic, or not signed, or that cannot be decided."],
	"other-case": ["別の案件の記録です。", "It belongs to another case."], "second-init": ["案件はすでに始まっています。", "The case has begun already."],
	"after-close": ["案件は完了しています。", "The case is closed."],
	"staff": ["署名者が、その時点の従事者名簿に載っていないか、必要な役割ではありません。", "Its signer is not on the list of staff at that time, or not in that role."],
	"unknown-item": ["その対象物は案件にありません。", "No such item is in the case."], "unknown-record": ["その記録は案件にありません。", "No such record is in the case."],
	"label": ["同じ管理番号の対象物がほかにあります。", "Another item has that label."],
	"serial-used": ["同じシリアル番号の、未了の対象物がほかにあります。", "Another item that is still open has that serial."],
	"serial-other": ["媒体のシリアル番号が、対象物のどのシリアル番号とも異なります。", "The medium's serial is none of the item's."],
	"not-permitted": ["許可がないか、許可の期間外です。", "It is not permitted, or not at that time."],
	"done": ["対象物の結果は、担当職員がすでに確認しています。", "The officer has confirmed already what became of the item."],
	"order": ["先に済ませるべきことがあります。", "Something else has to come first."],
	"incident": ["対象物は未解決の事故等の証拠です: 担当職員の指示がなければ認められません。", "The item is evidence of an open incident: only an instruction of the officer allows it."],
	"return-first": ["受領したものは、返却後でなければ消去できません。", "What was received has to be returned before it is erased."],
	"challenge": ["この対象物に対する、未使用で期限内の担当職員のチャレンジに応答していません。", "It does not answer a challenge of the officer that is for this item, unused and not expired."],
	"held": ["媒体は消去済みで、担当職員が確認するまで保留されています。", "The medium was erased and is held until the officer has confirmed it."],
	"answer": ["回答として効力がありません: 自ら署名したものを自ら確認することはできません。", "It does not count as an answer: nobody confirms what he signed himself."],
	"open": ["未了のものがあります。", "Something is still open."],
};

export const LACK_WORDS = {
	outcome: ["消去・返却・廃棄が未了", "Not erased, returned or destroyed"], return: ["要返却", "To be returned"], media: ["未消去の媒体あり", "Media left"],
	"exit-check": ["退出時確認が未了", "Exit check"], confirmation: ["確認待ち", "Awaits confirmation"], rejected: ["却下", "Rejected"],
	incident: ["事故等が未解決", "Incident open"], attempt: ["消去の終了が不明", "Erasure not ended"],
};

export const ORIGINS = {
	"received": ["受領", "Received"], "brought-in": ["持込み", "Brought in"], "copied-inside": ["省内複製", "Copied inside"],
	"copied-outside": ["省外複製", "Duplicated outside"],
};

export const CASE_WORDS = {
	means: ["決定の方法", "Decided"], decidedSigned: ["担当職員が署名", "By the officer's signature"], decidedOnPaper: ["紙（受託者が入力。担当職員の署名ではない）", "On paper (entered by the contractor; not the officer's signature)"],
	comma: ["、", ", "], more: ["ほか {n} 件", "and {n} more"], caseNumber: ["案件内の番号", "Number in the case"], aboutItem: ["対象物", "Item"],
	caseWhole: ["案件は完全です", "The case is whole"], caseNotWhole: ["案件は完全ではありません", "The case is NOT whole"],
	caseOpen: ["案件が完全であることを確認できません", "It cannot be confirmed that the case is whole"],
	caseFailed: ["案件として読めません: 最初の記録がないか、検証できません。", "This cannot be read as a case: the record that began it is not there, or does not verify."],
	idle: ["紙による決定（受託者入力）です。担当職員が署名で確認するまで効力がありません。",
		"Decided on paper (entered by the contractor): it has no effect before an officer confirms it by a signature."],
	tooDeep: ["案件の入れ子が深すぎます。", "Cases within cases are too deep."],
	subcontractors: ["再受託者の案件: {n} 件", "Cases of subcontractors: {n}"], includedOpen: ["（未了のものあり）", ", something is open in them"],
	includedClosed: ["（未了のものなし）", ", nothing is open in them"],
	contract: ["契約", "Contract"], contractor: ["受託者", "Contractor"], ownTrust: ["案件の信頼フォルダ（最初の記録に挙げられたもの）", "The case's own trust folder, as its first record names it"],
	givenTrust: ["上で読み込んだもの", "What was loaded above"], trusted: ["信頼", "Trust"], initHash: ["最初の記録の SHA-256", "SHA-256 of the first record"],
	pinHow: ["契約の書面にあるハッシュを入力すると照合します（空白や大文字は構いません）。", "Enter the hash from the contract papers to compare (blanks and capitals do not matter)."],
	pinLabel: ["書面のハッシュ", "Hash on the papers"], pinCheck: ["照合する", "Compare"], pinNone: ["未照合", "Not compared"],
	pinSame: ["書面のハッシュと一致しました", "It is the one on the papers"], pinOther: ["書面のハッシュと違います", "It is NOT the one on the papers"],
	pinBad: ["SHA-256（16 進 64 桁）ではありません。", "That is no SHA-256: 64 hexadecimal digits."],
	counts: ["記録 {records} 件、対象物 {items} 件（未了 {open}、期限超過 {late}）、確認待ち {awaiting} 件、未解決の事故等 {incidents} 件、終了の不明な消去 {attempts} 件、効力のない記録 {voids} 件",
		"{records} records, {items} items ({open} open, {late} late), {awaiting} await confirmation, {incidents} open incidents, {attempts} erasures not ended, {voids} records without effect"],
	closedCase: ["案件は完了しています。", "The case is closed."], apart: ["うち受託者の申告によるもの {attested} 件、紙による確認（受託者入力） {onPaper} 件", "Of these by the contractor's word {attested}, confirmed on paper (entered by the contractor) {onPaper}"],
	findings: ["案件の整合性", "How the records hang together"], noFindings: ["問題はありません。", "Nothing is wrong."],
	falseMark: ["異常", "FALSE"], openMark: ["未確認", "OPEN"], noteMark: ["参考", "NOTE"],
	itemsHead: ["対象物", "Items"], attestedHead: ["受託者の申告によるもの（測定されていない）", "By the contractor's word (nothing was measured)"],
	label: ["管理番号", "Label"], kindOf: ["種類", "Kind"], dueOn: ["期限", "Due on"],
	state: ["状態", "State"], closedItem: ["完了: {outcome}", "Closed: {outcome}"], late: ["期限超過", "LATE"], origin: ["由来", "Origin"],
	confirmedBy: ["確認", "Confirmed"], awaitingHead: ["担当職員の確認待ち", "Awaiting the officer's confirmation"], nothingAwaits: ["ありません。", "Nothing."],
	whatItSays: ["この記録の内容", "What it says"], allRecords: ["すべての記録（{n} 件）", "All records ({n})"], noEffect: ["案件での効力", "Effect in the case"],
	noItems: ["まだありません。", "There is none yet."],
	demoCase: ["デモ用の証明書による署名があり、何も証明しません。", "Demonstration certificates signed: this proves nothing."],
};
