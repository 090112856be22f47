namespace PolicingModels.Seasonality;

/// <summary>The outcome of one test of one series.</summary>
/// <param name="Name">A short stable name, for instance <c>kruskal-wallis</c>.</param>
/// <param name="Statistic">The statistic, finite.</param>
/// <param name="PValue">The probability of a statistic at least as far out where the null hypothesis holds; null where the field has only critical values.</param>
/// <param name="CriticalValue">The value at which the test rejects at the 5% level; null where the p-value says it.</param>
/// <param name="FilledMonths">How many missing months had to be filled for the test; 0 for tests that leave them out.</param>
public sealed record SeasonalityTest(string Name, double Statistic, double? PValue, double? CriticalValue = null, int FilledMonths = 0);
