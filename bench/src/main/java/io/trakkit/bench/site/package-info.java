/** What runs: PostgreSQL, the broker and the apps, each a process of its own. */
@NullMarked
package io.trakkit.bench.site;

import org.jspecify.annotations.NullMarked;
