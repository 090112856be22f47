using PolicingModels.HarmIndex;

namespace PolicingModels.Reporting;

/// <summary>Whether lists like this hold later harm, who joined and left, and how firm the list is.</summary>
internal static class HarmCheckSections
{
    private const int NamesShown = 60;

    public static ReportSection HeldOut(HarmAnalysis a)
    {
        const string Heading = "Did such a list hold later harm?";
        if (a.HeldOut.Value is not { } check)
        {
            return new ReportSection(Heading, new ReportNote(ReportNoteKind.Caution, a.HeldOut.Reason));
        }

        string units = HarmWords.Plural(a.Options.Unit);
        IntervalChart chart = new()
        {
            Title = "Share of later harm held, against other lists of the same length",
            Description = string.Join(" ", check.Comparisons.Select(c => $"Against {c.Against}: {HarmWords.Of(c.Verdict)}.")),
            Axis = new ChartAxis("difference of the shares of later harm", AxisFormat.Percent),
            Rows = [.. check.Comparisons.Select(c => new IntervalRow($"by harm, against {c.Against}", c.Difference, HarmWords.Of(c.Verdict)))],
            Reference = 0,
            LeftMeans = "the other list held more",
            RightMeans = "the list by harm held more",
        };
        return new ReportSection(
            Heading,
            new ReportProse(
                $"A list of {NumberText.Count(check.Listed)} {units} was made as of {NumberText.Day(check.AsOf)} from what was known then, and compared with the harm of the {NumberText.Count(a.HeldOutDays)} days that followed. It held {NumberText.Percent(check.Share.Value)} of it ({NumberText.Coverage(check.Share.Interval)} {NumberText.Percent(check.Share.Low)} to {NumberText.Percent(check.Share.High)}).",
                $"{NumberText.Percent(check.NewcomerShare)} of the later harm was of {units} without an offence in the window before: no list made from past offences can hold it."),
            new ReportFigure(chart.Draw(), "“Better” or “worse” only where the whole interval lies on one side of zero. The intervals hold the luck of the later window, not that of the past one."),
            new ReportTable
            {
                Caption = $"Share of the later harm held by lists of {NumberText.Count(check.Listed)} from {NumberText.Count(check.Eligible)} {units}.",
                Columns = [new("List by"), new("Share of later harm", ColumnKind.Number), new("By harm minus this", ColumnKind.Number), new("Verdict on the list by harm")],
                Rows =
                [
                    ["harm", NumberText.Percent(check.Share.Value), "—", "—"],
                    .. check.Comparisons.Select(c => (IReadOnlyList<TableCell>)[c.Against, NumberText.Percent(c.Share), new TableCell(NumberText.Percent(c.Difference.Value), Detail: $"{NumberText.Percent(c.Difference.Low)} to {NumberText.Percent(c.Difference.High)}"), HarmWords.Of(c.Verdict)]),
                ],
            });
    }

    public static ReportSection Turnover(HarmAnalysis a)
    {
        const string Heading = "Who joined and who left";
        if (a.Turnover.Value is not { } turnover)
        {
            return new ReportSection(Heading, new ReportNote(ReportNoteKind.Information, a.Turnover.Reason));
        }

        int both = turnover.Stayed;
        return new ReportSection(
            Heading,
            new ReportKeyFigures(
                new KeyFigure("On both lists", NumberText.Count(both), $"of the first {NumberText.Count(a.CheckedPlaces)}, as of {NumberText.Day(a.PreviousAsOf)} and {NumberText.Day(a.Options.Scoring.AsOf)}"),
                new KeyFigure("Overlap", NumberText.Percent(turnover.Overlap), $"Jaccard index {NumberText.Fixed(turnover.Jaccard, 2)}"),
                new KeyFigure("Agreement weighted to the top", NumberText.Fixed(turnover.RankBiasedOverlap, 2), "rank-biased overlap, 1 for equal lists"),
                new KeyFigure("Rank correlation", NumberText.Fixed(turnover.KendallTau, 2), "Kendall’s τ of all on either list")),
            Moves($"Joined the first {NumberText.Count(a.CheckedPlaces)}.", turnover.Entered),
            Moves($"Left the first {NumberText.Count(a.CheckedPlaces)}, by their former rank.", turnover.Left));
    }

    public static ReportSection Stability(HarmAnalysis a)
    {
        RankingStability noise = a.UnderWeightNoise, records = a.UnderResampling;
        List<ReportBlock> blocks =
        [
            new ReportProse($"How much of the first {NumberText.Count(a.CheckedPlaces)} would be the same had the weights been a little different, or had chance dealt other records?"),
            new ReportTable
            {
                Caption = "Share of the first places that stays.",
                Columns = [new("Changed"), new("Overlap", ColumnKind.Number), new("Interval", ColumnKind.Number), new("How")],
                Rows =
                [
                    ["weights", NumberText.Percent(noise.Overlap.Value), $"{NumberText.Percent(noise.Overlap.Low)} to {NumberText.Percent(noise.Overlap.High)}", $"every weight of the index changed by up to ±{NumberText.Percent(a.Options.WeightNoise, 0)}, {NumberText.Count(noise.Draws)} draws"],
                    ["records", NumberText.Percent(records.Overlap.Value), $"{NumberText.Percent(records.Overlap.Low)} to {NumberText.Percent(records.Overlap.High)}", $"every offence drawn anew (Poisson bootstrap), {NumberText.Count(records.Draws)} draws"],
                    .. a.Comparisons.Select(c => (IReadOnlyList<TableCell>)[$"index: {c.Second}", NumberText.Percent(c.Overlap), "—", $"rank-biased overlap {NumberText.Fixed(c.RankBiasedOverlap, 2)}, Kendall’s τ {NumberText.Fixed(c.KendallTau, 2)} over all"]),
                ],
            },
        ];
        foreach (RankingComparison comparison in a.Comparisons)
        {
            if (comparison.SecondScoredShare < comparison.FirstScoredShare)
            {
                blocks.Add(new ReportNote(ReportNoteKind.Caution, $"{comparison.Second} scores {NumberText.Percent(comparison.SecondScoredShare)} of the offences that count where {comparison.First} scores {NumberText.Percent(comparison.FirstScoredShare)}: part of the difference is what it cannot score, not how it weighs. Bring codes that both hold, or aliases."));
            }

            blocks.Add(new ReportTable
            {
                Caption = $"The first {NumberText.Count(comparison.Length)} by {comparison.First} and by {comparison.Second}.",
                Columns = [new(HarmWords.Singular(a.Options.Unit)), new($"Rank by {comparison.First}", ColumnKind.Number), new($"Rank by {comparison.Second}", ColumnKind.Number), new("Days by the first", ColumnKind.Number), new("Days by the second", ColumnKind.Number)],
                Rows = [.. comparison.Entities.Select(e => (IReadOnlyList<TableCell>)[e.Entity, e.FirstRank is { } r ? NumberText.Count(r) : "—", e.SecondRank is { } s ? NumberText.Count(s) : "—", NumberText.Plain(e.FirstDays), NumberText.Plain(e.SecondDays)])],
                MaximumRows = NamesShown,
                FullFile = "comparisons.csv",
            });
            blocks.Add(new ReportTable
            {
                Caption = $"The codes that make the difference: their share of all harm by {comparison.First} and by {comparison.Second}.",
                Columns = [new("Code"), new("Rows", ColumnKind.Number), new("Score by the first", ColumnKind.Number), new("Score by the second", ColumnKind.Number), new("Share by the first", ColumnKind.Number), new("Share by the second", ColumnKind.Number)],
                Rows = [.. comparison.Codes.Select(c => (IReadOnlyList<TableCell>)[c.Code, NumberText.Count(c.Rows), Score(c.FirstScore), Score(c.SecondScore), NumberText.Percent(c.FirstShare), NumberText.Percent(c.SecondShare)])],
                MaximumRows = 12,
            });
        }

        return new ReportSection("How firm the list is", blocks);

        static string Score(double? days) => days is { } d ? NumberText.Plain(d) : "none";
    }

    private static ReportBlock Moves(string caption, IReadOnlyList<RankingMove> moves) => moves.Count == 0
        ? new ReportProse(caption + " Nobody.")
        : new ReportTable
        {
            Caption = caption,
            Columns = [new("Rank", ColumnKind.Number), new("Name"), new("Days before", ColumnKind.Number), new("Days now", ColumnKind.Number), new("Why")],
            Rows = [.. moves.Select(m => (IReadOnlyList<TableCell>)[NumberText.Count(m.Rank), m.Entity, NumberText.Plain(m.DaysBefore), NumberText.Plain(m.DaysAfter), HarmWords.Of(m.Change)])],
            MaximumRows = NamesShown,
            FullFile = "turnover.csv",
        };
}
