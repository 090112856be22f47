namespace PolicingModels.SpatioTemporal;

/// <summary>Chooses a half-life by the log score of one-step-ahead forecasts of the known past.</summary>
internal static class HalfLifeChoice
{
    /// <summary>Half-lives tried, in periods.</summary>
    public static readonly double[] Candidates = [1, 2, 3, 4, 6, 9, 13, 18, 26, 39, 52, 104, 208];

    /// <summary>How many of the last periods are forecast to compare half-lives.</summary>
    public const int ComparedPeriods = 26;

    /// <summary>Taken where the history is too short to compare: a year of four-week periods.</summary>
    public const double WithoutPast = 13;

    // The first forecasts rest on too little to tell half-lives apart.
    private const int LeastKnown = 4;

    public static (double HalfLife, bool Estimated) Choose(CountHistory history, Func<double, ISurface> surface, PredictiveOptions options, CancellationToken cancellationToken)
    {
        int compared = Math.Min(ComparedPeriods, history.PeriodCount - LeastKnown);
        if (compared < 1)
        {
            return (WithoutPast, false);
        }

        double best = WithoutPast, bestScore = double.PositiveInfinity;
        foreach (double candidate in Candidates)
        {
            double score = Calibration.Of(history, surface(candidate), options, compared, cancellationToken).Score();
            if (score < bestScore)
            {
                (best, bestScore) = (candidate, score);
            }
        }

        return (best, true);
    }
}
