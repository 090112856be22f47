namespace PolicingModels.SpatioTemporal;

/// <summary>Points in a plane with weights; a place that occurs several times is one point.</summary>
internal sealed class WeightedPoints
{
    private WeightedPoints(double[] x, double[] y, double[] weight)
    {
        X = x;
        Y = y;
        Weight = weight;
        foreach (double w in weight)
        {
            Total += w;
        }
    }

    public double[] X { get; }

    public double[] Y { get; }

    public double[] Weight { get; }

    public double Total { get; }

    public int Count => X.Length;

    /// <summary>Merges a run of event points by place, in order of first occurrence.</summary>
    public static WeightedPoints Of(EventPoints points, int first, int end)
    {
        Dictionary<(double, double), int> places = new(end - first);
        List<double> x = [], y = [], weight = [];
        for (int k = first; k < end; k++)
        {
            (double, double) place = (points.Easting[k], points.Northing[k]);
            if (places.TryGetValue(place, out int at))
            {
                weight[at] += points.Weight[k];
            }
            else
            {
                places.Add(place, x.Count);
                x.Add(place.Item1);
                y.Add(place.Item2);
                weight.Add(points.Weight[k]);
            }
        }

        return new WeightedPoints([.. x], [.. y], [.. weight]);
    }

    /// <summary>Points as they are given, one per place.</summary>
    public static WeightedPoints At(double[] x, double[] y, double[] weight) => new(x, y, weight);

    /// <summary>The points under a linear map of the plane, with other weights where given.</summary>
    public WeightedPoints Map(PlaneMap map, double[]? weight = null)
    {
        double[] x = new double[Count], y = new double[Count];
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = map.Apply(X[i], Y[i]);
        }

        return new WeightedPoints(x, y, weight ?? Weight);
    }

    /// <summary>Weighted variances and covariance (unbiased for unit weights), in squared metres; zero for a single event.</summary>
    public (double XX, double XY, double YY) Covariance()
    {
        double mx = 0, my = 0;
        for (int i = 0; i < X.Length; i++)
        {
            mx += Weight[i] * X[i];
            my += Weight[i] * Y[i];
        }

        mx /= Total;
        my /= Total;
        double xx = 0, xy = 0, yy = 0;
        for (int i = 0; i < X.Length; i++)
        {
            double dx = X[i] - mx, dy = Y[i] - my;
            xx += Weight[i] * dx * dx;
            xy += Weight[i] * dx * dy;
            yy += Weight[i] * dy * dy;
        }

        double degrees = Math.Max(Total - 1, 1);
        return (xx / degrees, xy / degrees, yy / degrees);
    }
}

/// <summary>A lower-triangular linear map of the plane.</summary>
internal readonly record struct PlaneMap(double XX, double YX, double YY)
{
    public static PlaneMap Identity { get; } = new(1, 0, 1);

    public double Determinant => XX * YY;

    public (double X, double Y) Apply(double x, double y) => (XX * x, (YX * x) + (YY * y));
}
