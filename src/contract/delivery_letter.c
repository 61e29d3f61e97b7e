#include "contract/delivery_letter.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wareki.h"
#include "contract/delivery.h"
#include "contract/document.h"
#include "contract/proposal.h"
#include "ledger/shape.h"
#include "store/act.h"

static void
tell_key(struct buffer *out, const struct delivery *it)
{
    const struct field *f = shape_field(shape_of(&delivery_ledger), "key_way");

    buffer_print(out,
                 "・鍵は、このファイルとは別に、%sでお伝えします。英大文字と数字を、ハイフンも"
                 "含めて入力してください。\n",
                 choice_label(f->choices, it->key_way.code));
    buffer_print(out, "・届いたファイルのSHA-256は次のとおりです。\n  %s\n",
                 it->hash ? it->hash : "");
}

static void
tell_way(struct act *a, struct buffer *out, const struct delivery *it)
{
    if (delivery_is(it, "download")) {
        buffer_print(out, "・サインインして、引渡しのページから受け取ってください。\n  %s/%lld\n",
                     delivery_ledger.path, (long long)it->base.id);
        if (it->until.day)
            buffer_print(out, "・%sまで受け取れます。\n",
                         wareki_print(a->arena, it->until, WAREKI_LONG));
        return;
    }
    if (delivery_is(it, "zip"))
        buffer_text(out,
                    "・AES-256で暗号化したZIPファイルです。7-Zip（無償）など、AES-256に対応した"
                    "ソフトで開きます。Windowsのエクスプローラーでは開けません。\n");
    else if (delivery_is(it, "pdf"))
        buffer_text(out, "・パスワード（鍵）付きのPDFです（256ビット）。Adobe Acrobat Reader、"
                         "Microsoft Edge などで開きます。\n");
    if (!delivery_is(it, "paper"))
        tell_key(out, it);
}

const char *
delivery_letter(struct act *a, const struct document_row *document, const struct delivery *it)
{
    struct buffer out = { .arena = a->arena };

    buffer_print(&out, "%s　様\n\n次の文書をお渡しします。\n・%s（%s）\n", it->addressee,
                 document->title ? document->title : "", document->number ? document->number : "");
    tell_way(a, &out, it);
    buffer_text(&out, "・受け取られましたら、お知らせください。\n");
    return buffer_string(&out);
}
