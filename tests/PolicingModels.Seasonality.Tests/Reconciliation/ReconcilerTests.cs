using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class ReconcilerTests
{
    private static readonly SummingStructure Small = new(6, [[0, 1, 2, 3, 4, 5], [0, 1], [2, 3], [4, 5], [0, 2, 4], [1, 3, 5]]);

    private static readonly NonNegativity[] Ways = [NonNegativity.None, NonNegativity.SetNegativeToZero, NonNegativity.ActiveSet];

    public static TheoryData<ReconciliationMethod> Methods => [.. Enum.GetValues<ReconciliationMethod>()];

    [Fact]
    public void A_stopped_preparation_stops()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Reconciler.Create(Small, new() { Method = ReconciliationMethod.StructuralWeights }, stop.Token));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Constraint_form_equals_the_dense_projection(ReconciliationMethod method)
    {
        SeededRandom random = new(7);
        const int months = 40;
        double[] residuals = new double[Small.NodeCount * months];
        for (int i = 0; i < residuals.Length; i++)
        {
            residuals[i] = random.NextGaussian() * (1 + (i % Small.NodeCount));
        }

        double[] forecasts = [.. Enumerable.Range(0, Small.NodeCount).Select(_ => 50 + (10 * random.NextGaussian()))];
        Reconciler reconciler = Reconciler.Create(Small, residuals, new ReconciliationOptions { Method = method, NonNegativity = NonNegativity.None });
        Matrix<double> sums = Summing(Small), weights = DenseCovariance(method, residuals, months, reconciler.Shrinkage);
        Vector<double> y = Vector<double>.Build.DenseOfArray(forecasts);
        Vector<double> expected = method == ReconciliationMethod.BottomUp
            ? sums * y.SubVector(Small.AggregateCount, Small.BottomCount)
            : sums * (sums.Transpose() * weights.Inverse() * sums).Inverse() * sums.Transpose() * weights.Inverse() * y;
        double[] found = reconciler.Reconcile(forecasts);
        for (int i = 0; i < found.Length; i++)
        {
            // Two ways of inverting a well-conditioned 12 × 12 matrix agree to about 1e-13 relative.
            Assert.Equal(expected[i], found[i], 1e-9);
        }

        Assert.True(Small.Incoherence(found) < 1e-14);
    }

    [Theory]
    [InlineData(ReconciliationMethod.OrdinaryLeastSquares)]
    [InlineData(ReconciliationMethod.StructuralWeights)]
    [InlineData(ReconciliationMethod.VarianceWeights)]
    [InlineData(ReconciliationMethod.MinTraceShrink)]
    public void Variances_are_those_of_the_dense_projection(ReconciliationMethod method)
    {
        SeededRandom random = new(3);
        double[] residuals = [.. Enumerable.Range(0, Small.NodeCount * 30).Select(i => random.NextGaussian() * (2 + (i % 5)))];
        Reconciler reconciler = Reconciler.Create(Small, residuals, new ReconciliationOptions { Method = method });
        Matrix<double> sums = Summing(Small), weights = DenseCovariance(method, residuals, 30, reconciler.Shrinkage);
        Matrix<double> covariance = sums * (sums.Transpose() * weights.Inverse() * sums).Inverse() * sums.Transpose();
        double[] found = reconciler.Variances();
        for (int i = 0; i < found.Length; i++)
        {
            Assert.Equal(covariance[i, i], found[i], 1e-8);
        }
    }

    [Fact]
    public void Coherent_forecasts_stay_as_they_are()
    {
        double[] forecasts = new double[Small.NodeCount];
        for (int i = 0; i < 6; i++)
        {
            forecasts[Small.AggregateCount + i] = 3 + i;
        }

        Small.AddUp(forecasts);
        foreach (ReconciliationMethod method in new[] { ReconciliationMethod.BottomUp, ReconciliationMethod.OrdinaryLeastSquares, ReconciliationMethod.StructuralWeights })
        {
            double[] found = Reconciler.Create(Small, new ReconciliationOptions { Method = method }).Reconcile(forecasts);
            Assert.All(Enumerable.Range(0, found.Length), i => Assert.Equal(forecasts[i], found[i], 1e-12));
        }
    }

    [Fact]
    public void Active_set_finds_the_closest_coherent_answer_without_negative_parts()
    {
        SeededRandom random = new(11);
        for (int trial = 0; trial < 60; trial++)
        {
            double[] variances = [.. Enumerable.Range(0, Small.NodeCount).Select(_ => 0.5 + (4 * random.NextDouble()))];
            double[] forecasts = [.. Enumerable.Range(0, Small.NodeCount).Select(_ => 6 * random.NextGaussian())];
            double[] found = Reconciler.FromVariances(Small, variances).Reconcile(forecasts);
            double best = double.PositiveInfinity;
            double[] brute = [];

            // Every set of parts held at zero; the least distance among the answers that are not negative is the true one.
            for (int held = 0; held < 64; held++)
            {
                double[]? answer = Project(forecasts, variances, held);
                if (answer is null || answer.Any(v => v < -1e-9))
                {
                    continue;
                }

                double distance = Distance(answer, forecasts, variances);
                (best, brute) = distance < best ? (distance, answer) : (best, brute);
            }

            Assert.True(found.All(v => v >= 0));
            Assert.True(Small.Incoherence(found) < 1e-12);
            for (int i = 0; i < 6; i++)
            {
                Assert.Equal(brute[i], found[Small.AggregateCount + i], 1e-7);
            }
        }
    }

    [Fact]
    public void Series_that_never_err_and_are_all_zero_stay_zero()
    {
        SeededRandom random = new(5);
        const int months = 24;
        double[] residuals = new double[Small.NodeCount * months];
        for (int t = 0; t < months; t++)
        {
            for (int b = 2; b < 6; b++)
            {
                residuals[(t * Small.NodeCount) + Small.AggregateCount + b] = random.NextGaussian();
            }

            Small.AddUp(residuals.AsSpan(t * Small.NodeCount, Small.NodeCount));
        }

        double[] forecasts = new double[Small.NodeCount];
        for (int b = 2; b < 6; b++)
        {
            forecasts[Small.AggregateCount + b] = 10;
        }

        Small.AddUp(forecasts);
        forecasts[0] += 3;
        foreach (ReconciliationMethod method in Enum.GetValues<ReconciliationMethod>())
        {
            foreach (NonNegativity way in Ways)
            {
                double[] found = Reconciler.Create(Small, residuals, new ReconciliationOptions { Method = method, NonNegativity = way }).Reconcile(forecasts);
                Assert.All(found, v => Assert.True(double.IsFinite(v)));
                Assert.True(Small.Incoherence(found) < 1e-12);
                if (method is ReconciliationMethod.VarianceWeights or ReconciliationMethod.MinTraceShrink)
                {
                    Assert.Equal(0, found[Small.AggregateCount], 1e-4);
                    Assert.Equal(0, found[1], 1e-4);
                }
            }
        }

        double[] nothing = Reconciler.Create(Small, new double[Small.NodeCount * months]).Reconcile(new double[Small.NodeCount]);
        Assert.All(nothing, v => Assert.Equal(0, v));
    }

    [Fact]
    public void London_means_agree_with_the_reference()
    {
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllText(SharedData.Reference("seasonality_reconciliation_reference.json")));
        (SummingStructure structure, double[] residuals) = Residuals();
        double[][] forecasts = Table(reference.RootElement.GetProperty("base"));
        foreach ((string name, ReconciliationMethod method) in new[]
        {
            ("BU", ReconciliationMethod.BottomUp), ("OLS", ReconciliationMethod.OrdinaryLeastSquares), ("WLSs", ReconciliationMethod.StructuralWeights),
            ("WLSv", ReconciliationMethod.VarianceWeights), ("MinT_shrink", ReconciliationMethod.MinTraceShrink),
        })
        {
            double[][] expected = Table(reference.RootElement.GetProperty("reconciled").GetProperty(name));
            Reconciler reconciler = Reconciler.Create(structure, residuals, new ReconciliationOptions { Method = method, NonNegativity = NonNegativity.None });
            if (method == ReconciliationMethod.MinTraceShrink)
            {
                Assert.Equal(reference.RootElement.GetProperty("lambda")[0].GetDouble(), reconciler.Shrinkage, 1e-8);
            }

            double rounding = EffectOfRounding(structure, residuals, forecasts, method, reconciler);
            for (int h = 0; h < 12; h++)
            {
                double[] found = reconciler.Reconcile([.. forecasts.Select(row => row[h])]);
                Assert.True(structure.Incoherence(found) < 1e-12);
                for (int i = 0; i < found.Length; i++)
                {
                    // 1e-8 of a count, and what the rounding of the reference's own input (forecasts to 8 decimals, errors to 6) moves the answer by.
                    Assert.Equal(expected[i][h], found[i], (1e-8 + rounding) * Math.Max(1, Math.Abs(expected[i][h])));
                }
            }

            Assert.True(rounding < 1e-6);
        }
    }

    [Fact]
    public void London_weights_agree_with_the_reference()
    {
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllText(SharedData.Reference("seasonality_reconciliation_reference.json")));
        (SummingStructure structure, double[] residuals) = Residuals();
        Reconciler variance = Reconciler.Create(structure, residuals, new ReconciliationOptions { NonNegativity = NonNegativity.None });
        JsonElement rows = reference.RootElement.GetProperty("G_first_rows").GetProperty("WLSv");
        double[] unit = new double[structure.NodeCount];
        foreach (int column in new[] { 0, 1, 27, 39, 40, 200 })
        {
            unit[column] = 1;
            double[] found = variance.Reconcile(unit);
            unit[column] = 0;
            for (int row = 0; row < 2; row++)
            {
                // Given to eight significant digits of numbers below 1.
                Assert.Equal(rows[row][column].GetDouble(), found[structure.AggregateCount + row], 1e-8);
            }
        }
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Reconciler.Create(Small, new ReconciliationOptions()));
        Assert.Throws<ArgumentException>(() => Reconciler.Create(Small, new double[13]));
        Assert.Throws<ArgumentException>(() => Reconciler.Create(Small, new double[12]));
        Assert.Throws<ArgumentException>(() => Reconciler.Create(Small).Reconcile(new double[5]));
        double[] broken = new double[12];
        broken[3] = double.NaN;
        Assert.Throws<ArgumentException>(() => Reconciler.Create(Small).Reconcile(broken));
        Assert.Throws<ArgumentException>(() => Reconciler.FromVariances(Small, new double[12]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReconciliationOptions { MaximumRounds = 0 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReconciliationOptions { Method = (ReconciliationMethod)99 }.Validate());
        Assert.Throws<ArgumentException>(() => new SummingStructure(2, [[0, 0]]));
        Assert.Throws<ArgumentException>(() => new SummingStructure(2, [[2]]));
    }

    /// <summary>The most that any reconciled number moves, relative to it, where the last digit of every forecast and error is drawn anew.</summary>
    private static double EffectOfRounding(SummingStructure structure, double[] residuals, double[][] forecasts, ReconciliationMethod method, Reconciler reconciler)
    {
        SeededRandom random = new(1);
        double most = 0;
        for (int trial = 0; trial < 4; trial++)
        {
            double[] moved = [.. residuals.Select(r => r + (1e-6 * (random.NextDouble() - 0.5)))];
            Reconciler other = Reconciler.Create(structure, moved, new ReconciliationOptions { Method = method, NonNegativity = NonNegativity.None });
            for (int h = 0; h < 12; h += 4)
            {
                double[] row = [.. forecasts.Select(f => f[h])], a = reconciler.Reconcile(row), b = other.Reconcile([.. row.Select(f => f + (1e-8 * (random.NextDouble() - 0.5)))]);
                most = Math.Max(most, a.Zip(b, (x, y) => Math.Abs(x - y) / Math.Max(1, Math.Abs(x))).Max());
            }
        }

        return most;
    }

    private static (SummingStructure Structure, double[] Residuals) Residuals()
    {
        using GZipStream zip = new(File.OpenRead(SharedData.Reference("seasonality_reconciliation_residuals_202412.csv.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(zip);
        string[] lines = [.. reader.ReadToEnd().Split('\n').Skip(1).Where(l => l.Length > 0)];
        List<int[]> totals = [[.. Enumerable.Range(0, 312)]];
        totals.AddRange(Enumerable.Range(0, 26).Select(t => Enumerable.Range(0, 12).Select(a => (a * 26) + t).ToArray()));
        totals.AddRange(Enumerable.Range(0, 12).Select(a => Enumerable.Range(0, 26).Select(t => (a * 26) + t).ToArray()));
        return (new SummingStructure(312, totals), [.. lines.SelectMany(l => l.Split(',')).Select(v => double.Parse(v, CultureInfo.InvariantCulture))]);
    }

    private static double[][] Table(JsonElement rows) => [.. rows.EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToArray())];

    private static Matrix<double> Summing(SummingStructure structure)
    {
        Matrix<double> sums = Matrix<double>.Build.Dense(structure.NodeCount, structure.BottomCount);
        for (int k = 0; k < structure.AggregateCount; k++)
        {
            foreach (int part in structure.Parts(k))
            {
                sums[k, part] = 1;
            }
        }

        for (int b = 0; b < structure.BottomCount; b++)
        {
            sums[structure.AggregateCount + b, b] = 1;
        }

        return sums;
    }

    private static Matrix<double> DenseCovariance(ReconciliationMethod method, double[] residuals, int months, double shrinkage)
    {
        int n = Small.NodeCount;
        Matrix<double> errors = Matrix<double>.Build.DenseOfRowMajor(months, n, residuals), sample = errors.Transpose() * errors / months;
        Matrix<double> diagonal = Matrix<double>.Build.DiagonalOfDiagonalVector(sample.Diagonal());
        return method switch
        {
            ReconciliationMethod.VarianceWeights => diagonal,
            ReconciliationMethod.MinTraceShrink => (shrinkage * diagonal) + ((1 - shrinkage) * sample),
            ReconciliationMethod.StructuralWeights => Matrix<double>.Build.DiagonalOfDiagonalVector(Summing(Small).RowSums()),
            _ => Matrix<double>.Build.DenseIdentity(n),
        };
    }

    private static double[]? Project(double[] forecasts, double[] variances, int held)
    {
        int[] free = [.. Enumerable.Range(0, 6).Where(b => (held & (1 << b)) == 0)];
        if (free.Length == 0)
        {
            return new double[6];
        }

        Matrix<double> sums = Summing(Small), kept = Matrix<double>.Build.DenseOfColumnVectors(free.Select(b => sums.Column(b)));
        Matrix<double> precision = Matrix<double>.Build.DiagonalOfDiagonalArray([.. variances.Select(v => 1 / v)]);
        Vector<double> solved = (kept.Transpose() * precision * kept).Solve(kept.Transpose() * precision * Vector<double>.Build.DenseOfArray(forecasts));
        double[] answer = new double[6];
        for (int i = 0; i < free.Length; i++)
        {
            answer[free[i]] = solved[i];
        }

        return answer;
    }

    private static double Distance(double[] bottom, double[] forecasts, double[] variances)
    {
        double[] nodes = new double[Small.NodeCount];
        bottom.CopyTo(nodes, Small.AggregateCount);
        Small.AddUp(nodes);
        return nodes.Select((v, i) => (v - forecasts[i]) * (v - forecasts[i]) / variances[i]).Sum();
    }
}
