#include <stdio.h>

#include "app/commands.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/line.h"
#include "app/settings.h"
#include "store/act.h"
#include "web/letter_send.h"
#include "web/smtp.h"

static int
run(struct act *a, const struct arguments *arguments)
{
    struct smtp_options mail;
    const char *why;

    if (!settings_mail(a->arena, house_line()->data, &mail, &why))
        return fault_print(why, arguments->json, 2);
    if (!mail.server.name)
        return fault_print("tasuki.ini の [mail] に server を書いてください。", arguments->json, 2);
    letter_begin(&mail);
    if (!letter_try(a, arguments->operands[0], &why))
        return fault_print(why, arguments->json, 3);
    buffer_text(arguments->out,
                arguments->json ? "{\"taken\":true}\n"
                                : "メールのサーバーが受け取りました。届いたか確かめてください。\n");
    return 0;
}

const struct command mail_command = {
    .name = "mail",
    .usage = "ADDRESS --data DIR",
    .title = "メールの送信を試す",
    .help = "tasuki.ini の [mail] のとおりにつなぎ、試しのメールを1通送ります。\n"
            "断られたときは、サーバーの答えを示します。\n\n"
            "例: tasuki mail someone@city.example --data /srv/tasuki",
    .need = NEED_FOLDER,
    .least = 1,
    .most = 1,
    .run = run,
};
