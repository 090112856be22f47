using CsCheck;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class DiagnosticsTests
{
    private static readonly Month Start = new(2012, 6);

    /// <summary>Points of the integral of the squared Brownian bridge: Anderson &amp; Darling 1952 (one dimension), Hansen 1990 and Canova &amp; Hansen 1995, table 1 (2, 11), printed with three digits.</summary>
    [Theory]
    [InlineData(1, 0.46136, 0.05, 1e-5)]
    [InlineData(1, 0.34730, 0.10, 1e-5)]
    [InlineData(1, 0.74346, 0.01, 1e-5)]
    [InlineData(2, 0.749, 0.05, 5e-4)]
    [InlineData(2, 1.07, 0.01, 5e-4)]
    [InlineData(11, 2.75, 0.05, 2e-3)]
    public void Tails_of_the_brownian_bridge_are_the_published_ones(int dimensions, double point, double probability, double tolerance) =>
        Assert.Equal(probability, TestTails.BrownianBridge(point, dimensions), tolerance);

    [Fact]
    public void The_tail_falls_from_one_to_zero() =>
        Gen.Select(Gen.Int[1, 11], Gen.Double[0, 6], Gen.Double[0.01, 2]).Sample((k, x, step) =>
        {
            double near = TestTails.BrownianBridge(x, k), far = TestTails.BrownianBridge(x + step, k);
            Assert.InRange(near, 0, 1);
            Assert.True(far <= near + 1e-7);
        }, iter: 30);

    [Fact]
    public void Residuals_made_elsewhere_are_tested_as_its_own_are()
    {
        SeededRandom random = new(12);
        MonthlySeries seasonal = new(Start, [.. Enumerable.Range(0, 96).Select(i => (2 * Math.Sin(i * Math.PI / 6)) + random.NextGaussian())]);
        CombinedSeasonalityTest own = CombinedSeasonalityTest.Of(seasonal), elsewhere = CombinedSeasonalityTest.OfResiduals(new MonthlySeries(Start, Whitening.Residuals(seasonal.Values)));
        Assert.True(own.IsSeasonal);
        Assert.Equal(own, elsewhere);
        Assert.False(CombinedSeasonalityTest.OfResiduals(new MonthlySeries(Start, [.. Enumerable.Range(0, 96).Select(_ => random.NextGaussian())])).IsSeasonal);
        Assert.Throws<AnalysisException>(() => CombinedSeasonalityTest.OfResiduals(new MonthlySeries(Start, new double[24])));
    }

    [Fact]
    public void Without_a_season_the_tests_reject_about_as_often_as_they_say()
    {
        SeededRandom random = new(5);
        const int Runs = 400;
        int ranks = 0, friedman = 0, welch = 0, combined = 0, kpss = 0;
        for (int run = 0; run < Runs; run++)
        {
            MonthlySeries series = new(Start, [.. Enumerable.Range(0, 121).Select(_ => random.NextGaussian())]);
            ranks += Seasonality.SeasonalityTests.KruskalWallis(series, differenced: false).PValue < 0.05 ? 1 : 0;
            friedman += Seasonality.SeasonalityTests.Friedman(series, differenced: false).PValue < 0.05 ? 1 : 0;
            welch += Seasonality.SeasonalityTests.Welch(series, differenced: false).PValue < 0.05 ? 1 : 0;
            kpss += UnitRootTests.Kpss(series).PValue < 0.05 ? 1 : 0;
            combined += CombinedSeasonalityTest.Of(series).IsSeasonal ? 1 : 0;
        }

        // 20 expected of 400 at 5 %, standard deviation 4.4; 3.5 deviations either way. Combined: at most 1.2 %, 4.8 expected.
        Assert.InRange(ranks, 5, 35);
        Assert.InRange(friedman, 5, 35);
        Assert.InRange(welch, 5, 35);
        Assert.InRange(kpss, 5, 35);
        Assert.InRange(combined, 0, 13);
    }

    [Fact]
    public void A_season_is_found_and_a_month_may_be_missing()
    {
        SeededRandom random = new(6);
        double[] values = [.. Enumerable.Range(0, 96).Select(i => (double)random.NextPoisson(100 + (i % 12 is 1 or 6 or 7 ? 60 : 0)))];
        bool[] missing = new bool[96];
        missing[40] = missing[41] = true;
        MonthlySeries whole = new(Start, values), gap = new(Start, values, missing);
        foreach (MonthlySeries series in (MonthlySeries[])[whole, gap])
        {
            SeasonalityDiagnostics diagnostics = SeasonalityDiagnostics.Of(series);
            Assert.True(diagnostics.Combined!.IsSeasonal && diagnostics.Combined.PValue < 0.012);
            Assert.Empty(diagnostics.Notes);
            Assert.All(diagnostics.Tests.Where(t => t.Name is "qs" or "kruskal-wallis" or "friedman" or "welch"), t => Assert.True(t.PValue < 1e-4 && t.FilledMonths == 0));
            Assert.All(diagnostics.Tests.Where(t => t.Name.StartsWith("canova", StringComparison.Ordinal)), t => Assert.Equal(series.MissingCount, t.FilledMonths));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_constant_series_has_no_season_and_breaks_nothing(double level)
    {
        SeasonalityDiagnostics diagnostics = SeasonalityDiagnostics.Of(new MonthlySeries(Start, Enumerable.Repeat(level, 60).ToArray()));
        Assert.False(diagnostics.Combined!.IsSeasonal);
        Assert.Equal(1, diagnostics.Combined.PValue);
        Assert.All(diagnostics.Tests, t => Assert.True(t.PValue is 1));
        Assert.Equal(2, diagnostics.Notes.Count);
        Assert.Equal(0, UnitRootTests.DifferencesNeeded(new MonthlySeries(Start, Enumerable.Repeat(level, 60).ToArray())));
    }

    [Fact]
    public void A_short_series_gets_notes_and_no_figures()
    {
        SeasonalityDiagnostics diagnostics = SeasonalityDiagnostics.Of(new MonthlySeries(Start, [1, 2, 3]));
        Assert.Null(diagnostics.Combined);
        Assert.Null(diagnostics.SeasonalStrength);
        Assert.Equal(["kpss"], diagnostics.Tests.Select(t => t.Name));
        Assert.Equal(8, diagnostics.Notes.Count);
    }

    [Fact]
    public void Rank_tests_do_not_change_when_the_scale_does() =>
        Gen.Int[0, 40].Array[40, 90].Sample(counts =>
        {
            MonthlySeries series = new(Start, [.. counts.Select(c => (double)c)]), scaled = new(Start, [.. counts.Select(c => 3.0 * c)]);
            Assert.Equal(Seasonality.SeasonalityTests.KruskalWallis(series).Statistic, Seasonality.SeasonalityTests.KruskalWallis(scaled).Statistic, 1e-9);
            Assert.Equal(Seasonality.SeasonalityTests.Friedman(series).Statistic, Seasonality.SeasonalityTests.Friedman(scaled).Statistic, 1e-9);
        });

    [Fact]
    public void Many_verdicts_allow_for_their_number()
    {
        SeasonalityTest none = new("qs", 0, 1);
        CombinedSeasonalityTest Verdict(double p) => new(p <= 0.012, p, none, none);
        CombinedSeasonalityTest?[] tests = [Verdict(0.011), null, Verdict(0.0001), .. Enumerable.Range(0, 20).Select(_ => Verdict(0.9))];
        bool[] seasonal = SeasonalityDiagnostics.FindSeasonal(tests);
        Assert.True(seasonal[2]);
        Assert.Equal(1, seasonal.Count(s => s));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeasonalityDiagnostics.FindSeasonal(tests, 1));
    }
}
