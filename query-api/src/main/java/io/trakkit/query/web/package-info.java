/** The page for people: serves its files, and says who calls. The files are in {@code resources/page}; start at {@link PageConfiguration}. */
@NullMarked
package io.trakkit.query.web;

import org.jspecify.annotations.NullMarked;
