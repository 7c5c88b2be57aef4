/**
 * Presets that are data: {@link io.trakkit.files.mapping.MappingReader} reads one from JSON, for the presets that need no code
 * and for {@code --map}.
 */
@NullMarked
package io.trakkit.files.mapping;

import org.jspecify.annotations.NullMarked;
