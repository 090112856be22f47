using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>Looks back at the forecasts of an archive: what has changed since the last one, and how those whose period has passed did.</summary>
/// <param name="system">The system.</param>
/// <param name="grid">The cells of today.</param>
/// <param name="parts">The events of each series, as known now.</param>
/// <param name="asOf">The first day that is not known.</param>
/// <param name="refit">What the model of today would have forecast for a series as of an earlier day.</param>
/// <param name="stop">Stops the counting.</param>
internal sealed class ArchiveReview(GridSystem system, IGrid grid, (string Name, CrimeEvents Events)[] parts, DateOnly asOf, Func<string, DateOnly, GridForecast> refit, CancellationToken stop)
{
    /// <summary>What changed between a forecast of the archive and one of today, and why.</summary>
    public GridChanges Changes(ArchivedForecast before, ArchivedForecast now)
    {
        bool same = before.SettingsFingerprint == now.SettingsFingerprint && before.Model == now.Model && before.Version == now.Version;
        List<CategoryMove> moves = [];
        double[] expected = [0, 0];
        long newEvents = 0;
        int incomparable = 0;
        foreach (ArchivedGridSeries current in now.Series)
        {
            CrimeEvents events = parts.First(p => p.Name == current.Name).Events;
            double[] fresh = NewEvents(events, before.AsOf);
            newEvents += (long)fresh.Sum();
            if (before.Series.FirstOrDefault(s => s.Name == current.Name) is not { } earlier)
            {
                incomparable += current.Cells.Count;
                continue;
            }

            Dictionary<string, ArchivedCell> known = earlier.Cells.ToDictionary(c => c.Id, StringComparer.Ordinal);
            expected[0] += earlier.Cells.Sum(c => c.Expected);
            expected[1] += current.Cells.Sum(c => c.Expected);
            incomparable += known.Keys.Except(current.Cells.Select(c => c.Id)).Count();
            GridForecast? refitted = null;
            for (int i = 0; i < current.Cells.Count; i++)
            {
                ArchivedCell cell = current.Cells[i];
                if (!known.TryGetValue(cell.Id, out ArchivedCell? was))
                {
                    incomparable++;
                    continue;
                }

                if (was.Level == cell.Level)
                {
                    continue;
                }

                if (!same)
                {
                    // What this model would have said then parts its own doing from that of the events since.
                    refitted ??= refit(current.Name, before.AsOf);
                }

                CategoryChange why = refitted is not null && refitted.Cells[i].Likelihood.Level == cell.Level ? CategoryChange.Model : fresh[i] > 0 ? CategoryChange.NewEvents : CategoryChange.Level;
                moves.Add(new CategoryMove(current.Name, cell.Id, CategoryOf(before, was.Level), system.Likelihood.Categories[cell.Level], was.Expected, cell.Expected, fresh[i], why));
            }
        }

        return new GridChanges(before.AsOf, same, newEvents, expected[0], expected[1],
            [.. moves.OrderByDescending(m => Math.Abs(m.After.Level - m.Before.Level)).ThenByDescending(m => Math.Abs(m.ExpectedAfter - m.ExpectedBefore)).ThenBy(m => m.Series, StringComparer.Ordinal).ThenBy(m => m.Cell, StringComparer.Ordinal)], incomparable);
    }

    private static RelativeLikelihood CategoryOf(ArchivedForecast forecast, int level) => new(level, level < forecast.Categories.Count ? forecast.Categories[level] : "unknown");

    /// <summary>Events per cell that were not known at the earlier run and are now.</summary>
    private double[] NewEvents(CrimeEvents events, DateOnly earlier)
    {
        CrimeEvents fresh = events.Where(i => events.LastUnknownDay(i) is var day && day >= earlier.DayNumber && day < asOf.DayNumber);
        int[] cells = new int[fresh.Count];
        grid.Locate(fresh.Easting, fresh.Northing, cells);
        double[] counts = new double[grid.Cells.Count];
        foreach (int cell in cells.Where(c => c >= 0))
        {
            counts[cell]++;
        }

        return counts;
    }

    /// <summary>Forecasts of the archive whose period has passed, beside what happened.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="unscored">How many could not be scored; null where all could.</param>
    public List<ArchiveScore> Score(ArchivedForecast[] archive, out DataQualityNote? unscored)
    {
        Dictionary<string, int> index = grid.Cells.Select((c, i) => (c.Id, i)).ToDictionary(x => x.Id, x => x.i, StringComparer.Ordinal);
        List<ArchiveScore> scores = [];
        int unknown = 0;
        foreach (ArchivedForecast past in archive.Where(f => f.Period.End <= asOf))
        {
            foreach (ArchivedGridSeries series in past.Series)
            {
                if (parts.FirstOrDefault(p => p.Name == series.Name).Events is not { } events || series.Cells.Any(c => !index.ContainsKey(c.Id)))
                {
                    unknown++;
                    continue;
                }

                double[] counts = grid.Count(events, PeriodSequence.Of([past.Period]), new CountingOptions { KnownAt = asOf, TimeAssignment = TimeAssignment.Midpoint, LargestShareOutsideArea = 1 }, stop).Row(0).ToArray();
                double[] observed = [.. series.Cells.Select(c => counts[index[c.Id]])];
                double[] areas = [.. series.Cells.Select(c => grid.Cells[index[c.Id]].AreaSquareKilometres)];
                double total = observed.Sum();
                TopShareHits own = Top(series.Cells.Select(c => c.Expected), observed, areas), baseline = Top(series.Cells.Select(c => c.Baseline), observed, areas);
                bool overlaps = scores.FindLast(s => s.Series == series.Name) is { } last && last.Period.Overlaps(past.Period);
                scores.Add(new ArchiveScore(
                    past.AsOf, past.Period, series.Name, past.Model, total, series.Cells.Sum(c => c.Expected), series.Low80, series.High80,
                    total > 0 ? own.Hits / total : null, total > 0 ? baseline.Hits / total : null, total > 0 ? own.BestHits / total : null,
                    series.Cells.Where((c, i) => observed[i] >= c.Low80 && observed[i] <= c.High80).Count() / (double)series.Cells.Count,
                    series.Cells.Select((c, i) => Math.Pow(c.Any - (observed[i] > 0 ? 1 : 0), 2)).Average(), overlaps));
            }
        }

        unscored = unknown > 0 ? new DataQualityNote("archive-unscored", $"{unknown} past forecasts cannot be scored, because their cells or types are not among those of this run.") : null;
        return scores;
    }

    private static TopShareHits Top(IEnumerable<double> expected, double[] observed, double[] areas) =>
        new CellRanking([.. expected], observed, areas, new EvaluationConventions()).Top(5);
}
