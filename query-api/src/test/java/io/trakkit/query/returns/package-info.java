@NullMarked
package io.trakkit.query.returns;

import org.jspecify.annotations.NullMarked;
