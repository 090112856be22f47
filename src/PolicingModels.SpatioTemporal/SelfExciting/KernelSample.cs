using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Where a round kernel's mass falls, cell by cell: its mass stands at equally likely points on rings.</summary>
internal sealed class KernelSample
{
    public const int Points = RadialLevels * Directions;

    private const int RadialLevels = 4;
    private const int Directions = 8;
    private const int BlockKernels = 512;

    /// <summary>The cell of each point of each kernel, −1 outside: <see cref="Points"/> per kernel.</summary>
    private readonly int[] _cell;

    private KernelSample(int[] cell) => _cell = cell;

    public ReadOnlySpan<int> Cells(int kernel) => _cell.AsSpan(kernel * Points, Points);

    public double MassInside(int kernel)
    {
        int inside = 0;
        foreach (int c in Cells(kernel))
        {
            inside += c >= 0 ? 1 : 0;
        }

        return (double)inside / Points;
    }

    /// <summary>Adds a kernel's weight to the cells it covers; what falls outside is lost.</summary>
    public void Add(int kernel, double weight, Span<double> into)
    {
        double part = weight / Points;
        foreach (int c in Cells(kernel))
        {
            if (c >= 0)
            {
                into[c] += part;
            }
        }
    }

    /// <summary>Locates the points of kernels around places.</summary>
    /// <param name="area">The cells.</param>
    /// <param name="x">Metres east.</param>
    /// <param name="y">Metres north.</param>
    /// <param name="radius">The radius that a share of a kernel's mass does not exceed, by kernel and share.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static KernelSample Of(IGrid area, double[] x, double[] y, Func<int, double, double> radius, CancellationToken cancellationToken)
    {
        int[] cell = new int[x.Length * Points];
        Parallel.For(0, (x.Length + BlockKernels - 1) / BlockKernels, FitThreads.Options(cancellationToken), block =>
        {
            int first = block * BlockKernels, end = Math.Min(x.Length, first + BlockKernels);
            double[] px = new double[(end - first) * Points], py = new double[px.Length];
            for (int i = first, at = 0; i < end; i++)
            {
                for (int level = 0; level < RadialLevels; level++)
                {
                    double r = radius(i, (level + 0.5) / RadialLevels);
                    for (int d = 0; d < Directions; d++, at++)
                    {
                        double angle = 2 * Math.PI * (d + (level * 0.38196601125)) / Directions;
                        px[at] = x[i] + (r * Math.Cos(angle));
                        py[at] = y[i] + (r * Math.Sin(angle));
                    }
                }
            }

            area.Locate(px, py, cell.AsSpan(first * Points, px.Length));
        });
        return new KernelSample(cell);
    }
}
