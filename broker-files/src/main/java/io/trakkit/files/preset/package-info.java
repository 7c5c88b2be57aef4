/**
 * What a preset is made of. {@link io.trakkit.files.preset.Preset} says how the rows of one source are read;
 * {@link io.trakkit.files.preset.Draft} is the trade or activity that it makes of a row.
 */
@NullMarked
package io.trakkit.files.preset;

import org.jspecify.annotations.NullMarked;
