#!/usr/bin/env python3
"""Writes the Word documents of this folder anew: python3 test/data/documents/make.py"""
import os
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
         'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
         'wordprocessingml.document.main+xml"/></Types>')


def write(name, body, styles='', numbering=None):
    parts = {'[Content_Types].xml': TYPES,
             'word/document.xml': '%s<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (HEAD, W, body),
             'word/styles.xml': '%s<w:styles xmlns:w="%s">%s</w:styles>' % (HEAD, W, styles)}
    if numbering:
        parts['word/numbering.xml'] = '%s<w:numbering xmlns:w="%s">%s</w:numbering>' % (HEAD, W, numbering)
    with zipfile.ZipFile(os.path.join(HERE, name), 'w', zipfile.ZIP_DEFLATED) as out:
        for part, text in parts.items():
            out.writestr(zipfile.ZipInfo(part, (2026, 4, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def p(text, style=None, num=None, more=''):
    look = ('<w:pStyle w:val="%s"/>' % style if style else '')
    if num is not None:
        look += '<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>' % (num[1], num[0])
    return '<w:p>%s<w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>' % (
        '<w:pPr>%s%s</w:pPr>' % (look, more) if look or more else '', text)


def level(i, fmt, text, start=1, more=''):
    return ('<w:lvl w:ilvl="%d"><w:start w:val="%d"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>'
            % (i, start, fmt, more, text))


def abstract(number, *levels):
    return '<w:abstractNum w:abstractNumId="%d">%s</w:abstractNum>' % (number, ''.join(levels))


def num(number, of, more=''):
    return '<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>%s</w:num>' % (number, of, more)


def style(ident, name, look='', based=None):
    return ('<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/>%s<w:pPr>%s</w:pPr></w:style>'
            % (ident, name, '<w:basedOn w:val="%s"/>' % based if based else '', look))


def specification():
    """4 chapters, 16 articles, 40 items: 60 clauses in three levels, numbered by their styles."""
    styles = style('a', 'Normal') + style(
        '1', 'heading 1', '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>') + style(
        '2', 'heading 2', '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>') + style(
        '3', '項目', '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="2"/>', 'a')
    numbering = abstract(0, level(0, 'japaneseCounting', '第%1章', more='<w:pStyle w:val="1"/>'),
                         level(1, 'decimalFullWidth', '第%2条', more='<w:lvlRestart w:val="0"/><w:pStyle w:val="2"/>'),
                         level(2, 'aiueoFullWidth', '%3', more='<w:pStyle w:val="3"/>')) + num(1, 0)
    body, article = p('令和8年度 システム運用支援業務 仕様書', 'a'), 0
    for chapter in range(1, 5):
        body += p('章の名前その%d' % chapter, '1')
        for _ in range(4):
            article += 1
            body += p('条の名前その%d' % article, '2') + p('条の本文その%d。' % article, 'a')
            for item in range(2 if article % 2 else 3):
                body += p('項目その%d-%d' % (article, item + 1), '3')
    write('specification.docx', body, styles, numbering)


def parts():
    numbering = abstract(0, level(0, 'decimal', '%1'), level(1, 'decimal', '%1.%2'), level(2, 'decimal', '(%3)')) + abstract(
        1, level(0, 'iroha', '%1', 2), level(1, 'upperRoman', '%1-%2', more='<w:isLgl/>')) + abstract(
        2, level(0, 'bullet', '\uf06c')) + num(1, 0) + num(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride '
                                                        'w:val="7"/></w:lvlOverride>') + num(3, 1) + num(4, 2) + num(5, 99)
    styles = style('H', 'heading 3')
    table = '<w:tbl>%s</w:tbl>' % ''.join('<w:tr>%s</w:tr>' % ''.join(
        '<w:tc>%s</w:tc>' % p(words) for words in row) for row in [('項目', '値'), ('単価', '1,000円')])
    body = (p('一', num=(1, 0)) + p('一の一', num=(1, 1)) + p('一の一の一', num=(1, 2)) + p('一の二', num=(1, 1))
            + p('一の二の一', num=(1, 2)) + p('二', num=(1, 0)) + p('二の一', num=(1, 1)) + p('七から', num=(2, 0))
            + p('ロから', num=(3, 0)) + p('数字だけ', num=(3, 1)) + p('点', num=(4, 0)) + p('ない番号', num=(5, 0))
            + p('番号なし', num=(0, 0)) + p('名前だけの見出し', 'H') + table
            + '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs><w:pPrChange w:id="1"><w:pPr><w:numPr>'
              '<w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange></w:pPr>'
              '<w:r><w:t>前</w:t></w:r><w:del><w:r><w:delText>消した</w:delText></w:r></w:del><w:ins><w:r><w:t>足した'
              '</w:t></w:r></w:ins><w:r><w:tab/><w:t>後</w:t><w:br/><w:t>次の行</w:t></w:r></w:p>'
            + '<w:p><w:r><w:ruby><w:rt><w:r><w:t>たすき</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>襷</w:t></w:r>'
              '</w:rubyBase></w:ruby></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>' + p('　　字下げ　') + '<w:p/>')
    write('parts.docx', body, styles, numbering)


specification()
parts()
