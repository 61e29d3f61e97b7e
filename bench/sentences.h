/*
 * Titles and sentences of the invented log; bench/inquiries.c fills in what stands in {}.
 */
#ifndef BENCH_SENTENCES_H
#define BENCH_SENTENCES_H

enum { KIND_TITLES = 3 };

static const struct {
    const char *name;
    const char *titles[KIND_TITLES];
} kinds[] = {
    { "パスワード", { "{s}にサインインできない", "パスワードの再発行", "{s}の認証が通らない" } },
    { "印刷", { "{p}の複合機から印刷が出ない", "{d}の印刷がかすれる", "帳票が途中で止まる" } },
    { "機器", { "{d}が動かない", "{p}の{d}の調子が悪い", "{d}の交換をお願いしたい" } },
    { "業務システム", { "{s}の画面が開かない", "{s}で「{m}」と出る", "{s}の操作を知りたい" } },
    { "ネットワーク", { "{p}の端末がつながらない", "{p}の通信が遅い", "{d}がつながらない" } },
    { "メール", { "添付ファイルが開けない", "メールが届かない", "無害化された原本がほしい" } },
    { "共有フォルダ",
      { "{k}のフォルダの権限がほしい", "消したファイルを戻したい", "容量が足りない" } },
    { "Office", { "表の並べ替えができない", "差し込み印刷の方法", "文書が開けない" } },
    { "ソフトウェア", { "{s}を入れたい", "PDFを結合する方法", "更新が終わらない" } },
    { "アカウント", { "{k}の新しい職員の登録", "異動に伴う変更", "退職者の停止" } },
    { "電話", { "内線の転送先を変えたい", "{p}の電話機から雑音がする", "代表番号の設定" } },
    { "セキュリティ", { "不審なメールが届いた", "「{m}」と警告が出た", "USBメモリーの利用申請" } },
    { "貸出", { "{d}を借りたい", "Web会議の端末の予約", "返却日の延長" } },
    { "その他", { "{r}地区の配線図がほしい", "引越しの相談", "手順書の場所" } },
};
static const char *const body_sentences[] = {
    "{t}{d}が使えません。",
    "画面に「{m}」と表示されて先に進めません。",
    "{p}の{d}です。",
    "機器の番号は{a}です。",
    "再起動しても同じでした。",
    "窓口でお待ちの方がいるので、お急ぎでお願いします。",
    "{k}の職員{n}名とも同じ状態です。",
    "{s}を開くと固まってしまいます。",
    "隣の席では問題なく使えています。",
    "{t}つながりにくく、何度かやり直すと動くことがあります。",
    "来週{n}日の会議で使う予定なので、それまでに直していただけると助かります。",
    "担当者が出張中のため、{k}へ折り返しのお電話をお願いします。",
    "前回（{n}月）にも同じことがありました。",
    "{r}出張所の{d}でも起きています。",
    "電池は替えてあり、ケーブルも差し直しました。",
    "設定を変えた覚えはありません。",
    "添付の画像をご覧ください。エラー番号はE{n}0{n}です。",
    "{r}地区の説明会に持って行く資料が作れずに困っています。",
};
static const char *const response_sentences[] = {
    "設定を確かめ、復旧しました。",
    "{d}を予備と交換しました。",
    "本人を確かめたうえで再発行し、変更まで確認しました。",
    "手順を案内し、画面を見ながら操作していただきました。",
    "保守業者に連絡し、部品の交換を依頼しました。",
    "{p}の配線を差し直し、{n}分ほど様子を見て問題がないことを確かめました。",
    "{s}のサーバー側で古い接続を切りました。",
    "申請書を確かめ、権限を付けました。",
    "更新プログラムを外して再起動しました。原因は{m}の表示のとおりでした。",
    "{r}出張所へ出向いて交換しました。機器の番号は{a}です。",
    "同じ申し出が続くため、{k}と対応を相談します。",
};

enum {
    FIELDS_OF_WORK = COUNT(section_fields),
    SECTION_KINDS = COUNT(section_kinds),
    SURNAMES = COUNT(surnames),
    GIVEN_NAMES = COUNT(given_names),
    DEVICES = COUNT(devices),
    SYSTEMS = COUNT(systems),
    PLACES = COUNT(places),
    MESSAGES = COUNT(messages),
    TIMES = COUNT(times),
    RARE_CHARACTERS = COUNT(rare_characters),
    RARE_ENDS = COUNT(rare_ends),
    KINDS = COUNT(kinds),
    CHANNELS = COUNT(channels),
    PRIORITIES = COUNT(priorities),
    OPEN_STATES = COUNT(open_states),
    BODY_SENTENCES = COUNT(body_sentences),
    RESPONSE_SENTENCES = COUNT(response_sentences),
};

#endif
