@NullMarked
package io.trakkit.bench;

import org.jspecify.annotations.NullMarked;
