using System.Globalization;
using System.Text.Json;

namespace PolicingModels.CoreTests.Distributions;

/// <summary>Compares with exact figures made by decimal arithmetic, which shares no formula with the library.</summary>
public class DistributionReferenceTests
{
    private static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(SharedData.ProjectRoot, "tests", "PolicingModels.Core.Tests", "Distributions", "reference.json"))).RootElement;

    private static readonly double Tolerance = Reference.GetProperty("tolerance").GetDouble();

    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, Reference.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Figures_equal_exact_sums(int index)
    {
        (CountDistribution distribution, JsonElement expected) = Case(index);
        foreach (JsonElement row in expected.GetProperty("rows").EnumerateArray())
        {
            long count = row[0].GetInt64();
            if (row[1].ValueKind == JsonValueKind.Number)
            {
                Near(row[1].GetDouble(), distribution.LogProbability(count), $"log p({count})");
                Near(Math.Exp(row[1].GetDouble()), distribution.Probability(count), $"p({count})", 1e-11);
                Near(-row[1].GetDouble(), distribution.LogScore(count), $"log score({count})");
            }

            Near(row[2].GetDouble(), distribution.Cumulative(count), $"F({count})");
            if (row[3].GetDouble() > 1e-300)
            {
                // A survival is a probability times a sum: it inherits the error of the probability's exponent.
                Near(row[3].GetDouble(), distribution.Survival(count), $"S({count})", 1e-10);
            }

            Near(row[4].GetDouble(), distribution.Crps(count), $"CRPS({count})", 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Entropy_equals_exact_sum(int index)
    {
        (CountDistribution distribution, JsonElement expected) = Case(index);
        if (expected.GetProperty("entropy").ValueKind == JsonValueKind.Number)
        {
            Near(expected.GetProperty("entropy").GetDouble(), distribution.Entropy(), "entropy", 1e-11);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_mixture_of_one_and_an_inflation_by_none_change_nothing(int index)
    {
        (CountDistribution distribution, JsonElement expected) = Case(index);
        CountDistribution[] same = [CountDistribution.Mixture([1.0], [distribution]), CountDistribution.ZeroInflated(distribution, 0)];
        foreach (CountDistribution other in same)
        {
            Near(distribution.Mean, other.Mean, "mean");
            Near(distribution.Variance, other.Variance, "variance");
            foreach (JsonElement row in expected.GetProperty("rows").EnumerateArray())
            {
                long count = row[0].GetInt64();
                Near(distribution.Cumulative(count), other.Cumulative(count), $"F({count})");
                Near(row[4].GetDouble(), other.Crps(count), $"CRPS({count})", 1e-10);
            }
        }
    }

    private static (CountDistribution Distribution, JsonElement Expected) Case(int index)
    {
        JsonElement c = Reference.GetProperty("cases")[index];
        double mean = double.Parse(c.GetProperty("mean").GetString()!, CultureInfo.InvariantCulture);
        return (c.GetProperty("kind").GetString() == "poisson"
            ? new PoissonDistribution(mean)
            : new NegativeBinomialDistribution(mean, double.Parse(c.GetProperty("size").GetString()!, CultureInfo.InvariantCulture)), c);
    }

    private static void Near(double expected, double actual, string what, double? tolerance = null) =>
        Assert.True(
            Math.Abs(expected - actual) <= (tolerance ?? Tolerance) * Math.Abs(expected),
            string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, got {actual:R}, relative error {Math.Abs((expected - actual) / expected):E2}"));
}
