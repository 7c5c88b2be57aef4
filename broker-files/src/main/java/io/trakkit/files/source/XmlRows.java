package io.trakkit.files.source;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The elements of an XML document that have attributes: the section of each is its name. Read by StAX, without DTDs. */
final class XmlRows implements RawRows {

    private final Reader text;
    private final XMLStreamReader xml;

    XmlRows(Reader text) {
        this.text = text;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            xml = factory.createXMLStreamReader(text);
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    @Override
    public @Nullable RawRow next() throws IOException {
        try {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getAttributeCount() > 0) {
                    return row();
                }
            }
            return null;
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    private RawRow row() {
        List<String> names = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            names.add(xml.getAttributeLocalName(i));
            cells.add(xml.getAttributeValue(i).strip());
        }
        return new RawRow(xml.getLocation().getLineNumber(), xml.getLocalName(), names, cells);
    }

    private static UnreadableFileException unreadable(XMLStreamException e) {
        long line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
        return new UnreadableFileException("In line " + line + " the file is not well-formed XML; was it cut off?", e);
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
