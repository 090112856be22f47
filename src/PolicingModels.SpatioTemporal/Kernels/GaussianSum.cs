using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>Sums of Gaussian kernels of one bandwidth around weighted points, at query points.</summary>
/// <remarks>
/// Few pairs are summed directly, each kernel cut at 6 bandwidths (1.5e-8 of its peak). Many are binned to a lattice of spacing δ = h/12 (each weight shared between
/// the four nodes around it), convolved along both axes with the kernel cut at 5 bandwidths, and read off by bilinear interpolation. Sharing and reading each widen the
/// kernel by δ²/6 per axis on average, which is taken off its variance beforehand. What remains per point is at most δ²/(3h²) = 0.24% of the kernel's peak.
/// </remarks>
internal static class GaussianSum
{
    private const double DirectRadius = 6;
    private const double LatticeRadius = 5;
    private const int NodesPerBandwidth = 12;
    private const double DirectPairs = 3e6;
    private const long MostNodes = 8_000_000;
    private const int RowBlock = 16;

    /// <summary>Writes Σ w·exp(−d²/2h²) at every query point.</summary>
    public static void Evaluate(WeightedPoints points, double bandwidth, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> into, CancellationToken cancellationToken)
    {
        (double west, double east) = Range(points.X, x);
        (double south, double north) = Range(points.Y, y);
        double width = east - west, height = north - south, reach = 2 * DirectRadius * bandwidth;
        double pairs = points.Count * (double)x.Length * Math.Min(1, reach / Math.Max(width, reach)) * Math.Min(1, reach / Math.Max(height, reach));
        double spacing = bandwidth / NodesPerBandwidth;
        double nodes = ((width / spacing) + 3) * ((height / spacing) + 3);
        if (pairs <= DirectPairs || nodes > MostNodes)
        {
            Direct(points, bandwidth, x, y, into, cancellationToken);
        }
        else
        {
            OnLattice(points, bandwidth, spacing, west, south, (int)(width / spacing) + 3, (int)(height / spacing) + 3, x, y, into, cancellationToken);
        }
    }

    /// <summary>The direct sum, whatever the number of pairs.</summary>
    public static void Direct(WeightedPoints points, double bandwidth, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> into, CancellationToken cancellationToken)
    {
        PointBuckets buckets = new(points.X, points.Y, DirectRadius * bandwidth);
        double scale = -0.5 / (bandwidth * bandwidth), cut = DirectRadius * DirectRadius * bandwidth * bandwidth;
        for (int q = 0; q < x.Length; q++)
        {
            if ((q & 63) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double sum = 0;
            (int left, int right, int bottom, int top) = buckets.Around(x[q], y[q], DirectRadius * bandwidth);
            for (int row = bottom; row <= top; row++)
            {
                foreach (int i in buckets.Of(row, left, right))
                {
                    double dx = points.X[i] - x[q], dy = points.Y[i] - y[q], squared = (dx * dx) + (dy * dy);
                    if (squared < cut)
                    {
                        sum += points.Weight[i] * Math.Exp(scale * squared);
                    }
                }
            }

            into[q] = sum;
        }
    }

    private static void OnLattice(WeightedPoints points, double bandwidth, double spacing, double west, double south, int columns, int rows, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> into, CancellationToken cancellationToken)
    {
        double[] lattice = new double[columns * rows];
        double perMetre = 1 / spacing;
        for (int i = 0; i < points.Count; i++)
        {
            double u = (points.X[i] - west) * perMetre, v = (points.Y[i] - south) * perMetre;
            int c = (int)u, r = (int)v, at = (r * columns) + c;
            double du = u - c, dv = v - r, w = points.Weight[i];
            lattice[at] += w * (1 - du) * (1 - dv);
            lattice[at + 1] += w * du * (1 - dv);
            lattice[at + columns] += w * (1 - du) * dv;
            lattice[at + columns + 1] += w * du * dv;
        }

        // Narrower than h by what sharing and interpolation add; the peak is lowered so that the mass stays 2πh².
        double variance = (bandwidth * bandwidth) - (spacing * spacing / 3);
        double[] taps = new double[(int)(LatticeRadius * NodesPerBandwidth) + 1];
        for (int k = 0; k < taps.Length; k++)
        {
            taps[k] = Math.Exp(-0.5 * k * k * spacing * spacing / variance) * bandwidth / Math.Sqrt(variance);
        }

        // Both passes are needed only where they are read off: around the query points, which are far fewer than nodes when they are the centres of cells.
        int[] slot = Needed(x, west, perMetre, columns, out int needed);
        double[] mirrored = Mirrored(taps), across = new double[needed * rows];
        int[] wanted = new int[needed];
        for (int c = 0; c < columns; c++)
        {
            if (slot[c] >= 0)
            {
                wanted[slot[c]] = c;
            }
        }

        Parallel.For(0, (rows + RowBlock - 1) / RowBlock, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            for (int r = block * RowBlock; r < Math.Min(rows, (block + 1) * RowBlock); r++)
            {
                Across(lattice.AsSpan(r * columns, columns), wanted, mirrored, across, r, rows);
            }
        });
        Read(across, slot, rows, mirrored, x, y, west, south, perMetre, into);
    }

    /// <summary>One number per column that some query point reads, in order; −1 for the others.</summary>
    private static int[] Needed(ReadOnlySpan<double> x, double west, double perMetre, int columns, out int needed)
    {
        int[] slot = new int[columns];
        foreach (double value in x)
        {
            int c = (int)((value - west) * perMetre);
            slot[c] = slot[c + 1] = 1;
        }

        needed = 0;
        for (int c = 0; c < columns; c++)
        {
            slot[c] = slot[c] > 0 ? needed++ : -1;
        }

        return slot;
    }

    private static double[] Mirrored(double[] taps)
    {
        double[] both = new double[(2 * taps.Length) - 1];
        for (int k = 0; k < both.Length; k++)
        {
            both[k] = taps[Math.Abs(k - (taps.Length - 1))];
        }

        return both;
    }

    /// <summary>Convolves one row of the lattice at the columns wanted; the result stands column by column.</summary>
    private static void Across(ReadOnlySpan<double> row, int[] wanted, double[] mirrored, double[] across, int r, int rows)
    {
        // Most rows of a city's lattice are empty at the edges; nothing spreads from nothing.
        int first = row.IndexOfAnyExcept(0.0);
        if (first < 0)
        {
            return;
        }

        int end = row.LastIndexOfAnyExcept(0.0) + 1;
        for (int k = 0; k < wanted.Length; k++)
        {
            across[(k * rows) + r] = Around(row, wanted[k], first, end, mirrored);
        }
    }

    /// <summary>The kernel-weighted sum of values around one of them.</summary>
    private static double Around(ReadOnlySpan<double> values, int at, int first, int end, double[] mirrored)
    {
        int reach = mirrored.Length / 2, low = Math.Max(first, at - reach), high = Math.Min(end, at + reach + 1);
        return low < high ? TensorPrimitives.Dot(values[low..high], mirrored.AsSpan(low - at + reach, high - low)) : 0;
    }

    /// <summary>Convolves down the columns at the nodes around each query point, each node once, and interpolates.</summary>
    private static void Read(double[] across, int[] slot, int rows, double[] mirrored, ReadOnlySpan<double> x, ReadOnlySpan<double> y, double west, double south, double perMetre, Span<double> into)
    {
        double[] node = new double[across.Length];
        Array.Fill(node, double.NaN);
        for (int q = 0; q < x.Length; q++)
        {
            double u = (x[q] - west) * perMetre, v = (y[q] - south) * perMetre;
            int c = (int)u, r = (int)v;
            double du = u - c, dv = v - r;
            into[q] = ((1 - dv) * (((1 - du) * Node(slot[c], r)) + (du * Node(slot[c + 1], r)))) + (dv * (((1 - du) * Node(slot[c], r + 1)) + (du * Node(slot[c + 1], r + 1))));
        }

        double Node(int column, int row)
        {
            ref double value = ref node[(column * rows) + row];
            if (double.IsNaN(value))
            {
                value = Around(across.AsSpan(column * rows, rows), row, 0, rows, mirrored);
            }

            return value;
        }
    }

    private static (double Low, double High) Range(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in a)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        foreach (double value in b)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (low, high);
    }
}
