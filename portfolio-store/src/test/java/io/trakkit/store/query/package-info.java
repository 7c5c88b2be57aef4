@NullMarked
package io.trakkit.store.query;

import org.jspecify.annotations.NullMarked;
