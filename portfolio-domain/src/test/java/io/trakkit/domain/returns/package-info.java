@NullMarked
package io.trakkit.domain.returns;

import org.jspecify.annotations.NullMarked;
