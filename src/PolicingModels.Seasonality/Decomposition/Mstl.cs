namespace PolicingModels.Seasonality;

/// <summary>How a series with several cycles is split.</summary>
public sealed record MstlOptions
{
    /// <summary>Months per cycle, each at least 2, shortest first; the year by default. A cycle that does not fit into the series more than twice is left out.</summary>
    public IReadOnlyList<int> Periods { get; init; } = [12];

    /// <summary>The seasonal window of each cycle: odd, at least 7. Null by default: 11 for the first, and 4 more for each further one.</summary>
    public IReadOnlyList<int>? SeasonalWindows { get; init; }

    /// <summary>How often all cycles are refined in turn, at least 1; 2 by default. With a single cycle, once is all there is.</summary>
    public int Iterations { get; init; } = 2;

    /// <summary>What else STL takes; period and seasonal window are set per cycle. The defaults of STL by default.</summary>
    public StlOptions Stl { get; init; } = new();

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Periods);
        ArgumentNullException.ThrowIfNull(Stl);
        if (Periods.Count == 0 || Periods.Any(p => p < 2) || !Periods.SequenceEqual(Periods.Distinct().Order()))
        {
            throw new ArgumentOutOfRangeException(nameof(Periods), string.Join(", ", Periods), "Periods are at least 2 months each, shortest first, each once.");
        }

        if (SeasonalWindows is { } windows && windows.Count != Periods.Count)
        {
            throw new ArgumentException($"There are {windows.Count} seasonal windows for {Periods.Count} periods.", nameof(SeasonalWindows));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Iterations, 1);
    }
}

/// <summary>Splits a series with one or several cycles by repeated STL (MSTL).</summary>
/// <remarks>Bandara, Hyndman &amp; Bergmeir 2021, <i>MSTL: A Seasonal-Trend Decomposition Algorithm for Time Series with Multiple Seasonal Patterns</i>, arXiv:2107.13462. With one cycle it is STL with a window of 11 years. Missing months as in <see cref="Seasonality.Stl"/>.</remarks>
public static class Mstl
{
    /// <summary>Splits a series.</summary>
    /// <param name="series">More than two of the shortest cycle.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="AnalysisException">The series is not longer than two of the shortest cycle.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Decomposition Decompose(MonthlySeries series, MstlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        options ??= new MstlOptions();
        options.Validate();
        int n = series.Length, cycles = Math.Max(1, options.Periods.Count(p => 2 * p < n));
        double[] rest = series.Values.ToArray(), known = SeriesFill.KnownWeights(series);
        SeriesFill.Seasonally(rest, known, options.Periods[0]);
        double[][] seasonal = new double[cycles][];
        double[] trend = new double[n], weights = new double[n];
        StlWorkspace work = new();
        for (int round = 0; round < (cycles == 1 ? 1 : options.Iterations); round++)
        {
            for (int c = 0; c < cycles; c++)
            {
                double[] part = seasonal[c] ??= new double[n];
                Shift(rest, part, 1);
                StlOptions stl = options.Stl with { Period = options.Periods[c], SeasonalWindow = options.SeasonalWindows?[c] ?? (11 + (4 * c)) };
                Stl.Decompose(rest, known, stl, work, part, trend, weights);
                Shift(rest, part, -1);
            }
        }

        return new Decomposition(series, seasonal, trend, weights);
    }

    private static void Shift(double[] values, double[] by, int sign)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] += sign * by[i];
        }
    }
}
