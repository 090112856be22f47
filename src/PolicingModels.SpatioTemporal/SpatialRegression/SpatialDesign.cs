using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>The design of a spatial regression: counts, and features of cells with a coefficient each.</summary>
/// <param name="History">The counts.</param>
/// <param name="First">The first period fitted.</param>
/// <param name="Features">Columns with a coefficient each; lags come first.</param>
/// <param name="HalfLivesAreEstimated">Whether the half-lives of the lags are.</param>
internal sealed record SpatialDesign(CountHistory History, int First, IReadOnlyList<CellFeature> Features, bool HalfLivesAreEstimated)
{
    /// <summary>How many features are lags.</summary>
    public int LagCount { get; } = Features.Count(f => f is LagFeature);

    /// <summary>Adds Σ β·x at an origin.</summary>
    public void AddTo(Span<double> linear, ReadOnlySpan<double> coefficients, int origin)
    {
        for (int k = 0; k < Features.Count; k++)
        {
            TensorPrimitives.MultiplyAdd(Features[k].At(origin), coefficients[k], linear, linear);
        }
    }
}
