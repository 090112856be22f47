using System.Globalization;

namespace PolicingModels.CoreTests.SpecialFunctions;

/// <summary>Compares with reference.csv: 90-digit figures made by reference.py beside it, by other series than the library's.</summary>
public class SpecialFunctionReferenceTests
{
    private static readonly (string Function, double[] Arguments, double Value)[] Rows = [.. File
        .ReadLines(Path.Combine(SharedData.ProjectRoot, "tests", "PolicingModels.Core.Tests", "SpecialFunctions", "reference.csv"))
        .Skip(1)
        .Select(line => line.Split(','))
        .Select(f => (f[0], Array.ConvertAll(f[1].Split(' '), Number), Number(f[2])))];

    private static readonly Dictionary<string, Func<double[], double>> Functions = new()
    {
        ["LogGamma"] = x => GammaFunctions.LogGamma(x[0]),
        ["Digamma"] = x => GammaFunctions.Digamma(x[0]),
        ["Trigamma"] = x => GammaFunctions.Trigamma(x[0]),
        ["RegularizedP"] = x => GammaFunctions.RegularizedP(x[0], x[1]),
        ["RegularizedQ"] = x => GammaFunctions.RegularizedQ(x[0], x[1]),
        ["LogBeta"] = x => BetaFunctions.LogBeta(x[0], x[1]),
        ["RegularizedI"] = x => BetaFunctions.RegularizedI(x[0], x[1], x[2]),
        ["StudentT"] = x => StudentT.Cumulative(x[0], x[1]),
        ["NormalCumulative"] = x => StandardNormal.Cumulative(x[0]),
        ["ExpM1"] = x => AccurateMath.ExpM1(x[0]),
        ["Log1P"] = x => AccurateMath.Log1P(x[0]),
    };

    /// <summary>An error is a share of the larger of the floor and the exact figure.</summary>
    [Theory]
    // A few units in the last place (1.1e-16 each), near 0 as anywhere.
    [InlineData("ExpM1", 2e-15, 0)]
    [InlineData("Log1P", 2e-15, 0)]
    // The same, and the rounding of z/√2, which at −12 its square multiplies: 144 × 1.1e-16.
    [InlineData("NormalCumulative", 2e-14, 0)]
    // A sum of positive terms.
    [InlineData("Trigamma", 1e-14, 0)]
    // These have zeros, about which only the absolute error can be small.
    [InlineData("LogGamma", 1e-14, 1)]
    [InlineData("Digamma", 1e-14, 1)]
    [InlineData("LogBeta", 1e-14, 1)]
    // A probability inherits the rounding of its exponent, here down to −76: 76 × 1.1e-16 and a few roundings more.
    [InlineData("RegularizedP", 1e-13, 0)]
    // The same, down to −340 where ν is 250.75 and t is 60.
    [InlineData("StudentT", 1e-13, 0)]
    // Complements of probabilities near 1 are exact to a share of 1 only.
    [InlineData("RegularizedQ", 1e-14, 1)]
    [InlineData("RegularizedI", 1e-14, 1)]
    public void Figures_equal_ninety_digit_arithmetic(string function, double tolerance, double floor)
    {
        (string Function, double[] Arguments, double Value)[] rows = Array.FindAll(Rows, r => r.Function == function);
        Assert.True(rows.Length >= 13, $"{rows.Length} rows");
        Assert.All(rows, r => Near(r.Value, Functions[function](r.Arguments), tolerance * Math.Max(floor, Math.Abs(r.Value)), $"{function}({string.Join(", ", r.Arguments)})"));
    }

    [Fact]
    public void The_upper_tail_keeps_its_own_accuracy_where_it_is_small()
    {
        (string Function, double[] Arguments, double Value)[] rows = Array.FindAll(Rows, r => r.Function == "RegularizedQ" && r.Arguments[1] >= r.Arguments[0] + 1);
        Assert.True(rows.Length >= 5 && rows.Min(r => r.Value) < 1e-3);
        // The reason is that of the lower tail.
        Assert.All(rows, r => Near(r.Value, GammaFunctions.RegularizedQ(r.Arguments[0], r.Arguments[1]), 1e-13 * r.Value, $"Q({r.Arguments[0]}, {r.Arguments[1]})"));
    }

    [Fact]
    public void The_normal_tail_is_that_of_the_incomplete_gamma_function_down_to_the_least_number()
    {
        // The incomplete gamma function holds its tail to 1e-13; both take the exponential of z²/2.
        for (double z = -37; z < 0; z += 0.037)
        {
            double tail = GammaFunctions.RegularizedQ(0.5, z * z / 2) / 2;
            Near(tail, StandardNormal.Cumulative(z), (1e-13 + (4e-16 * z * z)) * tail, FormattableString.Invariant($"Φ({z})"));
            Assert.Equal(1, StandardNormal.Cumulative(z) + StandardNormal.Cumulative(-z), 2e-16);
        }

        Assert.Equal((0, 1), (StandardNormal.Cumulative(double.NegativeInfinity), StandardNormal.Cumulative(double.PositiveInfinity)));
        Assert.Throws<ArgumentOutOfRangeException>(() => StandardNormal.Cumulative(double.NaN));
    }

    [Fact]
    public void Every_row_of_the_reference_is_compared() =>
        Assert.Equal(Functions.Keys.Order(StringComparer.Ordinal), Rows.Select(r => r.Function).Distinct().Order(StringComparer.Ordinal));

    private static void Near(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance, FormattableString.Invariant($"{what} is {actual:R}, exactly {expected:R}; apart {actual - expected:E2}, allowed {tolerance:E2}"));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
