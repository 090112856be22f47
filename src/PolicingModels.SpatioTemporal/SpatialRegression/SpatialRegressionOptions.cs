using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>What a count is drawn from, given its mean.</summary>
public enum CountFamily
{
    /// <summary>Poisson.</summary>
    Poisson,

    /// <summary>Negative binomial, of one dispersion.</summary>
    NegativeBinomial,

    /// <summary>Poisson, or with one probability for all cells a zero that could not have been otherwise.</summary>
    ZeroInflatedPoisson,

    /// <summary>Negative binomial, or with one probability for all cells a zero that could not have been otherwise.</summary>
    ZeroInflatedNegativeBinomial,
}

/// <summary>Settings of <see cref="SpatialRegressionForecaster"/>.</summary>
public sealed record SpatialRegressionOptions
{
    /// <summary>What counts are drawn from given their mean. Default: negative binomial.</summary>
    public CountFamily Family { get; init; } = CountFamily.NegativeBinomial;

    /// <summary>Which cells are neighbours. Default: those that share an edge or a corner.</summary>
    public NeighbourRule Neighbours { get; init; } = NeighbourRule.Queen;

    /// <summary>Whether a cell's own recent counts have a weight of their own beside its effect. Default true.</summary>
    public bool OwnLag { get; init; } = true;

    /// <summary>Whether the neighbours' recent counts have. Default true.</summary>
    public bool NeighbourLag { get; init; } = true;

    /// <summary>After how many days a recent count is worth half, above 0, for own and neighbours' counts alike; null (the default) to estimate one for each.</summary>
    public double? LagHalfLifeDays { get; init; }

    /// <summary>Known properties of cells that do not change. None by default.</summary>
    public IReadOnlyList<CellCovariate> Covariates { get; init; } = [];

    /// <summary>Known properties of cells that change from period to period. None by default.</summary>
    public IReadOnlyList<PeriodCovariate> PeriodCovariates { get; init; } = [];

    /// <summary>The forecast of the total. Default: the local level.</summary>
    public LevelOptions Level { get; init; } = LevelOptions.LocalLevel;

    internal void Validate()
    {
        Setting.Defined(Family, nameof(Family));
        Setting.Defined(Neighbours, nameof(Neighbours));
        Setting.Positive(LagHalfLifeDays ?? 1, nameof(LagHalfLifeDays), "days");
        ArgumentNullException.ThrowIfNull(Covariates);
        ArgumentNullException.ThrowIfNull(PeriodCovariates);
        ArgumentNullException.ThrowIfNull(Level);
        Level.Validate();
    }
}
