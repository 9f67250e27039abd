// SPDX-License-Identifier: GPL-3.0-or-later
/** What stands in acts of a case, in both languages: types, fields by their key, values by key and value. */

export const TYPES = {
	init: ["案件の開始", "Begin of the case"], approve: ["承認・指示", "Approval or instruction"], staff: ["従事者名簿", "List of staff"],
	receive: ["受領", "Receipt"], permit: ["許可", "Permit"], challenge: ["チャレンジ値", "Challenge"], "copy-out": ["複製", "Copying"],
	"exit-check": ["持出し時の確認", "Exit check"], return: ["返却", "Return"], dispose: ["廃棄", "Disposal"],
	attest: ["受託者の申告による消去", "Erasure by the contractor's word"], incident: ["事故", "Incident"],
	declare: ["条項の適用の申告", "Declaration of clauses"], merge: ["写しの合流", "Merge of copies"], close: ["案件の終了", "Closing of the case"],
};

export const FIELDS = {
	title: ["件名", "Title"], number: ["番号", "Number"], date: ["日付", "Date"], ministry: ["府省", "Ministry"], section: ["担当課", "Section"],
	officers: ["担当職員", "Officers"], officer: ["担当職員", "Officer"], name: ["名称", "Name"], corporate_number: ["法人番号", "Corporate number"],
	place_of_work: ["履行場所", "Place of work"], capital_ties: ["資本関係", "Capital ties"], rules: ["準拠する規程", "Rules"], edition: ["版", "Edition"],
	confirmation: ["確認の方法", "Confirmation"], hold: ["確認まで媒体を再使用しない", "Media held until confirmed"],
	return_before_erase: ["消去の前に返却する", "Returned before it is erased"], challenge: ["チャレンジ値", "Challenge"],
	level: ["水準", "Level"], trust: ["信頼フォルダー", "Trust folder"], sha256: ["SHA-256", "SHA-256"], bytes: ["バイト", "Bytes"],
	subject: ["対象", "Subject"], text: ["内容", "Text"], kinds: ["対象物の種類", "Kinds of items"], method: ["方法", "Method"],
	serial: ["シリアル番号", "Serial number"], kind: ["種類", "Kind"], scan_sha256: ["スキャンの SHA-256", "SHA-256 of the scan"],
	scan_bytes: ["スキャンのバイト数", "Bytes of the scan"], persons: ["従事者", "Persons"], role: ["役割", "Role"],
	certificate_sha256: ["証明書の SHA-256", "SHA-256 of the certificate"], from: ["開始日", "From"], until: ["終了日", "Until"],
	label: ["管理番号", "Label"], description: ["説明", "Description"], quantity: ["数量", "Quantity"],
	classification: ["格付", "Classification"], maker: ["製造者", "Maker"], model: ["型番", "Model"], media: ["内蔵の媒体", "Media in it"],
	given_by: ["渡した人", "Given by"], received_on: ["受領日", "Received on"], due: ["求められる処置", "To be done"], due_on: ["期限", "Due on"],
	manifest: ["ファイル一覧", "Manifest"], public_sha256: ["名前のない形の SHA-256", "SHA-256 without names"], files: ["ファイル数", "Files"],
	purpose: ["目的", "Purpose"], parent: ["元の対象物", "Copied from"], use: ["用途", "Use"], place: ["場所", "Place"],
	expires_at: ["有効期限", "Expires at"], started_at: ["開始日時", "Started at"], ended_at: ["終了日時", "Ended at"],
	destination: ["複製先", "Destination"], result: ["結果", "Result"], failed: ["失敗したファイル数", "Files that failed"],
	left_on: ["持出し日", "Left on"], form: ["形態", "Form"], to: ["返却先", "To"], returned_on: ["返却日", "Returned on"], by: ["実施者", "By"],
	disposed_on: ["廃棄日", "Disposed of on"], reason: ["理由", "Reason"], done_on: ["実施日", "Done on"], stage: ["段階", "Stage"],
	about: ["事故の記録", "Incident"], things: ["関係する対象物", "Items concerned"], missing: ["所在不明として扱う", "Given up for lost"],
	noticed_on: ["発覚日", "Noticed on"], cause: ["原因", "Cause"], measures: ["措置", "Measures"], clauses: ["条項", "Clauses"],
	clause: ["条", "Clause"], applies: ["適用", "Applies"], included: ["再委託先の案件", "Cases of subcontractors"],
	init_sha256: ["最初の記録の SHA-256", "SHA-256 of the first record"], heads: ["最後の記録", "Heads"], econtent_sha256: ["内容の SHA-256", "SHA-256 of the content"],
	signature_sha256: ["署名値の SHA-256", "SHA-256 of the signature"], records: ["記録の数", "Records"], closed_on: ["終了日", "Closed on"],
	items: ["対象物", "Items"], item: ["対象物", "Item"], outcome: ["結末", "Outcome"], record: ["記録", "Record"], paper: ["紙による確認", "On paper"],
	attachments: ["添付", "Attachments"], what: ["種類", "What"], suffix: ["拡張子", "Suffix"], personal: ["個人情報を含む", "Personal data"], note: ["備考", "Note"],
};

/** By "key:value"; where a key is free text in another type, by "type-key:value". */
export const VALUES_OF = {
	"confirmation:signed": ["署名による確認のみ", "By signature only"], "confirmation:signed-or-paper": ["署名または紙", "By signature or paper"],
	"challenge:required": ["必須", "Required"], "challenge:optional": ["任意", "Optional"],
	"level:none": ["なし", "None"], "level:clear": ["Clear（消去）", "Clear"], "level:purge": ["Purge（除去）", "Purge"],
	"subject:method": ["消去の方法", "Method of erasing"], "subject:change": ["変更", "Change"], "subject:instruction": ["指示", "Instruction"],
	"kind:files": ["電子ファイル", "Files"], "kind:paper": ["紙", "Paper"], "kind:mail": ["電子メール", "Mail"], "kind:medium": ["媒体", "Medium"],
	"kind:device": ["機器", "Device"], "kind:lost": ["紛失", "Lost"], "kind:stolen": ["盗難", "Stolen"], "kind:leaked": ["漏えい", "Leaked"],
	"kind:erasure-failed": ["消去の失敗", "An erasure failed"], "kind:erasure-aborted": ["消去の中断", "An erasure broke off"],
	"kind:signature-mismatch": ["署名の不一致", "A signature does not verify"], "kind:other": ["その他", "Other"],
	"role:engineer": ["実施者", "Engineer"], "role:manager": ["受託者の管理者", "Contractor's manager"], "role:other": ["その他", "Other"],
	"due:return": ["返却する", "To be returned"], "due:return-or-erase": ["返却または消去する", "To be returned or erased"],
	"purpose:bring-in": ["機器の持込み", "Bringing in"], "purpose:copy-inside": ["庁舎内での複製", "Copying inside"],
	"purpose:copy-outside": ["庁舎外での複製", "Duplicating outside"], "result:complete": ["すべて複製した", "Complete"],
	"result:partial": ["一部のみ", "Partial"], "result:nothing-copied": ["複製していない", "Nothing was copied"], "result:erased": ["消去した", "Erased"],
	"form:files": ["電子ファイル", "Files"], "form:archive": ["書庫", "Archive"], "form:medium": ["媒体", "Medium"], "form:paper": ["紙", "Paper"],
	"dispose-method:shredded": ["裁断", "Shredded"], "dispose-method:dissolved": ["溶解", "Dissolved"], "dispose-method:incinerated": ["焼却", "Incinerated"],
	"dispose-method:destroyed": ["破壊", "Destroyed"], "dispose-method:degaussed": ["消磁", "Degaussed"], "dispose-method:other": ["その他", "Other"],
	"stage:opened": ["発生", "Opened"], "stage:resolved": ["終結", "Resolved"],
	"outcome:none": ["未了", "Nothing yet"], "outcome:erased": ["消去", "Erased"], "outcome:returned": ["返却", "Returned"], "outcome:disposed": ["廃棄", "Disposed of"],
	"outcome:attested": ["受託者の申告", "By the contractor's word"], "outcome:nothing-copied": ["複製なし", "Nothing was copied"],
	"outcome:missing": ["所在不明", "Missing"], "what:document": ["文書", "Document"], "what:photograph": ["写真", "Photograph"],
	"what:receipt": ["受領書", "Receipt"], "what:persons": ["人に関する情報", "About persons"],
};
