namespace PolicingModels.SpatioTemporal;

/// <summary>How much of each ring around an event lies inside the study area, so that any round kernel's mass inside is a short sum.</summary>
/// <remarks>Sixteen rings, narrower toward the event; sixteen directions each, every other ring turned by half a step. Events with all rings inside share one row of ones.</remarks>
internal sealed class EdgeShares
{
    public const int Rings = 16;

    private const int Directions = 16;
    private const int BlockEvents = 256;

    private readonly int[] _row;
    private readonly List<double[]> _shares;

    private EdgeShares(double farthest, int[] row, List<double[]> shares)
    {
        _row = row;
        _shares = shares;
        Radii = RadiiOf(farthest);
    }

    /// <summary>The bounds of the rings in metres: one more than there are rings, from 0 to the farthest reach.</summary>
    public double[] Radii { get; }

    public static double[] RadiiOf(double farthest)
    {
        double[] radii = new double[Rings + 1];
        for (int k = 0; k <= Rings; k++)
        {
            radii[k] = farthest * k * k / (Rings * (double)Rings);
        }

        return radii;
    }

    public bool IsInside(int i) => _row[i] < 0;

    /// <summary>The share of each ring inside, for an event for which <see cref="IsInside"/> is false.</summary>
    public ReadOnlySpan<double> Shares(int i) => _shares[_row[i]];

    /// <summary>The mass inside of a kernel that has the given mass in each ring.</summary>
    public double Mass(int i, ReadOnlySpan<double> ringMass)
    {
        if (_row[i] < 0)
        {
            return 1;
        }

        double sum = 0;
        double[] shares = _shares[_row[i]];
        for (int k = 0; k < Rings; k++)
        {
            sum += shares[k] * ringMass[k];
        }

        return sum;
    }

    /// <summary>Looks around every event; without correction all is taken to be inside.</summary>
    public static EdgeShares Of(PointPattern pattern, double farthest, bool correct, CancellationToken cancellationToken)
    {
        int n = pattern.Count;
        int[] row = new int[n];
        Array.Fill(row, -1);
        List<double[]> shares = [];
        if (!correct)
        {
            return new EdgeShares(farthest, row, shares);
        }

        double[] radii = RadiiOf(farthest);
        double[] dx = new double[Rings * Directions], dy = new double[dx.Length];
        for (int k = 0; k < Rings; k++)
        {
            // The radius that halves the ring's area.
            double radius = Math.Sqrt(((radii[k] * radii[k]) + (radii[k + 1] * radii[k + 1])) / 2);
            for (int a = 0; a < Directions; a++)
            {
                double angle = 2 * Math.PI * (a + (k % 2 == 0 ? 0.25 : 0.75)) / Directions;
                dx[(k * Directions) + a] = radius * Math.Cos(angle);
                dy[(k * Directions) + a] = radius * Math.Sin(angle);
            }
        }

        double[]?[] found = new double[n][];
        Parallel.For(0, (n + BlockEvents - 1) / BlockEvents, FitThreads.Options(cancellationToken), block => Look(pattern, block, dx, dy, found));
        for (int i = 0; i < n; i++)
        {
            if (found[i] is { } own)
            {
                row[i] = shares.Count;
                shares.Add(own);
            }
        }

        return new EdgeShares(farthest, row, shares);
    }

    private static void Look(PointPattern pattern, int block, double[] dx, double[] dy, double[]?[] found)
    {
        int first = block * BlockEvents, end = Math.Min(pattern.Count, first + BlockEvents), m = dx.Length;
        double[] x = new double[(end - first) * m], y = new double[x.Length];
        int[] cell = new int[x.Length];
        for (int i = first; i < end; i++)
        {
            for (int k = 0; k < m; k++)
            {
                x[((i - first) * m) + k] = pattern.X[i] + dx[k];
                y[((i - first) * m) + k] = pattern.Y[i] + dy[k];
            }
        }

        pattern.Area.Locate(x, y, cell);
        for (int i = first; i < end; i++)
        {
            ReadOnlySpan<int> own = cell.AsSpan((i - first) * m, m);
            if (own.IndexOfAnyInRange(int.MinValue, -1) < 0)
            {
                continue;
            }

            double[] share = new double[Rings];
            for (int k = 0; k < m; k++)
            {
                share[k / Directions] += own[k] >= 0 ? 1.0 / Directions : 0;
            }

            found[i] = share;
        }
    }
}
