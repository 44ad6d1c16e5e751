package app.safelight.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StatisticsTest {
    @Test
    void the_median_of_an_odd_number_is_the_one_in_the_middle() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    }

    @Test
    void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        assertThat(Statistics.median(List.of(4.0, 100.0, 1.0, 2.0))).isEqualTo(3.0);
    }

    @Test
    void one_outlier_does_not_move_the_median() {
        assertThat(Statistics.median(List.of(1.0, 1.1, 1.2, 1.3, 900.0))).isEqualTo(1.2);
    }

    @Test
    void nothing_has_no_median() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
    }

    @Test
    void what_is_no_number_has_no_median() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of(1.0, Double.NaN)));
    }
}
