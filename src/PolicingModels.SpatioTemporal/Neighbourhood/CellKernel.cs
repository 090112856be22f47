using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Gaussian weights between cells by the distance of their centres, up to three standard deviations.</summary>
internal sealed class CellKernel
{
    private const double Reach = 3;

    private readonly int[] _start;
    private readonly int[] _cell;
    private readonly double[] _weight;

    /// <param name="cells">The cells.</param>
    /// <param name="bandwidthMetres">The standard deviation, above 0.</param>
    /// <param name="own">Whether a cell is its own neighbour, with weight 1.</param>
    public CellKernel(IReadOnlyList<GridCell> cells, double bandwidthMetres, bool own)
    {
        double[] x = [.. cells.Select(c => c.Easting)], y = [.. cells.Select(c => c.Northing)];
        double radius = Reach * bandwidthMetres;
        PointBuckets buckets = new(x, y, radius);
        _start = new int[x.Length + 1];
        List<int> found = [];
        List<double> weights = [];
        for (int i = 0; i < x.Length; i++)
        {
            (int left, int right, int bottom, int top) = buckets.Around(x[i], y[i], radius);
            for (int row = bottom; row <= top; row++)
            {
                foreach (int j in buckets.Of(row, left, right))
                {
                    double squared = ((x[i] - x[j]) * (x[i] - x[j])) + ((y[i] - y[j]) * (y[i] - y[j]));
                    if (squared <= radius * radius && (own || i != j))
                    {
                        found.Add(j);
                        weights.Add(Math.Exp(-0.5 * squared / (bandwidthMetres * bandwidthMetres)));
                    }
                }
            }

            _start[i + 1] = found.Count;
        }

        _cell = [.. found];
        _weight = [.. weights];
    }

    /// <summary>Writes the weighted sum of values around each cell.</summary>
    public void Sum(ReadOnlySpan<double> values, Span<double> into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            double sum = 0;
            for (int k = _start[i]; k < _start[i + 1]; k++)
            {
                sum += _weight[k] * values[_cell[k]];
            }

            into[i] = sum;
        }
    }
}
