using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Kernel density of the events of a window before the forecast, at cell centres, times cell area.</summary>
internal sealed class KernelSurface : ISurface
{
    public const string FromCountsNote = "The events themselves were not at hand: counts stand at the centres of their cells.";

    private readonly CountHistory _history;
    private readonly KernelDensityOptions _options;
    private readonly EventPoints _points;
    private readonly double _side;
    private readonly double[] _x;
    private readonly double[] _y;

    public KernelSurface(CountHistory history, KernelDensityOptions options)
    {
        _history = history;
        _options = options;
        _points = EventPoints.Of(history, spreadOverDays: false);
        _side = CellSize.TypicalSideMetres(history.Grid.Cells);
        _x = [.. history.Grid.Cells.Select(c => c.Easting)];
        _y = [.. history.Grid.Cells.Select(c => c.Northing)];
    }

    public bool CanBeZero => true;

    public bool IsRelative => true;

    /// <summary>The round-equivalent bandwidth at the end of the history, and what a reader should know.</summary>
    public (double Bandwidth, List<string> Notes) Describe()
    {
        List<string> notes = [];
        WeightedPoints points = Window(_history.Periods[^1].End);
        double bandwidth = _options.BandwidthMetres ?? Bandwidth.NormalReference(points, _side);
        if (Bandwidth.Check(bandwidth, _side) is { } note)
        {
            notes.Add(note);
        }

        if (_points.FromCounts)
        {
            notes.Add(FromCountsNote);
        }

        return (bandwidth, notes);
    }

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        WeightedPoints points = Window(_history.Periods[origin - 1].End);
        into.Clear();
        if (points.Count == 0)
        {
            return;
        }

        (PlaneMap map, double bandwidth) = Kernel(points);
        double[] x = _x, y = _y;
        if (map != PlaneMap.Identity)
        {
            x = new double[_x.Length];
            y = new double[_y.Length];
            for (int i = 0; i < x.Length; i++)
            {
                (x[i], y[i]) = map.Apply(_x[i], _y[i]);
            }

            points = points.Map(map);
        }

        if (_options.EdgeCorrection == EdgeCorrection.AtEvent)
        {
            double[] inside = MassInside(map, bandwidth, points.X, points.Y, cancellationToken);
            points = points.Map(PlaneMap.Identity, [.. points.Weight.Zip(inside, (w, mass) => w / mass)]);
        }

        GaussianSum.Evaluate(points, bandwidth, x, y, into, cancellationToken);
        if (_options.EdgeCorrection == EdgeCorrection.AtCell)
        {
            double[] inside = MassInside(map, bandwidth, x, y, cancellationToken);
            for (int i = 0; i < into.Length; i++)
            {
                into[i] /= inside[i];
            }
        }

        for (int i = 0; i < into.Length; i++)
        {
            into[i] *= _history.Exposure[i];
        }
    }

    private WeightedPoints Window(DateOnly end)
    {
        double to = end.DayNumber, from = _options.WindowDays is { } days ? to - days : double.NegativeInfinity;
        (int first, int last) = _points.Between(from, to);
        return WeightedPoints.At(_points.Easting[first..last], _points.Northing[first..last], _points.Weight[first..last]);
    }

    /// <summary>The map of the plane under which the kernel is round, and its bandwidth there.</summary>
    private (PlaneMap Map, double Bandwidth) Kernel(WeightedPoints points)
    {
        if (_options.BandwidthMetres is { } given)
        {
            return (PlaneMap.Identity, given);
        }

        if (_options.Shape == KernelShape.Covariance)
        {
            (double xx, double xy, double yy) = points.Covariance();
            double factor = Bandwidth.Factor(points);
            double middle = (xx + yy) / 2, least = middle - Math.Sqrt(((xx - yy) * (xx - yy) / 4) + (xy * xy));

            // A kernel thinner than a quarter of a cell would slip between centres: then it stays round.
            if (factor * Math.Sqrt(Math.Max(least, 0)) >= _side / 4)
            {
                double a = Math.Sqrt(xx), b = xy / a, c = Math.Sqrt(yy - (b * b));
                return (new PlaneMap(1 / a, -b / (a * c), 1 / c), factor);
            }
        }

        return (PlaneMap.Identity, Bandwidth.NormalReference(points, _side));
    }

    /// <summary>The share of a kernel's mass inside the study area, by the cells' areas as a quadrature; at most 1.</summary>
    private double[] MassInside(PlaneMap map, double bandwidth, double[] x, double[] y, CancellationToken cancellationToken)
    {
        double[] mass = new double[x.Length];
        WeightedPoints area = CellAreas(map);
        GaussianSum.Evaluate(area, bandwidth, x, y, mass, cancellationToken);
        double scale = 1 / (2 * Math.PI * bandwidth * bandwidth);
        for (int i = 0; i < mass.Length; i++)
        {
            mass[i] = Math.Clamp(mass[i] * scale, 1e-3, 1);
        }

        return mass;
    }

    private WeightedPoints CellAreas(PlaneMap map)
    {
        IReadOnlyList<GridCell> cells = _history.Grid.Cells;
        double[] area = new double[cells.Count];
        double mean = _side * _side;
        for (int i = 0; i < area.Length; i++)
        {
            double own = cells[i].AreaSquareKilometres * 1e6;
            area[i] = (own > 0 ? own : mean) * map.Determinant;
        }

        return WeightedPoints.At(_x, _y, area).Map(map);
    }
}
