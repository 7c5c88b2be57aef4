/**
 * Clients and API keys: administrators create, change and revoke them, browsers start sessions, and the audit log is read.
 * Entry point: {@link io.trakkit.worker.admin.ClientRegister}, which writes table and topic together.
 */
@NullMarked
package io.trakkit.worker.admin;

import org.jspecify.annotations.NullMarked;
