using PolicingModels.HarmIndex;

namespace PolicingModels.Reporting;

/// <summary>The list and the offences behind it.</summary>
internal static class HarmListSections
{
    public static ReportSection List(HarmReportInput input)
    {
        HarmAnalysis a = input.Analysis;
        string units = HarmWords.Plural(a.Options.Unit);
        double listed = a.Ranking.Entries.Sum(e => e.Score.Days), all = a.Coverage.ScoredDays;
        // Credit to several co-suspects sums to more than the offences carry; shares are of what was credited.
        List<ReportBlock> blocks =
        [
            new ReportKeyFigures(
                new KeyFigure("Listed", NumberText.Count(a.Ranking.Entries.Count), $"of {NumberText.Count(a.Ranking.Eligible)} {units} with an offence that counts"),
                new KeyFigure("Harm credited in the window, days", NumberText.Amount(all), a.Coverage.HighDays > a.Coverage.LowDays ? $"could be {NumberText.Amount(a.Coverage.LowDays)} to {NumberText.Amount(a.Coverage.HighDays)}" : "every code has one score"),
                new KeyFigure("Share of it on the list", all > 0 ? NumberText.Percent(listed / all) : "—", $"{NumberText.Amount(listed)} days"),
                new KeyFigure("Later harm such a list held", a.HeldOut.Value is { } check ? NumberText.Percent(check.Share.Value) : "not checked", a.HeldOut.Value is { } c ? $"{NumberText.Coverage(c.Share.Interval)} {NumberText.Percent(c.Share.Low)} to {NumberText.Percent(c.Share.High)}; chance {NumberText.Percent(c.Comparisons[^1].Share)}" : "see the next section")),
        ];
        if (input.Simulated)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, "The input is simulated. Nothing here is about any real person, place or offence."));
        }

        if (a.Options.Unit is HarmUnit.Person or HarmUnit.Dyad)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, StandingText.NotConvicts));
        }

        foreach (DataQualityNote note in a.Notes)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, note.Message));
        }

        blocks.Add(Table(input));
        return new ReportSection("The list", blocks);
    }

    public static ReportSection Breakdown(HarmReportInput input)
    {
        HarmAnalysis a = input.Analysis;
        List<IReadOnlyList<TableCell>> rows = [];
        int total = 0;
        for (int place = 0; place < a.Ranking.Entries.Count; place++)
        {
            HarmRankingEntry entry = a.Ranking.Entries[place];
            total += a.Breakdowns[place].Count;
            foreach (OffenceContribution part in a.Breakdowns[place].Take(input.OffencesShown - rows.Count))
            {
                rows.Add(
                [
                    NumberText.Count(entry.Rank),
                    entry.Score.Entity,
                    NumberText.Day(part.Date),
                    new TableCell(part.Title, Detail: part.Title == part.Code ? null : part.Code),
                    part.Quality is MatchQuality.Unmatched || (part.Quality == MatchQuality.Ambiguous && part.Days == 0) ? "no score" : NumberText.Plain(part.Days),
                    entry.Score.Days > 0 ? NumberText.Percent(part.Days / entry.Score.Days) : "—",
                    HarmWords.Of(part.Quality),
                    input.OffenceIds?[part.Row] ?? "",
                ]);
            }
        }

        return new ReportSection(
            "The offences behind each place",
            new ReportProse("Every place is the sum of these records. An offence without a score adds nothing to the days; it is not harmless."),
            new ReportTable
            {
                Caption = "Offences behind the places, gravest first.",
                Columns = [new("Rank", ColumnKind.Number), new(HarmWords.Singular(a.Options.Unit)), new("Date"), new("Offence"), new("Days", ColumnKind.Number), new("Of the place", ColumnKind.Number), new("How it was matched"), new("Offence id")],
                Rows = rows,
                TotalRows = total,
                MaximumRows = input.OffencesShown,
                FullFile = "breakdown.csv",
            });
    }

    private static ReportTable Table(HarmReportInput input)
    {
        HarmAnalysis a = input.Analysis;
        bool title = a.Options.Unit == HarmUnit.Offence;
        return new ReportTable
        {
            Caption = $"{HarmWords.Capital(HarmWords.Plural(a.Options.Unit))} by harm. The interval of the days and of the rank says how far they rest on few records; “held” is the share of draws of other records in which the place stayed among the first {NumberText.Count(a.CheckedPlaces)}.",
            Columns =
            [
                new("Rank", ColumnKind.Number),
                new(HarmWords.Singular(a.Options.Unit)),
                new("Days", ColumnKind.Number),
                new("Could be", ColumnKind.Number),
                new("Offences", ColumnKind.Number),
                new("Gravest offence’s share", ColumnKind.Number),
                new("Rank, interval", ColumnKind.Number),
                new("Held", ColumnKind.Number),
                new("Last offence"),
                new("Expires"),
            ],
            Rows = [.. a.Ranking.Entries.Take(input.PlacesShown).Select((e, i) => Row(e, a.UnderResampling.Places[i]))],
            TotalRows = a.Ranking.Entries.Count,
            MaximumRows = input.PlacesShown,
            FullFile = input.ListFile,
        };

        IReadOnlyList<TableCell> Row(HarmRankingEntry e, PlaceStability s) =>
        [
            NumberText.Count(e.Rank),
            new TableCell(e.Score.Entity, Detail: title ? TitleOf(a, e.Score.Entity) : null),
            new TableCell(NumberText.Plain(e.Score.Days), Detail: $"{NumberText.Amount(s.Days.Low)} to {NumberText.Amount(s.Days.High)}"),
            e.Score.HighDays > e.Score.LowDays ? $"{NumberText.Amount(e.Score.LowDays)} to {NumberText.Amount(e.Score.HighDays)}" : "—",
            new TableCell(NumberText.Count(e.Score.Offences), Detail: e.Score.Unscored > 0 ? $"{NumberText.Count(e.Score.Unscored)} without a score" : null),
            NumberText.Percent(e.OneOffenceShare, 0),
            $"{NumberText.Count(s.RankInterval.Low)} to {NumberText.Count(s.RankInterval.High)}",
            NumberText.Chance(s.ListedShare),
            NumberText.Day(e.Score.LastDay),
            NumberText.Day(e.Expires),
        ];
    }

    private static string? TitleOf(HarmAnalysis a, string code)
    {
        HarmMatch match = a.Lookup.Find(code);
        return match.Rows.Count == 1 ? match.Rows[0].Title : null;
    }
}
