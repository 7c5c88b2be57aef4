/**
 * Why a record can never be applied, and who decides about it.
 */
@NullMarked
package io.trakkit.domain.deadletter;

import org.jspecify.annotations.NullMarked;
