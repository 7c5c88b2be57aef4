@NullMarked
package io.trakkit.bench.http;

import org.jspecify.annotations.NullMarked;
