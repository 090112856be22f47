namespace PolicingModels.SpatioTemporal;

/// <summary>Distances to several k-th nearest other events at once, on all threads.</summary>
internal static class NeighbourDistances
{
    private const int BlockPlaces = 128;

    /// <summary>One array per k (increasing), one distance per place; with fewer than k other events, the distance to the farthest.</summary>
    public static double[][] Of(WeightedPoints places, int[] neighbours, CancellationToken cancellationToken)
    {
        int n = places.Count, most = neighbours[^1];
        double[][] into = Array.ConvertAll(neighbours, _ => new double[n]);
        if (n == 0)
        {
            return into;
        }

        double area = Math.Max(places.X.Max() - places.X.Min(), 1) * Math.Max(places.Y.Max() - places.Y.Min(), 1);
        PointBuckets buckets = new(places.X, places.Y, Math.Max(0.5 * Math.Sqrt(area * neighbours[0] / Math.Max(places.Total, 1)), 1));
        Parallel.For(0, (n + BlockPlaces - 1) / BlockPlaces, FitThreads.Options(cancellationToken), block =>
        {
            double[] squared = new double[1024], weight = new double[1024];
            double radius = buckets.Size;
            for (int i = block * BlockPlaces; i < Math.Min(n, (block + 1) * BlockPlaces); i++)
            {
                // The last place's radius is a good first guess for the next; half of it forgets a lonely one.
                radius = Math.Max(radius / 2, buckets.Size / 4);
                int found;
                while (true)
                {
                    found = Within(places, buckets, i, radius, ref squared, ref weight, out double events);
                    if (events > most || found == n)
                    {
                        break;
                    }

                    radius *= events > most / 4.0 ? 1.5 : 2;
                }

                Array.Sort(squared, weight, 0, found);
                double others = -1;
                int at = 0;
                for (int c = 0; c < neighbours.Length; c++)
                {
                    while (at < found - 1 && others + weight[at] < neighbours[c])
                    {
                        others += weight[at++];
                    }

                    into[c][i] = Math.Sqrt(squared[at]);
                }
            }
        });
        return into;
    }

    private static int Within(WeightedPoints places, PointBuckets buckets, int i, double radius, ref double[] squared, ref double[] weight, out double events)
    {
        int found = 0;
        events = 0;
        double x = places.X[i], y = places.Y[i], cut = radius * radius;
        (int left, int right, int bottom, int top) = buckets.Around(x, y, radius);
        for (int row = bottom; row <= top; row++)
        {
            foreach (int j in buckets.Of(row, left, right))
            {
                double dx = places.X[j] - x, dy = places.Y[j] - y, d = (dx * dx) + (dy * dy);
                if (d <= cut)
                {
                    if (found == squared.Length)
                    {
                        Array.Resize(ref squared, 2 * found);
                        Array.Resize(ref weight, 2 * found);
                    }

                    squared[found] = d;
                    weight[found++] = places.Weight[j];
                    events += places.Weight[j];
                }
            }
        }

        return found;
    }
}
