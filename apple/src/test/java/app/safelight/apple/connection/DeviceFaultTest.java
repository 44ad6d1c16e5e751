package app.safelight.apple.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceFaultTest {
    @Test
    void wordsOfTheDeviceAreMadeFitToBeShown() {
        String hostile = "Bad\u001B[2J" + "x".repeat(1000);
        assertThat(new DeviceFault.Refused("GetValue", hostile).code())
                .startsWith("Bad [2J")
                .hasSize(64);
        assertThat(new DeviceFault.ServiceRefused("com.apple.afc", hostile).code())
                .hasSize(64);
    }

    @Test
    void everyRefusalOfTheFileServiceIsKnownByItsNumber() {
        assertThat(FileRefusal.of(8)).isEqualTo(FileRefusal.NOT_FOUND);
        assertThat(FileRefusal.of(10)).isEqualTo(FileRefusal.PERMISSION_DENIED);
        assertThat(FileRefusal.of(33)).isEqualTo(FileRefusal.DIRECTORY_NOT_EMPTY);
        assertThat(FileRefusal.of(12345)).isEqualTo(FileRefusal.UNLISTED);
        assertThat(FileRefusal.of(-1).remedy()).isEqualTo(Remedy.ASK_FOR_SOMETHING_ELSE);
    }

    @Test
    void aServiceLimitIsHelpedByARestart() {
        assertThat(new DeviceFault.ServiceRefused("com.apple.afc", "ServiceLimit").remedy())
                .isEqualTo(Remedy.RESTART_DEVICE);
        assertThat(new DeviceFault.ServiceRefused("com.apple.afc", "InvalidService").remedy())
                .isEqualTo(Remedy.RESTART_DEVICE_OR_ASK_ADMINISTRATOR);
        assertThat(new DeviceFault.Refused("GetValue", "GetProhibited").remedy())
                .isEqualTo(Remedy.RESTART_DEVICE_OR_ASK_ADMINISTRATOR);
    }
}
