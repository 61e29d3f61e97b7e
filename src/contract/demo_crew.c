/* Demonstration: people, places and whom work is passed on to. */
#include "contract/demo.h"

#include "contract/assignment.h"
#include "contract/contact.h"
#include "contract/pledge.h"
#include "contract/qualification.h"
#include "contract/replacement.h"
#include "contract/staffing_rule.h"
#include "contract/subcontract.h"
#include "contract/training.h"
#include "contract/workplace.h"
#include "ledger/core/core.h"

#define PERSON(title, name, kana, post)                                                            \
    {                                                                                              \
        "ooishi", "s-7", &person_ledger, NULL, NULL,                                               \
            "title=" title "|name=" name "|kana=" kana "|post=" post                               \
    }

const struct scene_row demo_people[] = {
    PERSON("早瀬", "早瀬　湊", "はやせ みなと", "運用担当"),
    PERSON("七海", "七海　凪", "ななみ なぎ", "運用担当"),
    PERSON("千歳", "千歳　岳", "ちとせ がく", "退任"),
    PERSON("槙野", "槙野　楓", "まきの かえで", "監査統括"),
    PERSON("鷹取", "鷹取　光", "たかとり ひかる", "監査人"),
    PERSON("朝霧", "朝霧　澪", "あさぎり みお", "監査人"),
    PERSON("氷室", "氷室　渉", "ひむろ わたる", "診断担当"),
    PERSON("月岡", "月岡　梓", "つきおか あずさ", "診断監督"),
    PERSON("日向", "日向　晴", "ひなた はる", "ポータル担当"),
    PERSON("花園", "花園　紬", "はなぞの つむぎ", "相談員"),
    PERSON("夏川", "夏川　蓮", "なつかわ れん", "受付"),
    { 0 },
};

#define PLEDGE(person, key, day)                                                                   \
    {                                                                                              \
        "ooishi", "s-6", &pledge_ledger, key, NULL, "person=" person "|kind=secrecy|asked_on=@s-6" \
    },                                                                                             \
    {                                                                                              \
        "ooishi", day, &pledge_ledger, key, "receive",                                             \
            "signed_on=@" day "|kept_at=青葉事業所 2階　誓約書つづり"                 \
    }
#define ATTENDED(person)                                                                           \
    {                                                                                              \
        "ooishi", "s12", &attendance_ledger, NULL, NULL,                                           \
            "training=#security|person=" person "|result=attended|attended_on=@s10"                \
    }
#define ASSIGN(key, values)                                                                        \
    { "ooishi", "s-5", &assignment_ledger, key, NULL, values },                                    \
    {                                                                                              \
        "aoyama", "s-3", &assignment_ledger, key, "approve", NULL                                  \
    }

const struct scene_row demo_crew[] = {
    { "ooishi", "s-6", &workplace_ledger, "office", NULL,
      "title=青葉事業所|kind=contractor|keeper=襷情報サービス|address=みどり県青葉市若草町0番地|"
      "room=2階　運用室|work=ヘルプデスク、台帳の整備、報告書の作成|personal_data=はい|"
      "safety=入退室はカードで管理する。離席のときは画面を閉じ、書類は施錠した棚にしまう。|from=@s0" },
    { "aoyama", "s-4", &workplace_ledger, "office", "approve", "answer=承認します。" },
    { "ooishi", "s-6", &workplace_ledger, "city", NULL,
      "title=本庁舎 地下機械室|kind=client|keeper=青葉市|address=みどり県青葉市本町0番地|room=地下1階|"
      "work=機器の点検、大量印刷|personal_data=はい|"
      "safety=市の鍵管理簿により入室する。持込みの機器は台帳のものに限る。|from=@s0" },
    { "aoyama", "s-4", &workplace_ledger, "city", "approve", NULL },
    { "ooishi", "-6", &workplace_ledger, "home", NULL,
      "title=早瀬 在宅|kind=home|work=手順書の作成|personal_data=いいえ|"
      "safety=画面転送だけを使い、端末に記録を残さない。|from=@20" },

    { "ooishi", "s-6", &transport_method_ledger, "hand", NULL,
      "title=職員との手渡し|kind=hand|carrier=担当2名|information=紙の依頼票、USBメモリ|"
      "safety=施錠できるかばんを用い、受領書を交わす。|from=@s0" },
    { "aoyama", "s-4", &transport_method_ledger, "hand", "approve", NULL },
    { "ooishi", "-9", &transport_method_ledger, NULL, NULL,
      "title=専用便|kind=courier|carrier=こだま印刷|information=印刷した通知書|"
      "safety=追跡番号を控え、封緘して渡す。|from=@14" },

    { "ooishi", "s-6", &subcontract_ledger, "printing", NULL,
      "title=大量印刷の封入封かん|scope=part|party=こだま印刷|representative=児玉　透|"
      "address=みどり県若葉町0番地|phone=000-0000-5500|reason=封入封かん機を持つため。|"
      "content=通知書の封入と封かん|information=通知書（氏名、住所、額）|personal_data=はい|"
      "safety=作業室を分け、枚数を前後で確かめる。残った用紙は溶解する。|safety_copy=はい|"
      "responsibility=責任者 児玉、作業者2名|workers=2名|"
      "supervision_method=月1回の立入りと、作業日ごとの枚数報告|period=@s0〜@z0|price=2400000" },
    { "aoyama", "s-2", &subcontract_ledger, "printing", "approve", "answer=承認します。" },
    { "ooishi", "-5", &subcontract_ledger, "network", NULL,
      "title=無線LANの電波調査|scope=part|party=むすび電算|reason=測定器と有資格者を持つため。|"
      "content=本庁舎3階の電波の測定|information=フロア図|personal_data=いいえ|"
      "safety=図面は貸与とし、終了の日に返す。|supervision_method=当日の立会い|"
      "period=@20〜@34|price=330000" },
    { "miura", "-40", &supervision_ledger, NULL, NULL,
      "subcontract=#printing|held_on=@-40|method=visit|person=三浦|"
      "findings=作業室の施錠と枚数の記録を確かめた。|result=good" },
    { "miura", "-12", &supervision_ledger, NULL, NULL,
      "subcontract=#printing|held_on=@-12|method=documents|person=三浦|"
      "findings=溶解の証明書が1回分ない。|result=told|instructions=証明書を取り寄せる。|due_on=@5" },

    ASSIGN("a1", "person=大石|role=service_manager|duty=全体の管理|employer=襷情報サービス|"
                 "employment=regular|from=@s0|personal_data=はい|card=T-001|card_issued_on=@s0"),
    ASSIGN("a2", "person=三浦|role=work_manager|duty=ヘルプデスク|employer=襷情報サービス|"
                 "employment=regular|from=@s0|above=#a1|personal_data=はい|card=T-002|"
                 "card_issued_on=@s0"),
    ASSIGN("a3", "person=望月|role=assigned_worker|duty=ヘルプデスク、台帳|"
                 "employer=襷情報サービス|employment=regular|from=@s0|above=#a2|"
                 "personal_data=はい|card=T-003|card_issued_on=@s0"),
    ASSIGN("a4", "person=早瀬|role=assigned_worker|duty=大量印刷|employer=襷情報サービス|"
                 "employment=fixed_term|from=@s0|above=#a2|personal_data=はい|card=T-004|"
                 "card_issued_on=@s0"),
    ASSIGN("a5", "person=千歳|role=assigned_worker|duty=年度切替|employer=襷情報サービス|"
                 "employment=regular|from=@s0|above=#a2|personal_data=はい|card=T-005|"
                 "card_issued_on=@s0"),
    ASSIGN("a6", "person=大石|role=information_manager|duty=情報の管理|"
                 "employer=襷情報サービス|employment=regular|from=@s0"),
    { "ooishi", "-8", &assignment_ledger, "a7", NULL,
      "person=七海|role=assigned_worker|duty=年度切替|employer=襷情報サービス|employment=regular|"
      "from=@10|above=#a2|personal_data=はい|notes=千歳の後任です。" },
    { "ooishi", "-8", &replacement_ledger, NULL, NULL,
      "outgoing=#a5|incoming=#a7|reason=千歳が社内で異動するため。|day=@12|"
      "handover=年度切替の手順書と、昨年度の結果を引き継ぐ。" },

    { "ooishi", "s1", &qualification_ledger, NULL, NULL,
      "person=大石|title=プロジェクトマネージャ|number=PM-0000-000001|issuer=試験機関|"
      "acquired_on=@s-900" },
    { "ooishi", "s1", &qualification_ledger, NULL, NULL,
      "person=三浦|title=情報処理安全確保支援士|number=000001|issuer=試験機関|acquired_on=@-1075|"
      "expires_on=@18" },
    { "ooishi", "s1", &qualification_ledger, NULL, NULL,
      "person=望月|title=情報セキュリティマネジメント|number=SG-0000-000001|issuer=試験機関|"
      "acquired_on=@s-400" },
    { "ooishi", "s1", &experience_ledger, NULL, NULL,
      "person=大石|title=町の内部情報システム運用支援|area=自治体のヘルプデスク|client=白波町|"
      "role=責任者|from=@s-1800|until=@s-30|content=職員300名の窓口" },
    { "ooishi", "s1", &experience_ledger, NULL, NULL,
      "person=三浦|title=庁内ネットワークの運用|area=自治体システムの運用|client=白波町|role=担当|"
      "from=@s-1500|until=@s-30" },

    PLEDGE("大石", "p1", "s-4"),
    PLEDGE("三浦", "p2", "s-4"),
    PLEDGE("望月", "p3", "s-3"),
    PLEDGE("千歳", "p5", "s-2"),
    { "ooishi", "-20", &pledge_ledger, "p4", NULL,
      "person=早瀬|kind=secrecy|asked_on=@-20|notes=署名の場所が違っていたため、取り直しています。" },
    { "ooishi", "-7", &pledge_ledger, "p7", NULL, "person=七海|kind=secrecy|asked_on=@-7" },

    { "ooishi", "s2", &training_ledger, "security", NULL,
      "title=情報セキュリティ研修（着任時）|kind=security|planned_on=@s10|length=90|"
      "content=市のポリシー、事故の連絡、媒体の扱い|instructor=大石|place=青葉事業所|"
      "targets=従事者の全員" },
    { "ooishi", "s10 16:00", &training_ledger, "security", "hold", "held_on=@s10" },
    { "ooishi", "s16", &training_ledger, "security", "report", "reported_on=@s16" },
    ATTENDED("大石"),
    ATTENDED("三浦"),
    ATTENDED("望月"),
    ATTENDED("早瀬"),
    ATTENDED("千歳"),
    { "ooishi", "-30", &training_ledger, "personal", NULL,
      "title=個人情報の取扱い研修（年次）|kind=personal_information|planned_on=@-11|length=60|"
      "content=漏えいの事例、返還と消去|instructor=外部講師|place=Web会議|targets=従事者の全員" },
    { "ooishi", "-11 17:00", &training_ledger, "personal", "hold", "held_on=@-11" },
    { "ooishi", "-11 17:10", &attendance_ledger, NULL, NULL,
      "training=#personal|person=三浦|result=attended|attended_on=@-11" },
    { "ooishi", "-11 17:20", &attendance_ledger, NULL, NULL,
      "training=#personal|person=望月|result=absent|notes=出張のため、動画で受け直す。" },

    { "ooishi", "s1", &staffing_rule_ledger, NULL, NULL,
      "title=責任者を1名置く|kind=present|roles=責任者|least=1|source=仕様書 1-2" },
    { "ooishi", "s1", &staffing_rule_ledger, NULL, NULL,
      "title=全員が誓約書を出す|kind=pledged|source=仕様書 1-3" },
    { "ooishi", "s1", &staffing_rule_ledger, NULL, NULL,
      "title=全員が研修を受ける|kind=trained|source=仕様書 6-2" },
    { "ooishi", "s1", &staffing_rule_ledger, NULL, NULL,
      "title=情報処理安全確保支援士を1名以上|kind=qualified|qualifications=情報処理安全確保支援士|"
      "least=1|source=仕様書 1-2" },

    { "ooishi", "s1", &contact_ledger, "desk", NULL,
      "title=ヘルプデスク|kind=both|side=contractor|party=襷情報サービス|person=三浦|place=1|"
      "phone=000-0000-1100|other_phone=000-0000-1199|mail=desk@tasuki.example|hours=平日 8:30〜17:15" },
    { "ooishi", "s1", &contact_ledger, "chief", NULL,
      "title=受託者の責任者|kind=emergency|side=contractor|party=襷情報サービス|person=大石|"
      "told_by=#desk|place=2|phone=000-0000-1101|other_phone=000-0000-1198|hours=いつでも" },
    { "ooishi", "s1", &contact_ledger, NULL, NULL,
      "title=情報政策課|kind=emergency|side=client|party=情報政策課|person=青山|told_by=#chief|"
      "place=3|phone=000-0000-2101|mail=joho@aoba.example|hours=平日 8:30〜17:15" },
    { 0 },
};
