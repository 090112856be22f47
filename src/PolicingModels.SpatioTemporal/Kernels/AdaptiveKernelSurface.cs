namespace PolicingModels.SpatioTemporal;

/// <summary>Kernel density with one bandwidth per event, at cell centres, times cell area.</summary>
internal sealed class AdaptiveKernelSurface : ISurface
{
    private const double Radius = 6;

    private readonly CountHistory _history;
    private readonly AdaptiveKernelDensityOptions _options;
    private readonly EventPoints _points;
    private readonly double _side;
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly PointBuckets _cells;

    public AdaptiveKernelSurface(CountHistory history, AdaptiveKernelDensityOptions options)
    {
        _history = history;
        _options = options;
        _points = EventPoints.Of(history, spreadOverDays: false);
        _side = CellSize.TypicalSideMetres(history.Grid.Cells);
        _x = [.. history.Grid.Cells.Select(c => c.Easting)];
        _y = [.. history.Grid.Cells.Select(c => c.Northing)];
        _cells = new PointBuckets(_x, _y, _side);
    }

    public bool CanBeZero => true;

    public bool IsRelative => true;

    public (double MedianBandwidth, List<string> Notes) Describe(CancellationToken cancellationToken)
    {
        List<string> notes = [];
        WeightedPoints points = Window(_history.Periods[^1].End);
        if (_options.Rule == AdaptiveRule.SquareRoot && Bandwidth.Check(_options.PilotBandwidthMetres ?? Bandwidth.NormalReference(points, _side), _side) is { } note)
        {
            notes.Add(note);
        }

        if (_points.FromCounts)
        {
            notes.Add(KernelSurface.FromCountsNote);
        }

        double[] bandwidths = Bandwidths(points, cancellationToken);
        Array.Sort(bandwidths);
        return (bandwidths.Length > 0 ? bandwidths[bandwidths.Length / 2] : _side, notes);
    }

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        WeightedPoints points = Window(_history.Periods[origin - 1].End);
        double[] bandwidth = Bandwidths(points, cancellationToken);
        into.Clear();
        for (int i = 0; i < points.Count; i++)
        {
            if ((i & 255) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double h = bandwidth[i], scale = -0.5 / (h * h), height = points.Weight[i] / (h * h), reach = Radius * h;
            (int left, int right, int bottom, int top) = _cells.Around(points.X[i], points.Y[i], reach);
            for (int row = bottom; row <= top; row++)
            {
                foreach (int c in _cells.Of(row, left, right))
                {
                    double dx = _x[c] - points.X[i], dy = _y[c] - points.Y[i], squared = (dx * dx) + (dy * dy);
                    if (squared < reach * reach)
                    {
                        into[c] += height * Math.Exp(scale * squared);
                    }
                }
            }
        }

        for (int c = 0; c < into.Length; c++)
        {
            into[c] *= _history.Exposure[c];
        }
    }

    private WeightedPoints Window(DateOnly end)
    {
        double to = end.DayNumber, from = _options.WindowDays is { } days ? to - days : double.NegativeInfinity;
        (int first, int last) = _points.Between(from, to);
        return WeightedPoints.Of(_points, first, last);
    }

    private double[] Bandwidths(WeightedPoints points, CancellationToken cancellationToken)
    {
        double[] bandwidth = new double[points.Count];
        if (points.Count > 0)
        {
            if (_options.Rule == AdaptiveRule.NearestNeighbour)
            {
                NearestNeighbours.Distances(points, _options.Neighbours, bandwidth, cancellationToken);
            }
            else
            {
                SquareRootLaw(points, bandwidth, cancellationToken);
            }
        }

        for (int i = 0; i < bandwidth.Length; i++)
        {
            bandwidth[i] = Math.Max(bandwidth[i], _side / 2);
        }

        return bandwidth;
    }

    private void SquareRootLaw(WeightedPoints points, double[] bandwidth, CancellationToken cancellationToken)
    {
        double pilot = _options.PilotBandwidthMetres ?? Bandwidth.NormalReference(points, _side);
        GaussianSum.Evaluate(points, pilot, points.X, points.Y, bandwidth, cancellationToken);
        double logs = 0;
        for (int i = 0; i < bandwidth.Length; i++)
        {
            logs += points.Weight[i] * Math.Log(bandwidth[i]);
        }

        double geometric = Math.Exp(logs / points.Total);
        for (int i = 0; i < bandwidth.Length; i++)
        {
            bandwidth[i] = pilot * Math.Clamp(Math.Sqrt(geometric / bandwidth[i]), 1 / _options.LargestRatio, _options.LargestRatio);
        }
    }
}
