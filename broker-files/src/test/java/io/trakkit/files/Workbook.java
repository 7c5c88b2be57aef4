package io.trakkit.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A workbook (XLSX), written cell by cell: a library would not write the odd cells that tests need. */
final class Workbook {

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";

    private final Map<String, StringBuilder> sheets = new LinkedHashMap<>();
    private StringBuilder rows = new StringBuilder();

    Workbook(String sheet) {
        sheet(sheet);
    }

    /** Begins another sheet. */
    void sheet(String name) {
        rows = new StringBuilder();
        sheets.put(name, rows);
    }

    /** A number as the file stores it. */
    record Stored(String raw) {}

    /** A number that is shown as a date. */
    record Shown(String raw) {}

    void row(int number, String firstColumn, Object... cells) {
        rows.append("<row r=\"").append(number).append("\">");
        char column = firstColumn.charAt(0);
        for (Object cell : cells) {
            String place = "r=\"" + column + number + "\"";
            rows.append(
                    switch (cell) {
                        case Stored(String raw) -> "<c " + place + "><v>" + raw + "</v></c>";
                        case Shown(String raw) -> "<c " + place + " s=\"1\"><v>" + raw + "</v></c>";
                        default -> "<c " + place + " t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
                    });
            column++;
        }
        rows.append("</row>");
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "[Content_Types].xml", """
                    <Types xmlns="%scontent-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                    <Default Extension="xml" ContentType="application/xml"/>\
                    <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>\
                    %s\
                    <Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>""".formatted(PACKAGE, each("""
                    <Override PartName="/xl/worksheets/sheet%1$d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>""")));
            put(zip, "_rels/.rels", """
                    <Relationships xmlns="%srelationships"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>""".formatted(PACKAGE, RELATIONS));
            put(zip, "xl/workbook.xml", """
                    <workbook xmlns="%s" xmlns:r="%s"><sheets>%s</sheets></workbook>""".formatted(MAIN, RELATIONS, each("""
                    <sheet name="%2$s" sheetId="%1$d" r:id="rId%1$d"/>""")));
            put(zip, "xl/_rels/workbook.xml.rels", """
                    <Relationships xmlns="%1$srelationships">%3$s\
                    <Relationship Id="rId0" Type="%2$s/styles" Target="styles.xml"/></Relationships>""".formatted(PACKAGE, RELATIONS, each("""
                    <Relationship Id="rId%1$d" Type="%3$s/worksheet" Target="worksheets/sheet%1$d.xml"/>""")));
            put(zip, "xl/styles.xml", """
                    <styleSheet xmlns="%s"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>""".formatted(MAIN));
            int number = 1;
            for (StringBuilder sheet : sheets.values()) {
                put(
                        zip,
                        "xl/worksheets/sheet" + number++ + ".xml",
                        "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + sheet + "</sheetData></worksheet>");
            }
        }
        return bytes.toByteArray();
    }

    /** The element of each sheet: of its number, its name and the kind of relation. */
    private String each(String element) {
        StringBuilder all = new StringBuilder();
        int number = 1;
        for (String name : sheets.keySet()) {
            all.append(element.strip().formatted(number++, name, RELATIONS));
        }
        return all.toString();
    }

    private static void put(ZipOutputStream zip, String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
