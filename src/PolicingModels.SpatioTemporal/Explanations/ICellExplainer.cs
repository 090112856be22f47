namespace PolicingModels.SpatioTemporal;

/// <summary>A fitted forecaster that can say what its expected count in a cell is made of.</summary>
public interface ICellExplainer
{
    /// <summary>Takes the expected count of a cell apart.</summary>
    /// <param name="cell">The cell's number in its grid, from 0.</param>
    /// <param name="horizon">1 for the period after the history, 2 for the one after it, and so on.</param>
    /// <returns>Contributions whose sum, on the stated scale, is the expected count that <see cref="IFittedGridForecaster.Forecast"/> gives.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell, or the horizon is below 1.</exception>
    CellExplanation Explain(int cell, int horizon = 1);
}

/// <summary>The scale on which contributions add up.</summary>
public enum ExplanationScale
{
    /// <summary>Contributions add up to the natural logarithm of the expected count: each multiplies it.</summary>
    Logarithm,

    /// <summary>Contributions add up to the expected count: each is a number of events.</summary>
    Count,
}

/// <summary>One part of an expected count.</summary>
/// <param name="Name">What contributes, for instance <c>own rate, all history</c>.</param>
/// <param name="Value">Its contribution on the scale of the explanation, finite.</param>
public readonly record struct CellContribution(string Name, double Value);

/// <summary>What the expected count of a cell is made of. It describes the model, not causes.</summary>
/// <param name="Cell">The cell's number in its grid.</param>
/// <param name="ExpectedCount">The expected count in the period.</param>
/// <param name="Scale">The scale on which the contributions add up.</param>
/// <param name="Contributions">The parts, in the model's order.</param>
public sealed record CellExplanation(int Cell, double ExpectedCount, ExplanationScale Scale, IReadOnlyList<CellContribution> Contributions)
{
    /// <summary>The sum of the contributions: the expected count, or its logarithm.</summary>
    public double Sum => Contributions.Sum(c => c.Value);
}
