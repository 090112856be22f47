namespace PolicingModels.HarmIndex;

/// <summary>Makes scorers and analyses of one index as of any day: what an application asks its container for. Thread-safe.</summary>
public sealed class HarmScorers
{
    private readonly HarmIndexOptions _options;

    /// <summary>Prepares the index.</summary>
    /// <param name="options">Table, look-up and scoring. Do not change them afterwards.</param>
    /// <exception cref="ArgumentException">A setting is null or lies outside its range.</exception>
    public HarmScorers(HarmIndexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        Lookup = new HarmLookup(options.Schedule, options.Lookup);
    }

    /// <summary>The table.</summary>
    public IHarmSchedule Schedule => Lookup.Schedule;

    /// <summary>The table with its policy and aliases.</summary>
    public HarmLookup Lookup { get; }

    /// <summary>A scorer as of a day.</summary>
    /// <param name="asOf">The first day that is not known.</param>
    public HarmScorer AsOf(DateOnly asOf) => new(Lookup, _options.Scoring(asOf));

    /// <summary>A list as of a day, with everything that must stand beside it.</summary>
    /// <param name="offences">Offences of the window, and of the window before it for turnover and the held-out check.</param>
    /// <param name="asOf">The first day that is not known.</param>
    /// <param name="unit">What is listed.</param>
    /// <param name="top">How many are listed, at least 1.</param>
    /// <param name="cancellationToken">Stops the analysis.</param>
    /// <exception cref="AnalysisException">No offence counts in the window, or none of those that count has a score.</exception>
    public HarmAnalysis Analyse(HarmOffences offences, DateOnly asOf, HarmUnit unit, int top = 100, CancellationToken cancellationToken = default) =>
        HarmAnalysis.Of(offences, Lookup, new HarmAnalysisOptions { Scoring = _options.Scoring(asOf), Unit = unit, Top = top }, progress: null, cancellationToken);
}
