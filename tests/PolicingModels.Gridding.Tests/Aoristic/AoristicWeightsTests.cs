using CsCheck;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class AoristicWeightsTests
{
    [Fact]
    public void A_night_over_the_end_of_february_in_a_leap_year_is_shared_by_its_hours()
    {
        PeriodSequence months = PeriodSequence.Monthly(new DateOnly(2024, 3, 1), 3);
        IReadOnlyList<AoristicShare> shares = AoristicWeights.Of(Minute(2024, 2, 29, 18), Minute(2024, 3, 1, 6), months);
        Assert.Equal([new AoristicShare(1, 0.5), new AoristicShare(2, 0.5)], shares);
        Assert.Equal([new AoristicShare(1, 1)], AoristicWeights.Of(Minute(2024, 2, 28, 18), Minute(2024, 3, 1), months));
    }

    [Fact]
    public void A_window_over_a_missing_month_loses_that_month()
    {
        PeriodSequence months = PeriodSequence.Monthly(new DateOnly(2023, 4, 1), 4).Where(p => p.Start.Month != 2);
        IReadOnlyList<AoristicShare> shares = AoristicWeights.Of(Minute(2023, 1, 1), Minute(2023, 5, 1), months);
        Assert.Equal([0, 1, 2], shares.Select(s => s.Period));
        Assert.Equal(31.0 / 120, shares[0].Weight, AoristicWeights.Resolution);
        Assert.Equal(31.0 / 120, shares[1].Weight, AoristicWeights.Resolution);
        Assert.Equal(30.0 / 120, shares[2].Weight, AoristicWeights.Resolution);
    }

    [Fact]
    public void A_moment_belongs_whole_to_the_period_that_starts_with_it()
    {
        PeriodSequence months = PeriodSequence.Monthly(new DateOnly(2024, 3, 1), 2);
        Assert.Equal([new AoristicShare(1, 1)], AoristicWeights.Of(Minute(2024, 3, 1), Minute(2024, 3, 1), months));
        Assert.Equal([new AoristicShare(0, 1)], AoristicWeights.Of(Minute(2024, 2, 29, 23, 59), Minute(2024, 2, 29, 23, 59), months));
        Assert.Empty(AoristicWeights.Of(Minute(2024, 4, 1), Minute(2024, 4, 2), months));
        Assert.Empty(AoristicWeights.Of(Minute(2024, 1, 1), Minute(2024, 2, 1), months));
    }

    [Fact]
    public void Shares_equal_a_count_of_minutes() =>
        Gen.Select(Gen.Int[-40 * 1440, 240 * 1440], Gen.Int[1, 60 * 1440]).Sample(
            (start, length) =>
            {
                PeriodSequence periods = Sample.PeriodsWithGap;
                long from = ((long)Sample.FirstDay.DayNumber * 1440) + start;
                double[] minutes = new double[periods.Count];
                for (long m = from; m < from + length; m++)
                {
                    int period = periods.IndexOf(DateOnly.FromDayNumber((int)(m / 1440)));
                    if (period >= 0)
                    {
                        minutes[period]++;
                    }
                }

                double[] actual = new double[periods.Count];
                foreach (AoristicShare share in AoristicWeights.Of(from, from + length, periods))
                {
                    actual[share.Period] = share.Weight;
                }

                Assert.All(actual.Zip(minutes), p => Assert.Equal(p.Second / length, p.First, AoristicWeights.Resolution));
            },
            iter: 50);

    [Fact]
    public void Mass_is_conserved_exactly_inside_contiguous_periods() =>
        Gen.Select(Gen.Long[0, 3000L * 1440], Gen.Long[1, 3000L * 1440]).Array[1, 20].Sample(windows =>
        {
            PeriodSequence weeks = PeriodSequence.Weekly(Sample.FirstDay.AddDays(6099), 872);
            long start = (long)weeks.Start.DayNumber * 1440;
            double sum = windows.Sum(w => AoristicWeights.Of(start + w.Item1, start + w.Item1 + w.Item2, weeks).Sum(s => s.Weight));
            Assert.Equal(windows.Length, sum);
        });

    [Fact]
    public void A_window_that_ends_before_it_starts_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("toMinute", () => AoristicWeights.Of(10, 9, Sample.PeriodsWithGap));

    private static long Minute(int year, int month, int day, int hour = 0, int minute = 0) => new DateTime(year, month, day, hour, minute, 0).Ticks / TimeSpan.TicksPerMinute;
}
