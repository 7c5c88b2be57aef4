package io.trakkit.query.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.webjars.WebJarVersionLocator;

/**
 * The files of the page, and the version that is in their addresses: other content has another address, so a browser may keep
 * each file for ever.
 */
final class PageFiles {

    static final String FOLDER = "classpath:/page/";

    /** The libraries of the page, each a WebJar. */
    static final List<String> LIBRARIES = List.of("preact", "uplot");

    private static final int DIGITS = 16;
    private static final String INDEX = "index.html";

    private final String version;
    private final String index;

    private PageFiles(String version, String index) {
        this.version = version;
        this.index = index;
    }

    static PageFiles read() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String index = null;
            for (Resource file : files()) {
                byte[] content = file.getContentAsByteArray();
                digest.update(name(file).getBytes(StandardCharsets.UTF_8));
                digest.update(content);
                if (name(file).equals(INDEX)) {
                    index = new String(content, StandardCharsets.UTF_8);
                }
            }
            LIBRARIES.forEach(library -> digest.update(folderOf(library).getBytes(StandardCharsets.UTF_8)));
            String version = HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
            return new PageFiles(version, Objects.requireNonNull(index, INDEX).replace("{version}", version));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the files of the page", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static List<Resource> files() throws IOException {
        return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(FOLDER + "*.*"))
                .sorted(Comparator.comparing(PageFiles::name))
                .toList();
    }

    private static String name(Resource file) {
        return Objects.requireNonNull(file.getFilename());
    }

    /** Where the class path has a library. */
    static String folderOf(String library) {
        String version = new WebJarVersionLocator().version(library);
        if (version == null) {
            throw new IllegalStateException("The WebJar " + library + " is not on the class path");
        }
        return "classpath:/META-INF/resources/webjars/" + library + '/' + version + '/';
    }

    String version() {
        return version;
    }

    /** The document at {@code /}. */
    String index() {
        return index;
    }
}
