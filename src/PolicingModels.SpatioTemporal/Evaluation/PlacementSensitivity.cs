using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>The same events counted on one placement of a grid.</summary>
/// <param name="Counts">What models see.</param>
/// <param name="Truth">Whole counts of the same cells and periods to score against, where <paramref name="Counts"/> are fractional (aoristic); null scores against the counts themselves.</param>
public sealed record PlacedHistory(SpaceTimeCounts Counts, SpaceTimeCounts? Truth = null);

/// <summary>A model's metric on several placements of the same grid.</summary>
/// <param name="Model">The model.</param>
/// <param name="Metric">Key of the metric.</param>
/// <param name="Given">The metric on the grid as given, with its interval over origins.</param>
/// <param name="Values">The metric on every placement, the given one first.</param>
public sealed record PlacementSensitivity(string Model, string Metric, Estimate Given, IReadOnlyList<double> Values)
{
    /// <summary>The least value over the placements.</summary>
    public double Minimum => Values.Min();

    /// <summary>The largest value over the placements.</summary>
    public double Maximum => Values.Max();

    /// <summary>One sentence for a reader: the metric, its interval, and what moving the grid alone does to it.</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture, $"{Model}: {Metric} {Given.Value:F4} ({Given.Interval.Coverage:P0} interval {Given.Low:F4} to {Given.High:F4}); over {Values.Count} placements of the grid {Minimum:F4} to {Maximum:F4}.");

    /// <inheritdoc/>
    public override string ToString() => Sentence;

    /// <summary>Runs the same backtest on every placement of the grid.</summary>
    /// <param name="placed">The same events counted on each placement, the grid as given first (<see cref="GridSensitivity"/>); at least two. Each is scored against itself.</param>
    /// <param name="models">The models.</param>
    /// <param name="options">Settings; null takes the defaults. A truth is not among them: it belongs to one placement.</param>
    /// <param name="metric">The metric; null for the hit rate at 5 % of the area.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>One entry per model that has the metric on every placement.</returns>
    /// <remarks>Differences between models that are smaller than the range over placements depend on where cell borders happen to lie.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two placements, the options hold a truth, or the backtest refuses its arguments.</exception>
    /// <exception cref="AnalysisException">The data of a placement cannot be scored.</exception>
    public static IReadOnlyList<PlacementSensitivity> Of(IReadOnlyList<SpaceTimeCounts> placed, IReadOnlyList<IGridForecaster> models, BacktestOptions? options = null, string? metric = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(placed);
        RequireSpread(placed.Count);
        return Of(placed.Select(counts => new PlacedHistory(counts)), models, options, metric, cancellationToken);
    }

    /// <summary>Runs the same backtest on every placement of the grid, each with its own counts to score against.</summary>
    /// <param name="placed">The same events counted on each placement, the grid as given first; at least two. Taken one at a time, so that a lazy sequence holds the counts of one placement only.</param>
    /// <param name="models">The models.</param>
    /// <param name="options">Settings; null takes the defaults. A truth is not among them: it belongs to one placement.</param>
    /// <param name="metric">The metric; null for the hit rate at 5 % of the area.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>One entry per model that has the metric on every placement.</returns>
    /// <remarks>Differences between models that are smaller than the range over placements depend on where cell borders happen to lie.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two placements, the options hold a truth, or the backtest refuses its arguments.</exception>
    /// <exception cref="AnalysisException">The data of a placement cannot be scored.</exception>
    public static IReadOnlyList<PlacementSensitivity> Of(IEnumerable<PlacedHistory> placed, IReadOnlyList<IGridForecaster> models, BacktestOptions? options = null, string? metric = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(placed);
        ArgumentNullException.ThrowIfNull(models);
        options ??= new BacktestOptions();
        if (options.Truth is not null)
        {
            throw new ArgumentException("The options hold a truth, which is on the cells of one placement; give each placement its own as PlacedHistory.Truth.", nameof(options));
        }

        metric ??= MetricDefinition.HitRate(5);
        List<IReadOnlyDictionary<string, ModelScore>> scores = [];
        foreach (PlacedHistory history in placed)
        {
            scores.Add(new Backtest(history.Counts, options with { Truth = history.Truth }).Run(models, null, cancellationToken).Models.ToDictionary(m => m.Name, StringComparer.Ordinal));
        }

        RequireSpread(scores.Count);
        return
        [
            .. models.Select(m => m.Name).Where(name => scores.TrueForAll(s => s[name].Metrics.ContainsKey(metric)))
                .Select(name => new PlacementSensitivity(name, metric, scores[0][name][metric], [.. scores.Select(s => s[name][metric].Value)])),
        ];
    }

    /// <summary>What moving the grid does to the share of events in exactly a share of the area.</summary>
    /// <param name="placed">The same events counted on each placement, the grid as given first; at least two.</param>
    /// <param name="models">The models.</param>
    /// <param name="options">Settings; null takes the defaults. The share of the area, its rounding and the number of resamples are this method's own.</param>
    /// <param name="areaPercent">The share of the area in percent, above 0 to 100; 5 by default.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>One entry per model that has the hit rate on every placement.</returns>
    /// <remarks>The last cell counts by the part of it that still fits (<see cref="TopShareRounding.ByAreaFractional"/>): in whole cells a placement with one cell more would flag another area.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two placements, the options hold a truth, or the backtest refuses its arguments.</exception>
    /// <exception cref="AnalysisException">The data of a placement cannot be scored.</exception>
    public static IReadOnlyList<PlacementSensitivity> OfTopArea(IEnumerable<PlacedHistory> placed, IReadOnlyList<IGridForecaster> models, BacktestOptions? options = null, double areaPercent = 5, CancellationToken cancellationToken = default)
    {
        options ??= new BacktestOptions();
        return Of(
            placed,
            models,
            options with { AreaPercents = [areaPercent], BootstrapSamples = 500, CompareWithEveryBaseline = false, Conventions = options.Conventions with { Rounding = TopShareRounding.ByAreaFractional } },
            MetricDefinition.HitRate(areaPercent),
            cancellationToken);
    }

    private static void RequireSpread(int placed)
    {
        if (placed < 2)
        {
            throw new ArgumentException($"{placed} {(placed == 1 ? "placement shows" : "placements show")} no spread; give at least 2.", nameof(placed));
        }
    }
}
