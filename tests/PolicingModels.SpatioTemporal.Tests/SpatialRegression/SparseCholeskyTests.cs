using CsCheck;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.SpatialRegression;

/// <summary>The sparse factor against plain dense arithmetic on lattices with holes.</summary>
public class SparseCholeskyTests
{
    [Fact]
    public void Solutions_determinant_and_inverse_are_the_dense_ones() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[0, 1000], Gen.Double[0, 3]).Sample((columns, rows, seed, smooth) =>
        {
            SeededRandom random = new((ulong)seed);
            TestGrid whole = TestGrid.Squares(columns, rows);
            GridCell[] cells = [.. whole.Cells.Where((_, i) => i == 0 || random.NextDouble() < 0.8)];
            int n = cells.Length;
            NeighbourTable near = NeighbourTable.First(new TestGrid(cells).Neighbours());
            int[] component = Lattice.Components(near);
            double[] between = [.. component.Select(c => -smooth / (1 + c))];
            double[] diagonal = [.. Enumerable.Range(0, n).Select(i => 0.1 + random.NextDouble() - (between[i] * near.Of(i).Length))];
            double[,] dense = new double[n, n];
            for (int i = 0; i < n; i++)
            {
                dense[i, i] = diagonal[i];
                foreach (int j in near.Of(i))
                {
                    dense[i, j] = between[i];
                }
            }

            int[] order = DissectionOrder.Of(near, [.. cells.Select(c => c.Easting)], [.. cells.Select(c => c.Northing)]);
            Assert.Equal(Enumerable.Range(0, n), order.Order());
            SparseCholesky factor = new(near, order);
            Assert.True(factor.Factor(diagonal, between, CancellationToken.None));
            (double[,] inverse, double logDeterminant) = Lattice.GaussJordan(dense);
            Assert.Equal(logDeterminant, factor.LogDeterminant(), 1e-9 * (1 + Math.Abs(logDeterminant)));
            double[] b = [.. Enumerable.Range(0, n).Select(_ => random.NextGaussian())];
            double[] solved = [.. b];
            factor.Solve(solved);
            double[] own = new double[n], around = new double[n];
            factor.Inverse(own, around, CancellationToken.None);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(Enumerable.Range(0, n).Sum(j => inverse[i, j] * b[j]), solved[i], 1e-9 * (1 + Math.Abs(solved[i])));
                Assert.Equal(inverse[i, i], own[i], 1e-9 * inverse[i, i]);
                double expected = near.Of(i).ToArray().Sum(j => inverse[i, j]);
                Assert.Equal(expected, around[i], 1e-9 * (1 + Math.Abs(expected)));
            }
        }, iter: 60);

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_noticed()
    {
        TestGrid grid = TestGrid.Squares(3, 1);
        NeighbourTable near = NeighbourTable.First(grid.Neighbours());
        SparseCholesky factor = new(near, [0, 2, 1]);
        Assert.False(factor.Factor([1, 1, 1], [-1, -1, -1], CancellationToken.None));
    }

    [Fact]
    public void Dissection_keeps_the_factor_sparse()
    {
        // n·log2(n)·31/4 is George's count for nine-point stencils on a square of n cells (1973); natural order would fill 60 columns of each row.
        TestGrid grid = TestGrid.Squares(60, 60);
        NeighbourTable near = NeighbourTable.First(grid.Neighbours());
        SparseCholesky factor = new(near, DissectionOrder.Of(near, [.. grid.Cells.Select(c => c.Easting)], [.. grid.Cells.Select(c => c.Northing)]));
        Assert.InRange(factor.Count, 4 * 3600, 7.75 * 3600 * Math.Log2(60));
    }
}
