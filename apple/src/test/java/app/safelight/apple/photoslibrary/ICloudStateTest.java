package app.safelight.apple.photoslibrary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The order in which the iCloud state is decided; what is not known is never taken for uploaded.
class ICloudStateTest {
    private final EnumMap<AssetColumn, Object> values = new EnumMap<>(AssetColumn.class);

    private String code() {
        return ICloudState.of(new RawRow(values, true)).code();
    }

    private ICloudStateTest with(AssetColumn column, @Nullable Object value) {
        if (value == null) {
            values.remove(column);
        } else {
            values.put(column, value);
        }
        return this;
    }

    private ICloudStateTest states(@Nullable Object asset, @Nullable Object master) {
        return with(AssetColumn.SAVED_ASSET_TYPE, 3)
                .with(AssetColumn.CLOUD_LOCAL_STATE, asset)
                .with(AssetColumn.MASTER_PK, master == null ? null : 1)
                .with(AssetColumn.MASTER_STATE, master);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "0, none, notPushed",
                "0, 0, notPushed",
                "0, 1, notPushed",
                "0, 2, pushFailed",
                "0, 3, uploadedMetadataDirty",
                "0, 4, quarantined",
                "1, none, pushedNotUploaded",
                "1, 0, pushedNotUploaded",
                "1, 1, pushedNotUploaded",
                "1, 2, pushFailed",
                "1, 3, uploaded",
                "1, 4, quarantined",
                "2, none, pushFailed",
                "2, 3, pushFailed",
                "2, 4, quarantined",
                "4, none, quarantined",
                "4, 3, quarantined",
                "4, 2, quarantined",
                "3, 3, unknown",
                "3, none, unknown",
                "5, 3, unknown",
                "1, 5, unknown",
                "0, -1, unknown",
                "1, 99, unknown",
                "none, 3, unknown",
                "none, none, unknown",
                "-1, 3, unknown"
            })
    void theStatesOfAssetAndMasterDecide(@Nullable Integer asset, @Nullable Integer master, String code) {
        assertThat(states(asset, master).code()).isEqualTo(code);
    }

    @Test
    void whatIsNoNumberIsUnknown() {
        assertThat(states("3", 3).code()).isEqualTo("unknown");
        assertThat(states(1, "3").code()).isEqualTo("unknown");
        assertThat(states(1, 3.5).code()).isEqualTo("unknown");
        assertThat(states(1, 3.0).code()).isEqualTo("uploaded");
        assertThat(states(1, new byte[] {3}).code()).isEqualTo("unknown");
    }

    @Test
    void aMasterThatIsNotThereIsUnknown() {
        assertThat(states(1, null).with(AssetColumn.MASTER_PK, 7).code()).isEqualTo("unknown");
    }

    @Test
    void otherKindsOfItemsComeBeforeStates() {
        states(1, 3);
        assertThat(with(AssetColumn.SAVED_ASSET_TYPE, 10).code()).isEqualTo("notEligible:referenced");
        assertThat(with(AssetColumn.SAVED_ASSET_TYPE, 16).code()).isEqualTo("notEligible:collectionShare");
        assertThat(with(AssetColumn.SAVED_ASSET_TYPE, 17).code()).isEqualTo("unknown");
        assertThat(with(AssetColumn.SAVED_ASSET_TYPE, null).code()).isEqualTo("unknown");
        assertThat(with(AssetColumn.SAVED_ASSET_TYPE, 12).code()).isEqualTo("syndicated");
        assertThat(with(AssetColumn.SAVED_ASSET_TYPE, 4).code()).isEqualTo("sharedAlbumItem");
        states(4, 4);
        assertThat(with(AssetColumn.BUNDLE_SCOPE, 4).code()).isEqualTo("unknown");
        assertThat(with(AssetColumn.BUNDLE_SCOPE, 3).code()).isEqualTo("syndicated");
        assertThat(with(AssetColumn.CLOUD_BATCH_PUBLISH_DATE, 1.5).code()).isEqualTo("sharedAlbumItem");
    }

    @Test
    void aSharedItemThatWasSavedCountsAgain() {
        states(1, 3).with(AssetColumn.SYNDICATION_IDENTIFIER, "x");
        assertThat(with(AssetColumn.SYNDICATION_HISTORY, 0).code()).isEqualTo("syndicated");
        assertThat(with(AssetColumn.SYNDICATION_HISTORY, 1).code()).isEqualTo("uploaded");
    }

    @Test
    void onlyTwoCodesMeanUploaded() {
        assertThat(new ICloudState.Uploaded().isUploaded()).isTrue();
        assertThat(new ICloudState.UploadedMetadataDirty().isUploaded()).isTrue();
        assertThat(new ICloudState.Unknown(3L, 1L, 5L).isUploaded()).isFalse();
        assertThat(new ICloudState.PushedNotUploaded().isUploaded()).isFalse();
    }
}
