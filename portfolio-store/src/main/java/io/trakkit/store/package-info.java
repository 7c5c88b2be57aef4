/**
 * Every line of SQL: the tables of the read model by their plural nouns, and beside them, in {@code db/migration}, the
 * schema itself.
 *
 * <p>No rule is decided here, only kept: the domain decides before a statement runs. No HTTP, no Kafka, no JSON of the
 * wire. Methods take part in the transaction of their caller and open none.
 */
@NullMarked
package io.trakkit.store;

import org.jspecify.annotations.NullMarked;
