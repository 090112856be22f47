using CsCheck;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests.SpatialRegression;

/// <summary>The two parts of the cell effect against dense arithmetic, on lattices with holes that fall apart.</summary>
public class CellFieldTests
{
    private static readonly Gen<(int Columns, int Rows, int Seed)> Lattices = Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[0, 1000]);

    [Fact]
    public void The_smooth_part_has_the_dense_pseudo_inverse_as_its_covariance_with_geometric_mean_variance_one() => Lattices.Sample(
        at =>
        {
            Field field = new(at.Columns, at.Rows, at.Seed);
            int n = field.Cells;
            double[,] covariance = Lattice.SmoothCovariance(field.Near);
            double[,] precision = field.Precision();
            int[] component = Lattice.Components(field.Near);
            int proper = 0;
            foreach (int[] cells in Enumerable.Range(0, n).GroupBy(i => component[i]).Select(g => g.ToArray()))
            {
                if (cells.Length == 1)
                {
                    Assert.Equal(0, field.Graph.Scale[cells[0]]);
                    continue;
                }

                // Differences have the variance that the pseudo-inverse says, whether or not the component's level is proper.
                double[,] block = new double[cells.Length, cells.Length];
                double flat = 0;
                for (int a = 0; a < cells.Length; a++)
                {
                    for (int b = 0; b < cells.Length; b++)
                    {
                        block[a, b] = precision[cells[a], cells[b]];
                        flat += block[a, b];
                    }
                }

                proper += flat > 0.5 ? 1 : 0;
                Assert.True(Math.Abs(flat) < 1e-9 || Math.Abs(flat - 1) < 1e-9, $"{flat}");
                if (flat < 0.5)
                {
                    // A free level: held in place by one more unit.
                    block[0, 0] += 1;
                }

                double[,] inverse = Lattice.GaussJordan(block).Inverse;
                for (int a = 0; a < cells.Length; a++)
                {
                    for (int b = 0; b < cells.Length; b++)
                    {
                        double dense = covariance[cells[a], cells[a]] + covariance[cells[b], cells[b]] - (2 * covariance[cells[a], cells[b]]);
                        Assert.Equal(dense, inverse[a, a] + inverse[b, b] - (2 * inverse[a, b]), 1e-8 * (1 + dense));
                    }
                }
            }

            int components = Enumerable.Range(0, n).GroupBy(i => component[i]).Count(g => g.Count() > 1);
            Assert.Equal(components == 0 ? 0 : components - 1, proper);
            Assert.Equal(components == 0 ? 0 : n - field.Graph.Islands - 1, field.Graph.Rank);
        },
        iter: 60);

    [Fact]
    public void Steps_and_variances_are_those_of_the_dense_system_of_both_parts() => Lattices.Sample(
        at =>
        {
            Field field = new(at.Columns, at.Rows, at.Seed);
            int n = field.Cells;
            SeededRandom random = new((ulong)at.Seed + 7);
            double smooth = 0.2 + random.NextDouble(), own = 0.2 + random.NextDouble();
            double[] information = [.. Enumerable.Range(0, n).Select(_ => 0.1 + (3 * random.NextDouble()))];
            double[] slope = [.. Enumerable.Range(0, n).Select(_ => random.NextGaussian())], start = [.. Enumerable.Range(0, n).Select(_ => random.NextGaussian())];
            CellField fit = new(field.Graph, field.Factor);
            fit.Begin(start);
            fit.Set(smooth, own);
            Assert.True(fit.Factor(information, CancellationToken.None));
            double[] s = new double[n], v = new double[n];
            fit.Step(slope, s, v);

            // Both parts side by side: 2n unknowns.
            double[,] precision = field.Precision();
            double[,] dense = new double[2 * n, 2 * n];
            double[] right = new double[2 * n];
            double island = field.Graph.Rank == 0 ? own : smooth + own;
            for (int i = 0; i < n; i++)
            {
                bool alone = field.Graph.Scale[i] == 0;
                double pull = 0;
                for (int j = 0; j < n; j++)
                {
                    dense[i, j] = precision[i, j] / smooth;
                    pull += precision[i, j] / smooth * fit.Smooth[j];
                }

                double ownPrecision = 1 / (alone ? island : own);
                dense[i, i] += alone ? 1e12 : information[i];
                dense[i + n, i + n] = information[i] + ownPrecision;
                dense[i, i + n] = dense[i + n, i] = alone ? 0 : information[i];
                right[i] = alone ? 0 : slope[i] - pull;
                right[i + n] = slope[i] - (ownPrecision * fit.Own[i]);
            }

            double[,] inverse = Lattice.GaussJordan(dense).Inverse;
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(Enumerable.Range(0, 2 * n).Sum(j => inverse[i, j] * right[j]), s[i], 1e-7);
                Assert.Equal(Enumerable.Range(0, 2 * n).Sum(j => inverse[i + n, j] * right[j]), v[i], 1e-7);
            }

            fit.Renew(CancellationToken.None);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(inverse[i, i] + inverse[i + n, i + n] + (2 * inverse[i, i + n]), fit.Variance[i], 1e-7);
            }
        },
        iter: 60);

    /// <summary>The variances found lose next to nothing against the top of the Laplace marginal likelihood, computed with dense matrices on the effects themselves.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Variances_maximise_the_dense_marginal_likelihood(ulong seed)
    {
        const int Periods = 6;
        SeededRandom random = new(seed);
        GridCell[] cells = [.. TestGrid.Squares(7, 6).Cells.Where(_ => random.NextDouble() < 0.9)];
        TestGrid grid = new(cells);
        int n = cells.Length;
        double[] level = [.. Enumerable.Range(0, n).Select(i => Math.Sin(cells[i].Easting / 1500) + (0.5 * random.NextGaussian()))];
        double[] values = [.. Enumerable.Range(0, n * Periods).Select(i => (double)random.NextPoisson(8 * Math.Exp(level[i % n])))];
        IReadOnlyList<FittedParameter> parameters = new SpatialRegressionForecaster(new() { Family = CountFamily.Poisson, OwnLag = false, NeighbourLag = false }).Fit(EveryBaselineTests.Counts(grid, Periods, values)).Parameters;
        double deviation = parameters.Single(p => p.Name == "cellEffectDeviation").Value, share = parameters.Single(p => p.Name == "smoothShare").Value;
        double[,] smooth = Lattice.SmoothCovariance(NeighbourTable.First(grid.Neighbours()));
        double[] sums = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, Periods).Sum(t => values[(t * n) + i]))];
        double here = Marginal(smooth, sums, Periods, deviation, share), best = double.NegativeInfinity;
        foreach (double d in Enumerable.Range(0, 25).Select(k => 0.3 * Math.Pow(1.12, k)))
        {
            foreach (double r in Enumerable.Range(0, 21).Select(k => Math.Clamp(k / 20.0, 0.001, 0.999)))
            {
                best = Math.Max(best, Marginal(smooth, sums, Periods, d, r));
            }
        }

        Assert.InRange(best - here, -0.2, 0.05);

        // The surface is not flat: other variances lose much.
        Assert.True(best - Marginal(smooth, sums, Periods, 2 * deviation, share) > 1);
    }

    /// <summary>Log marginal likelihood of Poisson sums by Laplace's method: the level profiled, the effects' covariance dense, their mean free.</summary>
    private static double Marginal(double[,] smooth, double[] sums, int periods, double deviation, double share)
    {
        int n = sums.Length;
        double[,] covariance = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                covariance[i, j] = (deviation * deviation * ((share * smooth[i, j]) + (i == j ? (smooth[i, i] == 0 ? 1 : 1 - share) : 0))) + 1e4;
            }
        }

        (double[,] precision, double logDeterminant) = Lattice.GaussJordan(covariance);
        double[] u = new double[n];
        double total = sums.Sum();
        double[,] hessian = new double[n, n];
        double level = 0;
        for (int step = 0; step < 60; step++)
        {
            level = Math.Log(total / u.Sum(Math.Exp));
            double[] slope = new double[n];
            for (int i = 0; i < n; i++)
            {
                double mean = Math.Exp(level + u[i]);
                slope[i] = sums[i] - mean;
                for (int j = 0; j < n; j++)
                {
                    slope[i] -= precision[i, j] * u[j];
                    hessian[i, j] = precision[i, j] + (i == j ? mean : 0);
                }
            }

            double[,] inverse = Lattice.GaussJordan(hessian).Inverse;
            double moved = 0;
            double[] move = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => inverse[i, j] * slope[j]))];
            for (int i = 0; i < n; i++)
            {
                u[i] += Math.Clamp(move[i], -1, 1);
                moved = Math.Max(moved, Math.Abs(move[i]));
            }

            if (moved < 1e-8)
            {
                break;
            }
        }

        double value = -(0.5 * logDeterminant) - (0.5 * Lattice.GaussJordan(hessian).LogDeterminant);
        for (int i = 0; i < n; i++)
        {
            value += (sums[i] * (level + u[i])) - Math.Exp(level + u[i]);
            for (int j = 0; j < n; j++)
            {
                value -= 0.5 * u[i] * precision[i, j] * u[j];
            }
        }

        return value;
    }

    /// <summary>A lattice with holes.</summary>
    private sealed class Field
    {
        public Field(int columns, int rows, int seed)
        {
            SeededRandom random = new((ulong)seed);
            GridCell[] cells = [.. TestGrid.Squares(columns, rows).Cells.Where((_, i) => i == 0 || random.NextDouble() < 0.5)];
            Cells = cells.Length;
            Near = NeighbourTable.First(new TestGrid(cells).Neighbours());
            Factor = new SparseCholesky(Near, DissectionOrder.Of(Near, [.. cells.Select(c => c.Easting)], [.. cells.Select(c => c.Northing)]));
            Graph = new FieldGraph(Near, Factor, [.. cells.Select(_ => random.NextDouble())], CancellationToken.None);
        }

        public int Cells { get; }

        public NeighbourTable Near { get; }

        public SparseCholesky Factor { get; }

        public FieldGraph Graph { get; }

        /// <summary>The precision of the smooth part, column by column.</summary>
        public double[,] Precision()
        {
            double[,] precision = new double[Cells, Cells];
            for (int j = 0; j < Cells; j++)
            {
                double[] unit = new double[Cells], column = new double[Cells];
                unit[j] = 1;
                Graph.Multiply(unit, column);
                for (int i = 0; i < Cells; i++)
                {
                    precision[i, j] = column[i];
                }
            }

            return precision;
        }
    }
}
