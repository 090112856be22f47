using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>The forecast of one cell.</summary>
/// <param name="Index">The cell's number in its grid, from 0.</param>
/// <param name="Cell">The cell.</param>
/// <param name="ExpectedCount">Expected number of events in the period, 0 or more.</param>
/// <param name="ProbabilityOfAny">Probability of at least one event in the period, 0 to 1.</param>
/// <param name="Interval80">Central 80% predictive interval of the count; both ends are counts and inside. It covers at least 80%, because counts are whole.</param>
/// <param name="Interval95">Central 95% predictive interval of the count, likewise.</param>
/// <param name="Likelihood">Category of relative likelihood under the forecast's <see cref="GridForecast.LikelihoodRule"/>.</param>
/// <param name="Rank">1 for the highest expected count; ties go to the lowest cell number.</param>
public sealed record CellForecast(
    int Index,
    GridCell Cell,
    double ExpectedCount,
    double ProbabilityOfAny,
    Interval Interval80,
    Interval Interval95,
    RelativeLikelihood Likelihood,
    int Rank)
{
    /// <summary>The cell's stable identifier.</summary>
    public string Id => Cell.Id;
}
