// SPDX-License-Identifier: GPL-3.0-or-later
/** What the page says of records of destroyed keys, in both languages; the English is that of certs/render/keys_lines.c, keys_rests.c and words.c. */

export const CRYPTO_WORDS = {
	"keys-yes": ["鍵の破棄による消去は成立しました（前提条件が成り立つ限り。暗号化されたデータは残っています）",
		"The keys are destroyed: the erasure held as long as the conditions hold; the encrypted data is still there"],
	"keys-unverified": ["鍵は破棄されましたが、前提条件のすべてが成り立つとは分かっておらず、暗号化されたデータが残っています",
		"The keys are destroyed, but not all conditions are known to hold, and the encrypted data is still there"],
	partOnly: ["パーティション {n} だけで、媒体の消去ではありません", "of partition {n} alone: the medium is not erased"],
	keysMethod: ["{name}（鍵の破棄による暗号化消去）", "{name} (keys are destroyed)"], keysFirst: ["{name}（先に鍵を破棄）", "{name} (keys are destroyed first)"],
	levelReason: ["レベルの理由", "Why this level"], reachable: ["届き得るレベル", "Level reachable"],
	limitedRead: ["暗号化されていない部分をすべて読み戻し", "Every block that is not encrypted is read back"],
	areaKeyDestroyed: ["上書きせず（暗号化され、鍵は破棄済）", "not overwritten: encrypted, and its keys are destroyed"],
	listItem: ["・{text}", "- {text}"], named: ["{name}: {text}", "{name}: {text}"],
};

/** What the verdict means; of one partition, what was said to be about it. */
Object.assign(CRYPTO_WORDS, {
	"keys-meaning-key-destroyed": ["暗号化されたデータの鍵を破棄しました。鍵があった領域と、暗号化されていない部分のすべてを上書きし、媒体から読み戻して一致しました。暗号化されたデータ自体は残っています。読めないといえるのは、下に示す前提条件が成り立つ場合に限ります。", "The keys of the encrypted data were destroyed: the area that held them and all that was not encrypted were overwritten, read back from the medium and found equal. The encrypted data itself is still there; that nobody can read it rests on the conditions that are told below."],
	"keys-meaning-key-destroyed-open": ["暗号化されたデータの鍵を破棄しました。鍵があった領域と、暗号化されていない部分のすべてを上書きし、媒体から読み戻して一致しました。ただし、暗号化されたデータ自体は残っており、それを読めなくする条件のすべてが成り立つとは分かっていません。消去は示されていません。", "The keys of the encrypted data were destroyed: the area that held them and all that was not encrypted were overwritten, read back from the medium and found equal. The encrypted data itself is still there, and not all that would keep others from reading it is known to hold: the erasure is not shown."],
	"part-meaning-key-destroyed": ["1 つのパーティションについて、暗号化されたデータの鍵を破棄し、媒体から読み戻して確かめました。暗号化されたデータ自体は残っています。読めないといえるのは、下に示す前提条件が成り立つ場合に限ります。媒体のほかの部分は消去していません。", "The keys of the encrypted data of one partition were destroyed, as read back from the medium. The encrypted data itself is still there; that nobody can read it rests on the conditions that are told below. The rest of the medium is not erased."],
	"part-meaning-key-destroyed-open": ["1 つのパーティションについて、暗号化されたデータの鍵を破棄し、媒体から読み戻して確かめました。ただし、暗号化されたデータ自体は残っており、それを読めなくする条件のすべてが成り立つとは分かっていません。媒体のほかの部分は消去していません。", "The keys of the encrypted data of one partition were destroyed, as read back from the medium. The encrypted data itself is still there, and not all that would keep others from reading it is known to hold. The rest of the medium is not erased."],
	"keys-meaning-erased-verified": ["アドレスの届くブロックをすべて上書きし、媒体から読み戻して一致しました。", "Every addressable block was overwritten, read back from the medium and found equal."],
	"keys-meaning-erased-sampled": ["アドレスの届くブロックをすべて上書きしました。抽出した部分を媒体から読み戻して一致しました。残りは読んでいません。", "Every addressable block was overwritten. A sample was read back from the medium and found equal; the rest was not read."],
	"keys-meaning-erased-unverified": ["ブロックは誤りなく上書きされましたが、媒体から読み戻していません。消去は示されていません。", "The blocks were overwritten without an error, but nothing was read back from the medium: the erasure is not shown."],
	"keys-meaning-partial": ["書き込めない、または読めないブロックがありました。そこに元のデータが残っている場合があります。", "Some blocks could not be written or read. Old data may remain there."],
	"keys-meaning-failed": ["書いたものと異なるブロックがあるか、作業が途中で終わりました。元のデータが残っている場合があります。", "Blocks differ from what was written, or the work broke off. Old data may remain."],
	"keys-meaning-interrupted": ["作業は途中で中断されました。元のデータが残っています。", "The work was interrupted before its end. Old data remains."],
});

/** What was destroyed: volumes, their key slots and tokens, and the area that these lay in. */
Object.assign(CRYPTO_WORDS, {
	destroyed: ["破棄したもの", "What was destroyed"], toDestroy: ["破棄の対象", "What was to be destroyed"],
	part: ["消去した範囲", "Erased part"], partOf: ["パーティション {n} だけ（{offset} バイト目から {bytes}）。媒体のほかの部分は消去していません", "partition {n} alone, from byte {offset}, {bytes}: the rest of the medium is not erased"],
	header: ["LUKSヘッダー", "Header"], headerInFile: ["ファイル {name} の中", "in the file {name}"],
	headerOnMedium: ["別の媒体: {name}、{media}", "on another medium: {name}, {media}"], serialOfHeader: ["そのシリアル番号", "Its serial"],
	volume: ["暗号化ボリューム {n}", "Volume {n}"],
	inPartition: ["LUKS{version}、パーティション {n}、{offset} バイト目から {length}", "LUKS{version} in partition {n}, from byte {offset}, {length}"],
	inNoPartition: ["LUKS{version}、パーティションなし、{offset} バイト目から {length}", "LUKS{version}, in no partition, from byte {offset}, {length}"],
	uuid: ["UUID", "UUID"], labelOfVolume: ["ボリュームのラベル", "Label of the volume"],
	slots: ["鍵スロット", "Key slots"], slotsNone: ["使用中のものはありませんでした", "none was in use"],
	slotsPlanned: ["使用中 {all} 個（{kinds}）", "{all} in use ({kinds})"], slotsDone: ["{all} 個中 {n} 個を破棄（{kinds}）", "{n} of {all} destroyed ({kinds})"],
	tokens: ["トークン", "Tokens"], tokensPlanned: ["{all} 個（{types}）", "{all} ({types})"], tokensDone: ["{all} 個中 {n} 個を削除（{types}）", "{n} of {all} removed ({types})"],
	notEmptied: ["LUKSヘッダーは、上書きの前に空にされていません。", "The header was not emptied before it was overwritten."],
	areaOfKeys: ["LUKSヘッダーと鍵スロットの領域", "Area of keys"],
	areaWhole: ["{area}のすべてを上書きし、読み戻して一致", "all of its {area} overwritten, read back and equal"],
	areaPart: ["{area}のうち、書いたものと一致したのは {read}", "of its {area}, read back and equal to what was written: {read}"],
	areaDiffers: ["不一致: {differing} バイト、読めない部分: {unreadable} バイト", "differing: {differing} bytes; not readable: {unreadable} bytes"],
	slotsLeft: ["元のまま残っているかもしれない鍵スロット: {all} 個中 {n} 個", "key slots that may be as they were: {n} of {all}"],
	afterThat: ["その後", "After that"], allOverwritten: ["媒体の全体を上書き。結果はそれについてのもので、鍵の破棄には依存しません", "all of the medium was overwritten; the verdict is about that, and rests on no keys"],
	butHeaderOverwritten: ["媒体の全体を上書き。ヘッダーの媒体は上書きしていません。結果は両方についてのものです", "all of the medium was overwritten, but not the one of the header; the verdict is about both"],
	toOverwrite: ["媒体の全体を上書きする予定", "all of the medium is to be overwritten"],
	notAllOverwritten: ["媒体の全体を上書きするはずでしたが、終わっていません。結果はそれについてのものです", "all of the medium was to be overwritten, which did NOT come to its end; the verdict is about that"],
});

/** What the claim rests on, and what would undo it. */
Object.assign(CRYPTO_WORDS, {
	rests: ["この結果の前提", "What the claim rests on"], wouldRest: ["消去が成立する場合の前提", "What a claim would rest on"],
	ciphertext: ["暗号化されたデータ（暗号文）", "Encrypted data"], ciphertextLeft: ["{bytes}は上書きしておらず、元のまま媒体にあり、鍵があれば読める", "{bytes} are not overwritten and lie on the medium as before: whoever has the key reads them"],
	ciphertextPartLeft: ["上書きされていない部分は元のまま媒体にあり、鍵があれば読める", "what was not overwritten lies on the medium as before: whoever has the key reads it"],
	"condition-encrypted_from_first_day": ["データは、最初の日から暗号化された状態でのみ保存されていた", "The data was only ever stored encrypted, from the first day on."],
	"condition-no_header_backup": ["LUKSヘッダーのバックアップはない、またはすべて破棄済みである", "There is no backup of the header, or all of them are destroyed."],
	"condition-no_escrow": ["ボリューム鍵の写しは、預託（エスクロー）を含めてどこにもない、またはすべて破棄済みである", "There is no copy of the volume key, in escrow or anywhere else, or all of them are destroyed."],
	"condition-no_recovery_key": ["ヘッダーの別の写しを開ける回復キーは、どこにも保管されていない", "No recovery key is kept that would open another copy of the header."],
	"answer-yes": ["そのとおり", "True"], "answer-no": ["そのとおりではない", "NOT TRUE"], "answer-unknown": ["不明", "Not known"],
	answeredBy: ["回答者", "Answered by"],
	"answered-prompt": ["プログラムの問い合わせに答えた作業者（測定によるものではない）", "whoever ran the program, when it asked; nothing measures this"],
	"answered-file": ["プログラムに渡されたファイル（測定によるものではない）", "a file that was given to the program; nothing measures this"],
	"answered-nobody": ["なし（誰にも尋ねていない）", "nobody: nobody was asked"],
	cipherOf: ["暗号化ボリューム {n} の暗号方式", "Cipher of volume {n}"], keyUnknown: ["鍵長は不明", "length of the key not known"],
	keyOf: ["鍵長 {bits} ビット", "key of {bits} bits"], keyOfXts: ["鍵長 {bits} ビット（{half} ビットの鍵 2 つ）", "key of {bits} bits (two of {half})"],
	weak: ["128 ビット以上のソフトウェア暗号とは分からないため、前提を満たさない", "It does not count: not known to be encrypted by software with at least 128 bits."],
	sameUuid: ["同じ UUID を持つほかの装置", "Same UUID elsewhere"], seen: ["暗号化ボリューム {n}: {node}", "volume {n}: {node}"],
	seenSerial: ["暗号化ボリューム {n}: {node}、シリアル番号 {serial}", "volume {n}: {node}, serial {serial}"], seenMore: ["ほか {n} 台", "and {n} more"],
	seenNotAll: ["作業に使った機器の装置のすべては調べられなかった", "not all devices of the machine could be looked at"],
	seenNone: ["作業に使った機器の装置には見つからなかった", "none was seen on the devices of the machine"],
	undo: ["この結果が覆る場合", "What would undo it"],
	undoHow: ["次のどれかがあれば、媒体を持つ者は暗号化されたデータを再び読めます。", "With one of these, whoever has the medium reads the encrypted data again:"],
	"undo-backup": ["LUKSヘッダーのバックアップと、その作成時に有効だったパスフレーズ", "A backup of the header, with a passphrase that opened it when it was made."],
	"undo-key": ["ボリューム鍵の写し（預託（エスクロー）されたものを含む）", "A copy of the volume key, in escrow or anywhere else."],
	"undo-recovery": ["回復キーと、LUKSヘッダーの写し", "A recovery key, with a copy of the header."],
	"undo-recovery-token": ["回復キー、またはトークンが指していたセキュリティチップや鍵と、LUKSヘッダーの写し", "A recovery key, or the security chip or key that a token named, with a copy of the header."],
	"undo-old-disk": ["ディスクが代替処理し、アドレスの届かなくなったブロックに残る古い鍵スロット", "Old key slots in blocks that the disk has retired, which no address leads to."],
	"undo-old": ["アドレスの届かなくなったブロックに残る古い鍵スロット（フラッシュや、仮想媒体の下にあるものは書込み先を移すが、それがどこかは誰にも分からない）", "Old key slots in blocks that no address leads to any more: flash and what lies beneath a virtual medium move what is written, and nobody can ask where to."],
	"undo-device": ["同じ UUID を持つ別の装置（LUKSヘッダーの写しかもしれない）", "Another device with the same UUID, which may hold a copy of the header."],
	"undo-device-seen": ["同じ UUID を持つ別の装置（LUKSヘッダーの写しかもしれない。上のとおり見つかっている）", "Another device with the same UUID, which may hold a copy of the header: one was seen, see above."],
	undoReread: ["媒体を読み直せば、鍵がそこにないことは分かります。ほかのどこにもないことは、回答した者の言によります。", "A re-read shows that the keys are gone from here. That they are nowhere else is the word of whoever answered."],
});

/** Terms of such records by where they stand. */
export const CRYPTO_TERMS = {
	slotKind: { unbound: ["データを開かないもの", "opens no data"], "re-encryption": ["再暗号化用", "for re-encryption"] },
	/* As libwipe/core/level_words.c has them. */
	levelReason: {
		"host-overwrite": ["ホストからの上書きで届くのは Clear までです。", "Overwriting from the host reaches at most Clear."],
		"host-overwrite-with-complement": ["パターンとその補数による上書きで届くのは Clear までです。", "Overwriting with a pattern and its complement reaches at most Clear."],
		"backing-storage-unknown": ["イメージや仮想装置の下で何が記憶しているかは分かりません。", "What holds the bits beneath an image or virtual device is not known."],
		"flash-needs-complement": ["取り外せるフラッシュには、パターンとその補数による上書きが必要です。", "Removable flash needs a pattern and its complement."],
		"media-unknown-needs-complement": ["種類の分からない媒体には、取り外せるフラッシュと同様に、パターンとその補数による上書きが必要です。", "A medium of unknown kind needs a pattern and its complement, like removable flash."],
		"zeros-by-the-drive": ["読み出し時のゼロは装置が作り出したものかもしれないため、何も主張しません。", "The drive may make up the zeros when it is read, so nothing is claimed."],
		"key-destroyed": ["鍵を破棄し、暗号化されていない部分をすべて上書きしました。前提条件が成り立つ限り、Clear まで届きます。", "The keys are destroyed and all that was not encrypted is overwritten, which reaches at most Clear, as long as the conditions hold."],
		"header-in-a-file": ["ヘッダーはファイルでした。そのファイルシステムにほかに何が残っているかは分かりません。", "The header was a file: what else its file system keeps of it is not known."],
		"header-elsewhere": ["ヘッダーは別の場所にあり、それがこのデータのものであることは示されていません。", "Nothing shows that the header, which lay elsewhere, is that of this data."],
		"only-a-partition": ["消去したのはパーティションだけなので、媒体については何も主張しません。", "Only a partition is erased, so nothing is claimed of the medium."],
		"cipher-does-not-count": ["保存されているものが、128 ビット以上のソフトウェア暗号で暗号化されているとは分かっていません。", "What is stored is not known to be encrypted by software with at least 128 bits."],
		"header-copy-seen": ["同じ UUID の装置がほかに見つかりました。ヘッダーの写しかもしれません。", "Another device here has the same UUID: perhaps a copy of the header."],
		"conditions-not-met": ["鍵の破棄の前提条件のうち、「はい」と答えられていないものがあります。", "Not every condition that a destroyed key rests on was answered with yes."],
		"not-verified": ["検証していないため、何も主張しません。", "Nothing was verified, so nothing is claimed."],
		"verdict-partial": ["書き込めない、または読めないブロックがありました。", "Some blocks could not be written or read."],
		"verdict-failed": ["消去に失敗しました。", "The erasure failed."],
		"verdict-interrupted": ["消去は中断されました。", "The erasure was interrupted."],
	},
};
