/// The words of Safelight as types: contents, items, assets, receipts.
@NullMarked
package app.safelight.core.model;

import org.jspecify.annotations.NullMarked;
