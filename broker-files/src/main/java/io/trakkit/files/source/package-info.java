/**
 * Files as they are: packed or not, in any usual encoding, as rows of text. {@link io.trakkit.files.source.SourceFile} is the
 * entry. Nothing here knows a broker.
 */
@NullMarked
package io.trakkit.files.source;

import org.jspecify.annotations.NullMarked;
