/**
 * What every app does with a request before and after its controller: proxies, CORS, content coding, and
 * problems, also for what Tomcat refuses. Start with {@link io.trakkit.wire.http.server.HttpConventions}.
 */
@NullMarked
package io.trakkit.wire.http.server;

import org.jspecify.annotations.NullMarked;
