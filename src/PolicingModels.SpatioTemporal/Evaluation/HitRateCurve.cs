namespace PolicingModels.SpatioTemporal;

/// <summary>A point of a hit-rate curve.</summary>
/// <param name="AreaShare">Share of the area flagged, 0 to 1: the hit rate of a random order too.</param>
/// <param name="HitRate">Share of events captured by the model, 0 to 1.</param>
/// <param name="BestHitRate">Share of events that the best choice of the same area would have captured, 0 to 1.</param>
public readonly record struct HitRateCurvePoint(double AreaShare, double HitRate, double BestHitRate);

/// <summary>Share of events captured against share of the area flagged, pooled over origins.</summary>
/// <param name="Points">From (0, 0) to the whole area, in increasing order of area; empty where no event happened.</param>
public sealed record HitRateCurve(IReadOnlyList<HitRateCurvePoint> Points)
{
    /// <summary>Area under the curve by the trapezoid rule, 0 to 1; 0.5 for a random order; null for an empty curve.</summary>
    public double? AreaUnderCurve
    {
        get
        {
            if (Points.Count < 2)
            {
                return null;
            }

            double area = 0;
            for (int i = 1; i < Points.Count; i++)
            {
                area += (Points[i].AreaShare - Points[i - 1].AreaShare) * (Points[i].HitRate + Points[i - 1].HitRate) / 2;
            }

            return area;
        }
    }
}

/// <summary>Collects the curve of each origin at the same steps of area.</summary>
internal sealed class HitRateCurveBuilder
{
    private const int MaximumSteps = 200;
    private readonly double[] _share;
    private readonly double[] _hits;
    private readonly double[] _best;
    private double _events;
    private int _origins;

    public HitRateCurveBuilder(int cells)
    {
        int steps = Math.Min(cells, MaximumSteps);
        _share = new double[steps + 1];
        _hits = new double[steps + 1];
        _best = new double[steps + 1];
    }

    public void Add(CellRanking ranking, double events)
    {
        int steps = _share.Length - 1;
        for (int j = 1; j <= steps; j++)
        {
            TopShareHits top = ranking.AtFraction((double)j / steps);
            _share[j] += top.AreaShare;
            _hits[j] += top.Hits;
            _best[j] += top.BestHits;
        }

        _events += events;
        _origins++;
    }

    public HitRateCurve Build()
    {
        if (_events == 0)
        {
            return new HitRateCurve([]);
        }

        HitRateCurvePoint[] points = new HitRateCurvePoint[_share.Length];
        for (int j = 0; j < points.Length; j++)
        {
            points[j] = new HitRateCurvePoint(_share[j] / _origins, _hits[j] / _events, _best[j] / _events);
        }

        return new HitRateCurve(points);
    }
}
