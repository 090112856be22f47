using CsCheck;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class DecompositionTests
{
    private static readonly Month Start = new(2015, 4);
    private static readonly Gen<double[]> Values = Gen.Double[0, 500].Array[25, 80];

    [Fact]
    public void Parts_add_up_to_the_series() =>
        Gen.Select(Values, Gen.Bool, Gen.Int[0, 2]).Sample((values, robust, which) =>
        {
            int? window = which == 0 ? null : which == 1 ? 7 : 13;
            Decomposition split = Stl.Decompose(new MonthlySeries(Start, values), new StlOptions { Robust = robust, SeasonalWindow = window });
            for (int i = 0; i < values.Length; i++)
            {
                Assert.Equal(values[i], split.Seasonal[i] + split.Trend[i] + split.Remainder[i], 1e-9);
            }
        });

    [Fact]
    public void Without_robustness_the_split_of_a_sum_is_the_sum_of_splits_and_a_level_is_trend() =>
        Gen.Select(Values, Gen.Double[-50, 50], Gen.Double[-3, 3]).Sample((values, level, factor) =>
        {
            StlOptions options = new() { SeasonalWindow = 7 };
            Decomposition before = Stl.Decompose(new MonthlySeries(Start, values), options);
            Decomposition after = Stl.Decompose(new MonthlySeries(Start, [.. values.Select(v => level + (factor * v))]), options);
            for (int i = 0; i < values.Length; i++)
            {
                Assert.Equal(factor * before.Seasonal[i], after.Seasonal[i], 1e-8);
                Assert.Equal(level + (factor * before.Trend[i]), after.Trend[i], 1e-8);
            }
        });

    [Fact]
    public void What_stands_for_a_missing_month_does_not_matter()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => 100 + i + (20 * Math.Sin(i * Math.PI / 6)))];
        bool[] missing = new bool[60];
        missing[7] = missing[30] = missing[59] = true;
        double[] known = [.. missing.Select(m => m ? 0.0 : 1.0)], other = [.. values];
        other[7] = 1e6;
        other[30] = -1e6;
        double[][] season = [new double[60], new double[60]], trend = [new double[60], new double[60]];
        Stl.Decompose(values, known, new StlOptions { Robust = true }, new StlWorkspace(), season[0], trend[0], new double[60]);
        Stl.Decompose(other, known, new StlOptions { Robust = true }, new StlWorkspace(), season[1], trend[1], new double[60]);
        Assert.Equal(season[0], season[1]);
        Assert.Equal(trend[0], trend[1]);

        Decomposition split = Stl.Decompose(new MonthlySeries(Start, values, missing));
        Assert.Equal(0, split.Weights[7]);
        Assert.Equal(0, split.Remainder[7]);
        Assert.Equal(values[7], split.Seasonal[7] + split.Trend[7], 3.0);
        Assert.True(split.SeasonallyAdjusted().IsMissing(30));
    }

    [Fact]
    public void A_robust_split_leaves_an_outlier_in_the_remainder()
    {
        double[] values = [.. Enumerable.Range(0, 72).Select(i => 100 + (10 * Math.Cos(i * Math.PI / 6)) + (i % 5))];
        values[40] += 300;
        Decomposition split = Stl.Decompose(new MonthlySeries(Start, values), new StlOptions { Robust = true });
        Assert.Equal(0, split.Weights[40]);
        Assert.Equal(300, split.Remainder[40], 10.0);
    }

    [Fact]
    public void Two_cycles_are_told_apart()
    {
        double[] year = [.. Enumerable.Range(0, 144).Select(i => 10 * Math.Sin(i * Math.PI / 6))];
        double[] quarter = [.. Enumerable.Range(0, 144).Select(i => 4.0 * ((i % 3) - 1))];
        double[] values = [.. year.Zip(quarter, (a, b) => 50 + a + b)];
        Decomposition split = Mstl.Decompose(new MonthlySeries(Start, values), new MstlOptions { Periods = [3, 12], Iterations = 5 });
        Assert.Equal(2, split.CycleCount);
        for (int i = 24; i < 120; i++)
        {
            Assert.Equal(year[i] + quarter[i], split.Seasonal[i], 0.5);
            Assert.Equal(year[i], split.SeasonalOf(1)[i], 1.0);
        }
    }

    [Fact]
    public void A_constant_series_has_neither_season_nor_trend()
    {
        foreach (double level in (double[])[0, 17])
        {
            Decomposition split = Stl.Decompose(new MonthlySeries(Start, Enumerable.Repeat(level, 48).ToArray()), new StlOptions { Robust = true });
            Assert.Equal(0, split.SeasonalStrength);
            Assert.Equal(0, split.TrendStrength);
        }
    }

    [Fact]
    public void Two_years_are_too_few()
    {
        MonthlySeries two = new(Start, new double[24]);
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => Stl.Decompose(two)).Reason);
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => Mstl.Decompose(two)).Reason);
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => ClassicalDecomposition.Decompose(two.Take(23))).Reason);
    }

    [Fact]
    public void A_multiplicative_split_of_zeros_is_refused() =>
        Assert.Equal(AnalysisFailure.UnsuitableSetting, Assert.Throws<AnalysisException>(() => ClassicalDecomposition.Decompose(new MonthlySeries(Start, new double[36]), DecompositionKind.Multiplicative)).Reason);

    [Fact]
    public void Classical_figures_pass_over_missing_months()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => 100 + (double)(i % 12))];
        bool[] missing = new bool[60];
        missing[20] = true;
        ClassicalDecomposition split = ClassicalDecomposition.Decompose(new MonthlySeries(Start, values, missing));
        Assert.True(split.Trend.IsMissing(14) && split.Trend.IsMissing(26) && !split.Trend.IsMissing(13));
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(i - 5.5, split.Figure[(Start.MonthOfYear - 1 + i) % 12], 1e-9);
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        MonthlySeries series = new(Start, new double[40]);
        (StlOptions Options, string Name)[] wrong =
        [
            (new() { Period = 1 }, "Period"), (new() { SeasonalWindow = 8 }, "SeasonalWindow"), (new() { SeasonalWindow = 5 }, "SeasonalWindow"),
            (new() { TrendWindow = 4 }, "TrendWindow"), (new() { SeasonalDegree = 2 }, "SeasonalDegree"), (new() { TrendJump = 0 }, "TrendJump"),
            (new() { InnerLoops = 0 }, "InnerLoops"), (new() { OuterLoops = -1 }, "OuterLoops"),
        ];
        Assert.All(wrong, w => Assert.Equal(w.Name, Assert.Throws<ArgumentOutOfRangeException>(() => Stl.Decompose(series, w.Options)).ParamName));
        Assert.Throws<ArgumentException>(() => Stl.Decompose([1, double.NaN], default, new(), new(), new double[2], new double[2], new double[2]));
    }

    [Fact]
    public void A_workspace_serves_series_of_any_length_with_the_same_answer()
    {
        StlWorkspace work = new();
        SeededRandom random = new(3);
        foreach (int n in (int[])[150, 30, 90, 30])
        {
            double[] values = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() * 100)];
            double[][] shared = [new double[n], new double[n], new double[n]], own = [new double[n], new double[n], new double[n]];
            StlOptions options = new() { SeasonalWindow = 9, Robust = true };
            Stl.Decompose(values, default, options, work, shared[0], shared[1], shared[2]);
            Stl.Decompose(values, default, options, new StlWorkspace(), own[0], own[1], own[2]);
            Assert.Equal(own, shared);
        }
    }
}
