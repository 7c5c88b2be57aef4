/** The presets that need code, one a class. Those that need none are resources, {@code presets/NAME.json}. */
@NullMarked
package io.trakkit.files.broker;

import org.jspecify.annotations.NullMarked;
