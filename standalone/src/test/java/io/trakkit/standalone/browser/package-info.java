/** A person's browser, for the tests of the page. */
@NullMarked
package io.trakkit.standalone.browser;

import org.jspecify.annotations.NullMarked;
