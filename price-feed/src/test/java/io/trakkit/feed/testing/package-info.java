/** What the tests of this app share. */
@NullMarked
package io.trakkit.feed.testing;

import org.jspecify.annotations.NullMarked;
