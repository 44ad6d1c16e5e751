/// What every route is made of: whom it lets in, what it does, and how it says no.
@NullMarked
package app.safelight.server.http;

import org.jspecify.annotations.NullMarked;
