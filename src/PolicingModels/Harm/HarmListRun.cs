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
        input.Quality?.Report(table.Quality);
        HarmOffences all = table.Offences;
        RequireUnit(system, table);
        DateOnly asOf = input.AsOf ?? DateOnly.FromDayNumber(LastDay(all) + 1);
        OffenceSelection selection = OffenceSelection.Of(table, system);
        HarmLookup lookup = system.LookupFor(selection.Rows.Select(r => all.Code[r]).OfType<string>().Distinct(StringComparer.Ordinal));

        int[] known = KnownAt(all, selection.Rows, asOf);
        HarmOffences offences = all.Select(known);
        HarmAnalysis analysis = Analyse(system, offences, lookup, asOf, selection, progress, stop);
        HarmScores scores = analysis.Scores;
        HarmRanking ranking = analysis.Ranking;
        return new HarmListResult
        {
            System = system,
            Analysis = analysis,
            Simulated = table.ExtraColumn("simulated") is { } mark && mark.CodeOf("yes") >= 0,
            InputFiles = [.. new[] { input.Path }.OfType<string>(), .. input.IndexFiles],
            Quality = table.Quality.With([], [.. selection.Notes, .. Notes(all, selection.Rows.Count - known.Length, asOf)]),
            OffenceIds = table.OffenceIds?.Select(known),
            Selection = selection,
            Places = [.. ranking.Entries.Select((e, i) => Place(table, known, e, analysis.Breakdowns[i], analysis.UnderWeightNoise.Places[i]))],
            WithoutHarm = system.ListedBy == HarmUnit.Area ? [.. all.Area!.Levels.Where((_, a) => scores.OffenceCounts[a] == 0).Order(StringComparer.Ordinal)] : [],
            TiedOut = ranking.TieAtCut ? TiedWithLast(scores, ranking, system) - ranking.Entries.Count : 0,
            Priorities = [.. system.PriorityLists.Select(p => Prioritise(p, scores, ranking))],
        };
    }

    private static HarmAnalysis Analyse(HarmListSystem system, HarmOffences offences, HarmLookup lookup, DateOnly asOf, OffenceSelection selection, IProgress<string>? progress, CancellationToken stop)
    {
        string of = string.Create(CultureInfo.InvariantCulture, $"{selection.Rows.Count} rows are of the kind that {system.About.Key} counts");
        if (offences.Count == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(CultureInfo.InvariantCulture, $"{of}, and none of them was known before {asOf:yyyy-MM-dd}; choose another as-of date, or change the system's offences."));
        }

        HarmScoringOptions scoring = new()
        {
            AsOf = asOf,
            WindowDays = system.WindowDays,
            DateBasis = system.DateBasis,
            Roles = system.Roles,
            CoSuspects = system.CoSuspects,
            ExcludeProactive = system.ExcludeProactive,
        };
        try
        {
            return HarmAnalysis.Of(
                offences,
                lookup,
                new HarmAnalysisOptions
                {
                    Scoring = scoring,
                    Unit = system.ListedBy,
                    Top = Length(system, offences, lookup, scoring, stop),
                    MinimumOffences = system.MinimumOffences,
                    PreviousDays = system.CadenceDays,
                    HeldOutDays = system.HeldOutDays,
                    HeldOutHistoryDays = system.WindowDays / 2,
                    CheckedShare = system.Top is null ? system.FocusShare : 1,
                    Seed = system.Seed,
                    WeightNoise = system.WeightNoise,
                },
                progress,
                stop);
        }
        catch (AnalysisException e)
        {
            throw new AnalysisException(e.Reason, $"{of}. {e.Message}", e);
        }
    }

    /// <summary>How many are listed: as many as asked, and with them those tied with the last place where the system lists all of them.</summary>
    private static int Length(HarmListSystem system, HarmOffences offences, HarmLookup lookup, HarmScoringOptions scoring, CancellationToken stop)
    {
        if (system.Top is not { } top || system.Ties == TieRule.ByOrder)
        {
            return system.Top ?? int.MaxValue;
        }

        HarmScores scores = new HarmScorer(lookup, scoring).Score(offences, system.ListedBy, stop);
        HarmRanking ranking = HarmRanking.Of(scores, new HarmRankingOptions { Top = top, MinimumOffences = system.MinimumOffences });
        return ranking.TieAtCut ? TiedWithLast(scores, ranking, system) : top;
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

    private static HarmListPlace Place(OffenceTable table, int[] known, HarmRankingEntry entry, IReadOnlyList<OffenceContribution> contributions, PlaceStability stability)
    {
        HarmOffences all = table.Offences;
        HarmListOffence[] offences =
        [
            .. contributions.Select(c =>
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
            entry.Expires,
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
