/**
 * The conventions of HTTP that the apps share: how bodies and query parameters are read, and problem details (RFC 9457)
 * with their types for everything that goes wrong, inside Spring MVC or before it. An app imports
 * {@link io.trakkit.wire.http.server.HttpConventions} and the settings in {@code trakkit-common.yml}.
 *
 * <p>No controller and no call of the API lives here; each belongs to its app.
 */
@NullMarked
package io.trakkit.wire.http;

import org.jspecify.annotations.NullMarked;
