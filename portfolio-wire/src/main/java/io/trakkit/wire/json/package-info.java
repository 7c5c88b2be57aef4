/**
 * JSON as the wire wants it: a strict mapper with limits, and {@link io.trakkit.wire.json.Fields}, which reads one object
 * field by field with the {@link io.trakkit.wire.json.Readers} of plain types and the
 * {@link io.trakkit.wire.json.DomainReaders} of the domain's values, and collects what is wrong.
 *
 * <p>Which fields an object has, and what is done with them, is decided elsewhere.
 */
@NullMarked
package io.trakkit.wire.json;

import org.jspecify.annotations.NullMarked;
