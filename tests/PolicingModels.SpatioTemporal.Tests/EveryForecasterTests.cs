using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests;

/// <summary>What the package promises of every forecaster: the same bytes on one thread or many, a cell taken apart, a sentence for what cannot be answered.</summary>
public class EveryForecasterTests
{
    public static TheoryData<string> Names => [.. Forecasters.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fits_side_by_side_are_those_of_one_alone(string name)
    {
        // Thousands of cell-periods, so that parallel passes and trees are at work.
        SpaceTimeCounts history = EveryBaselineTests.Simulated(23, 10, 10, 40, out _);
        IGridForecaster shared = Forecasters.Create(name);
        string alone = Text(shared.Fit(history, Stop), Stop);
        IFittedGridForecaster[] together = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => shared.Fit(history, Stop), Stop)));
        string[] asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(k => Task.Run(() => Text(together[k % 2], Stop), Stop)));
        Assert.All(asked, text => Assert.Equal(alone, text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cell_is_explained_by_parts_that_add_up(string name)
    {
        SpaceTimeCounts history = EveryBaselineTests.Simulated(29, 10, 10, 40, out _);
        IFittedGridForecaster fitted = Forecasters.Create(name).Fit(history, Stop);
        ICellExplainer explainer = Assert.IsType<ICellExplainer>(fitted, exactMatch: false);
        foreach (int horizon in new[] { 1, 3 })
        {
            GridForecast forecast = fitted.Forecast(horizon, Stop);
            foreach (int cell in new[] { 0, 50, 99, forecast.RankedCells[0], forecast.RankedCells[^1] })
            {
                CellExplanation why = explainer.Explain(cell, horizon);
                double expected = forecast.ExpectedCounts[cell];
                Assert.Equal((cell, expected), (why.Cell, why.ExpectedCount));
                Assert.Equal(why.Scale == ExplanationScale.Count ? expected : Math.Log(expected), why.Sum, 1e-9 * Math.Max(1, expected));
                Assert.All(why.Contributions, c => Assert.True(double.IsFinite(c.Value) && c.Name.Length > 0));
            }
        }

        Assert.All(fitted.Parameters, p => Assert.True(double.IsFinite(p.Value) && p.Name.Length > 0, p.Name));

        Assert.Throws<ArgumentOutOfRangeException>(() => explainer.Explain(100));
        Assert.Throws<ArgumentOutOfRangeException>(() => explainer.Explain(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => explainer.Explain(0, 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cells_without_neighbours_get_a_forecast(string name)
    {
        // Nine islands, ten kilometres of sea between them.
        SpaceTimeCounts joined = EveryBaselineTests.Simulated(31, 3, 3, 40, out _);
        TestGrid islands = new([.. joined.Grid.Cells.Select(c => c with { Easting = c.Easting * 10, Northing = c.Northing * 10 })]);
        SpaceTimeCounts history = EveryBaselineTests.Counts(islands, 40, [.. Enumerable.Range(0, 40).SelectMany(t => joined.Row(t).ToArray())]);
        GridForecast forecast = Forecasters.Create(name).Fit(history, Stop).Forecast(1, Stop);
        Assert.All(forecast.ExpectedCounts, e => Assert.True(e > 0 && double.IsFinite(e)));
        Assert.InRange(forecast.ExpectedTotal, 0.3 * joined.PeriodTotals().Average(), 3 * joined.PeriodTotals().Average());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fewer_events_than_parameters_are_forecast_or_refused_with_what_to_do(string name)
    {
        double[] values = new double[16 * 30];
        values[(29 * 16) + 5] = 1;
        SpaceTimeCounts history = EveryBaselineTests.Counts(TestGrid.Squares(4, 4), 30, values);
        try
        {
            GridForecast forecast = Forecasters.Create(name).Fit(history, Stop).Forecast(1, Stop);
            Assert.All(forecast.Cells, c => Assert.True(c.ExpectedCount > 0 && double.IsFinite(c.ExpectedCount) && double.IsFinite(c.Interval95.High)));
        }
        catch (AnalysisException refused)
        {
            Assert.Equal(AnalysisFailure.TooFewEvents, refused.Reason);
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
            Assert.Contains("Use empirical-bayes", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_history_without_an_event_is_refused_by_name(string name)
    {
        AnalysisException refused = Assert.Throws<AnalysisException>(() => Forecasters.Create(name).Fit(EveryBaselineTests.Counts(TestGrid.Squares(3, 3), 20, new double[180]), Stop));
        Assert.Equal(AnalysisFailure.NoEvents, refused.Reason);
        Assert.Contains($"so {name} has nothing to learn from. Widen the offence filter, or bring earlier data.", refused.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Every bit of a fit that a caller can see.</summary>
    private static string Text(IFittedGridForecaster fitted, CancellationToken stop)
    {
        GridForecast forecast = fitted.Forecast(2, stop);
        IEnumerable<double> figures =
        [
            .. forecast.ExpectedCounts,
            .. forecast.Distributions.Select(d => d.Variance),
            forecast.Total.Variance,
            .. fitted.Parameters.Select(p => p.Value),
            .. fitted is ICellExplainer explainer ? explainer.Explain(7, 2).Contributions.Select(c => c.Value) : [],
        ];
        return string.Join(' ', figures.Select(x => BitConverter.DoubleToInt64Bits(x).ToString("x", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
