using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>Logs of recent rates at every origin: exponentially weighted counts per unit of area plus the mean rate of all cells, log((a + m)/2m), so that a cell that had the mean of all has 0.</summary>
/// <remarks>m is the mean of the counts up to the origin.</remarks>
internal sealed class LagFeature : CellFeature
{
    private readonly int _cells;
    private readonly int _periods;
    private readonly double _days;
    private readonly double[] _rates;
    private readonly double[] _means;
    private readonly double[] _logs;
    private readonly CountHistory _history;
    private readonly NeighbourTable? _near;
    private readonly double[] _ones;

    /// <param name="name">Its name.</param>
    /// <param name="history">The counts.</param>
    /// <param name="near">Neighbours whose mean rate is taken; null for the cell's own.</param>
    /// <param name="halfLifeDays">Half-life to begin with, days.</param>
    public LagFeature(string name, CountHistory history, NeighbourTable? near, double halfLifeDays)
        : base(name)
    {
        (_cells, _periods, _history, _near) = (history.CellCount, history.PeriodCount, history, near);
        _days = history.Periods.Average(p => p.Days);
        _rates = new double[_cells * _periods];
        _means = new double[_periods + 1];
        _ones = new double[_cells];
        Array.Fill(_ones, 1);
        _logs = new double[_cells * (_periods + 1)];
        double area = TensorPrimitives.Sum(history.Exposure), known = 0;
        for (int t = 0; t < _periods; t++)
        {
            Span<double> row = _rates.AsSpan(t * _cells, _cells);
            Rates(history.Row(t), row);
            known += history.Totals[t];
            _means[t + 1] = Math.Max(known, 0.5) / ((t + 1) * area);
        }

        MoveTo(halfLifeDays);
    }

    public double HalfLifeDays { get; private set; }

    /// <summary>At origin 0 what <see cref="Start"/> made of it.</summary>
    public override ReadOnlySpan<double> At(int origin) => _logs.AsSpan(origin * _cells, _cells);

    public void MoveTo(double halfLifeDays)
    {
        HalfLifeDays = halfLifeDays;
        Walk walk = new(this, halfLifeDays);
        for (int t = 1; t <= _periods; t++)
        {
            walk.Next(_logs.AsSpan(t * _cells, _cells));
        }
    }

    /// <summary>Before the first period, when nothing was counted, each cell's recent counts are taken to be those of a rate.</summary>
    /// <param name="rates">Relative rates of mean 1, one per cell.</param>
    /// <remarks>Left out, the first counts would count as given, and what they say of the cell would be laid to the weight of recent counts (Heckman 1981).</remarks>
    public void Start(ReadOnlySpan<double> rates) => Logs(rates, _logs.AsSpan(0, _cells));

    /// <summary>log((a + 1)/2) at relative rates of mean 1.</summary>
    public void Logs(ReadOnlySpan<double> rates, Span<double> into)
    {
        if (_near is null)
        {
            rates.CopyTo(into);
        }
        else
        {
            _near.Rates(rates, _ones, into);
        }

        TensorPrimitives.Multiply(into, 0.5, into);
        TensorPrimitives.Add(into, 0.5, into);
        TensorPrimitives.Log(into, into);
    }

    private void Rates(ReadOnlySpan<double> counts, Span<double> into)
    {
        if (_near is null)
        {
            TensorPrimitives.Divide(counts, _history.Exposure, into);
        }
        else
        {
            _near.Rates(counts, _history.Exposure, into);
        }
    }

    /// <summary>The same feature with another half-life, one origin after another.</summary>
    internal sealed class Walk(LagFeature lag, double halfLifeDays)
    {
        private readonly double _decay = Math.Pow(0.5, lag._days / halfLifeDays);
        private readonly double[] _sums = new double[lag._cells];
        private double _weight;
        private int _origin;

        /// <summary>Writes the values at the next origin, the first time those at 1.</summary>
        public void Next(Span<double> into)
        {
            TensorPrimitives.MultiplyAdd(_sums, _decay, lag._rates.AsSpan(_origin * lag._cells, lag._cells), _sums);
            _weight = (_decay * _weight) + 1;
            double mean = lag._means[++_origin];

            // (S/w + m)/2m = S·(1/2mw) + 1/2.
            TensorPrimitives.Multiply(_sums, 1 / (2 * mean * _weight), into);
            TensorPrimitives.Add(into, 0.5, into);
            TensorPrimitives.Log(into, into);
        }
    }
}
