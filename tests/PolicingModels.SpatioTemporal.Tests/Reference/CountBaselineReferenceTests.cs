using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.Reference;

/// <summary>Our baselines in the reference's conventions against the reference's figures, on the same cells and origins.</summary>
public class CountBaselineReferenceTests
{
    // A year of 13 rows also for months, half of the seasonal ratio: the reference's level.
    private static readonly LevelOptions ReferenceLevel = new() { WindowPeriods = 13, PeriodsPerYear = 13, SeasonalWeight = 0.5 };

    private static readonly PredictiveOptions ReferencePredictive = new() { Level = ReferenceLevel, Dispersion = DispersionRule.Poisson };

    // A thousandth of the mean is added to every cell, after which the surface is scaled: that share is uniform.
    private static readonly PredictiveOptions WithThousandth = ReferencePredictive with { BackgroundShare = 0.001 / 1.001 };

    public static TheoryData<string, int, double> HalfLives
    {
        get
        {
            TheoryData<string, int, double> data = [];
            foreach (ITheoryDataRow row in ReferenceSet.All)
            {
                object?[] values = row.GetData();
                data.Add((string)values[0]!, (int)values[1]!, 13);
                data.Add((string)values[0]!, (int)values[1]!, 26);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(HalfLives))]
    public void Empirical_bayes_ewma_is_the_reference(string name, int origins, double halfLife)
    {
        ReferenceSet set = ReferenceSet.Load(name);
        EmpiricalBayesEwmaForecaster model = new(new EmpiricalBayesEwmaOptions { HalfLifePeriods = halfLife, Predictive = ReferencePredictive });
        List<(DateOnly Start, double[] Values)> expected = set.Predictions($"base_EB_ewma_hl{halfLife}");
        Assert.Equal(origins, expected.Count);
        List<GridForecast> forecasts = Roll(set, model, origins);
        for (int k = 0; k < origins; k++)
        {
            Assert.Equal(expected[k].Start, set.Counts.Periods[set.Counts.PeriodCount - origins + k].Start);
            double[] ours = [.. forecasts[k].ExpectedCounts];
            for (int i = 0; i < ours.Length; i++)
            {
                // The file keeps six significant digits.
                Assert.InRange(ours[i], expected[k].Values[i] * (1 - 6e-6), expected[k].Values[i] * (1 + 6e-6));
            }

            Assert.Equal(ReferenceSet.Rank(expected[k].Values), ReferenceSet.Rank([.. ours.Select(SixDigits)]));
        }

        AssertScores(set, forecasts, origins, $"EB_ewma_hl{halfLife}");
    }

    [Theory]
    [MemberData(nameof(ReferenceSet.All), MemberType = typeof(ReferenceSet))]
    public void Empirical_bayes_of_all_and_of_thirteen_periods_scores_as_the_reference(string name, int origins)
    {
        ReferenceSet set = ReferenceSet.Load(name);
        AssertScores(set, Roll(set, new EmpiricalBayesForecaster(new EmpiricalBayesOptions { Predictive = ReferencePredictive }), origins), origins, "EB_all");
        AssertScores(set, Roll(set, new EmpiricalBayesForecaster(new EmpiricalBayesOptions { WindowPeriods = 13, Predictive = ReferencePredictive }), origins), origins, "EB_13");
    }

    [Theory]
    [MemberData(nameof(ReferenceSet.All), MemberType = typeof(ReferenceSet))]
    public void Means_score_as_the_reference(string name, int origins)
    {
        ReferenceSet set = ReferenceSet.Load(name);
        AssertScores(set, Roll(set, new HistoricalMeanForecaster(new HistoricalMeanOptions { Predictive = WithThousandth }), origins), origins, "mean_all");
    }

    [Theory]
    [MemberData(nameof(ReferenceSet.All), MemberType = typeof(ReferenceSet))]
    public void Historical_mean_hits_as_often_as_the_naive_count_of_all_events(string name, int origins)
    {
        ReferenceSet set = ReferenceSet.Load(name);
        List<(DateOnly Start, double[] Values)> naive = set.Predictions("pred_naive_all");
        Assert.Equal(origins, naive.Count);
        double[] earlier = EventsBeforeTheFirstPeriod(set, naive);
        List<GridForecast> forecasts = Roll(set, new HistoricalMeanForecaster(), origins);

        // The peer also counts events before the first period: with them added to our means, the order is the same, cell by cell.
        List<(int Period, IReadOnlyList<int> Ranked)> peer = [], ours = [], oursWithEarlier = [];
        for (int k = 0; k < origins; k++)
        {
            int period = set.PeriodOf(naive[k].Start);
            peer.Add((period, ReferenceSet.Rank(naive[k].Values)));
            ours.Add((period, forecasts[k].RankedCells));
            double[] sums = new double[set.Counts.CellCount];
            for (int t = 0; t < period; t++)
            {
                for (int i = 0; i < sums.Length; i++)
                {
                    sums[i] += set.Counts[t, i];
                }
            }

            Assert.Equal(ReferenceSet.Rank(sums), forecasts[k].RankedCells);
            oursWithEarlier.Add((period, ReferenceSet.Rank([.. sums.Zip(earlier, (a, b) => a + b)])));
        }

        foreach (int percent in new[] { 1, 2, 5, 10, 20 })
        {
            Assert.Equal(set.HitRate(peer, percent), set.HitRate(oursWithEarlier, percent), 1e-9);
            Assert.Equal(set.Score("mean_all", $"HR{percent}"), set.HitRate(ours, percent), 1e-9);
            if (earlier.Sum() == 0)
            {
                Assert.Equal(set.HitRate(peer, percent), set.HitRate(ours, percent), 1e-9);
            }
        }
    }

    /// <summary>What the peer counted beyond the cells' counts: the same at every origin, or the comparison would be of different data.</summary>
    private static double[] EventsBeforeTheFirstPeriod(ReferenceSet set, List<(DateOnly Start, double[] Values)> naive)
    {
        double[]? earlier = null;
        double[] sums = new double[set.Counts.CellCount];
        int next = 0;
        foreach ((DateOnly start, double[] values) in naive)
        {
            for (; next < set.PeriodOf(start); next++)
            {
                for (int i = 0; i < sums.Length; i++)
                {
                    sums[i] += set.Counts[next, i];
                }
            }

            double[] beyond = [.. values.Zip(sums, (a, b) => a - b)];
            Assert.Equal(earlier ?? beyond, beyond);
            earlier = beyond;
        }

        return earlier!;
    }

    private static List<GridForecast> Roll(ReferenceSet set, IGridForecaster model, int origins) =>
        [.. Enumerable.Range(set.Counts.PeriodCount - origins, origins).Select(t => model.Fit(set.Counts.Before(t)).Forecast())];

    private static void AssertScores(ReferenceSet set, List<GridForecast> forecasts, int origins, string model)
    {
        double log = 0, crps = 0, negativeBinomial = 0;
        int cells = set.Counts.CellCount, first = set.Counts.PeriodCount - origins;
        List<double> expected = [], observed = [];
        List<(int, IReadOnlyList<int>)> ranked = [];
        for (int k = 0; k < origins; k++)
        {
            // The reference's own rule: dispersion by moments over the origins before, 0.05 at the first.
            double dispersion = k == 0 ? 0.05 : CountDispersion.Moments(expected.ToArray(), observed.ToArray());
            for (int i = 0; i < cells; i++)
            {
                long count = (long)set.Counts[first + k, i];
                double mean = forecasts[k].ExpectedCounts[i];
                log += forecasts[k].Distributions[i].LogScore(count);
                crps += forecasts[k].Distributions[i].Crps(count);
                negativeBinomial += new NegativeBinomialDistribution(mean, 1 / dispersion).LogScore(count);
                expected.Add(mean);
                observed.Add(count);
            }

            ranked.Add((first + k, forecasts[k].RankedCells));
        }

        double all = (double)cells * origins;
        Assert.Equal(set.Score(model, "poisLS"), log / all, 1e-6);
        Assert.Equal(set.Score(model, "crps"), crps / all, 1e-6);
        Assert.Equal(set.Score(model, "nbLS"), negativeBinomial / all, 1e-6);
        foreach (int percent in new[] { 1, 2, 5, 10, 20 })
        {
            Assert.Equal(set.Score(model, $"HR{percent}"), set.HitRate(ranked, percent), 1e-9);
        }
    }

    private static double SixDigits(double value) =>
        double.Parse(value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
