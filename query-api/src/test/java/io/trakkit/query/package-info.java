@NullMarked
package io.trakkit.query;

import org.jspecify.annotations.NullMarked;
