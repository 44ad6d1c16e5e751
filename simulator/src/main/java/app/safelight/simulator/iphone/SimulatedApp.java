package app.safelight.simulator.iphone;

import java.nio.file.Path;

/// An application on a simulated phone.
///
/// @param bundleId its identity, such as `org.example.notes`
/// @param name what is written below its icon
/// @param version its own
/// @param container the folder of its data, with `Documents` in it
/// @param sharesDocuments a computer may see its `Documents`
/// @param signedByDeveloper a computer may see its whole container
/// @param system it came with iOS
public record SimulatedApp(
        String bundleId,
        String name,
        String version,
        Path container,
        boolean sharesDocuments,
        boolean signedByDeveloper,
        boolean system) {}
