/**
 * A second account of values, returns and cash, written from the text of docs/returns.md: plain, slow, and nothing of the code that
 * it is compared with but the values. Start with {@link io.trakkit.domain.returns.account.AccountReturns}.
 */
@NullMarked
package io.trakkit.domain.returns.account;

import org.jspecify.annotations.NullMarked;
