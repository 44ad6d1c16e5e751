package app.safelight.app.text;

import java.util.Map;

/// What phones are called in shops. A device itself gives a code such as `iPhone15,2`.
///
/// Source: the codes are those that devices report; the names are public.
public final class ModelNames {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("iPhone6,1", "iPhone 5s"),
            Map.entry("iPhone6,2", "iPhone 5s"),
            Map.entry("iPhone7,1", "iPhone 6 Plus"),
            Map.entry("iPhone7,2", "iPhone 6"),
            Map.entry("iPhone8,1", "iPhone 6s"),
            Map.entry("iPhone8,2", "iPhone 6s Plus"),
            Map.entry("iPhone8,4", "iPhone SE"),
            Map.entry("iPhone9,1", "iPhone 7"),
            Map.entry("iPhone9,2", "iPhone 7 Plus"),
            Map.entry("iPhone9,3", "iPhone 7"),
            Map.entry("iPhone9,4", "iPhone 7 Plus"),
            Map.entry("iPhone10,1", "iPhone 8"),
            Map.entry("iPhone10,2", "iPhone 8 Plus"),
            Map.entry("iPhone10,3", "iPhone X"),
            Map.entry("iPhone10,4", "iPhone 8"),
            Map.entry("iPhone10,5", "iPhone 8 Plus"),
            Map.entry("iPhone10,6", "iPhone X"),
            Map.entry("iPhone11,2", "iPhone XS"),
            Map.entry("iPhone11,4", "iPhone XS Max"),
            Map.entry("iPhone11,6", "iPhone XS Max"),
            Map.entry("iPhone11,8", "iPhone XR"),
            Map.entry("iPhone12,1", "iPhone 11"),
            Map.entry("iPhone12,3", "iPhone 11 Pro"),
            Map.entry("iPhone12,5", "iPhone 11 Pro Max"),
            Map.entry("iPhone12,8", "iPhone SE (2nd generation)"),
            Map.entry("iPhone13,1", "iPhone 12 mini"),
            Map.entry("iPhone13,2", "iPhone 12"),
            Map.entry("iPhone13,3", "iPhone 12 Pro"),
            Map.entry("iPhone13,4", "iPhone 12 Pro Max"),
            Map.entry("iPhone14,2", "iPhone 13 Pro"),
            Map.entry("iPhone14,3", "iPhone 13 Pro Max"),
            Map.entry("iPhone14,4", "iPhone 13 mini"),
            Map.entry("iPhone14,5", "iPhone 13"),
            Map.entry("iPhone14,6", "iPhone SE (3rd generation)"),
            Map.entry("iPhone14,7", "iPhone 14"),
            Map.entry("iPhone14,8", "iPhone 14 Plus"),
            Map.entry("iPhone15,2", "iPhone 14 Pro"),
            Map.entry("iPhone15,3", "iPhone 14 Pro Max"),
            Map.entry("iPhone15,4", "iPhone 15"),
            Map.entry("iPhone15,5", "iPhone 15 Plus"),
            Map.entry("iPhone16,1", "iPhone 15 Pro"),
            Map.entry("iPhone16,2", "iPhone 15 Pro Max"),
            Map.entry("iPhone17,1", "iPhone 16 Pro"),
            Map.entry("iPhone17,2", "iPhone 16 Pro Max"),
            Map.entry("iPhone17,3", "iPhone 16"),
            Map.entry("iPhone17,4", "iPhone 16 Plus"),
            Map.entry("iPhone17,5", "iPhone 16e"));

    private ModelNames() {}

    /// The name in shops, or the code itself if nobody here knows it.
    public static String of(String productType) {
        return NAMES.getOrDefault(productType, productType);
    }
}
