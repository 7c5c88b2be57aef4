/**
 * Dead letters in PostgreSQL: writing, relaying, searching, and the decisions of operators. Start with {@link
 * io.trakkit.store.deadletters.DeadLetters}.
 */
@NullMarked
package io.trakkit.store.deadletters;

import org.jspecify.annotations.NullMarked;
