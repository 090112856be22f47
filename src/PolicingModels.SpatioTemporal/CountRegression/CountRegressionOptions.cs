using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="CountRegressionForecaster"/>.</summary>
public sealed record CountRegressionOptions
{
    /// <summary>Half-lives of the memories beside that of all history, in days: distinct, increasing, above 0. Default 56, 168 and 728: two months, half a year, two years.</summary>
    public IReadOnlyList<double> HalfLivesDays { get; init; } = [56, 168, 728];

    /// <summary>Which cells are neighbours; they are averaged at the shortest and longest half-life, and those two steps away over all history. Default: those that share an edge or a corner.</summary>
    public NeighbourRule Neighbours { get; init; } = NeighbourRule.Queen;

    /// <summary>Known properties of cells. None by default.</summary>
    public IReadOnlyList<CellCovariate> Covariates { get; init; } = [];

    /// <summary>How many of the last periods the coefficients are fitted to, at least 1. Default 26.</summary>
    public int FitPeriods { get; init; } = 26;

    /// <summary>
    /// How strongly coefficients are drawn to their prior values (own rates share 0.7 between them, neighbours 0.2, the rest 0), as the precision of a normal prior, above 0. Null (the default):
    /// estimated from the data, so that as much is shrunk as the coefficients differ no more from the prior than chance would make them.
    /// </summary>
    public double? Penalty { get; init; }

    /// <summary>Level and spread. By default a local level, and a spread that falls with the mean, from the last 26 periods.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { Level = LevelOptions.LocalLevel, Dispersion = DispersionRule.ByMean, CalibrationPeriods = 26 };

    /// <summary>After how many of Newton's steps a fit that does not settle is given up.</summary>
    internal int MostSteps { get; init; } = 100;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(HalfLivesDays);
        ArgumentNullException.ThrowIfNull(Covariates);
        if (HalfLivesDays.Count == 0)
        {
            throw new ArgumentException("HalfLivesDays is empty; give at least one (days).", nameof(HalfLivesDays));
        }

        for (int k = 0; k < HalfLivesDays.Count; k++)
        {
            Setting.Positive(HalfLivesDays[k], nameof(HalfLivesDays), "days");
            if (k > 0 && HalfLivesDays[k] <= HalfLivesDays[k - 1])
            {
                throw new ArgumentOutOfRangeException(nameof(HalfLivesDays), HalfLivesDays[k], "HalfLivesDays are in increasing order (days).");
            }
        }

        Setting.Defined(Neighbours, nameof(Neighbours));
        Setting.AtLeast(FitPeriods, 1, nameof(FitPeriods), "periods");
        Setting.Positive(Penalty ?? 1, nameof(Penalty), "a precision");
        Predictive.Validate();
    }
}
