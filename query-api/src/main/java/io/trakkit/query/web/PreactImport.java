package io.trakkit.query.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Names the file that Preact's hooks import. They name the package "preact", which a browser finds by an import map only, and
 * import maps are inline scripts.
 */
final class PreactImport implements ResourceTransformer {

    private static final String FILE = "hooks.module.js";
    private static final String PACKAGE = "from\"preact\"";
    private static final String ADDRESS = "from\"../../dist/preact.module.js\"";

    @Override
    public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
            throws IOException {
        Resource transformed = chain.transform(request, resource);
        if (!FILE.equals(resource.getFilename())) {
            return transformed;
        }
        String script = transformed.getContentAsString(StandardCharsets.UTF_8);
        if (!script.contains(PACKAGE)) {
            throw new IOException(FILE + " has no import " + PACKAGE + ": Preact has changed");
        }
        return new TransformedResource(
                transformed, script.replace(PACKAGE, ADDRESS).getBytes(StandardCharsets.UTF_8));
    }
}
