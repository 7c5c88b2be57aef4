/**
 * What the HTTP face reads: pages of portfolios, summaries and trades, one trade and its history, and the positions of a
 * portfolio.
 *
 * <p>Every answer comes from one statement, hence from one snapshot and one generation, the live one. Lists are walked by
 * keyset: a page begins right after, or ends right before, a key, so that rows which come and go meanwhile make none
 * appear twice or be left out. Each list is served by an index in every order that it offers; {@code PlansTest} shows it.
 */
@NullMarked
package io.trakkit.store.read;

import org.jspecify.annotations.NullMarked;
