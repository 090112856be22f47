using System.Globalization;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>Whether events of the last year were followed by more events near by than chance would have it.</summary>
/// <param name="Table">The Knox table; null where the records do not carry it.</param>
/// <param name="Span">The days looked at; null without a table.</param>
/// <param name="Missing">Why there is no table; empty where there is one.</param>
public sealed record NearRepeats(KnoxTable? Table, Period? Span, string Missing)
{
    private const int Days = 364;
    private const int MostEvents = 5_000;
    private const int EventsPerPlace = 10;
    private const double LeastSingleDays = 0.9;

    /// <summary>The bands with more pairs than chance, after Holm's correction for the number of bands (5 %); empty where none has, or there is no table.</summary>
    public IReadOnlyList<KnoxCell> Significant => Table is null ? [] : [.. Table.Cells.Where(c => c.AdjustedPValue <= 0.05 && c.Ratio > 1)];

    /// <summary>Looks at the events of the last year before a day, the latest whole days where there are more than 5,000 of them.</summary>
    internal static NearRepeats Of(CrimeEvents known, DateOnly asOf, bool monthStamped, ulong seed, CancellationToken stop)
    {
        if (monthStamped)
        {
            return None("Records carry only their month, and near repeats are a matter of days.");
        }

        int first = FirstDay(known, asOf);
        CrimeEvents recent = known.Where(i => known.Day[i] >= first), single = recent.Where(i => LastDay(recent, i) == recent.Day[i]);
        if (single.Count < LeastSingleDays * recent.Count)
        {
            return None(string.Create(CultureInfo.InvariantCulture, $"Of {recent.Count} events {recent.Count - single.Count} are known only to lie in a window of several days; which of two came first is not told."));
        }

        int places = Enumerable.Range(0, single.Count).Select(i => (single.Easting[i], single.Northing[i])).Distinct().Count();
        if (places * EventsPerPlace < single.Count)
        {
            return None(string.Create(CultureInfo.InvariantCulture, $"The {single.Count} events lie on {places} points, as places do that were moved to protect persons; how near they were to one another is not told."));
        }

        try
        {
            KnoxTable table = new Knox(new KnoxOptions { DistanceBoundsMetres = [100, 200, 400], TimeBoundsDays = [7, 14, 28], Seed = seed }).Test(single, stop);
            return new NearRepeats(table, new Period(DateOnly.FromDayNumber(first), asOf), "");
        }
        catch (AnalysisException e)
        {
            return None(e.Message);
        }
    }

    private static NearRepeats None(string why) => new(null, null, why);

    private static int FirstDay(CrimeEvents events, DateOnly asOf)
    {
        int first = asOf.DayNumber - Days;
        int[] perDay = new int[Days];
        foreach (int day in events.Day)
        {
            if (day >= first && day < asOf.DayNumber)
            {
                perDay[day - first]++;
            }
        }

        int from = Days, sum = 0;
        while (from > 0 && sum + perDay[from - 1] <= MostEvents)
        {
            sum += perDay[--from];
        }

        return first + from;
    }

    private static int LastDay(CrimeEvents events, int i) =>
        events.HasTimes && events.ToMinute[i] > events.FromMinute[i] ? (int)((events.ToMinute[i] - 1) / CrimeEvents.MinutesPerDay) : events.Day[i];
}
