#include "desk/desk.h"

#include <stddef.h>

#include "desk/demo.h"
#include "desk/device.h"
#include "desk/duty.h"
#include "desk/duty_panel.h"
#include "desk/inquiry.h"
#include "desk/loan.h"
#include "desk/monthly.h"
#include "desk/supply.h"
#include "desk/web_meeting.h"
#include "store/job.h"
#include "web/module.h"
#include "web/panel.h"

static const struct ledger *const desk_ledgers[] = {
    &inquiry_ledger,      &duty_ledger,
    &duty_run_ledger,     &supply_ledger,
    &stock_move_ledger,   &loan_kind_ledger,
    &loan_unit_ledger,    &loan_ledger,
    &web_licence_ledger,  &web_meeting_ledger,
    &device_ledger,       &device_step_ledger,
    &device_event_ledger, NULL,
};

static const struct menu_item desk_menu[] = {
    { "窓口", "問合せ", "/desk/inquiries", "talk", "inquiry.read", &inquiry_ledger },
    { "窓口", "定例作業", "/desk/duty_runs", "check", "duty_run.read", &duty_run_ledger },
    { "台帳", "機器", "/desk/devices", "pc", "device.read", &device_ledger },
    { "台帳", "消耗品", "/desk/supplies", "box", "supply.read", &supply_ledger },
    { "台帳", "貸出", "/desk/loans", "loan", "loan.read", &loan_ledger },
    { 0 },
};

static const struct job_kind *const desk_jobs[] = { &duty_job, &duty_missed_job, NULL };

static const struct report *const desk_reports[] = { &monthly_report, NULL };

static const struct panel *const desk_panels[] = { &duty_panel, NULL };

const struct module desk_module = {
    .name = "desk",
    .title = "窓口",
    .ledgers = desk_ledgers,
    .menu = desk_menu,
    .jobs = desk_jobs,
    .panels = desk_panels,
    .reports = desk_reports,
    .demo = desk_demo,
};
