/**
 * Who calls: API keys, JWTs and scopes. Entry point: {@link io.trakkit.access.AccessConfiguration}; what apps ask:
 * {@link io.trakkit.access.Caller}.
 */
@NullMarked
package io.trakkit.access;

import org.jspecify.annotations.NullMarked;
