/**
 * What the tests of all modules share: how to wait, a clock to step, a seed to repeat, free ports,
 * requests over HTTP, an issuer of JWTs, and networks that fail.
 * Knows no other module.
 */
@NullMarked
package io.trakkit.testing;

import org.jspecify.annotations.NullMarked;
