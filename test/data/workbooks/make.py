#!/usr/bin/env python3
"""Writes the workbooks of this folder anew: python3 test/data/workbooks/make.py

They are written by hand, part by part, so that each has what a test asks for and nothing
else; libreoffice.xlsx beside them was made by LibreOffice from office.csv."""
import os
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'


def types(sheets, macros=False):
    main = 'application/vnd.ms-excel.sheet.macroEnabled.main+xml' if macros else SHEET + 'sheet.main+xml'
    parts = [('workbook.xml', main), ('styles.xml', SHEET + 'styles+xml'),
             ('sharedStrings.xml', SHEET + 'sharedStrings+xml')]
    parts += [('worksheets/sheet%d.xml' % (i + 1), SHEET + 'worksheet+xml') for i in range(len(sheets))]
    return (HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + ''.join('<Override PartName="/xl/%s" ContentType="%s"/>' % it for it in parts) + '</Types>')


def workbook(sheets, extra=''):
    rows = ''.join('<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>' % (name, i + 1, more, i + 1)
                   for i, (name, more, _) in enumerate(sheets))
    return '%s<workbook xmlns="%s" xmlns:r="%s">%s<sheets>%s</sheets></workbook>' % (HEAD, MAIN, REL, extra, rows)


def relations(sheets, target='worksheets/sheet%d.xml'):
    rows = ''.join('<Relationship Id="rId%d" Type="%s/worksheet" Target="%s"/>' % (i + 1, REL, target % (i + 1))
                   for i in range(len(sheets)))
    rows += '<Relationship Id="rIdS" Type="%s/styles" Target="styles.xml"/>' % REL
    rows += '<Relationship Id="rIdT" Type="%s/sharedStrings" Target="/xl/sharedStrings.xml"/>' % REL
    return '%s<Relationships xmlns="%s">%s</Relationships>' % (HEAD, PACKAGE, rows)


FORMATS = ['yyyy/m/d', '[$-411]ggge"年"m"月"d"日"', 'h:mm', '[h]:mm', 'yyyy/m/d h:mm', '0.0%', '0000',
           '#,##0"円"', '0.00E+00', '"day"0', 'm"月"', '[Red]#,##0;[Blue]-#,##0']


def styles():
    rows = ''.join('<numFmt numFmtId="%d" formatCode="%s"/>' % (164 + i, code.replace('"', '&quot;'))
                   for i, code in enumerate(FORMATS))
    cells = '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/>' + ''.join(
        '<xf numFmtId="%d"/>' % (164 + i) for i in range(len(FORMATS)))
    return ('%s<styleSheet xmlns="%s"><numFmts>%s</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
            '<cellXfs>%s</cellXfs></styleSheet>' % (HEAD, MAIN, rows, cells))


def strings(texts):
    return '%s<sst xmlns="%s">%s</sst>' % (HEAD, MAIN, ''.join('<si>%s</si>' % it for it in texts))


def sheet(rows, after=''):
    return '%s<worksheet xmlns="%s"><sheetData>%s</sheetData>%s</worksheet>' % (HEAD, MAIN, rows, after)


def write(name, sheets, texts=(), extra='', replace=None, macros=False, target='worksheets/sheet%d.xml'):
    parts = {'[Content_Types].xml': types(sheets, macros), 'xl/workbook.xml': workbook(sheets, extra),
             'xl/_rels/workbook.xml.rels': relations(sheets, target), 'xl/styles.xml': styles(),
             'xl/sharedStrings.xml': strings(texts)}
    for i, (_, _, xml) in enumerate(sheets):
        parts['xl/worksheets/sheet%d.xml' % (i + 1)] = xml
    parts.update(replace or {})
    with zipfile.ZipFile(os.path.join(HERE, name), 'w', zipfile.ZIP_DEFLATED) as out:
        for part, text in parts.items():
            out.writestr(zipfile.ZipInfo(part, (2026, 4, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def text(ref, words):
    return '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (ref, words)


def number(ref, value, style=0):
    return '<c r="%s" s="%d"><v>%s</v></c>' % (ref, style, value)


def row(line, *cells):
    return '<row r="%d">%s</row>' % (line, ''.join(cells))


def kinds():
    """One of everything a cell can be; the test reads column B row by row."""
    cells = [
        ('共有文字', '<c r="B2" t="s"><v>0</v></c>'),
        ('書式のある文字', '<c r="B3" t="s"><v>1</v></c>'),
        ('ふりがな', '<c r="B4" t="s"><v>2</v></c>'),
        ('改行の印', '<c r="B5" t="s"><v>3</v></c>'),
        ('数', number('B6', '12')), ('小数', number('B7', '1.1000000000000001')),
        ('指数', number('B8', '1.5E-3')), ('大きな数', number('B9', '1.2345678901234567E+17')),
        ('負の数', number('B10', '-40')), ('日付', number('B11', '46113', 1)),
        ('西暦の日付', number('B12', '46113', 3)), ('和暦の日付', number('B13', '46113', 4)),
        ('時刻', number('B14', '0.375', 5)), ('長さ', number('B15', '1.1041666666666667', 6)),
        ('日時', number('B16', '46113.395833333336', 7)), ('百分率', number('B17', '0.1', 2)),
        ('小数の百分率', number('B18', '0.125', 8)), ('番号', number('B19', '42', 9)),
        ('金額', number('B20', '1234567', 10)), ('指数の書式', number('B21', '1500', 11)),
        ('文字の中の日', number('B22', '3', 12)), ('月だけ', number('B23', '46113', 13)),
        ('色の付いた数', number('B24', '-5', 14)), ('真', '<c r="B25" t="b"><v>1</v></c>'),
        ('偽', '<c r="B26" t="b"><v>0</v></c>'), ('誤り', '<c r="B27" t="e"><v>#N/A</v></c>'),
        ('式の文字', '<c r="B28" t="str"><f>A1&amp;"x"</f><v>名前x</v></c>'),
        ('式の数', '<c r="B29"><f>1+1</f><v>2</v></c>'),
        ('ISOの日', '<c r="B30" t="d"><v>2026-04-01T00:00:00</v></c>'),
        ('ISOの日時', '<c r="B31" t="d"><v>2026-04-01T09:30:00Z</v></c>'),
        ('1900年の1日目', number('B32', '1', 1)), ('無い日', number('B33', '60', 1)),
        ('1900年3月1日', number('B34', '61', 1)), ('書き込めない日', number('B35', '99999999', 1)),
        ('空', '<c r="B36" s="1"/>'), ('秒まで', number('B37', '46113.395844907406', 7)),
        ('真夜中の直前', number('B38', '46113.9999999999', 7)), ('式の空', '<c r="B39" t="str"><f>x</f><v></v></c>'),
    ]
    rows = row(1, text('A1', '種類'), text('B1', '値'))
    for i, (name, cell) in enumerate(cells):
        rows += row(i + 2, text('A%d' % (i + 2), name), cell)
    return rows


def devices():
    """A desk's register of devices: a sheet of remarks, one a year, two heading rows of merged cells,
    days as dates in wareki format and as texts, totals and remarks below."""
    remarks = row(1, text('A1', '機器管理台帳について')) + row(3, text('A3', '年度ごとにシートを分けています。'))
    heads = row(1, text('A1', '令和７年度　情報機器管理台帳')) + row(2, text('K2', '令和7年7月1日現在')) + row(
        4, text('A4', '機器'), '<c r="B4"/><c r="C4"/><c r="D4"/>', text('E4', '利用'), '<c r="F4"/><c r="G4"/>',
        text('H4', '期間'), '<c r="I4"/>', text('J4', '状況'), text('K4', '備考'), text('L4', 'リース会社')) + row(
        5, text('A5', '資産番号'), text('B5', '機器種別'), text('C5', '機器名'), text('D5', 'シリアルNo'),
        text('E5', '使用課'), text('F5', '使用者'), text('G5', '設置場所'), text('H5', '購入日'), text('I5', 'サポート期限'),
        '<c r="J5"/><c r="K5"/><c r="L5"/>')
    body = [
        ('Ｐ－００１', 'ノートPC', 'TD-100', 'SN1', '市民課', '', '１階', number, 45748, '令和12年3月31日', '使用中', ''),
        ('P-002', 'ﾉｰﾄﾊﾟｿｺﾝ', 'TD-100', 'SN2', '', '', '１階', text, 'R7.4.1', 'R12/3/31', '稼働中', 'ﾒﾓﾘ増設'),
        None,
        ('P-003', 'プリンタ', 'LP-9', 'SN3', '税務課', '', '２階', text, '令和７年５月１２日', '2030-03-31', '予備', ''),
        ('P-004', 'スイッチ', 'SW-24', 'SN4', '', '', 'サーバー室', text, '2025/6/2', '', '修理', '〃'),
    ]
    rows, line = heads, 6
    for it in body:
        if it:
            a, b, c, d, e, f, g, kind, bought, until, state, note = it
            day = number('H%d' % line, bought, 4) if kind is number else text('H%d' % line, bought)
            rows += row(line, *[text('%s%d' % (ref, line), value) for ref, value in zip('ABCDEFG', (a, b, c, d, e, f, g)) if value],
                        day, *[text('%s%d' % (ref, line), value) for ref, value in zip('IJK', (until, state, note)) if value],
                        text('L%d' % line, 'みどりリース'))
        line += 1
    rows += row(line, text('A%d' % line, '合　計'), text('B%d' % line, '4台')) + row(
        line + 2, text('A%d' % (line + 2), '※リース物件は返却の前に消去すること。'))
    merges = ['A1:L1', 'A4:D4', 'E4:G4', 'H4:I4', 'J4:J5', 'K4:K5', 'L4:L5', 'E6:E7', 'E9:E10']
    old = row(1, text('A1', '資産番号'), text('B1', '品名'), text('C1', '種類')) + row(
        2, text('A2', 'P-900'), text('B2', '古い端末'), text('C2', 'PC'))
    write('devices.xlsx', [('説明', '', sheet(remarks)),
                           ('R7', '', sheet(rows, '<mergeCells>' + ''.join('<mergeCell ref="%s"/>' % it for it in merges)
                                            + '</mergeCells>')), ('R6以前', '', sheet(old))])


def main():
    devices()
    texts = ['共有された文字', '<r><t>前の</t></r><r><rPr><b/></rPr><t>後ろ</t></r>',
             '<t>漢字</t><rPh sb="0" eb="2"><t>カンジ</t></rPh><phoneticPr fontId="1"/>',
             '<t>1行目_x000D_\n2行目_x005F_x0041_</t>']
    texts[0] = '<t>%s</t>' % texts[0]
    write('kinds.xlsx', [('種類', '', sheet(kinds()))], texts)
    write('1904.xlsx', [('日', '', sheet(row(1, text('A1', '日')) + row(2, number('A2', '44651', 1))
                                        + row(3, number('A3', '0', 1))))],
          extra='<workbookPr date1904="1"/>')
    two = row(1, text('A1', '一覧')) + row(3, text('A3', '名前'), text('B3', '月')) + row(
        4, text('A4', '甲'), number('B4', '4')) + row(9, text('A9', '乙'), number('B9', '5'))
    write('sheets.xlsx', [('空', '', sheet('')), ('隠し', ' state="hidden"', sheet(two)),
                          ('とても隠し', ' state="veryHidden"', sheet(two)),
                          ('一覧', '', sheet(two)),
                          ('別', '', sheet(row(1, text('A1', '品名')) + row(2, text('A2', '机'))))])
    merged = row(1, text('A1', '受付'), '<c r="B1"/>', text('C1', '対応'), '<c r="D1"/>') + row(
        2, text('A2', '受付日'), text('B2', '方法'), text('C2', '担当'), text('D2', '完了日')) + row(
        3, number('A3', '46113', 1), text('B3', '電話'), text('C3', '三浦'), number('D3', '46114', 4)) + row(
        4, number('A4', '46114', 1), text('B4', '窓口'), text('C4', '望月'), number('D4', '46115', 4))
    write('merged.xlsx', [('台帳', '', sheet(merged, '<mergeCells count="2"><mergeCell ref="A1:B1"/>'
                                                   '<mergeCell ref="C1:D1"/></mergeCells>'))])
    sections = row(1, text('A1', '問い合わせ一覧')) + row(2) + row(
        3, text('A3', '課名'), text('B3', '受付'), '<c r="C3"/>', '<c r="D3"/>', text('F3', '対応')) + row(
        4, '<c r="A4"/>', text('B4', '受付日'), text('C4', '方法'), text('D4', '件名'), text('E4', '備考'),
        text('F4', '担当'), text('G4', '完了日')) + row(
        5, text('A5', '総務課'), number('B5', '46113', 1), text('C5', '電話'), text('D5', '甲'), text('F5', '三浦'),
        number('G5', '46114', 1)) + row(
        6, text('A6', '見えない値'), number('B6', '46114', 1), text('C6', '窓口'), text('D6', '乙'),
        text('F6', '望月')) + row(7, '<c r="A7"/>') + row(
        8, text('A8', '税務課'), number('B8', '46114', 1), text('C8', '電話'), text('D8', '丙')) + row(
        9, number('B9', '46115', 1), text('C9', '電話'), text('D9', '丁')) + row(
        10, text('A10', '市民課'), number('B10', '46115', 1), text('C10', '窓口'), text('D10', '戊'), text('E10', '再'))
    write('sections.xlsx', [('台帳', '', sheet(sections, '<mergeCells>' + ''.join(
        '<mergeCell ref="%s"/>' % ref for ref in (
            'A8:A9', 'A1:G2', 'A3:A4', 'B3:D3', 'F3:G3', 'A5:A7', 'C8:C9')) + '</mergeCells>'))])
    write('inquiries.xlsx', [('台帳', '', sheet(
        row(1, text('A1', '件名'), text('B1', '種別'), text('C1', '受付日時'), text('D1', '内容'))
        + row(2, text('A2', 'プリンタが動かない'), text('B2', '機器'), number('C2', '46113.395833333336', 7),
              text('D2', '紙が出ません'))
        + row(3, text('A3', '画面が出ない'), text('B3', '機器'), number('C3', '46114.5', 7), text('D3', '黒いまま'))))])
    good = sheet(row(1, text('A1', '名前'), text('B1', '月')) + row(2, text('A2', '甲'), number('B2', '4')))
    one = [('一覧', '', good)]
    write('macro.xlsx', one, macros=True)
    write('outside.xlsx', one, target='../../../../etc/passwd?%d')
    write('doctype.xlsx', [('一覧', '', HEAD + '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
                           '<worksheet xmlns="%s"><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
                           '</sheetData></worksheet>' % MAIN)])
    write('cut.xlsx', [('一覧', '', good[:-30])])
    write('no_sheet.xlsx', one, replace={'xl/workbook.xml': workbook([])})
    write('far.xlsx', [('一覧', '', sheet(row(1, text('A1', '名前')) + row(2, text('XFD2', '遠く')) + row(3, text('A3', '甲'))))])
    write('bad_numbers.xlsx', [('一覧', '', sheet(
        row(1, text('A1', '名前'), text('B1', '値'))
        + row(2, text('A2', '範囲の外'), '<c r="B2" t="s"><v>99999999999</v></c>')
        + row(3, text('A3', '数でない'), number('B3', '1e99999', 1)) + row(4, text('A4', '書式がない'), number('B4', '7', 9999))
        + row(5, text('A5', '負の番号'), '<c r="B5" t="s" s="-4"><v>-1</v></c>')))])
    # The bytes of a part changed behind the check sum.
    write('crc.xlsx', one)
    bytes_ = bytearray(open(os.path.join(HERE, 'crc.xlsx'), 'rb').read())
    at = bytes_.rindex(b'PK\x01\x02')  # the last entry's sum in the directory
    bytes_[at + 16] ^= 0x55
    open(os.path.join(HERE, 'crc.xlsx'), 'wb').write(bytes(bytes_))


main()
