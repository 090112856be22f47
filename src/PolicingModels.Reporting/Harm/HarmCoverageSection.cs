using PolicingModels.HarmIndex;

namespace PolicingModels.Reporting;

/// <summary>What could and could not be scored, and the harm the doubtful rows could carry.</summary>
internal static class HarmCoverageSection
{
    private const int CodesShown = 30;

    public static ReportSection Compose(HarmAnalysis a)
    {
        CoverageReport coverage = a.Coverage;
        long unscored = coverage.Unscored.Sum(u => u.Rows);
        List<ReportBlock> blocks =
        [
            new ReportKeyFigures(
                new KeyFigure("Offences that count", NumberText.Count(coverage.Counted), $"of {NumberText.Count(coverage.Rows)} rows"),
                new KeyFigure("Of these with a score", NumberText.Percent(coverage.ScoredShare), $"{NumberText.Count(unscored)} without one"),
                new KeyFigure("Harm, days", NumberText.Amount(coverage.ScoredDays), $"at least {NumberText.Amount(coverage.LowDays)}, at most {NumberText.Amount(coverage.HighDays)}")),
            new ReportTable
            {
                Caption = "How the offences that count were matched with the index.",
                Columns = [new("Match"), new("Rows", ColumnKind.Number), new("Share", ColumnKind.Number), new("Days", ColumnKind.Number)],
                Rows =
                [
                    .. coverage.ByQuality.OrderBy(q => q.Key).Select(q => (IReadOnlyList<TableCell>)
                        [HarmWords.Of(q.Key), NumberText.Count(q.Value.Rows), NumberText.Percent((double)q.Value.Rows / coverage.Counted), NumberText.Amount(q.Value.Days)]),
                ],
            },
            new ReportTable
            {
                Caption = "Rows that were left out, with the harm they carry or could carry. Together with the rows that count they are all rows.",
                Columns = [new("Rows that"), new("Rows", ColumnKind.Number), new("Days", ColumnKind.Number), new("At least", ColumnKind.Number), new("At most", ColumnKind.Number)],
                Rows =
                [
                    .. coverage.ExcludedHarm.Where(e => e.Value.Rows > 0).OrderBy(e => e.Key).Select(e => (IReadOnlyList<TableCell>)
                        [HarmAnalysis.Sentence(e.Key), NumberText.Count(e.Value.Rows), NumberText.Amount(e.Value.Days), NumberText.Amount(e.Value.LowDays), NumberText.Amount(e.Value.HighDays)]),
                    ["count", NumberText.Count(coverage.Counted), NumberText.Amount(coverage.ScoredDays), NumberText.Amount(coverage.LowDays), NumberText.Amount(coverage.HighDays)],
                ],
            },
        ];
        if (unscored > 0)
        {
            blocks.Add(Codes("Codes without a score, by the harm they could carry.", [.. coverage.Codes.Where(c => c.ScoreDays is null).OrderByDescending(c => c.Sum.HighDays)]));
        }

        CodeCoverage[] ambiguous = [.. coverage.Codes.Where(c => c.Quality == MatchQuality.Ambiguous && c.ScoreDays is not null)];
        if (ambiguous.Length > 0)
        {
            blocks.Add(Codes($"Codes with several scores, of which the policy {a.Lookup.Options.Ambiguity} took one.", ambiguous));
        }

        CodeCoverage[] proxies = [.. coverage.Codes.Where(c => c.Quality is MatchQuality.Alias or MatchQuality.Proxy)];
        if (proxies.Length > 0)
        {
            blocks.Add(Codes("Codes found through an alias or a broader code.", proxies));
        }

        return new ReportSection("What could not be scored", blocks);
    }

    private static ReportTable Codes(string caption, IReadOnlyList<CodeCoverage> codes) => new()
    {
        Caption = caption,
        Columns = [new("Code"), new("Rows", ColumnKind.Number), new("Score", ColumnKind.Number), new("Could be", ColumnKind.Number), new("Days in all", ColumnKind.Number), new("At most", ColumnKind.Number), new("Why")],
        Rows =
        [
            .. codes.Select(c => (IReadOnlyList<TableCell>)
            [
                c.Code.Length > 0 ? c.Code : "(none)", NumberText.Count(c.Sum.Rows), c.ScoreDays is { } d ? NumberText.Plain(d) : "none", c.HighDays > c.LowDays ? $"{NumberText.Plain(c.LowDays)} to {NumberText.Plain(c.HighDays)}" : "—",
                NumberText.Amount(c.Sum.Days), NumberText.Amount(c.Sum.HighDays), c.Explanation,
            ]),
        ],
        MaximumRows = CodesShown,
        FullFile = "coverage.csv",
    };
}
