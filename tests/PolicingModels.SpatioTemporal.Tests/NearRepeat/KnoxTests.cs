using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.NearRepeat;

public class KnoxTests
{
    private static readonly int FirstDay = new DateOnly(2019, 1, 1).DayNumber;

    [Fact]
    public void A_hundred_metres_and_three_days_stand_in_the_half_open_bands_that_say_so()
    {
        // The other eight events are far from these and from each other.
        double[] x = [0, 0, .. Enumerable.Range(1, 8).Select(i => 50_000.0 * i)], y = [0, 100, .. Enumerable.Repeat(0.0, 8)];
        int[] day = [FirstDay, FirstDay + 3, .. Enumerable.Range(1, 8).Select(i => FirstDay + (100 * i))];
        KnoxTable table = new Knox(new() { DistanceBoundsMetres = [100, 200], TimeBoundsDays = [3, 7], Permutations = 99 }).Test(new CrimeEvents(x, y, day, CoordinateSystem.PlanarMetres));
        KnoxCell only = Assert.Single(table.Cells, c => c.Pairs > 0);
        Assert.Equal((100.0, 200.0, 3.0, 7.0, 1L), (only.DistanceFrom, only.DistanceTo, only.DaysFrom, only.DaysTo, only.Pairs));
        Assert.Equal(("[100, 200) m", "[3, 7) days"), (only.DistanceLabel, only.TimeLabel));
        Assert.Same(only, table.Find(100, 3));
        Assert.Equal(["same place", "same place", "(0, 100) m", "(0, 100) m", "[100, 200) m", "[100, 200) m"], table.Cells.Select(c => c.DistanceLabel));
    }

    [Theory]
    [InlineData(PlaneDistance.Euclidean, true)]
    [InlineData(PlaneDistance.Manhattan, true)]
    [InlineData(PlaneDistance.Euclidean, false)]
    public void Pairs_are_those_of_a_loop_over_all(PlaneDistance distance, bool apart)
    {
        (CrimeEvents events, _) = Scatter(5, 300, 0);
        KnoxOptions options = new() { DistanceBoundsMetres = [50, 120, 400], TimeBoundsDays = [1, 5, 30], Distance = distance, SamePlaceApart = apart, Permutations = 19 };
        KnoxTable table = new Knox(options).Test(events);
        long[] pairs = new long[table.Cells.Count];
        for (int i = 0; i < events.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double dx = Math.Abs(events.Easting[i] - events.Easting[j]), dy = Math.Abs(events.Northing[i] - events.Northing[j]);
                double metres = distance == PlaneDistance.Manhattan ? dx + dy : Math.Sqrt((dx * dx) + (dy * dy));
                if (table.Find(metres, Math.Abs(events.Day[i] - events.Day[j])) is { } cell)
                {
                    pairs[table.Cells.ToList().IndexOf(cell)]++;
                }
            }
        }

        Assert.Equal(pairs, table.Cells.Select(c => c.Pairs));
        Assert.True(pairs.Sum() > 50, $"{pairs.Sum()} pairs");
    }

    [Fact]
    public void Expected_pairs_and_p_values_are_those_of_shuffled_days()
    {
        (CrimeEvents events, _) = Scatter(6, 60, 0.3);
        KnoxTable table = new Knox(new() { DistanceBoundsMetres = [300], TimeBoundsDays = [7], SamePlaceApart = false, Permutations = 4999 }).Test(events);
        KnoxCell cell = Assert.Single(table.Cells);

        // Dealt at random, a pair close in place is close in time as often as any pair is: the mean is exact.
        long close = 0, soon = 0, all = 0;
        for (int i = 0; i < events.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double dx = events.Easting[i] - events.Easting[j], dy = events.Northing[i] - events.Northing[j];
                close += (dx * dx) + (dy * dy) < 300 * 300 ? 1 : 0;
                soon += Math.Abs(events.Day[i] - events.Day[j]) < 7 ? 1 : 0;
                all++;
            }
        }

        double expected = close * (double)soon / all;

        // The number of pairs has about its mean for variance; 4,999 orders.
        Assert.Equal(expected, cell.ExpectedPairs, 5 * Math.Sqrt(expected / 4999));
        Assert.Equal(cell.Pairs / cell.ExpectedPairs, cell.Ratio, 1e-12);
        Assert.InRange(cell.PValue, 1.0 / 5000, 0.01);
    }

    [Fact]
    public void Without_near_repeats_p_values_are_even()
    {
        int low = 0;
        double mean = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            (CrimeEvents events, _) = Scatter(seed, 200, 0);
            double p = new Knox(new() { DistanceBoundsMetres = [400], TimeBoundsDays = [14], SamePlaceApart = false, Permutations = 99 }).Test(events).Cells[0].PValue;
            low += p <= 0.05 ? 1 : 0;
            mean += p / 60;
        }

        // Of 60 chances of 0.05, more than 9 happen with probability 0.001; the mean of even values has an error of 0.037 (and lies a little above ½, whole numbers tying).
        Assert.InRange(low, 0, 9);
        Assert.InRange(mean, 0.5 - (4 * 0.037), 0.55 + (4 * 0.037));
    }

    [Fact]
    public void Near_repeats_are_found_where_they_are_and_the_answer_is_repeatable()
    {
        (CrimeEvents events, _) = Scatter(9, 600, 0.25);
        Knox knox = new(new() { DistanceBoundsMetres = [100, 200, 1000], TimeBoundsDays = [7, 28, 84], Permutations = 199 });
        KnoxTable table = knox.Test(events);
        Assert.True(table.Find(50, 3)!.AdjustedPValue <= 0.1 && table.Find(50, 3)!.Ratio > 2);
        Assert.Equal(table.Cells, knox.Test(events).Cells);
        Assert.Throws<OperationCanceledException>(() => knox.Test(events, new CancellationToken(true)));
    }

    [Fact]
    public void What_cannot_be_answered_is_refused_by_name()
    {
        Assert.Equal(AnalysisFailure.TooFewEvents, Assert.Throws<AnalysisException>(() => new Knox().Test(new CrimeEvents([1], [1], [FirstDay], CoordinateSystem.PlanarMetres))).Reason);
        double[] ten = [.. Enumerable.Range(0, 10).Select(i => (double)i)];
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => new Knox().Test(new CrimeEvents(ten, [.. ten], [.. Enumerable.Repeat(FirstDay, 10)], CoordinateSystem.PlanarMetres))).Reason);
        Assert.StartsWith("TimeBoundsDays holds 7 after 14; bounds are finite, above 0 and increasing (days).", Assert.Throws<ArgumentException>(() => new Knox(new() { TimeBoundsDays = [14, 7] })).Message, StringComparison.Ordinal);
    }

    /// <summary>Events on a town of 5 km whose places partly repeat; a share of them follow another within days and metres.</summary>
    private static (CrimeEvents Events, int Followers) Scatter(ulong seed, int count, double follow)
    {
        SeededRandom random = new(seed);
        double[] x = new double[count], y = new double[count];
        int[] day = new int[count];
        int followers = 0;
        for (int i = 0; i < count; i++)
        {
            if (i > 0 && random.NextDouble() < follow)
            {
                int at = random.NextInt32(i);
                (x[i], y[i], day[i]) = (x[at] + (60 * random.NextGaussian()), y[at] + (60 * random.NextGaussian()), day[at] + random.NextInt32(6));
                followers++;
            }
            else
            {
                (x[i], y[i], day[i]) = (25 * random.NextInt32(200), 25 * random.NextInt32(200), FirstDay + random.NextInt32(365));
            }
        }

        return (new CrimeEvents(x, y, day, CoordinateSystem.PlanarMetres), followers);
    }
}
