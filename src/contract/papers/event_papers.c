/* Papers about what happened, in one form: what it is, then each text under its own heading. */
#include "contract/papers.h"

#include "base/arena.h"
#include "contract/accommodation.h"
#include "contract/complaint.h"
#include "contract/event_rights.h"
#include "contract/incident.h"
#include "contract/interference.h"
#include "contract/paper_head.h"
#include "store/act.h"

struct form {
    const struct ledger *of;
    const char *title;
    const char *facts; /* fields of the head */
    const char *texts;
};

static const char *
number_text(struct act *a, int64_t number)
{
    return arena_print(a->arena, "%lld", (long long)number);
}

/* Reports that went out, with their times, and what was decided about making it public. */
static bool
write_reports(struct contract_paper *p, int64_t incident)
{
    struct list reports, disclosures;

    if (!paper_rows(p, &incident_report_ledger,
                    FILTERS("incident", number_text(p->a, incident), "sort", "id"), &reports) ||
        !paper_rows(p, &disclosure_ledger, FILTERS("incident", number_text(p->a, incident)),
                    &disclosures))
        return false;
    compose_section(p->c, 1, "報告の記録");
    paper_table(p, &incident_report_ledger, &reports,
                "kind:180 to:340 reported_at:360 by:260 reporter state:180", "報告");
    if (disclosures.count)
        paper_table(p, &disclosure_ledger, &disclosures,
                    "title decision:220 decided_on:220 grounds published_on:220", "公表の判断");
    return true;
}

static bool
write_form(struct act *a, const struct report_order *order, struct composition *c, int64_t *records,
           const struct form *form)
{
    struct record *row = ledger_new(a, form->of);
    struct figure number;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) || !paper_read(&p, form->of, order->record, row))
        return false;
    paper_confidential(&p);
    c->document->title = form->title;
    number = paper_figure(&p, form->of, "number", row, DAY_LONG);
    paper_letter(c, p.contract, NULL, form->title, false);
    compose_paragraph(c, "次のとおり報告します（記録の番号　%s）。",
                      figure_print(a->arena, &number));
    paper_pairs(&p, form->of, row, form->facts);
    compose_section(c, 1, "内容と対応");
    paper_texts(&p, form->of, row, form->texts);
    if (form->of == &incident_ledger && !write_reports(&p, order->record))
        return false;
    compose_end(c);
    return true;
}

static const struct form incident_form = {
    &incident_ledger,
    "インシデント報告書",
    "title kind happened_at noticed_at confirmed_at tell_due told_at told_by place people "
    "personal_data statutory preliminary_on final_on persons_told_on completed_on",
    "content items course first_aid damage cause measures",
};

static bool
make_incident(struct act *a, const struct report_order *order, struct composition *c,
              int64_t *records)
{
    return write_form(a, order, c, records, &incident_form);
}

const struct report incident_paper_report = {
    .key = "incident",
    .title = "インシデント報告書",
    .help = "インシデントの記録と報告の時刻から作ります。",
    .of = &incident_ledger,
    .roles = BY_CONTRACTOR,
    .make = make_incident,
};

static const struct form accident_form = {
    &incident_ledger,
    "事故報告書",
    "title happened_at place told_at assignee completed_on",
    "content first_aid damage cause measures",
};

static bool
make_accident(struct act *a, const struct report_order *order, struct composition *c,
              int64_t *records)
{
    return write_form(a, order, c, records, &accident_form);
}

const struct report accident_report = {
    .key = "accident",
    .title = "事故報告書",
    .help = "発生日時、内容、対応、原因の分析、再発防止策の順に書きます。",
    .of = &incident_ledger,
    .roles = BY_CONTRACTOR,
    .make = make_accident,
};

static const struct form complaint_form = {
    &complaint_ledger,
    "苦情・特異事案報告書",
    "title kind received_at channel section assignee due_on handed_on state completed_on",
    "content situation cause solution prevention handed_why answer",
};

static bool
make_complaint(struct act *a, const struct report_order *order, struct composition *c,
               int64_t *records)
{
    return write_form(a, order, c, records, &complaint_form);
}

const struct report complaint_report = {
    .key = "complaint",
    .title = "苦情・特異事案報告書",
    .help = "苦情と特異事案の内容、原因、解決、再発防止を書きます。",
    .of = &complaint_ledger,
    .roles = BY_CONTRACTOR,
    .make = make_complaint,
};

static const struct form interference_form = {
    &interference_ledger,
    "妨害・不当介入報告書",
    "title kind happened_at place told_due told_at police_at police police_number completed_on",
    "content response police_why_not effect measures",
};

static bool
make_interference(struct act *a, const struct report_order *order, struct composition *c,
                  int64_t *records)
{
    return write_form(a, order, c, records, &interference_form);
}

const struct report interference_report = {
    .key = "interference",
    .title = "妨害・不当介入報告書",
    .help = "発注者への報告と警察への届出を、時刻とともに書きます。",
    .of = &interference_ledger,
    .roles = BY_CONTRACTOR,
    .make = make_interference,
};

static const struct form accommodation_form = {
    &accommodation_ledger,
    "合理的配慮に関する報告書",
    "title kind received_at service needed_on outcome explained_on reported_on completed_on",
    "barrier request handling grounds alternative report",
};

static bool
make_accommodation(struct act *a, const struct report_order *order, struct composition *c,
                   int64_t *records)
{
    return write_form(a, order, c, records, &accommodation_form);
}

const struct report accommodation_report = {
    .key = "accommodation",
    .title = "合理的配慮に関する報告書",
    .help = "申出、話合い、結果とその理由を書きます。",
    .of = &accommodation_ledger,
    .roles = BY_CONTRACTOR,
    .make = make_accommodation,
};
