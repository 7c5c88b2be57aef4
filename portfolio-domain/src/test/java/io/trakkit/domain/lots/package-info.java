@NullMarked
package io.trakkit.domain.lots;

import org.jspecify.annotations.NullMarked;
