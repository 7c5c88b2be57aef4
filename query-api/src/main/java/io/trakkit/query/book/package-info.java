/**
 * What is computed from the records of a portfolio when it is asked for: lots, realised gains, income and cash. Nothing of it
 * is stored.
 */
@NullMarked
package io.trakkit.query.book;

import org.jspecify.annotations.NullMarked;
