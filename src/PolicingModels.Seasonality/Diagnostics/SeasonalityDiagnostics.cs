namespace PolicingModels.Seasonality;

/// <summary>What all tests say of one series. A test that the series cannot carry is absent, and a note says why.</summary>
/// <param name="SeasonalStrength">Of the robust split with a window of 13 years, 0 to 1; null below 25 months.</param>
/// <param name="TrendStrength">Likewise.</param>
/// <param name="Combined">The verdict; null where the series is too short.</param>
/// <param name="Tests">All tests that could be made, of the differenced series where they test for a season.</param>
/// <param name="Notes">One sentence for every test that could not be made.</param>
public sealed record SeasonalityDiagnostics(double? SeasonalStrength, double? TrendStrength, CombinedSeasonalityTest? Combined, IReadOnlyList<SeasonalityTest> Tests, IReadOnlyList<string> Notes)
{
    private static readonly StlOptions RobustSplit = new() { SeasonalWindow = 13, Robust = true };

    /// <summary>Makes all tests.</summary>
    /// <param name="series">Any series; what it cannot carry is left out.</param>
    public static SeasonalityDiagnostics Of(MonthlySeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        List<SeasonalityTest> tests = [];
        List<string> notes = [];
        Decomposition? split = Try(() => Stl.Decompose(series, RobustSplit), notes);
        CombinedSeasonalityTest? combined = Try(() => CombinedSeasonalityTest.Of(series), notes);
        Func<IReadOnlyList<SeasonalityTest>>[] all =
        [
            () => [SeasonalityTests.Qs(series)],
            () => [SeasonalityTests.KruskalWallis(series)],
            () => [SeasonalityTests.Friedman(series)],
            () => [SeasonalityTests.Welch(series)],
            () => [UnitRootTests.Kpss(series)],
            () => [UnitRootTests.Ocsb(series)],
            () => UnitRootTests.CanovaHansen(series),
        ];
        foreach (Func<IReadOnlyList<SeasonalityTest>> test in all)
        {
            tests.AddRange(Try(test, notes) ?? []);
        }

        return new SeasonalityDiagnostics(split?.SeasonalStrength, split?.TrendStrength, combined, tests, notes);
    }

    /// <summary>The verdict for many series at once: whether the combined test still finds a season when the number of series is allowed for.</summary>
    /// <param name="tests">One per series; null where a series could not be tested, which is then not seasonal.</param>
    /// <param name="falseShare">The share of false findings among findings that is accepted, above 0 and below 1; 0.05 by default.</param>
    /// <returns>Whether each series has a season, in the same order.</returns>
    /// <remarks>Benjamini &amp; Hochberg 1995 over the p-values of the series that could be tested.</remarks>
    public static bool[] FindSeasonal(IReadOnlyList<CombinedSeasonalityTest?> tests, double falseShare = 0.05)
    {
        ArgumentNullException.ThrowIfNull(tests);
        if (!(falseShare is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(falseShare), falseShare, "A share lies above 0 and below 1.");
        }

        double[] adjusted = BenjaminiHochberg.Adjust([.. tests.Where(t => t is not null).Select(t => t!.PValue)]);
        bool[] seasonal = new bool[tests.Count];
        int at = 0;
        for (int i = 0; i < seasonal.Length; i++)
        {
            seasonal[i] = tests[i] is not null && adjusted[at++] <= falseShare;
        }

        return seasonal;
    }

    private static T? Try<T>(Func<T> test, List<string> notes)
        where T : class
    {
        try
        {
            return test();
        }
        catch (AnalysisException e)
        {
            notes.Add(e.Message);
            return null;
        }
    }
}
