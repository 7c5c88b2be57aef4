/** Activities, one and many, and the history of one. */
@NullMarked
package io.trakkit.query.activity;

import org.jspecify.annotations.NullMarked;
