namespace PolicingModels.Seasonality;

/// <summary>The verdict of QS and Kruskal–Wallis together: does a series have a season?</summary>
/// <param name="IsSeasonal">Whether the QS test of the residuals rejects at 1%, or the Kruskal–Wallis test of the residuals at 0.2%.</param>
/// <param name="PValue">A p-value of the combination: 0.012 · min(p(QS)/0.01, p(KW)/0.002), at most 1. It is at most 0.012 exactly where <paramref name="IsSeasonal"/>, and bounds the chance of a false verdict (Bonferroni, in the levels' proportion).</param>
/// <param name="ResidualQs">QS of the residuals.</param>
/// <param name="ResidualKruskalWallis">Kruskal–Wallis of the residuals.</param>
/// <remarks>
/// Ollech &amp; Webel 2020, <i>A random forest-based approach to identifying the most informative seasonality tests</i>, Deutsche Bundesbank
/// Discussion Paper 55/2020 (levels 0.01 and 0.002). Residuals are those of a model without a seasonal part: the one-step errors
/// of simple exponential smoothing, ARIMA(0,1,1), which cannot learn a season.
/// </remarks>
public sealed record CombinedSeasonalityTest(bool IsSeasonal, double PValue, SeasonalityTest ResidualQs, SeasonalityTest ResidualKruskalWallis)
{
    private const double QsLevel = 0.01;
    private const double KruskalWallisLevel = 0.002;

    /// <summary>Tests a series.</summary>
    /// <param name="series">At least 36 months.</param>
    /// <exception cref="AnalysisException">The series is too short.</exception>
    public static CombinedSeasonalityTest Of(MonthlySeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Length < 36)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"The combined test of seasonality needs 36 months and the series has {series.Length}; give a longer history.");
        }

        KnownMonths known = KnownMonths.Of(Whitening.Residuals(SeriesFill.Complete(series)), series.Start.MonthOfYear - 1);
        return Combine(
            SeasonalityTests.Qs(known) with { FilledMonths = series.MissingCount },
            SeasonalityTests.KruskalWallis(known) with { FilledMonths = series.MissingCount });
    }

    /// <summary>Tests residuals of a model without a seasonal part, fitted elsewhere.</summary>
    /// <param name="residuals">The residuals with their months; more than 24, with two of every month of the year.</param>
    /// <exception cref="AnalysisException">There are too few.</exception>
    public static CombinedSeasonalityTest OfResiduals(MonthlySeries residuals) =>
        Combine(SeasonalityTests.Qs(residuals, differenced: false), SeasonalityTests.KruskalWallis(residuals, differenced: false));

    private static CombinedSeasonalityTest Combine(SeasonalityTest qs, SeasonalityTest ranks)
    {
        double scaled = Math.Min(qs.PValue!.Value / QsLevel, ranks.PValue!.Value / KruskalWallisLevel);
        return new CombinedSeasonalityTest(scaled <= 1, Math.Min(1, (QsLevel + KruskalWallisLevel) * scaled), qs, ranks);
    }
}
