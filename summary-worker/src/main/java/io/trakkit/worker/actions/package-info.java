/** Records corporate actions and folds the keys of their tickers again. */
@NullMarked
package io.trakkit.worker.actions;

import org.jspecify.annotations.NullMarked;
