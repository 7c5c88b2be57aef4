/**
 * PostgreSQL to HTTP: every read of the API, answered from the tables. Holds no state and knows no Kafka.
 */
@NullMarked
package io.trakkit.query;

import org.jspecify.annotations.NullMarked;
