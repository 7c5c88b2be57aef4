@NullMarked
package io.trakkit.files.broker;

import org.jspecify.annotations.NullMarked;
