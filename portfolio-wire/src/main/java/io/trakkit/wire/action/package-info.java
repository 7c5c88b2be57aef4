/** Corporate actions in JSON. */
@NullMarked
package io.trakkit.wire.action;

import org.jspecify.annotations.NullMarked;
