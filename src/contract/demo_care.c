/* Demonstration: information and media under care. */
#include "contract/demo.h"

#include "contract/erasure.h"
#include "contract/erasure_lines.h"
#include "contract/handling_request.h"
#include "contract/information.h"
#include "contract/information_event.h"
#include "contract/media_check.h"
#include "contract/medium.h"
#include "contract/receipt.h"

#define MEDIUM(key, values)                                                                        \
    {                                                                                              \
        "miura", "s1", &medium_ledger, key, NULL, values                                           \
    }

const struct scene_row demo_care[] = {
    MEDIUM("pc1",
           "title=運用ノートPC 1号|kind=pc|ownership=contractor|keeper=襷情報サービス|"
           "serial=TSK-0001|host=tsk-pc01|encrypted=はい|antivirus=常駐、毎日更新|person=三浦|"
           "workplace=#office|from=@s0"),
    MEDIUM("pc2",
           "title=運用ノートPC 2号|kind=pc|ownership=contractor|keeper=襷情報サービス|"
           "serial=TSK-0002|host=tsk-pc02|encrypted=はい|antivirus=常駐、毎日更新|person=望月|"
           "workplace=#office|from=@s0"),
    MEDIUM("usb1", "title=受渡し用USBメモリ 1番|kind=usb|ownership=client|keeper=青葉市|"
                   "serial=AOB-U-001|encrypted=はい|person=早瀬|workplace=#office|"
                   "place=2階　施錠キャビネットA|from=@s0"),
    MEDIUM("usb2", "title=受渡し用USBメモリ 2番|kind=usb|ownership=client|keeper=青葉市|"
                   "serial=AOB-U-002|encrypted=はい|workplace=#office|"
                   "place=2階　施錠キャビネットA|from=@s0"),
    MEDIUM("disk1", "title=控え用ディスク|kind=disk|ownership=contractor|keeper=襷情報サービス|"
                    "serial=TSK-D-001|encrypted=はい|workplace=#city|place=耐火金庫|from=@s0"),
    MEDIUM("old", "title=旧運用ノートPC|kind=pc|ownership=lease|keeper=襷情報サービス|"
                  "serial=TSK-0000|encrypted=はい|workplace=#office|from=@s0"),
    { "miura", "-14", &medium_ledger, "old", "store", NULL },

    { "miura", "s3", &receipt_ledger, "receipt", NULL,
      "kind=receipt|day=@s3|giver=青葉市|given_by=青山　樹|person=三浦|place=情報政策課|"
      "transport=#hand|return_by=@z0" },
    { "miura", "s3 11:00", &information_item_ledger, "phones", NULL,
      "title=職員名簿（内線番号つき）|confidentiality=class_2|personal_data=はい|origin=received|"
      "form=data|medium=#pc1|quantity=1|unit=件|giver=青葉市|came_on=@s3|person=三浦|"
      "workplace=#office|purpose=問合せの受付|return_by=@z0|receipt=#receipt" },
    { "miura", "s3 11:20", &information_item_ledger, "map", NULL,
      "title=庁内ネットワーク構成図|confidentiality=class_3|origin=received|form=paper|quantity=2|"
      "unit=冊|giver=青葉市|came_on=@s3|person=三浦|workplace=#office|"
      "place=2階　施錠キャビネットA|purpose=障害の切分け|return_by=@z0|receipt=#receipt" },
    { "mochizuki", "-50", &information_item_ledger, "notice", NULL,
      "title=通知書の印刷データ（第4回）|confidentiality=class_3|personal_data=はい|origin=received|"
      "form=usb|medium=#usb1|quantity=1|unit=個|giver_name=青葉市 保険年金課|came_on=@-50|person=早瀬|"
      "workplace=#office|purpose=大量印刷|return_by=@-20" },
    { "mochizuki", "-26", &information_item_ledger, "test", NULL,
      "title=刷り見本|confidentiality=class_2|origin=made|form=paper|quantity=30|unit=枚|"
      "came_on=@-26|person=早瀬|workplace=#office|purpose=印字の位置の確認" },
    { "mochizuki", "-44", &information_item_ledger, "ledger", NULL,
      "title=機器台帳の控え|confidentiality=class_2|origin=made|form=disk|medium=#disk1|quantity=1|"
      "unit=台|came_on=@-44|person=望月|workplace=#city|place=耐火金庫|purpose=復旧の備え" },

    { "miura", "-40", &handling_request_ledger, "copying", NULL,
      "kind=copy|item=#map|quantity=1|purpose=北支所の障害対応に使う。|destination=北支所 運用端末室|"
      "period=@-40〜@40|person=三浦|safety=番号を付け、使った後に裁断する。" },
    { "aoyama", "-38", &handling_request_ledger, "copying", "approve",
      "answer=1冊に限り認めます。" },
    { "miura", "-37", &information_event_ledger, NULL, NULL,
      "item=#map|kind=copied|day=@-37|quantity=1|person=三浦|request=#copying" },
    { "miura", "-16", &handling_request_ledger, "taking", NULL,
      "kind=take_out|item=#ledger|quantity=1|purpose=北支所の現物と突き合わせる。|destination=北支所|"
      "period=@-16〜@20|person=望月|transport=#hand|safety=暗号化した端末で持ち出す。" },
    { "aoyama", "-15", &handling_request_ledger, "taking", "approve", NULL },
    { "mochizuki", "-4", &information_event_ledger, NULL, NULL,
      "item=#ledger|kind=taken_out|day=@-4|quantity=1|person=望月|partner=北支所|transport=#hand|"
      "request=#taking" },
    { "mochizuki", "-3", &handling_request_ledger, NULL, NULL,
      "kind=take_out|item=#phones|quantity=1|purpose=訓練で連絡網を試す。|destination=本庁舎 会議室|"
      "period=@7〜@8|person=望月|transport=#hand|safety=画面の共有だけに使う。" },

    { "mochizuki", "-30", &carry_request_ledger, "carry1", NULL,
      "kind=take_out|media=#usb2|destination=保険年金課|purpose=印刷データの受取り|period=@-30〜@-20|"
      "person=早瀬" },
    { "aoyama", "-29", &carry_request_ledger, "carry1", "approve", NULL },
    { "mochizuki", "-28 9:30", &carry_request_ledger, "carry1", "take_out", "done_on=@-28" },
    { "mochizuki", "-28 16:00", &carry_request_ledger, "carry1", "bring_back",
      "brought_back_on=@-28" },
    { "mochizuki", "-6", &carry_request_ledger, "carry2", NULL,
      "kind=take_out|media=#pc2|destination=北支所|purpose=現物との突合せ|period=@-6〜@10|"
      "person=望月" },
    { "aoyama", "-5", &carry_request_ledger, "carry2", "approve", NULL },
    { "mochizuki", "-4 9:10", &carry_request_ledger, "carry2", "take_out", "done_on=@-4" },
    { "miura", "-2", &carry_request_ledger, NULL, NULL,
      "kind=bring_out|media=#old|destination=リース会社|purpose=期間の満了による返却|period=@6〜@20|"
      "person=三浦|effect=なし|effect_checked_on=@-2|effect_checked_by=三浦" },

    { "ooishi", "s1", &media_check_plan_ledger, "checks", NULL,
      "title=媒体の月次点検|subject=media|interval=1|from=@s0|until=@z0|person=望月|"
      "method=台帳と現物を1つずつ照らし、封印と暗号化を確かめる。" },
    { "ooishi", "s1", &media_check_plan_ledger, "software", NULL,
      "title=ソフトウェアの点検|subject=software|interval=3|from=@s0|until=@z0|person=三浦|"
      "method=許可した一覧と、端末に入っているものを比べる。" },
    { "mochizuki", "s29", &media_check_ledger, "checks>check", "finish",
      "done_on=@s29|person=望月|result=good|expected=6|found=6" },
    { "mochizuki", "s59", &media_check_ledger, "checks>check", "finish",
      "done_on=@s59|person=望月|result=bad|expected=6|found=5|findings=USBメモリ2番が棚にない。|"
      "measure=貸出し中と分かり、返却を受けて封印した。" },
    { "mochizuki", "s89", &media_check_ledger, "checks>check", "finish",
      "done_on=@s89|person=望月|result=good|expected=6|found=6" },
    { "mochizuki", "s120", &media_check_ledger, "checks>check", "finish",
      "done_on=@s120|person=望月|result=good|expected=6|found=6" },
    { "mochizuki", "s150", &media_check_ledger, "checks>check", "finish",
      "done_on=@s150|person=望月|result=good|expected=6|found=6" },
    { "mochizuki", "s180", &media_check_ledger, "checks>check", "finish",
      "done_on=@s180|person=望月|result=good|expected=6|found=6" },
    { "mochizuki", "s211", &media_check_ledger, "checks>check", "finish",
      "done_on=@s211|person=望月|result=good|expected=6|found=6" },
    { "miura", "s29", &media_check_ledger, "software>check", "finish",
      "done_on=@s29|person=三浦|result=good" },
    { "miura", "s120", &media_check_ledger, "software>check", "finish",
      "done_on=@s120|person=三浦|result=good" },

    { "ooishi", "-24", &erasure_request_ledger, "erase1", NULL,
      "title=刷り見本の廃棄|kind=dispose|reason=検証が済んだため。|planned_on=@-14|"
      "place=青葉事業所|person=早瀬" },
    { "ooishi", "-24 10:30", &erasure_line_ledger, NULL, NULL,
      "request=#erase1|subject=item|item=#test|quantity=30|method=shred" },
    { "aoyama", "-20", &erasure_request_ledger, "erase1", "approve", "answer=立ち会います。" },
    { "ooishi", "-14", &erasure_request_ledger, "erase1", "carry_out",
      "done_on=@-14|responsible=大石|witness=青山" },
    { "ooishi", "-13", &erasure_request_ledger, "erase1", "certify", NULL },
    { "ooishi", "-4", &erasure_request_ledger, "erase2", NULL,
      "title=旧運用ノートPCの消去|kind=erase|reason=リース会社へ返すため。|planned_on=@12|"
      "place=青葉事業所|person=三浦" },
    { "ooishi", "-4 10:20", &erasure_line_ledger, NULL, NULL,
      "request=#erase2|subject=medium|medium=#old|quantity=1|method=cryptographic" },
    { 0 },
};
