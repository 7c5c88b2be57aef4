/**
 * The conventions of HTTP that the apps share: problem details (RFC 9457), their types, and how a request says what it
 * prefers.
 *
 * <p>No controller and no call of the API lives here; each belongs to its app.
 */
@NullMarked
package io.trakkit.wire.http;

import org.jspecify.annotations.NullMarked;
