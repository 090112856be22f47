using System.Globalization;
using PolicingModels.Data;
using PolicingModels.HarmIndex;

namespace PolicingModels;

/// <summary>Runs systems that list persons or places by harm.</summary>
public static class HarmListRun
{
    /// <summary>Runs a system from offences to its list.</summary>
    /// <param name="system">The system.</param>
    /// <param name="input">The offences and the as-of date.</param>
    /// <param name="progress">Told each step by name.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The list with its coverage, turnover, stability and held-out check.</returns>
    /// <remarks>
    /// Nothing recorded on or after the as-of date is used, and the held-out check uses of its past only what was recorded by then. Where the input does not
    /// say when offences were recorded, each counts as known on its own day.
    /// </remarks>
    /// <exception cref="ArgumentException">A setting of the system or of the input is out of its range.</exception>
    /// <exception cref="InputRefusedException">The input cannot be used.</exception>
    /// <exception cref="AnalysisException">The data cannot answer: no offence that counts lies in the window.</exception>
    public static Task<HarmListResult> RunAsync(this HarmListSystem system, HarmListInput input, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(input);
        system.Validate();
        input.Validate();
        return Task.Run(() => Run(system, input, progress, cancellationToken), cancellationToken);
    }

    private static HarmListResult Run(HarmListSystem system, HarmListInput input, IProgress<string>? progress, CancellationToken stop)
    {
        progress?.Report("Reading offences");
        OffenceTable table = input.Table ?? OffenceFiles.Read(input.Path!, input.Reading, null, stop);
        HarmOffences all = table.Offences;
        RequireUnit(system, table);
        DateOnly asOf = input.AsOf ?? DateOnly.FromDayNumber(LastDay(all) + 1);
        OffenceSelection selection = OffenceSelection.Of(table, system);
        HarmLookup lookup = system.LookupFor(selection.Rows.Select(r => all.Code[r]).OfType<string>().Distinct(StringComparer.Ordinal));

        progress?.Report("Scoring");
        int[] known = KnownAt(all, selection.Rows, asOf);
        HarmScores scores = Score(system, lookup, all.Select(known), asOf, stop);
        HarmRanking ranking = Rank(system, scores);
        if (ranking.Eligible == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(CultureInfo.InvariantCulture, $"No offence that {system.About.Key} counts lies in the {system.WindowDays} days before {asOf:yyyy-MM-dd} ({selection.Rows.Count} of {all.Count} rows are of its kind); choose another as-of date, or change the system's offences."));
        }

        DateOnly earlier = asOf.AddDays(-system.CadenceDays);
        HarmRanking before = Rank(system, Score(system, lookup, all.Select(KnownAt(all, selection.Rows, earlier)), earlier, stop));
        progress?.Report("Checking the list");
        // Of a list of everybody, only its upper part can gain or lose anyone.
        int focus = system.Top is null ? Math.Max(1, (int)Math.Ceiling(system.FocusShare * ranking.Eligible)) : ranking.Entries.Count;
        HarmRankingOptions upper = new() { Top = focus, MinimumOffences = system.MinimumOffences };
        RankingStability stability = RankingStability.UnderWeightNoise(ranking, system.Seed, system.WeightNoise, cancellationToken: stop);
        RankingStability focused = system.Top is null ? RankingStability.UnderWeightNoise(HarmRanking.Of(scores, upper), system.Seed, system.WeightNoise, cancellationToken: stop) : stability;
        (HeldOutCheck? heldOut, string missing) = HeldOut(system, lookup, all, selection.Rows, asOf, focus);
        stop.ThrowIfCancellationRequested();
        return new HarmListResult
        {
            System = system,
            AsOf = asOf,
            Simulated = table.ExtraColumn("simulated") is { } mark && mark.CodeOf("yes") >= 0,
            InputFiles = input.Path is { } path ? [path] : [],
            Quality = table.Quality.With([], [.. selection.Notes, .. Notes(all, selection.Rows.Count - known.Length, asOf)]),
            Selection = selection,
            Ranking = ranking,
            Places = [.. ranking.Entries.Select((e, i) => Place(system, table, known, scores, e, stability.Places[i]))],
            WithoutHarm = system.ListedBy == HarmUnit.Area ? [.. all.Area!.Levels.Where((_, a) => scores.OffenceCounts[a] == 0).Order(StringComparer.Ordinal)] : [],
            TiedOut = ranking.TieAtCut ? TiedWithLast(scores, ranking, system) - ranking.Entries.Count : 0,
            Focus = focus,
            Turnover = system.Top is null ? HarmRanking.Of(scores, upper).Turnover(HarmRanking.Of(before.Scores, upper)) : ranking.Turnover(before),
            EarlierAsOf = earlier,
            Stability = focused,
            HeldOut = heldOut,
            HeldOutMissing = missing,
            Concentration = scores.Coverage.ScoredDays > 0 ? HarmConcentration.Of(scores, system.Seed, baselineDraws: 0) : null,
            Priorities = [.. system.PriorityLists.Select(p => Prioritise(p, scores, ranking))],
        };
    }

    private static HarmScores Score(HarmListSystem system, HarmLookup lookup, HarmOffences offences, DateOnly asOf, CancellationToken stop) =>
        new HarmScorer(lookup, Options(system, asOf)).Score(offences, system.ListedBy, stop);

    private static HarmScoringOptions Options(HarmListSystem system, DateOnly asOf) => new()
    {
        AsOf = asOf,
        WindowDays = system.WindowDays,
        DateBasis = system.DateBasis,
        Roles = system.Roles,
        CoSuspects = system.CoSuspects,
        ExcludeProactive = system.ExcludeProactive,
    };

    private static HarmRanking Rank(HarmListSystem system, HarmScores scores)
    {
        HarmRankingOptions options = new() { Top = system.Top ?? int.MaxValue, MinimumOffences = system.MinimumOffences };
        HarmRanking ranking = HarmRanking.Of(scores, options);
        if (system.Ties == TieRule.ByOrder || !ranking.TieAtCut)
        {
            return ranking;
        }

        return HarmRanking.Of(scores, options with { Top = TiedWithLast(scores, ranking, system) });
    }

    /// <summary>How many have at least the days of the last place listed.</summary>
    private static int TiedWithLast(HarmScores scores, HarmRanking ranking, HarmListSystem system)
    {
        double last = ranking.Entries[^1].Score.Days;
        return Enumerable.Range(0, scores.EntityCount).Count(e => scores.OffenceCounts[e] >= system.MinimumOffences && scores.Days[e] >= last);
    }

    /// <summary>Rows recorded before a day; where recording days are not known, rows that occurred before it.</summary>
    private static int[] KnownAt(HarmOffences all, IReadOnlyList<int> rows, DateOnly day) =>
        [.. rows.Where(r => (all.RecordedDay.IsEmpty ? all.OccurredDay[r] : all.RecordedDay[r]) < day.DayNumber)];

    private static (HeldOutCheck? Check, string Missing) HeldOut(HarmListSystem system, HarmLookup lookup, HarmOffences all, IReadOnlyList<int> rows, DateOnly asOf, int listed)
    {
        DateOnly origin = asOf.AddDays(-system.HeldOutDays);
        ReadOnlySpan<int> occurred = all.OccurredDay;
        int first = int.MaxValue;
        foreach (int r in rows)
        {
            first = Math.Min(first, occurred[r]);
        }

        if (first > origin.AddDays(-system.WindowDays / 2).DayNumber)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"The offences begin on {DateOnly.FromDayNumber(first):yyyy-MM-dd}; a held-out check needs {system.HeldOutDays} days before the as-of date and most of a window before those. Bring older offences."));
        }

        // Of the past, only what was recorded by the origin; of the time since, what is known now.
        int[] kept = [.. KnownAt(all, rows, asOf).Where(r => all.OccurredDay[r] >= origin.DayNumber || all.RecordedDay.IsEmpty || all.RecordedDay[r] < origin.DayNumber)];
        try
        {
            return (HeldOutCheck.Of(all.Select(kept), lookup, Options(system, origin), system.ListedBy, listed, system.Seed, system.HeldOutDays), "");
        }
        catch (AnalysisException e)
        {
            return (null, e.Message);
        }
    }

    private static HarmListPlace Place(HarmListSystem system, OffenceTable table, int[] known, HarmScores scores, HarmRankingEntry entry, PlaceStability stability)
    {
        HarmOffences all = table.Offences;
        HarmListOffence[] offences =
        [
            .. scores.Breakdown(entry.Number).Select(c =>
            {
                int row = known[c.Row];
                return new HarmListOffence(c, row, table.OffenceIds?[row] ?? "", all.Role.IsEmpty ? OffenceRole.Unknown : all.Role[row], all.Victim?[row] ?? "", all.Area?[row] ?? "");
            }),
        ];
        double Of(params ReadOnlySpan<OffenceRole> roles)
        {
            double days = 0;
            foreach (HarmListOffence offence in offences)
            {
                days += roles.Contains(offence.Role) ? offence.Contribution.Days : 0;
            }

            return days;
        }

        return new HarmListPlace(
            entry,
            entry.Score.LastDay.AddDays(system.WindowDays + 1),
            Of(OffenceRole.Suspect, OffenceRole.Unknown),
            Of(OffenceRole.Charged),
            Of(OffenceRole.Convicted),
            stability,
            offences);
    }

    private static PriorityResult Prioritise(PriorityList list, HarmScores scores, HarmRanking ranking)
    {
        IReadOnlyList<PriorityEntry> entries = RecencyFrequencyGravity.Of(scores, list.Options, ranking.Entries.Count);
        return new PriorityResult(list, entries, RankAgreement.TopOverlap([.. entries.Select(e => e.Score.Entity)], [.. ranking.Entries.Select(e => e.Score.Entity)], Math.Max(1, entries.Count)));
    }

    private static void RequireUnit(HarmListSystem system, OffenceTable table)
    {
        string? missing = system.ListedBy switch
        {
            HarmUnit.Person when table.Offences.Person is null => "person",
            HarmUnit.Victim when table.Offences.Victim is null => "victim",
            HarmUnit.Area when table.Offences.Area is null => "area",
            HarmUnit.Dyad when table.Offences.Person is null || table.Offences.Victim is null => "person or victim",
            _ => null,
        };
        if (missing is not null)
        {
            throw new InputRefusedException(table.Quality.Source, $"{table.Quality.Source} has no {missing} column, and {system.About.Key} lists by {system.ListedBy.ToString().ToLowerInvariant()}; name the column {missing}, or map it.");
        }
    }

    private static IEnumerable<DataQualityNote> Notes(HarmOffences all, int later, DateOnly asOf)
    {
        if (all.RecordedDay.IsEmpty)
        {
            yield return new DataQualityNote("no-recording-days", "The input does not say when offences were recorded; each counts as known on its own day, which flatters the held-out check.");
        }

        if (all.Role.IsEmpty)
        {
            yield return new DataQualityNote("no-roles", "The input does not say suspected, charged or convicted; every linked person counts as suspected.");
        }

        if (all.Offence.IsEmpty)
        {
            yield return new DataQualityNote("no-offence-ids", "The input has no offence ids, so every row counts as an offence of its own and co-suspects cannot be told.");
        }

        if (later > 0)
        {
            yield return new DataQualityNote("not-yet-known", string.Create(CultureInfo.InvariantCulture, $"{later} rows were recorded on or after {asOf:yyyy-MM-dd} and are not used."));
        }

        int last = LastDay(all);
        if (asOf.DayNumber - last > 28)
        {
            yield return new DataQualityNote("silent-days", string.Create(CultureInfo.InvariantCulture, $"Nothing occurred or was recorded after {DateOnly.FromDayNumber(last):yyyy-MM-dd}, {asOf.DayNumber - last - 1} days before the as-of date; if records are missing, the list is out of date."));
        }
    }

    private static int LastDay(HarmOffences all)
    {
        int last = 0;
        foreach (int day in all.OccurredDay)
        {
            last = Math.Max(last, day);
        }

        foreach (int day in all.RecordedDay)
        {
            last = Math.Max(last, day);
        }

        return last;
    }
}
