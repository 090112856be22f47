using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>What is expected in each cell in a coming period, with its uncertainty. Immutable and thread-safe.</summary>
public sealed class GridForecast
{
    /// <summary>Makes a forecast.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="grid">The cells.</param>
    /// <param name="period">The period forecast.</param>
    /// <param name="distributions">One predictive distribution per cell.</param>
    public GridForecast(string model, IGrid grid, Period period, IReadOnlyList<CountDistribution> distributions)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(distributions);
        if (distributions.Count != grid.Cells.Count)
        {
            throw new ArgumentException($"There are {distributions.Count} distributions for {grid.Cells.Count} cells.", nameof(distributions));
        }

        Model = model;
        Grid = grid;
        Period = period;
        Distributions = distributions;
    }

    /// <summary>The name of the model.</summary>
    public string Model { get; }

    /// <summary>The cells.</summary>
    public IGrid Grid { get; }

    /// <summary>The period forecast.</summary>
    public Period Period { get; }

    /// <summary>One predictive distribution per cell.</summary>
    public IReadOnlyList<CountDistribution> Distributions { get; }
}
