/* 誓約書: everything is filled in but the signature. */
#include "contract/papers.h"

#include "base/arena.h"
#include "contract/paper_head.h"
#include "contract/pledge.h"
#include "ledger/access.h"
#include "ledger/core/core.h"
#include "store/act.h"

/* What the contracts ask people to promise; a client's own wording is filled in as a form. */
static const char *const promises[] = {
    "業務で知った秘密を、在職中も退職後も、他に漏らしません。",
    "個人情報と重要な情報は、業務の目的のほかに使わず、許しなく複写、持出し、提供をしません。",
    "情報の取扱いについて、契約書、仕様書及び情報管理の手順を守ります。",
    "事故又はそのおそれを知ったときは、直ちに責任者に報告します。",
    "業務を終えたとき、又は求められたときは、預かった情報と物品を全て返します。",
};

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct letterhead *head = NEW(a->arena, struct letterhead);
    struct blank *blanks = NEW_ARRAY(a->arena, 4, struct blank);
    const char **to = NEW_ARRAY(a->arena, 2, const char *);
    struct pledge_form it;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) || !pledge_form_read(a, order->record, &it))
        return false;
    ++*records;
    paper_confidential(&p);
    c->document->title = it.kind;
    c->document->face = FACE_LETTER;
    to[0] = arena_print(a->arena, "%s　御中", it.contractor);
    to[1] = arena_print(a->arena, "%s　御中", it.client);
    *head = (struct letterhead){ .number = c->document->number, .to = to, .to_count = 2 };
    compose_letterhead(c, head);
    compose_title(c, it.contract, it.kind);
    compose_paragraph(c, "私は、上記の業務に従事するに当たり、次の事項を誓約します。");
    compose_line(c, ALIGN_CENTRE, "記");
    for (size_t i = 0; i < sizeof promises / sizeof *promises; i++)
        compose_item(c, LIST_NUMBER, "%s", promises[i]);
    blanks[0] = (struct blank){
        "年月日",
        it.signed_on.day
            ? figure_print(a->arena, &(struct figure){ .kind = FIGURE_DATE, .date = it.signed_on })
            : "令和　　年　　月　　日",
        1
    };
    blanks[1] = (struct blank){ "所属", it.employer, 1 };
    blanks[2] = (struct blank){ "役割", it.role, 1 };
    blanks[3] = (struct blank){ "氏名（自署）", it.signed_on.day ? it.name : NULL, 2 };
    compose_form(c,
                 it.signed_on.day ? "誓約した者" : arena_print(a->arena, "誓約する者　%s", it.name),
                 blanks, 4);
    compose_end(c);
    return true;
}

const struct report pledge_report = {
    .key = "pledge",
    .title = "誓約書",
    .help = "名簿の人に署名してもらう誓約書を、氏名と役割を入れて作ります。",
    .of = &pledge_ledger,
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .personal = &person_ledger,
    .make = make,
};
