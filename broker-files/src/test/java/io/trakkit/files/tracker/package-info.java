@NullMarked
package io.trakkit.files.tracker;

import org.jspecify.annotations.NullMarked;
