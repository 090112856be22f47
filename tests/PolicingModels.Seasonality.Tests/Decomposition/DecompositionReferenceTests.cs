using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

/// <summary>Every series of the reference, against R's stl, mstl and decompose. The figures have ten decimals, so 1e-8 is the asked bound and not the accuracy.</summary>
public class DecompositionReferenceTests
{
    private const double Bound = 1e-8;

    [Fact]
    public void Periodic_stl_is_that_of_R() => Compare("stl_periodic", new StlOptions());

    [Fact]
    public void Robust_windowed_stl_is_that_of_R() => Compare("stl_s13_robust", new StlOptions { SeasonalWindow = 13, Robust = true });

    [Fact]
    public void Mstl_is_that_of_R() => Assert.All(ReferenceSeries.All, reference => Equal(reference, "mstl", Mstl.Decompose(reference.Series)));

    [Fact]
    public void Strengths_are_those_of_R()
    {
        Assert.All(ReferenceSeries.All, reference =>
        {
            Decomposition periodic = Stl.Decompose(reference.Series), robust = Stl.Decompose(reference.Series, new StlOptions { SeasonalWindow = 13, Robust = true });
            Assert.Equal(reference.Number("strength_periodic", "Fs"), periodic.SeasonalStrength, Bound);
            Assert.Equal(reference.Number("strength_periodic", "Ft"), periodic.TrendStrength, Bound);
            Assert.Equal(reference.Number("strength_s13r", "Fs"), robust.SeasonalStrength, Bound);
            Assert.Equal(reference.Number("strength_s13r", "Ft"), robust.TrendStrength, Bound);
        });
    }

    [Theory]
    [InlineData("classical_add_figure", DecompositionKind.Additive)]
    [InlineData("classical_mult_figure", DecompositionKind.Multiplicative)]
    public void Classical_figures_are_those_of_R(string key, DecompositionKind kind)
    {
        int compared = 0;
        foreach (ReferenceSeries reference in ReferenceSeries.All.Where(r => r.Figures.TryGetProperty(key, out _)))
        {
            double[] expected = ReferenceSeries.Numbers(reference.Figures.GetProperty(key));
            ReadOnlySpan<double> figure = ClassicalDecomposition.Decompose(reference.Series, kind).Figure;
            for (int i = 0; i < 12; i++)
            {
                // R lists the figure from the month in which the series starts.
                Assert.Equal(expected[i], figure[(reference.Series.Start.MonthOfYear - 1 + i) % 12], Bound);
            }

            compared++;
        }

        Assert.True(compared >= 30, $"only {compared} series have the figure");
    }

    private static void Compare(string key, StlOptions options) =>
        Assert.All(ReferenceSeries.All, reference =>
        {
            Decomposition split = Stl.Decompose(reference.Series, options);
            Equal(reference, key, split);
            if (options.Robust)
            {
                Equal(reference.Numbers(key, "weights"), split.Weights);
            }
        });

    private static void Equal(ReferenceSeries reference, string key, Decomposition split)
    {
        Equal(reference.Numbers(key, "seasonal"), split.Seasonal);
        Equal(reference.Numbers(key, "trend"), split.Trend);
        Equal(reference.Numbers(key, "remainder"), split.Remainder);
    }

    private static void Equal(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Bound);
        }
    }
}
