package io.trakkit.cli.imports;

import io.trakkit.files.BrokerFile;
import io.trakkit.files.FileOptions;
import io.trakkit.files.FileRecords;
import io.trakkit.files.preset.Preset;
import io.trakkit.wire.bulk.Body;
import io.trakkit.wire.bulk.BodyFormat;
import io.trakkit.wire.bulk.Defaults;
import io.trakkit.wire.bulk.Records;
import java.io.IOException;
import java.io.InputStream;

/** How a file is read. */
sealed interface ImportFormat {

    /** Begins to read. */
    Records read(InputStream in) throws IOException;

    /** What the number of a record counts. */
    String unit();

    /** In one of trakkit's own formats. */
    record Own(BodyFormat format, Defaults defaults) implements ImportFormat {

        @Override
        public Records read(InputStream in) throws IOException {
            return format.read(new Body(in), defaults);
        }

        @Override
        public String unit() {
            return format == BodyFormat.JSON_ARRAY ? "record" : "line";
        }
    }

    /** As a broker or another program exports it. */
    record OfBroker(Preset preset, FileOptions options) implements ImportFormat {

        @Override
        public Records read(InputStream in) throws IOException {
            return new FileRecords(BrokerFile.open(in, options));
        }

        @Override
        public String unit() {
            return preset.traits().source().unit();
        }
    }
}
