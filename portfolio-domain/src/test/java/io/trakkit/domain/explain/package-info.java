@NullMarked
package io.trakkit.domain.explain;

import org.jspecify.annotations.NullMarked;
