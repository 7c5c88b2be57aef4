@NullMarked
package io.trakkit.query.summary;

import org.jspecify.annotations.NullMarked;
