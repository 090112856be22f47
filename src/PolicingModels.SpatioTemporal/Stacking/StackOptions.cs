namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="StackForecaster"/>.</summary>
public sealed record StackOptions
{
    /// <summary>
    /// The members, at least one, with distinct names; null for the default members (<see cref="StackForecaster.DefaultMembers"/>). Members from outside this package, and
    /// those of it that read single events, are fitted anew at each of the last <see cref="CalibrationPeriods"/> origins; the others give their past forecasts at once.
    /// </summary>
    public IReadOnlyList<IGridForecaster>? Members { get; init; }

    /// <summary>How many of the last periods are forecast from those before them to estimate weights and spread, at least 1; fewer where the history is shorter. Default 26.</summary>
    public int CalibrationPeriods { get; init; } = 26;

    /// <summary>
    /// How far weights may lie from their prior before the past has spoken: its standard deviation, above 0. Default 0.125. The prior is a quarter equal weights and three quarters the weights
    /// that the members' own past likelihoods give.
    /// </summary>
    public double WeightDeviation { get; init; } = 0.125;

    /// <summary>The forecast of the total. Default: a local level that follows recent periods, with a season (<see cref="LevelOptions.LocalLevel"/>).</summary>
    public LevelOptions Level { get; init; } = LevelOptions.LocalLevel;

    /// <summary>How the spread of counts is estimated. Default: by maximum likelihood, its relative size falling with the mean (<see cref="CountSpread"/>).</summary>
    public DispersionRule Dispersion { get; init; } = DispersionRule.ByMean;

    internal void Validate()
    {
        Setting.AtLeast(CalibrationPeriods, 1, nameof(CalibrationPeriods), "periods");
        Setting.Positive(WeightDeviation, nameof(WeightDeviation), "a weight");
        Setting.Defined(Dispersion, nameof(Dispersion));
        ArgumentNullException.ThrowIfNull(Level);
        Level.Validate();
        if (Members is null)
        {
            return;
        }

        if (Members.Count == 0 || Members.Any(m => m is null))
        {
            throw new ArgumentException("A stack has at least one member, and none is null.", nameof(Members));
        }

        if (Members.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{twice.Count()} members are named “{twice.Key}”; names are distinct.", nameof(Members));
        }
    }
}
