using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>The mean of a run of past periods per cell.</summary>
/// <param name="history">The history.</param>
/// <param name="firstRow">The first row of the run, given the origin; the run ends before the origin.</param>
internal sealed class WindowMeanSurface(CountHistory history, Func<int, int> firstRow) : ISurface
{
    public bool CanBeZero => true;

    public bool IsRelative => false;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        into.Clear();
        int from = firstRow(origin);
        for (int t = from; t < origin; t++)
        {
            TensorPrimitives.Add(into, history.Row(t), into);
        }

        TensorPrimitives.Divide(into, origin - from, into);
    }
}

/// <summary>The mean of the same period of earlier years per cell, by date.</summary>
internal sealed class SamePeriodSurface(CountHistory history, int years) : ISurface
{
    public bool CanBeZero => true;

    public bool IsRelative => false;

    public int FirstOrigin
    {
        get
        {
            int first = 1;
            while (first < history.PeriodCount && history.Periods[first].Start.DayNumber - history.Periods[0].Start.DayNumber < ShortestYear)
            {
                first++;
            }

            return first;
        }
    }

    /// <summary>Days by which a period begins later than the same one of the year before, at the least.</summary>
    public const int ShortestYear = 364;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        into.Clear();
        int found = 0;
        int known = start.DayNumber - history.Periods[0].Start.DayNumber;
        for (int back = 1; found < years && back * ShortestYear <= known; back++)
        {
            int row = history.RowOneYearBefore(start, back);
            if (row >= 0 && row < origin)
            {
                TensorPrimitives.Add(into, history.Row(row), into);
                found++;
            }
        }

        if (found == 0)
        {
            // The same period was never recorded: nothing better is known than the mean of all.
            new WindowMeanSurface(history, _ => 0).At(origin, horizon, start, into, cancellationToken);
            return;
        }

        TensorPrimitives.Divide(into, found, into);
    }
}

/// <summary>The mean of all past periods per cell, each weighted by a half for every half-life of age.</summary>
internal sealed class DecayedMeanSurface(CountHistory history, double halfLife) : ISurface
{
    private readonly double _decay = Math.Pow(0.5, 1 / halfLife);

    public bool CanBeZero => true;

    public bool IsRelative => false;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        DecayedSums sums = new(history, _decay);
        sums.AdvanceTo(origin);
        TensorPrimitives.Divide(sums.Counts, sums.Weight, into);
    }

    public void Series(int firstOrigin, CountHistory past, Span<double> into, CancellationToken cancellationToken)
    {
        DecayedSums sums = new(history, _decay);
        for (int t = firstOrigin; t < past.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sums.AdvanceTo(t);
            TensorPrimitives.Divide(sums.Counts, sums.Weight, into.Slice((t - firstOrigin) * past.CellCount, past.CellCount));
        }
    }
}

/// <summary>Running sums of counts in which every period is worth less than the one after it by a fixed factor; the last is worth 1.</summary>
internal sealed class DecayedSums(CountHistory history, double decay)
{
    private readonly double[] _sums = new double[history.CellCount];
    private int _origin;

    public ReadOnlySpan<double> Counts => _sums;

    /// <summary>The sum of the weights: how many periods the sums are worth.</summary>
    public double Weight { get; private set; }

    /// <summary>The sum that a cell of mean area would have, had every period's events been spread evenly by area.</summary>
    public double MeanCount { get; private set; }

    public void AdvanceTo(int origin)
    {
        for (; _origin < origin; _origin++)
        {
            TensorPrimitives.MultiplyAdd(_sums, decay, history.Row(_origin), _sums);
            Weight = (Weight * decay) + 1;
            MeanCount = (MeanCount * decay) + (history.Totals[_origin] / history.CellCount);
        }
    }
}
