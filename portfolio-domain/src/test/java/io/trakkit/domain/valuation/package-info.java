@NullMarked
package io.trakkit.domain.valuation;

import org.jspecify.annotations.NullMarked;
