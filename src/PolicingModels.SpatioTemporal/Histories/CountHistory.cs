using System.Globalization;
using System.Numerics.Tensors;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>A history as the baselines read it: one category, periods that share no day, totals at hand.</summary>
internal sealed class CountHistory
{
    private readonly SpaceTimeCounts _counts;
    private readonly int[] _rows;

    private CountHistory(SpaceTimeCounts counts, int[] rows)
    {
        _counts = counts;
        _rows = rows;
        Source = counts;
        Totals = new double[rows.Length];
        Periods = new Period[rows.Length];
        for (int t = 0; t < rows.Length; t++)
        {
            double total = TensorPrimitives.Sum(counts.Row(rows[t]));
            Totals[t] = total;
            Periods[t] = counts.Periods[rows[t]];
            Sum += total;
        }

        Exposure = ExposureOf(counts.Grid.Cells);
        PeriodsPerYear = YearOf(counts.Periods, Periods);
    }

    public SpaceTimeCounts Source { get; }

    public IGrid Grid => _counts.Grid;

    /// <summary>Periods in time order, no two of which share a day.</summary>
    public Period[] Periods { get; }

    public int PeriodCount => _rows.Length;

    public int CellCount => _counts.CellCount;

    /// <summary>Events per period.</summary>
    public double[] Totals { get; }

    /// <summary>Events in all periods.</summary>
    public double Sum { get; }

    /// <summary>Area of each cell relative to the mean cell; 1 for all where a cell has no area.</summary>
    public double[] Exposure { get; }

    /// <summary>How many of these periods make a year, at least 1.</summary>
    public int PeriodsPerYear { get; }

    /// <summary>Whether periods of the source shared days and were thinned.</summary>
    public bool Thinned => _rows.Length < _counts.PeriodCount;

    public ReadOnlySpan<double> Row(int period) => _counts.Row(_rows[period]);

    /// <summary>Reads a history, refusing what no baseline can answer.</summary>
    /// <exception cref="ArgumentException">The counts hold several categories.</exception>
    /// <exception cref="AnalysisException">There is no event in the history.</exception>
    public static CountHistory Of(SpaceTimeCounts history, string model)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Categories.Count != 1)
        {
            throw new ArgumentException($"The history holds {history.Categories.Count} categories; forecast one at a time, or their total.", nameof(history));
        }

        int[] rows = history.Periods.Overlaps ? Disjoint(history.Periods) : [.. Enumerable.Range(0, history.PeriodCount)];
        CountHistory read = new(history, rows);
        return read.Sum > 0
            ? read
            : throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(CultureInfo.InvariantCulture, $"The {read.PeriodCount} periods from {history.Periods.Start:yyyy-MM-dd} to before {history.Periods.End:yyyy-MM-dd} hold no event in {read.CellCount} cells, so {model} has nothing to learn from. Widen the offence filter, or bring earlier data."));
    }

    /// <summary>The row whose period begins a year before a day, within half a period; −1 where there is none.</summary>
    public int RowOneYearBefore(DateOnly start, int years = 1)
    {
        // Thirteen four-week periods and 52 weeks make 364 days: the same weekday, one day short of the date.
        DateOnly wanted = _counts.Periods.Calendar == PeriodCalendar.Monthly ? start.AddYears(-years) : start.AddDays(-364 * years);
        int best = -1, distance = int.MaxValue;
        for (int t = 0; t < Periods.Length; t++)
        {
            int away = Math.Abs(Periods[t].Start.DayNumber - wanted.DayNumber);
            if (away < distance && 2 * away < Periods[t].Days)
            {
                best = t;
                distance = away;
            }
        }

        return best;
    }

    /// <summary>The first row among the first <paramref name="origin"/> whose period begins within a year before the origin's end of knowledge.</summary>
    public int FirstRowOfLastYear(int origin)
    {
        DateOnly end = Periods[origin - 1].End;
        DateOnly from = _counts.Periods.Calendar == PeriodCalendar.Monthly ? end.AddYears(-1) : end.AddDays(-365);
        int first = origin - 1;
        while (first > 0 && Periods[first - 1].Start >= from)
        {
            first--;
        }

        return first;
    }

    private static double[] ExposureOf(IReadOnlyList<GridCell> cells)
    {
        double[] exposure = new double[cells.Count];
        double sum = 0;
        bool known = true;
        for (int i = 0; i < exposure.Length; i++)
        {
            exposure[i] = cells[i].AreaSquareKilometres;
            known &= exposure[i] > 0 && double.IsFinite(exposure[i]);
            sum += exposure[i];
        }

        double mean = sum / exposure.Length;
        bool even = known && Array.TrueForAll(exposure, a => a == exposure[0]);
        for (int i = 0; i < exposure.Length; i++)
        {
            exposure[i] = known && !even ? exposure[i] / mean : 1;
        }

        return exposure;
    }

    private static int[] Disjoint(PeriodSequence periods)
    {
        List<int> rows = [periods.Count - 1];
        for (int t = periods.Count - 2; t >= 0; t--)
        {
            if (periods[t].End <= periods[rows[^1]].Start)
            {
                rows.Add(t);
            }
        }

        rows.Reverse();
        return [.. rows];
    }

    private static int YearOf(PeriodSequence sequence, Period[] periods)
    {
        if (sequence.Calendar == PeriodCalendar.Listed)
        {
            double days = periods.Average(p => p.Days);
            return Math.Max(1, (int)Math.Round(365.25 / days));
        }

        return sequence.PeriodsPerYear;
    }
}
