/**
 * Portfolios, their users and the clients that own them.
 */
@NullMarked
package io.trakkit.domain.portfolio;

import org.jspecify.annotations.NullMarked;
