namespace PolicingModels.SpatioTemporal;

/// <summary>Which library grows the trees.</summary>
public enum TreeTrainer
{
    /// <summary>FastTree of Microsoft.ML with Tweedie loss of index 1, which is Poisson. Needs nothing beyond the package.</summary>
    FastTree,

    /// <summary>LightGBM with Poisson loss and monotone constraints. On Linux it needs the system's <c>libgomp.so.1</c> (Debian and Ubuntu: package <c>libgomp1</c>).</summary>
    LightGbm,
}

/// <summary>Settings of <see cref="BoostedCountsForecaster"/>.</summary>
public sealed record BoostedCountsOptions
{
    /// <summary>Which library grows the trees. Default: FastTree.</summary>
    public TreeTrainer Trainer { get; init; } = TreeTrainer.FastTree;

    /// <summary>How many trees, at least 1. Default 60.</summary>
    public int Trees { get; init; } = 60;

    /// <summary>Leaves per tree, at least 2. Default 8.</summary>
    public int Leaves { get; init; } = 8;

    /// <summary>What each tree is multiplied by, above 0 to 1. Default 0.05.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>The fewest cell-periods in a leaf, at least 1. Default 200; as many more as it takes to hold fifty events.</summary>
    public int LeastPerLeaf { get; init; } = 200;

    /// <summary>How many of the last periods the trees are grown on, at least 1. Default 39: three years of four-week periods.</summary>
    public int FitPeriods { get; init; } = 39;

    /// <summary>Seed of the trainer. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Level and spread. By default a local level, and a spread that falls with the mean, from the last 26 periods.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { Level = LevelOptions.LocalLevel, Dispersion = DispersionRule.ByMean, CalibrationPeriods = 26 };

    internal void Validate()
    {
        Setting.Defined(Trainer, nameof(Trainer));
        Setting.AtLeast(Trees, 1, nameof(Trees), "trees");
        Setting.AtLeast(Leaves, 2, nameof(Leaves), "leaves");
        Setting.Positive(LearningRate, nameof(LearningRate), "a factor");
        Setting.Within(LearningRate, 0, 1, nameof(LearningRate), "a factor");
        Setting.AtLeast(LeastPerLeaf, 1, nameof(LeastPerLeaf), "cell-periods");
        Setting.AtLeast(FitPeriods, 1, nameof(FitPeriods), "periods");
        Predictive.Validate();
    }
}
