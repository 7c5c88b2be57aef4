@NullMarked
package io.trakkit.store.read;

import org.jspecify.annotations.NullMarked;
