using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Corrects shrunk means by gradient-boosted trees with Poisson loss, which see each cell's own, neighbouring and seasonal past.</summary>
/// <remarks>
/// The trees learn the logarithm of a factor on the expected count of <see cref="EmpiricalBayesEwmaForecaster"/> at the forecast level, so that area and level enter exactly and no tree is the
/// baseline itself. Every feature at an origin is made from the periods before it; forecasts of past periods, from which the spread is estimated, come from trees grown on what lay before them,
/// anew for every year. Friedman 2001 (doi:10.1214/aos/1013203451). One thread and a seed: deterministic. Thread-safe.
/// </remarks>
public sealed class BoostedCountsForecaster : IGridForecaster, ISurfaceForecaster
{
    // Features of the first periods rest on too little.
    private const int LeastKnown = 4;

    // Fewer cell-periods than this teach trees nothing, nor do fewer events.
    private const int LeastRows = 3000;
    private const double LeastEvents = 200;

    // Leaves without events ask for a factor of zero: corrections are kept within a factor of three.
    private const double MostCorrection = 3;

    private readonly BoostedCountsOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public BoostedCountsForecaster(BoostedCountsOptions? options = null)
    {
        _options = options ?? new BoostedCountsOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "boosted-counts";

    /// <inheritdoc/>
    /// <exception cref="AnalysisException">There is no event in the history, or the trainer's native library cannot be loaded; the message says what to install.</exception>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return ((ISurfaceForecaster)this).Plan(past, _options.Predictive.CalibrationPeriods, cancellationToken).Fit(Name, past, cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        int periods = past.PeriodCount, firstAsked = Math.Clamp(periods - calibrationPeriods, 1, periods);
        int first = Math.Max(1, Math.Min(periods, firstAsked - _options.FitPeriods));
        BoostedFeatures features = new(past, first, new LevelForecast(past, _options.Predictive.Level ?? LevelOptions.LocalLevel), cancellationToken);
        double[][] expected = new double[periods - firstAsked + 1][];
        bool grown = false;
        double[] contributions = [];
        for (int from = firstAsked; from <= periods;)
        {
            int to = from == periods ? periods + 1 : Math.Min(periods, from + past.PeriodsPerYear);
            grown = Grow(past, features, from, to, expected.AsSpan(from - firstAsked, to - from), out contributions, cancellationToken);
            from = to;
        }

        return new SurfacePlan(
            new CorrectedSurface(past, expected, firstAsked, features.Offset(periods), contributions),
            _options.Predictive,
            [new FittedParameter("trees", grown ? _options.Trees : 0, false), new FittedParameter("leaves", _options.Leaves, false)],
            grown ? [] : [$"The history of {periods} periods is too short to grow trees on: shrunk means stand uncorrected."]);
    }

    /// <summary>Grows trees on the periods before an origin and writes what they expect from it on, and what each feature adds to the log of the last expectations.</summary>
    private bool Grow(CountHistory past, BoostedFeatures features, int from, int to, Span<double[]> into, out double[] contributions, CancellationToken cancellationToken)
    {
        contributions = [];
        cancellationToken.ThrowIfCancellationRequested();
        int n = past.CellCount, wide = BoostedFeatures.Columns.Length, start = Math.Max(Math.Max(features.First, LeastKnown), from - _options.FitPeriods), periods = from - start;
        for (int t = from; t < to; t++)
        {
            into[t - from] = [.. features.Offset(t)];
        }

        if (periods * n < LeastRows || Calibration.Sum(past.Totals.AsSpan(start, periods)) < LeastEvents)
        {
            return false;
        }

        float[] seen = new float[periods * n * wide], counts = new float[periods * n], asked = new float[(to - from) * n * wide];
        double[] offsets = new double[periods * n];
        for (int k = 0; k < periods; k++)
        {
            features.At(start + k).CopyTo(seen, k * n * wide);
            features.Offset(start + k).CopyTo(offsets, k * n);
            ReadOnlySpan<double> row = past.Row(start + k);
            for (int i = 0; i < n; i++)
            {
                counts[(k * n) + i] = (float)row[i];
            }
        }

        for (int t = from; t < to; t++)
        {
            features.At(t).CopyTo(asked, (t - from) * n * wide);
        }

        bool last = from == past.PeriodCount;
        (double[] factors, contributions) = _options.Trainer == TreeTrainer.FastTree
            ? FastTreeGrower.Factors(seen, counts, offsets, asked, last, _options, cancellationToken)
            : LightGbmGrower.Factors(seen, counts, offsets, asked, last, _options, cancellationToken);
        for (int k = 0; k < factors.Length; k++)
        {
            into[k / n][k % n] *= Math.Clamp(factors[k], 1 / MostCorrection, MostCorrection);
        }

        return true;
    }

    private sealed class CorrectedSurface(CountHistory past, double[][] expected, int first, double[] offset, double[] contributions) : ISurface
    {
        public bool CanBeZero => false;

        public bool IsRelative => true;

        public int FirstOrigin => first;

        public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken) => expected[origin - first].CopyTo(into);

        public IReadOnlyList<CellContribution> Parts(int cell, double relative)
        {
            double own = Math.Log(offset[cell] * offset.Length / (Calibration.Sum(offset) * past.Exposure[cell])), rest = relative - own;
            List<CellContribution> parts = [new("own past counts, shrunk, against an even spread", own)];
            if (contributions.Length == 0)
            {
                return [new(parts[0].Name, relative)];
            }

            int wide = BoostedFeatures.Columns.Length;
            for (int k = 0; k < wide; k++)
            {
                double value = contributions[(cell * wide) + k];
                parts.Add(new CellContribution($"trees: {BoostedFeatures.Columns[k].Name}", value));
                rest -= value;
            }

            // What all cells share, and what the limit of a correction takes back.
            parts.Add(new CellContribution("trees: common part and limits", rest));
            return parts;
        }
    }
}
