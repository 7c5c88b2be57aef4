/**
 * Who may call: clients with their limits, and API keys with their scopes.
 */
@NullMarked
package io.trakkit.domain.access;

import org.jspecify.annotations.NullMarked;
