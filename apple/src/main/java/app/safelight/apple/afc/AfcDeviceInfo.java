package app.safelight.apple.afc;

import app.safelight.apple.connection.DeviceException;
import java.util.Map;

/// What the device says about the volume its files are on.
public record AfcDeviceInfo(String model, long totalBytes, long freeBytes, long blockBytes) {
    static AfcDeviceInfo of(Map<String, String> told) throws DeviceException {
        return new AfcDeviceInfo(
                told.getOrDefault("Model", ""),
                AfcData.number(AfcData.required(told, "FSTotalBytes")),
                AfcData.number(AfcData.required(told, "FSFreeBytes")),
                AfcData.number(told.getOrDefault("FSBlockSize", "0")));
    }
}
