using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

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
    /// <param name="placed">The same events counted on each placement, the grid as given first (<see cref="GridSensitivity"/>); at least two.</param>
    /// <param name="models">The models.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <param name="metric">The metric; null for the hit rate at 5 % of the area.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>One entry per model that has the metric on every placement.</returns>
    /// <remarks>Differences between models that are smaller than the range over placements depend on where cell borders happen to lie.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two placements, or the backtest refuses its arguments.</exception>
    public static IReadOnlyList<PlacementSensitivity> Of(IReadOnlyList<SpaceTimeCounts> placed, IReadOnlyList<IGridForecaster> models, BacktestOptions? options = null, string? metric = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(placed);
        if (placed.Count < 2)
        {
            throw new ArgumentException($"{placed.Count} placements show no spread; give at least 2.", nameof(placed));
        }

        metric ??= MetricDefinition.HitRate(5);
        BacktestReport[] reports = [.. placed.Select(counts => new Backtest(counts, options).Run(models, null, cancellationToken))];
        return
        [
            .. models.Where(m => Array.TrueForAll(reports, r => r[m.Name].Metrics.ContainsKey(metric)))
                .Select(m => new PlacementSensitivity(m.Name, metric, reports[0][m.Name][metric], [.. reports.Select(r => r[m.Name][metric].Value)])),
        ];
    }
}
