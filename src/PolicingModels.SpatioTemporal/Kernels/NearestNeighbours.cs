namespace PolicingModels.SpatioTemporal;

/// <summary>Distances to the k-th nearest other event, by rings of buckets around each.</summary>
internal static class NearestNeighbours
{
    /// <summary>Writes one distance per place; events on the same place are neighbours at distance 0. With fewer than k other events, the distance to the farthest; 0 for a lone event.</summary>
    public static void Distances(WeightedPoints points, int k, Span<double> into, CancellationToken cancellationToken)
    {
        (double low, double high) x = (points.X.Min(), points.X.Max()), y = (points.Y.Min(), points.Y.Max());

        // About k events per bucket when they are spread evenly.
        double area = Math.Max(x.high - x.low, 1) * Math.Max(y.high - y.low, 1);
        PointBuckets buckets = new(points.X, points.Y, Math.Max(Math.Sqrt(area * k / Math.Max(points.Total, 1)), 1));
        List<(double Squared, double Weight)> near = [];
        for (int i = 0; i < points.Count; i++)
        {
            if ((i & 63) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double radius = buckets.Size;
            while (true)
            {
                near.Clear();
                double found = -1;
                (int left, int right, int bottom, int top) = buckets.Around(points.X[i], points.Y[i], radius);
                for (int row = bottom; row <= top; row++)
                {
                    foreach (int j in buckets.Of(row, left, right))
                    {
                        double dx = points.X[j] - points.X[i], dy = points.Y[j] - points.Y[i], squared = (dx * dx) + (dy * dy);
                        if (squared <= radius * radius)
                        {
                            near.Add((squared, points.Weight[j]));
                            found += points.Weight[j];
                        }
                    }
                }

                if (found >= k || near.Count == points.Count)
                {
                    break;
                }

                radius *= 2;
            }

            near.Sort(static (a, b) => a.Squared.CompareTo(b.Squared));
            double others = -1, distance = 0;
            foreach ((double squared, double weight) in near)
            {
                others += weight;
                distance = squared;
                if (others >= k)
                {
                    break;
                }
            }

            into[i] = Math.Sqrt(distance);
        }
    }
}
