namespace PolicingModels.Seasonality;

/// <summary>The coming year, month by month, for every series of a hierarchy. Immutable and thread-safe.</summary>
public sealed class SeasonalityPlan
{
    internal SeasonalityPlan(SeriesHierarchy history, PlannerOptions options, PooledFit fit, IReadOnlyList<SeriesPlan> series)
    {
        History = history;
        Options = options;
        Forecast = fit.Forecast;
        Parameters = fit.Parameters;
        Series = series;
        double[] row = new double[history.Nodes.Count];
        for (int h = 0; h < Forecast.Horizon; h++)
        {
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = Forecast.Means(i)[h];
            }

            Incoherence = Math.Max(Incoherence, history.Structure.Incoherence(row));
        }
    }

    /// <summary>The history planned from.</summary>
    public SeriesHierarchy History { get; }

    /// <summary>The settings.</summary>
    public PlannerOptions Options { get; }

    /// <summary>The forecast behind the plan, with its simulated futures.</summary>
    public HierarchyForecast Forecast { get; }

    /// <summary>What was estimated for all series together.</summary>
    public IReadOnlyList<FittedParameter> Parameters { get; }

    /// <summary>A plan for each node, in the order of the nodes.</summary>
    public IReadOnlyList<SeriesPlan> Series { get; }

    /// <summary>The last month known.</summary>
    public Month Origin => History.Last;

    /// <summary>The first month planned.</summary>
    public Month First => History.Next;

    /// <summary>The largest relative distance of any total from the sum of its parts over all months: rounding only.</summary>
    public double Incoherence { get; }

    /// <summary>What was noticed about the series.</summary>
    public IReadOnlyList<HierarchyFinding> Findings => History.Findings;

    /// <summary>The plan of a series.</summary>
    /// <param name="type">A type, or the root of types.</param>
    /// <param name="area">An area, or the root of areas.</param>
    /// <exception cref="ArgumentException">There is no such series.</exception>
    public SeriesPlan this[string type, string area] =>
        History.IndexOf(type, area) is >= 0 and int place
            ? Series[place]
            : throw new ArgumentException($"There is no series “{type}, {area}” in the plan.", nameof(type));

    /// <summary>What is kept to score the plan when its months have been counted.</summary>
    public PlanArchive ToArchive() => PlanArchive.Of(this);
}
