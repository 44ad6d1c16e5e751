/// Where Safelight keeps its own files, and its settings.
@NullMarked
package app.safelight.app.config;

import org.jspecify.annotations.NullMarked;
