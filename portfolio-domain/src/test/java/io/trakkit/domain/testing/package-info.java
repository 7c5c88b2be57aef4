/** Random books and an independent account of what they amount to, and how to wait, for the tests of every module. */
@NullMarked
package io.trakkit.domain.testing;

import org.jspecify.annotations.NullMarked;
