/** The apps on servers that require TLS, users and rights, with the settings of docs/operating/security.md. */
@NullMarked
package io.trakkit.standalone.security;

import org.jspecify.annotations.NullMarked;
