/** How the API describes itself: OpenAPI 3.1, and Swagger UI at {@code /docs/}. */
@NullMarked
package io.trakkit.query.docs;

import org.jspecify.annotations.NullMarked;
