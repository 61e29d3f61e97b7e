/* Demonstration: what happens – incidents, complaints, inspections on site. */
#include "contract/demo.h"

#include "contract/accommodation.h"
#include "contract/complaint.h"
#include "contract/consultation.h"
#include "contract/incident.h"
#include "contract/interference.h"
#include "contract/leak_report.h"
#include "contract/meeting.h"
#include "contract/site_inspection.h"

const struct scene_row demo_events[] = {
    /* not told in time */
    { "mochizuki", "-1 13:40", &incident_ledger, "late", NULL,
      "title=第2庁舎の複合機に通知書の刷り残し|kind=loss|happened_at=@-1 13:20|noticed_at=@-1 13:35|"
      "content=大量印刷の後、複合機の中に1枚残っていた。|items=氏名、住所|people=1|place=第2庁舎1階|"
      "first_aid=その場で回収し、施錠した棚に移した。|assignee=望月|personal_data=はい|"
      "law=business|known_on=@-1" },
    { "mochizuki", "-1 13:50", &incident_ledger, "late", "confirm", "confirmed_at=@-1 13:45" },
    /* told, a report to the commission running */
    { "miura", "-3 9:20", &incident_ledger, "leak", NULL,
      "title=保険年金課あてメールの宛先誤り|kind=misdelivery|happened_at=@-3 9:05|"
      "noticed_at=@-3 9:15|content=名簿を添えたメールを、別の課の共有の宛先へ送った。|"
      "items=氏名、住所、保険の種類|people=38|place=青葉事業所|assignee=三浦|personal_data=はい|"
      "sensitive=はい|law=business|known_on=@-3" },
    { "miura", "-3 9:30", &incident_ledger, "leak", "tell",
      "confirmed_at=@-3 9:25|told_at=@-3 9:28|told_to=青山|told_by=電話" },
    { "miura", "-3 10:00", &incident_ledger, "leak", "handle",
      "first_aid=受信した12名に削除を頼み、全員から済んだと返事を得た。|"
      "course=9:05 送信。9:15 受信者の連絡で気づく。9:28 発注者へ電話。" },
    { "miura", "-3 11:00", &incident_report_ledger, "report1", NULL,
      "incident=#leak|kind=first|to=client|reported_at=@-3 9:28|by=電話|"
      "body=宛先の誤りで38名分の名簿を庁内の別の課へ送った。削除を依頼している。|reporter=三浦" },
    { "miura", "-3 11:10", &incident_report_ledger, "report1", "send", NULL },
    { "aoyama", "-3 13:00", &incident_report_ledger, "report1", "receive", NULL },
    { "ooishi", "-2", &disclosure_ledger, NULL, NULL,
      "title=宛先誤りの公表|incident=#leak|"
      "proposal=庁外へは出ておらず、全員が削除したので、公表しなくてよいと考える。" },
    { "miura", "-60 8:50", &incident_ledger, "system", NULL,
      "title=財務会計システムにつながらない|kind=failure|happened_at=@-60 8:40|"
      "noticed_at=@-60 8:45|content=全庁で財務会計の画面が開かなかった。|place=本庁舎|assignee=三浦" },
    { "miura", "-60 9:05", &incident_ledger, "system", "tell",
      "confirmed_at=@-60 8:55|told_at=@-60 9:00|told_to=青山|told_by=電話" },
    { "ooishi", "-55", &incident_ledger, "system", "complete",
      "first_aid=中継サーバーの古い接続を切った。|cause=接続数の上限に達していた。|"
      "measures=接続数を監視し、8割で知らせる。|completed_on=@-55" },
    { "mochizuki", "-35 15:00", &incident_ledger, "nothing", NULL,
      "title=見慣れないUSBメモリの発見|kind=other|noticed_at=@-35 14:50|"
      "content=会議室にUSBメモリが置かれていた。|place=301会議室" },
    { "ooishi", "-34", &incident_ledger, "nothing", "dismiss",
      "course=学校教育課の所有と分かり、番号を確かめて渡した。" },

    { "mochizuki", "-22 11:00", &complaint_ledger, "phone", NULL,
      "title=電話がつながらない|kind=complaint|received_at=@-22 10:40|channel=電話|section=税務課|"
      "content=月曜の朝、10分待っても話し中だった。|assignee=望月|due_on=@-12" },
    { "mochizuki", "-22 15:00", &complaint_ledger, "phone", "start", NULL },
    { "mochizuki", "-15", &complaint_ledger, "phone", "complete",
      "cause=月曜の9時台に受付が1名だった。|solution=時差勤務を改め、3名にした。|"
      "prevention=時間帯ごとの件数を毎月見直す。|completed_on=@-15" },
    { "miura", "-6 14:00", &complaint_ledger, "printer", NULL,
      "title=複合機の入替えを早めてほしい|kind=request|received_at=@-6 13:30|channel=メール|"
      "section=市民課|content=紙づまりが続き、窓口で待たせている。|assignee=三浦|due_on=@4" },
    { "miura", "-5", &complaint_ledger, "printer", "hand_over",
      "handed_on=@-5|handed_why=入替えの時期は市の計画による。" },
    { "mochizuki", "-2 16:00", &complaint_ledger, NULL, NULL,
      "title=回答の言葉が難しい|kind=complaint|received_at=@-2 15:30|channel=Web|section=福祉課|"
      "content=専門の言葉が多く、何をすればよいか分からなかった。|assignee=望月|due_on=@8" },

    { "ooishi", "-28 16:20", &interference_ledger, "demand", NULL,
      "title=契約にない物品の要求|kind=demand|happened_at=@-28 16:00|place=本庁舎 正面玄関|"
      "counterpart=名前を告げない人|content=業者ならトナーを譲れと大きな声で求められた。|"
      "response=断り、総合案内の職員に来てもらった。" },
    { "ooishi", "-28 16:40", &interference_ledger, "demand", "report",
      "told_at=@-28 16:30|told_to=青山" },
    { "ooishi", "-20", &interference_ledger, "demand", "complete",
      "police_why_not=一度だけで、実害がなかったため。|measures=玄関では2名で動く。|"
      "completed_on=@-20" },

    { "mochizuki", "-18 10:30", &accommodation_ledger, "voice", NULL,
      "title=電話によらない問合せ|kind=accommodation|received_at=@-18 10:20|service=問合せの受付|"
      "barrier=聞こえにくく、電話が使えない。|request=文字でやりとりしたい。|needed_on=@-10|"
      "assignee=望月" },
    { "mochizuki", "-16", &accommodation_ledger, "voice", "answer",
      "outcome=provided|handling=チャットの窓口を案内し、回答もチャットで送る。|explained_on=@-16" },
    { "ooishi", "-12", &accommodation_ledger, "voice", "report",
      "report=チャットで対応した。ほかの課にも知らせる。|reported_on=@-12|completed_on=@-12" },
    { "miura", "-1 11:00", &accommodation_ledger, NULL, NULL,
      "title=研修資料の拡大|kind=accommodation|received_at=@-1 10:40|service=職員研修|"
      "barrier=小さい字が読めない。|request=資料を大きな字で刷ってほしい。|needed_on=@9|"
      "assignee=三浦" },

    { "aoyama", "-40", &site_inspection_ledger, "survey", NULL,
      "title=情報の管理状況の実地調査|kind=survey|planned_on=@-20|place=青葉事業所|"
      "inspected=襷情報サービス|inspectors=青山|attendants=大石,三浦|"
      "scope=情報台帳、媒体、従事者の誓約書" },
    { "aoyama", "-40 10:20", &site_check_ledger, NULL, NULL,
      "inspection=#survey|line=1|title=台帳と現物が合う|basis=仕様書 6-4|answer=good|"
      "remark=6件すべてを照らした。" },
    { "aoyama", "-40 10:25", &site_check_ledger, NULL, NULL,
      "inspection=#survey|line=2|title=誓約書が全員分ある|basis=仕様書 1-3|answer=bad|"
      "remark=早瀬の分を取り直している。" },
    { "aoyama", "-40 10:30", &site_check_ledger, NULL, NULL,
      "inspection=#survey|line=3|title=退室のとき書類が施錠されている|basis=仕様書 6-1|answer=good" },
    { "aoyama", "-20", &site_inspection_ledger, "survey", "carry_out",
      "done_on=@-20|result=partly|findings=誓約書が1名分そろっていない。" },
    { "aoyama", "-19", &site_inspection_ledger, "survey", "instruct",
      "instructions=誓約書を取り直し、写しを出すこと。|answer_by=@6" },
    { "aoyama", "-8", &site_inspection_ledger, NULL, NULL,
      "title=本庁舎地下の立入り|kind=entry|planned_on=@22|place=本庁舎 地下機械室|"
      "inspected=襷情報サービス|inspectors=青山|scope=大量印刷の用紙の管理" },

    { "miura", "-45", &consultation_ledger, "spare", NULL,
      "title=予備機の台数|question=予備のノートPCを何台置くか、仕様書に定めがない。|asked_on=@-45|"
      "client_person=青山|contractor_person=三浦|answer_by=@-30" },
    { "aoyama", "-33", &consultation_ledger, "spare", "decide",
      "decision=3台とし、市が用意する。|decided_on=@-33" },
    { 0 },
};

const struct scene_row demo_meetings[] = {
    { "ooishi", "-75", &meeting_series_ledger, "monthly", NULL,
      "title=月次定例会|kind=定例会|every=monthly|by=date|closed=before|first_at=@-62 14:00|"
      "length=60|place=本庁舎 301会議室|chair=大石|attendees=青山,大石,三浦,望月|"
      "agenda=先月の件数と期限\n懸案\n来月の予定" },
    { "ooishi", "-72", &meeting_ledger, "kickoff", NULL,
      "title=上半期の振返り|begins_at=@-66 10:00|ends_at=@-66 11:00|place=本庁舎 301会議室|chair=大石|"
      "attendees=青山,大石,三浦|agenda=上半期の件数\n下半期の重点|writer=三浦" },
    { "ooishi", "-66 11:10", &meeting_ledger, "kickoff", "hold", NULL },
    { "miura", "-63", &meeting_ledger, "kickoff", "ask",
      "minutes=1 上半期の件数\n受付は前年の同じ期間より1割増えた。電話が半分を占める。\n\n"
      "2 下半期の重点\n手順書を増やし、電話を減らす。|decisions=手順書を毎月5件公開する。" },
    { "aoyama", "-60", &meeting_ledger, "kickoff", "confirm", NULL },
    { "ooishi", "-20", &meeting_ledger, "printing", NULL,
      "title=大量印刷の打合せ|begins_at=@-8 15:00|ends_at=@-8 16:00|place=保険年金課|chair=三浦|"
      "attendees=青山,三浦,望月|others=保険年金課 2名|agenda=第5回の日程\n枚数の確かめ方|writer=望月" },
    { "miura", "-8 16:10", &meeting_ledger, "printing", "hold", NULL },
    { "mochizuki", "-5", &meeting_ledger, "printing", "ask",
      "minutes=1 第5回の日程\nデータの受渡しを1日早める。\n\n2 枚数の確かめ方\n"
      "封入の前と後に二人で数える。|decisions=受渡しは前々日の午前とする。" },
    { "ooishi", "-12", &meeting_ledger, "switch", NULL,
      "title=年度切替の準備会|begins_at=@-3 10:00|ends_at=@-3 11:30|place=情報政策課|chair=大石|"
      "attendees=青山,大石,三浦|agenda=人事データの受取日\n夜間作業の日|writer=三浦" },
    { "ooishi", "-3 11:40", &meeting_ledger, "switch", "hold", NULL },
    { "ooishi", "-4", &meeting_ledger, NULL, NULL,
      "title=災害時の連絡訓練|begins_at=@9 13:30|ends_at=@9 15:00|place=本庁舎 301会議室|chair=大石|"
      "attendees=青山,大石,三浦,望月|agenda=連絡網を順に回す\n控えからの復旧" },

    { "miura", "-60", &action_item_ledger, "books", NULL,
      "title=手順書を5件書く|meeting=#kickoff|side=contractor|assignee=望月|due_on=@-30" },
    { "mochizuki", "-31", &action_item_ledger, "books", "finish",
      "result=5件を公開した。|done_on=@-31" },
    { "miura", "-5", &action_item_ledger, NULL, NULL,
      "title=受渡しの日を各課へ知らせる|meeting=#printing|side=client|assignee=青山|due_on=@-1" },
    { "miura", "-5", &action_item_ledger, "count", NULL,
      "title=枚数の確認票を作る|meeting=#printing|side=contractor|assignee=早瀬|due_on=@3" },
    { "mochizuki", "-3", &action_item_ledger, "count", "start", NULL },
    { "aoyama", "-19", &action_item_ledger, NULL, NULL,
      "title=早瀬の誓約書を取り直す|inspection=#survey|side=contractor|assignee=大石|due_on=@6" },
    { "miura", "-3 13:00", &action_item_ledger, NULL, NULL,
      "title=宛先を候補から選べないようにする|incident=#leak|side=contractor|assignee=三浦|due_on=@11" },
    { 0 },
};
