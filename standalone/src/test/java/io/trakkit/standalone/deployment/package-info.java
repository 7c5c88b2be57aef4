/** What {@code docker-compose.yml}, the {@code Dockerfile} and the gateway say, held against the apps. */
@NullMarked
package io.trakkit.standalone.deployment;

import org.jspecify.annotations.NullMarked;
