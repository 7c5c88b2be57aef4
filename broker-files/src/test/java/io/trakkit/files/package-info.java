@NullMarked
package io.trakkit.files;

import org.jspecify.annotations.NullMarked;
