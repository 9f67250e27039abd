// SPDX-License-Identifier: GPL-3.0-or-later
/** What the page says of records of destroyed keys, in both languages; the English is that of certs/render/section_crypto.c. */

export const CRYPTO_WORDS = {
	"keys-yes": ["鍵は破壊され、前提条件も満たされています（暗号化消去は成立）", "The keys are destroyed and the conditions are met"],
	"keys-unverified": ["鍵は破壊されましたが、前提条件のすべてが満たされているとはいえません", "The keys are destroyed, but not all conditions are known to be met"],
	partOnly: ["パーティション {n} のみで、媒体の消去ではありません", "of partition {n} alone: no medium is erased"],
	keysMethod: ["{name}（鍵の破壊による暗号化消去）", "{name} (keys are destroyed)"],
	keysFirst: ["{name}（先に鍵を破壊）", "{name} (keys are destroyed first)"],
	levelReason: ["水準の理由", "Why this level"], reachable: ["届き得る水準", "Level reachable"],
	limitedRead: ["書き込んだ部分をすべて読み戻し（暗号文は対象外）", "All that was written is read back, which leaves out the ciphertext"],
	headerMedium: ["LUKSヘッダーの媒体", "Medium of the LUKS header"], headerOnIt: ["{medium}、シリアル番号 {serial}、{bytes}", "{medium}, serial {serial}, {bytes}"],
	scope: ["消去した範囲", "Part that is erased"],
	scopeOf: ["パーティション {n} のみ（位置 {offset}、長さ {length}）。媒体のほかの部分は消去の対象外です。", "Partition {n} alone ({length} from {offset} on). The rest of the medium is not erased."],
	overwritten: ["上書きの対象", "Overwritten"],
	overwrittenAll: ["媒体全体（{bytes}）。鍵の破壊の後、暗号文も上書きします。", "the whole medium ({bytes}), after the keys: the ciphertext, too"],
	overwrittenRest: ["暗号化されていない部分（{bytes}）", "what is not encrypted ({bytes})"],
	overwrittenNone: ["なし（暗号化されていない部分はありません）", "nothing: there is nothing that is not encrypted"],
};

/** What the verdict means. */
Object.assign(CRYPTO_WORDS, {
	"keys-meaning-key-destroyed": ["暗号化された領域の鍵をすべて破壊し、鍵があった領域を上書きして読み戻しました。", "The keys of all that is encrypted are destroyed; where they lay was overwritten and read back."],
	"keys-meaning-rest": ["暗号化されていない部分も上書きし、読み戻して一致しました。", "All that is not encrypted was overwritten, too, read back and found equal."],
	"keys-meaning-no-rest": ["暗号化されていない部分はなく、この媒体には何も書き込んでいません。", "There is nothing on the medium that is not encrypted, and nothing was written to it."],
	"keys-meaning-while": ["暗号化されたデータ（暗号文）は媒体に残っています。読むことができないのは、下の前提が成り立つ限りです。", "The ciphertext is still there. Nobody can read it as long as what is told below holds."],
	"keys-meaning-key-destroyed-open": ["鍵を破壊し、鍵があった領域を上書きして読み戻しました。ただし、前提条件のすべてが満たされているとはいえません。暗号化されたデータ（暗号文）は媒体に残っており、読まれるおそれがあります。", "The keys are destroyed, and where they lay was overwritten and read back. Not all conditions are known to be met: the ciphertext is still there, and may be read."],
	"keys-meaning-erased-verified": ["鍵を破壊した後、暗号文を含む媒体の全体を上書きし、読み戻して一致しました。", "After the keys all of the medium was overwritten, the ciphertext, too, read back and found equal."],
	"keys-meaning-erased-sampled": ["鍵を破壊した後、暗号文を含む媒体の全体を上書きし、抽出して読み戻した部分は一致しました。", "After the keys all of the medium was overwritten, the ciphertext, too. A sample was read back and found equal."],
	"keys-meaning-erased-unverified": ["上書きに誤りはありませんでしたが、読み戻しでは確かめられていません。", "Nothing went wrong, but no reading shows the erasure."],
	"keys-meaning-partial": ["破壊を確かめられない鍵があるか、書き込めない、または読めない部分がありました。元のデータが残っている場合があります。", "Some keys are not shown to be destroyed, or blocks could not be written or read. Old data may remain."],
	"keys-meaning-failed": ["書いたものと異なる内容があるか、作業が途中で終わりました。元のデータが残っている場合があります。", "Something differs from what was written, or the work broke off. Old data may remain."],
	"keys-meaning-interrupted": ["作業は途中で中断されました。元のデータが残っています。", "The work was interrupted before its end. Old data remains."],
});

/** What was destroyed: a volume, its key slots and tokens, and the area that they lay in. */
Object.assign(CRYPTO_WORDS, {
	destroyed: ["破壊したもの", "What was destroyed"], toDestroy: ["破壊する予定のもの", "What is to be destroyed"],
	volume: ["{place}: LUKS{version}、UUID {uuid}", "{place}: LUKS{version}, UUID {uuid}"],
	inPartition: ["パーティション {n}（位置 {offset}、長さ {length}）", "Partition {n} ({length} from {offset} on)"],
	inNoPartition: ["位置 {offset}、長さ {length}", "{length} from {offset} on"],
	volumeLabel: ["ラベル: {text}", "label: {text}"], volumeSubsystem: ["サブシステム: {text}", "subsystem: {text}"],
	slots: ["鍵スロット {n} 個（{kinds}）", "key slots: {n} ({kinds})"], slotsNone: ["鍵スロットなし", "no key slots"],
	slotsDone: ["破壊 {destroyed} 個、内容がすべて書き換わった領域 {changed} 個", "destroyed {destroyed}, changed in every sector {changed}"],
	tokens: ["トークン {n} 個（{kinds}）", "tokens: {n} ({kinds})"], tokensDone: ["削除 {removed} 個", "removed {removed}"],
	counted: ["{term} {n}", "{term} {n}"], kindOf: ["{kdf}{kind}", "{kdf} {kind}"], nth: ["（{n}）", "({n}) "], listItem: ["・{text}", "- {text}"],
	area: ["LUKSヘッダーと鍵スロットの領域 {area}", "LUKS header and area of key slots: {area}"],
	areaDone: ["上書きし、読み戻して一致 {verified}", "overwritten, read back and equal {verified}"],
	areaDiffers: ["不一致 {bytes}", "different {bytes}"], areaUnreadable: ["読めない {bytes}", "unreadable {bytes}"],
	copiesOfHeader: ["消去前のLUKSヘッダーの状態: {states}", "copies of the header: {states}"],
	requirements: ["開くのに必要な機能: {list}", "whoever opens it needs: {list}"],
	notGone: ["この領域の鍵がすべて破壊されたとは確かめられていません。", "Not all keys of this volume are shown to be destroyed."],
});

/** What the claim rests on, and what would undo it. */
Object.assign(CRYPTO_WORDS, {
	rests: ["この結果の前提", "What the claim rests on"], undo: ["この結果が覆る場合", "What would undo it"],
	cipher: ["暗号方式: {cipher}、鍵長 {bits} ビット", "cipher {cipher}, key of {bits} bits"],
	cipherXts: ["暗号方式: {cipher}、鍵長 {bits} ビット（XTS のため実効 {half} ビット）", "cipher {cipher}, key of {bits} bits, of which XTS counts {half}"],
	integrity: ["完全性保護 {name}", "integrity {name}"],
	weak: ["128 ビット以上の鍵によるソフトウェア暗号とは認められないため、前提を満たしません。", "This does not count as encryption by software with at least 128 bits."],
	noSegment: ["暗号化された領域の記載がありません。", "No encrypted segment is told of."],
	condition: ["{text} → {answer}", "{text} {answer}"],
	"condition-encrypted_from_first_day": ["データは、最初の日から暗号化された状態でのみ保存されていた", "The data was only ever stored encrypted, from the first day on."],
	"condition-no_header_backup": ["LUKSヘッダーのバックアップはない、またはすべて破棄済みである", "There is no backup of the header, or all of them are destroyed."],
	"condition-no_escrow": ["ボリューム鍵の写しは、預託（エスクロー）を含めてどこにもない、またはすべて破棄済みである", "There is no copy of the volume key, in escrow or anywhere else, or all of them are destroyed."],
	"condition-no_recovery_key": ["ヘッダーの別の写しを開ける回復キーは、どこにも保管されていない", "No recovery key is kept that would open another copy of the header."],
	"answer-yes": ["はい", "Yes"], "answer-no": ["いいえ（満たさない）", "No"], "answer-unknown": ["不明（満たさない）", "Unknown"],
	"answered-prompt": ["回答: 作業者が問い合わせに答えたもの（測定によるものではありません）", "Answered by who erased it, when asked; nobody measured it."],
	"answered-file": ["回答: 用意されたファイルによるもの（測定によるものではありません）", "Answered by a file that was given; nobody measured it."],
	"answered-nobody": ["回答: 誰も答えていません", "Nobody answered."],
	ciphertextLeft: ["暗号文（{bytes}）は消去しておらず、媒体に残っている", "The ciphertext ({bytes}) itself still lies on the medium."],
	ciphertextGone: ["暗号文も上書きの対象なので、結果は鍵の破壊だけによるものではない", "The ciphertext is overwritten, too: the result does not rest on destroyed keys alone."],
	seenNone: ["同じ UUID の装置: 作業時に見えた装置をすべて調べ、ほかにはなかった", "No other device that was visible has one of the UUIDs; all could be looked at."],
	seenUnknown: ["同じ UUID の装置: すべての装置は調べられず、ほかにあるかもしれない", "Not all devices could be looked at: there may be a copy of the header."],
	seen: ["同じ UUID の装置: {node}、シリアル番号 {serial}（ヘッダーの写しかもしれない）", "{node}, serial {serial}, has the same UUID: perhaps a copy of the header."],
	seenMore: ["同じ UUID の装置がさらに {n} 台", "{n} more devices have one of the UUIDs."],
	"undo-backup": ["LUKSヘッダーのバックアップがあり、そのパスフレーズを知る者がいる", "A backup of the header, with a passphrase of it"],
	"undo-key": ["ボリューム鍵の写しがある", "A copy of the volume key"],
	"undo-recovery": ["回復キー、または預託（エスクロー）された鍵があり、ヘッダーの写しを開ける", "Recovery keys, or keys in escrow"],
	"undo-old": ["古い鍵スロットの写しが、アドレスの届かないブロックに残っている", "Old key slots in blocks that no address leads to"],
	"undo-device": ["同じ UUID を持つ別の装置（ヘッダーの写し）がある", "Another device with the same UUID"],
});

/** Terms of such records by where they stand. */
export const CRYPTO_TERMS = {
	slotKind: { active: ["使用中", "active"], unbound: ["（データを開かないもの）", "unbound"], "re-encryption": ["（再暗号化用）", "re-encryption"] },
	headerCopy: { good: ["正常", "good"], older: ["古い版", "older"], damaged: ["破損", "damaged"] },
	/* As libwipe/core/level_words.c has them. */
	levelReason: {
		"host-overwrite": ["ホストからの上書きで届くのは Clear までです。", "Overwriting from the host reaches at most Clear."],
		"host-overwrite-with-complement": ["パターンとその補数による上書きで届くのは Clear までです。", "Overwriting with a pattern and its complement reaches at most Clear."],
		"backing-storage-unknown": ["イメージや仮想装置の下で何が記憶しているかは分かりません。", "What holds the bits beneath an image or virtual device is not known."],
		"flash-needs-complement": ["取り外せるフラッシュには、パターンとその補数による上書きが必要です。", "Removable flash needs a pattern and its complement."],
		"media-unknown-needs-complement": ["種類の分からない媒体には、取り外せるフラッシュと同様に、パターンとその補数による上書きが必要です。", "A medium of unknown kind needs a pattern and its complement, like removable flash."],
		"zeros-by-the-drive": ["読み出し時のゼロは装置が作り出したものかもしれないため、何も主張しません。", "The drive may make up the zeros when it is read, so nothing is claimed."],
		"key-destroyed": ["鍵を破壊し、暗号化されていない部分をすべて上書きしました。前提条件が成り立つ限り、Clear まで届きます。", "The keys are destroyed and all that was not encrypted is overwritten, which reaches at most Clear, as long as the conditions hold."],
		"header-in-a-file": ["ヘッダーはファイルでした。そのファイルシステムにほかに何が残っているかは分かりません。", "The header was a file: what else its file system keeps of it is not known."],
		"only-a-partition": ["消去したのはパーティションだけなので、媒体については何も主張しません。", "Only a partition is erased, so nothing is claimed of the medium."],
		"cipher-does-not-count": ["保存されているものは、128 ビット以上のソフトウェア暗号で暗号化されたものではありません。", "What is stored is not encrypted by software with at least 128 bits."],
		"header-copy-seen": ["同じ UUID の装置がほかに見つかりました。ヘッダーの写しかもしれません。", "Another device here has the same UUID: perhaps a copy of the header."],
		"header-copy-possible": ["すべての装置は調べられませんでした。ヘッダーの写しがあるかもしれません。", "Not all devices here could be looked at: there may be a copy of the header."],
		"conditions-not-met": ["鍵の破壊の前提条件のうち、「はい」と答えられていないものがあります。", "Not every condition that a destroyed key rests on was answered with yes."],
		"not-verified": ["検証していないため、何も主張しません。", "Nothing was verified, so nothing is claimed."],
		"verdict-partial": ["書き込めない、または読めないブロックがありました。", "Some blocks could not be written or read."],
		"verdict-failed": ["消去に失敗しました。", "The erasure failed."],
		"verdict-key-destroyed-open": ["鍵の破壊の前提がすべて成り立つとは分かっていません。", "Not all that a destroyed key rests on is known to hold."],
		"verdict-interrupted": ["消去は中断されました。", "The erasure was interrupted."],
	},
};
