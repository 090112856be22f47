namespace PolicingModels.SpatioTemporal;

/// <summary>One minus the expected number of events in the part of the area nearer to each event than to any other, over the whole time observed.</summary>
/// <param name="Residuals">One per event in time order; at most 1. Events on one place share its part, and its residual is their number minus what is expected, shared among them.</param>
/// <param name="Mean">Their mean: 0 where the expected total is right.</param>
/// <param name="Deviation">Their standard deviation; about 0.53 for an even pattern, whose parts are gamma distributed with shape 3.569 (Tanemura 2003).</param>
/// <remarks>Bray, Wong, Barr and Schoenberg 2014 (doi:10.1214/14-AOAS767). Expected numbers are summed over a raster of about 24 points per event, at most 400,000.</remarks>
public sealed record VoronoiResiduals(IReadOnlyList<double> Residuals, double Mean, double Deviation)
{
    internal static VoronoiResiduals Of(FittedProcess process, CancellationToken cancellationToken)
    {
        PointPattern pattern = process.Pattern;
        (double[] x, double[] y, double area) = Raster(pattern);
        double[] expected = process.Density.At(x, y, cancellationToken);
        for (int k = 0; k < expected.Length; k++)
        {
            expected[k] *= process.BackgroundPerDay * pattern.Time.Days;
        }

        PointBuckets raster = new(x, y, process.Kernel.FarthestMetres / 2);
        double[] seen = new double[pattern.Count];
        for (int j = 0; j < pattern.Count; j++)
        {
            if ((j & 255) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double weight = process.BranchingRatio * pattern.Time.Mass(pattern.T[j], process.Kernel.LongestDays, process.Kernel.TimeMass), far = process.Kernel.FarthestMetres;
            (int left, int right, int bottom, int top) = raster.Around(pattern.X[j], pattern.Y[j], far);
            for (int row = bottom; row <= top; row++)
            {
                foreach (int k in raster.Of(row, left, right))
                {
                    double dx = x[k] - pattern.X[j], dy = y[k] - pattern.Y[j], squared = (dx * dx) + (dy * dy);
                    expected[k] += squared <= far * far ? weight * process.Kernel.SpaceDensity(squared) : 0;
                }
            }
        }

        Share(pattern, x, y, expected, area, seen);
        double mean = seen.Average(), squares = seen.Sum(r => (r - mean) * (r - mean));
        return new VoronoiResiduals(seen, mean, Math.Sqrt(squares / Math.Max(seen.Length - 1, 1)));
    }

    private static void Share(PointPattern pattern, double[] x, double[] y, double[] expected, double area, double[] residual)
    {
        PointBuckets events = new(pattern.X, pattern.Y, Math.Sqrt(pattern.SquareMetres / pattern.Count));
        Dictionary<(double, double), List<int>> places = [];
        for (int i = 0; i < pattern.Count; i++)
        {
            if (!places.TryGetValue((pattern.X[i], pattern.Y[i]), out List<int>? here))
            {
                places.Add((pattern.X[i], pattern.Y[i]), here = []);
            }

            here.Add(i);
        }

        Array.Fill(residual, 1);
        for (int k = 0; k < x.Length; k++)
        {
            int nearest = Nearest(pattern, events, x[k], y[k]);
            List<int> here = places[(pattern.X[nearest], pattern.Y[nearest])];
            foreach (int i in here)
            {
                residual[i] -= expected[k] * area / here.Count;
            }
        }
    }

    private static int Nearest(PointPattern pattern, PointBuckets events, double x, double y)
    {
        for (double radius = events.Size; ; radius *= 2)
        {
            int best = -1;
            double least = radius * radius;
            (int left, int right, int bottom, int top) = events.Around(x, y, radius);
            for (int row = bottom; row <= top; row++)
            {
                foreach (int i in events.Of(row, left, right))
                {
                    double dx = x - pattern.X[i], dy = y - pattern.Y[i], squared = (dx * dx) + (dy * dy);
                    if (squared < least || (squared == least && best < 0))
                    {
                        (best, least) = (i, squared);
                    }
                }
            }

            if (best >= 0)
            {
                return best;
            }
        }
    }

    /// <summary>A square raster over the cells; each point stands for the same area.</summary>
    private static (double[] X, double[] Y, double Area) Raster(PointPattern pattern)
    {
        double side = CellSize.TypicalSideMetres(pattern.Area.Cells);
        double west = pattern.Area.Cells.Min(c => c.Easting) - side, east = pattern.Area.Cells.Max(c => c.Easting) + side;
        double south = pattern.Area.Cells.Min(c => c.Northing) - side, north = pattern.Area.Cells.Max(c => c.Northing) + side;
        double wanted = Math.Min(24.0 * pattern.Count, 400_000), step = Math.Sqrt(pattern.SquareMetres / wanted);
        List<double> x = [], y = [];
        int columns = (int)((east - west) / step);
        double[] rowX = new double[columns], rowY = new double[columns];
        int[] cell = new int[columns];
        for (double at = south + (step / 2); at < north; at += step)
        {
            for (int c = 0; c < columns; c++)
            {
                rowX[c] = west + ((c + 0.5) * step);
                rowY[c] = at;
            }

            pattern.Area.Locate(rowX, rowY, cell);
            for (int c = 0; c < columns; c++)
            {
                if (cell[c] >= 0)
                {
                    x.Add(rowX[c]);
                    y.Add(at);
                }
            }
        }

        return ([.. x], [.. y], pattern.SquareMetres / Math.Max(x.Count, 1));
    }
}
