using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>Bandwidths of Gaussian kernels, and what is said or refused when they do not suit the cells.</summary>
internal static class Bandwidth
{
    /// <summary>The normal-reference rule in two dimensions, σ·n^(−1/6), where Scott's and Silverman's rules are one; never below half a cell's side.</summary>
    public static double NormalReference(WeightedPoints points, double cellSide)
    {
        (double xx, _, double yy) = points.Covariance();
        return Math.Max(Math.Sqrt((xx + yy) / 2) * Factor(points), cellSide / 2);
    }

    /// <summary>n^(−1/6), the share of the data's spread that a kernel takes.</summary>
    public static double Factor(WeightedPoints points) => Math.Pow(Math.Max(points.Total, 1), -1.0 / 6);

    /// <summary>A note on a bandwidth below the cells' side; null where there is nothing to say.</summary>
    /// <exception cref="AnalysisException">The bandwidth is below a quarter of the side: kernels would miss the centres between them.</exception>
    public static string? Check(double bandwidth, double cellSide)
    {
        if (bandwidth < cellSide / 4)
        {
            throw new AnalysisException(AnalysisFailure.UnsuitableSetting, string.Create(CultureInfo.InvariantCulture, $"The bandwidth of {bandwidth:0.#} m is below a quarter of the cells' side ({cellSide:0.#} m), so kernels would slip between cell centres. Take a bandwidth of at least {cellSide / 4:0.#} m, or smaller cells."));
        }

        return bandwidth < cellSide
            ? string.Create(CultureInfo.InvariantCulture, $"The bandwidth of {bandwidth:0.#} m is below the cells' side ({cellSide:0.#} m): cell centres are a coarse sample of so narrow kernels.")
            : null;
    }
}
