/** Corporate actions, and the keys that have still to be folded again because of them. */
@NullMarked
package io.trakkit.store.actions;

import org.jspecify.annotations.NullMarked;
