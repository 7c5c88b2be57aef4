/** Answers the corporate actions of a client. */
@NullMarked
package io.trakkit.query.action;

import org.jspecify.annotations.NullMarked;
