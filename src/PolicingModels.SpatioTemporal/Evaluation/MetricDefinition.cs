using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>Which values of a metric are good.</summary>
public enum MetricOrientation
{
    /// <summary>Higher is better.</summary>
    Higher,

    /// <summary>Lower is better.</summary>
    Lower,

    /// <summary>Closer to <see cref="MetricDefinition.Target"/> is better.</summary>
    CloserToTarget,
}

/// <summary>A metric of a backtest: its key, what it means and which way is good.</summary>
/// <remarks>
/// Every metric is a function of sums over origins, so that a resample of origins gives the metric of the pooled resample: a hit rate is
/// the sum of hits over the sum of events (a ratio of sums), not a mean of ratios.
/// </remarks>
public sealed class MetricDefinition
{
    private readonly Func<double[], double> _evaluate;

    private MetricDefinition(string key, string description, MetricOrientation orientation, Func<double[], double> evaluate, double? target = null)
    {
        Target = target;
        Key = key;
        Description = description;
        Orientation = orientation;
        _evaluate = evaluate;
    }

    /// <summary>Key of the mean negative log predictive probability.</summary>
    public const string LogScore = "logScore";

    /// <summary>Key of the continuous ranked probability score.</summary>
    public const string Crps = "crps";

    /// <summary>Key of the Brier score of “at least one event”.</summary>
    public const string BrierAny = "brierAny";

    /// <summary>Key of the calibration slope.</summary>
    public const string CalibrationSlope = "calibrationSlope";

    /// <summary>Key of the log score of a Poisson distribution with the model's means.</summary>
    public const string PoissonLogScore = "poissonLogScore";

    /// <summary>Key of the ratio of all events predicted to all events observed.</summary>
    public const string TotalRatio = "totalRatio";

    /// <summary>Key of the share of counts inside the central 80 % interval.</summary>
    public const string Coverage80 = "coverage80";

    /// <summary>Key of the share of counts inside the central 95 % interval.</summary>
    public const string Coverage95 = "coverage95";

    /// <summary>The key under which results list the metric.</summary>
    public string Key { get; }

    /// <summary>One phrase with the unit.</summary>
    public string Description { get; }

    /// <summary>Which way is good.</summary>
    public MetricOrientation Orientation { get; }

    /// <summary>The ideal value under <see cref="MetricOrientation.CloserToTarget"/>: 1 for a slope or ratio, the nominal coverage for a coverage; else null.</summary>
    public double? Target { get; }

    /// <summary>Key of the hit rate at a share of the area in percent, for instance <c>hitRate@5</c>.</summary>
    public static string HitRate(double percent) => "hitRate@" + percent.ToString(CultureInfo.InvariantCulture);

    /// <summary>Key of the predictive accuracy index at a share of the area in percent.</summary>
    public static string Pai(double percent) => "pai@" + percent.ToString(CultureInfo.InvariantCulture);

    /// <summary>Key of the penalised predictive accuracy index at a share of the area in percent; computed where <see cref="BacktestOptions.PenalisedPaiExponent"/> is set.</summary>
    public static string PenalisedPai(double percent) => "penalisedPai@" + percent.ToString(CultureInfo.InvariantCulture);

    /// <summary>Key of the share of the best attainable hit rate at a share of the area in percent.</summary>
    public static string PeiStar(double percent) => "peiStar@" + percent.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Description}";

    /// <summary>The metric of summed columns; NaN where it has no value.</summary>
    internal double Evaluate(double[] sums) => _evaluate(sums);

    internal static IReadOnlyList<MetricDefinition> For(IReadOnlyList<double> percents, double? penalisedPaiExponent = null)
    {
        List<MetricDefinition> all = [];
        for (int i = 0; i < percents.Count; i++)
        {
            int hits = OriginTotals.Hits(i), best = OriginTotals.BestHits(i), share = OriginTotals.AreaShare(i);
            string at = percents[i].ToString(CultureInfo.InvariantCulture);
            all.Add(new(HitRate(percents[i]), $"share of events inside the top {at} % of the area, 0 to 1", MetricOrientation.Higher, s => s[share] > 0 ? Ratio(s[hits], s[OriginTotals.Events]) : double.NaN));
            all.Add(new(Pai(percents[i]), $"predictive accuracy index: hit rate over the share of the area, top {at} %", MetricOrientation.Higher, s => Ratio(Ratio(s[hits], s[OriginTotals.Events]), Ratio(s[share], s[OriginTotals.Origins]))));
            if (penalisedPaiExponent is { } exponent)
            {
                all.Add(new(PenalisedPai(percents[i]), string.Create(CultureInfo.InvariantCulture, $"hit rate over the share of the area to the power {exponent}, top {at} %"), MetricOrientation.Higher, s => Ratio(Ratio(s[hits], s[OriginTotals.Events]), Math.Pow(Ratio(s[share], s[OriginTotals.Origins]), exponent))));
            }

            all.Add(new(PeiStar(percents[i]), $"share of the best attainable hit rate at the same area, top {at} %, 0 to 1", MetricOrientation.Higher, s => Ratio(s[hits], s[best])));
        }

        all.Add(new(LogScore, "mean negative log predictive probability per cell and period, nats", MetricOrientation.Lower, PerCell(OriginTotals.LogScore)));
        all.Add(new(Crps, "mean continuous ranked probability score per cell and period, events", MetricOrientation.Lower, PerCell(OriginTotals.Crps)));
        all.Add(new(BrierAny, "mean squared error of the probability of at least one event, 0 to 1", MetricOrientation.Lower, PerCell(OriginTotals.Brier)));
        all.Add(new(CalibrationSlope, "slope of a Poisson regression of counts on log expected counts; 1 is calibrated, below 1 too extreme", MetricOrientation.CloserToTarget, Slope, 1));
        all.Add(new(PoissonLogScore, "log score of a Poisson distribution with the model's means, nats", MetricOrientation.Lower, PerCell(OriginTotals.PoissonLogScore)));
        all.Add(new(TotalRatio, "all events predicted over all events observed; 1 is unbiased", MetricOrientation.CloserToTarget, s => Ratio(s[OriginTotals.Predicted], s[OriginTotals.Observed]), 1));
        all.Add(new(Coverage80, "share of counts inside the central 80 % of their predictive distribution, edges counted in proportion", MetricOrientation.CloserToTarget, PerCell(OriginTotals.Inside80), 0.8));
        all.Add(new(Coverage95, "share of counts inside the central 95 % of their predictive distribution, edges counted in proportion", MetricOrientation.CloserToTarget, PerCell(OriginTotals.Inside95), 0.95));
        return all;
    }

    private static Func<double[], double> PerCell(int column) => s => Ratio(s[column], s[OriginTotals.Cells]);

    private static double Ratio(double numerator, double denominator) => denominator > 0 ? numerator / denominator : double.NaN;

    // One Newton step from the pooled fit: the exact slope at the full sample, and a first-order one for a resample.
    private static double Slope(double[] s)
    {
        double slope = Ratio(s[OriginTotals.Slope], s[OriginTotals.Origins]);
        double h00 = s[OriginTotals.Information00], h01 = s[OriginTotals.Information01], h11 = s[OriginTotals.Information11];
        double determinant = (h00 * h11) - (h01 * h01);
        return determinant > 1e-12 * h00 * h11
            ? slope + (((h00 * s[OriginTotals.Gradient1]) - (h01 * s[OriginTotals.Gradient0])) / determinant)
            : double.NaN;
    }
}
