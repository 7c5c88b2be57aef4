/** How the code describes its calls in OpenAPI 3.1, and Swagger UI at {@code /docs/}, which shows the contract of all apps. */
@NullMarked
package io.trakkit.query.docs;

import org.jspecify.annotations.NullMarked;
