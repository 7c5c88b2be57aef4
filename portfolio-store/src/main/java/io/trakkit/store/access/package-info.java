/**
 * The tables of clients, API keys and the audit log. {@link io.trakkit.store.access.AccessChanges} is what all apps read.
 */
@NullMarked
package io.trakkit.store.access;

import org.jspecify.annotations.NullMarked;
