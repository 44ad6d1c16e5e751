/// What was proven, when and how, in a form that can be kept and checked later, by this program or by hand.
@NullMarked
package app.safelight.app.certificate;

import org.jspecify.annotations.NullMarked;
