using System.Globalization;
using PolicingModels.HarmIndex;
using PolicingModels.Reporting;

namespace PolicingModels;

/// <summary>The page and the records about a list by harm.</summary>
internal static class HarmListReport
{
    private const int Shown = 50;

    public static ReportPage Page(HarmListResult r, IReadOnlyList<ReportFact> runFacts)
    {
        SystemDescription about = r.System.About;
        return new ReportPage
        {
            Title = $"{about.Key}: {UnitWords(r)} by harm, as of {Day(r.AsOf)}",
            Subtitle = about.Question,
            Facts =
            [
                new("Rule", about.Provenance.Kind.ToString()),
                new("Window", string.Create(CultureInfo.InvariantCulture, $"{r.System.WindowDays} days, {Day(r.AsOf.AddDays(-r.System.WindowDays))} to {Day(r.AsOf.AddDays(-1))}")),
                new("Index", string.Join("; ", r.System.Indices.Select(i => i.ToString()))),
                new("Expires", $"{Day(r.ValidUntil)}: {about.Cadence}"),
            ],
            Sections =
            [
                First(r),
                List(r),
                Why(r),
                Trust(r),
                Turnover(r),
                .. r.Priorities.Select(p => Priority(r, p)),
                Concentration(r),
                Coverage(r),
                Data(r),
                new ReportSection("How it was made", new ReportDefinitions([.. r.System.Settings.Select(s => new ReportFact(s.Key, s.Value)), .. about.NotPublished.Select(n => new ReportFact("Not published", n)), .. runFacts])),
            ],
            Footer = "Made with PolicingModels. Advisory only. This page loads nothing from any network.",
        };
    }

    public static TransparencyRecord Record(HarmListResult r) => new()
    {
        Card = SystemFiles.Card(
            r,
            "Showing those who review cases whom recent records connect with most harm, beside what else they know, so that the order of looking is open and repeatable.",
            $"Each offence that counts is scored in days by {string.Join(" and ", r.System.Indices.Select(i => i.Schedule.Info.Label))}; the scores of a window are summed per {HarmListOutput.UnitWord(r.System.ListedBy)} and ranked. Nothing is estimated from people like them; history before the window has no effect.",
            [new("Source", Path.GetFileName(r.Quality.Source)), new("Rows", string.Create(CultureInfo.InvariantCulture, $"{r.Quality.Read} read, {r.Quality.Used} used, {r.Quality.Refused.Count} refused")), new("Of its kind", string.Create(CultureInfo.InvariantCulture, $"{r.Selection.Rows.Count} rows")), new("Coverage", r.Coverage.ToString())],
            r.HeldOut is { } h ? string.Create(CultureInfo.InvariantCulture, $"Held-out check: the list as it would have been on {h.AsOf:yyyy-MM-dd} from what was recorded then, against the harm of the {r.System.HeldOutDays} days since.") : "",
            [.. r.HeldOut is { } check ? Metrics(check) : []]) with
        {
            NamesPeople = r.System.ListedBy != HarmUnit.Area,
            Uncertainty = "A score is a sum of recorded offences and has no sampling error; what is uncertain is what the codes mean (lowest and highest possible days), what the weights should be (places under changed weights) and whether the past says anything of the future (held-out check). Offences that were never recorded are not in it.",
        },
        Description = r.System.About.Question,
        SystemInput = $"Recorded offences with the persons they link: {string.Join("; ", r.System.Offences.Select(o => o.Name))}.",
        SystemOutput = $"A list of {UnitWords(r)} with days of harm, the offences behind each, and how firm each place is.",
    };

    private static IEnumerable<ModelCardMetric> Metrics(HeldOutCheck check)
    {
        foreach (HeldOutComparison c in check.Comparisons)
        {
            yield return new ModelCardMetric($"Share of the later harm held by {check.Listed} places, against a list by {c.Against} that holds {Percent(c.Share)} (higher is better)", check.Share, null, c.ToString());
        }
    }

    private static ReportSection First(HarmListResult r)
    {
        List<ReportBlock> blocks = [];
        if (r.Simulated)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, "Simulated data: nobody here exists, and none of it happened."));
        }

        if (r.System.ListedBy != HarmUnit.Area)
        {
            double suspected = r.Places.Sum(p => p.SuspectedDays), all = r.Places.Sum(p => p.Place.Score.Days);
            blocks.Add(new ReportNote(ReportNoteKind.Caution, $"Being listed is no evidence of anything: {Percent(all > 0 ? suspected / all : 0)} of the days on this list are unproven allegations. The list advises whom to look at first; it orders no action."));
        }

        blocks.Add(new ReportProse($"{r.System.About.Provenance.Kind}: {r.System.About.Provenance.Source}"));
        blocks.Add(new ReportKeyFigures(
            new KeyFigure("Listed", Count(r.Places.Count), $"of {Count(r.Ranking.Eligible)} with an offence that counts{(r.TiedOut > 0 ? $"; {Count(r.TiedOut)} more are tied with the last place" : "")}"),
            new KeyFigure("Of the harm in the window", Percent(Share(r)), "carried by the list"),
            new KeyFigure("Offences with a score", Percent(r.Coverage.ScoredShare), $"of {Count(r.Coverage.Counted)} that count"),
            r.HeldOut is { } h ? new KeyFigure($"Held by such a list {r.System.HeldOutDays} days on", Percent(h.Share.Value), $"of the harm since {Day(h.AsOf)} ({Percent(h.Share.Low)} to {Percent(h.Share.High)})") : new KeyFigure("Held-out check", "none", r.HeldOutMissing)));
        return new ReportSection("What the list says", blocks);
    }

    private static double Share(HarmListResult r)
    {
        double total = 0;
        foreach (double days in r.Ranking.Scores.Days)
        {
            total += days;
        }

        return total > 0 ? r.Places.Sum(p => p.Place.Score.Days) / total : 0;
    }

    private static ReportSection List(HarmListResult r)
    {
        bool people = r.System.ListedBy != HarmUnit.Area;
        List<TableColumn> columns = [new("Rank", ColumnKind.Number), new(Capital(HarmListOutput.UnitWord(r.System.ListedBy))), new("Days", ColumnKind.Number), new("Possibly", ColumnKind.Number), new("Offences", ColumnKind.Number), new("Gravest alone", ColumnKind.Number), new("Rank under other weights", ColumnKind.Number)];
        if (people)
        {
            columns.AddRange([new("Suspected", ColumnKind.Number), new("Charged", ColumnKind.Number), new("Convicted", ColumnKind.Number), new("Expires")]);
        }

        return new ReportSection("The list",
            new ReportTable
            {
                Caption = $"Days of harm, most first. “Possibly”: the sum if every doubtful code were at its lowest and at its highest. “Gravest alone”: the share of the days that one offence carries. “Rank under other weights”: 95% of {r.Stability?.Draws ?? 0} draws with every weight changed by up to {Percent(r.System.WeightNoise)}.",
                Columns = columns,
                Rows = [.. r.Places.Take(Shown).Select(Row)],
                TotalRows = r.Places.Count,
                MaximumRows = Shown,
                FullFile = "list.csv",
            },
            new ReportProse(r.WithoutHarm.Count > 0 ? $"{Count(r.WithoutHarm.Count)} areas have no offence that counts and share the last place." : $"Ties: {(r.System.Ties == TieRule.ListAll ? "all who are tied with the last place are listed" : "the later last offence, then more offences, then the name")}. Co-suspects: {(r.System.CoSuspects == CoSuspectRule.Full ? "each is credited in full" : "an offence is divided among them")}."));

        IReadOnlyList<TableCell> Row(HarmListPlace p)
        {
            HarmScore s = p.Place.Score;
            List<TableCell> cells =
            [
                $"{Count(p.Place.Rank)}{(p.Place.TiedWithNext ? " =" : "")}", s.Entity, Amount(s.Days), s.LowDays == s.HighDays ? "the same" : $"{Amount(s.LowDays)} to {Amount(s.HighDays)}", Count(s.Offences), Percent(p.Place.OneOffenceShare),
                p.Stability is { } st ? $"{Count(st.RankInterval.Low)} to {Count(st.RankInterval.High)}" : "—",
            ];
            if (people)
            {
                cells.AddRange([Amount(p.SuspectedDays), Amount(p.ChargedDays), Amount(p.ConvictedDays), p.ExpiresOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]);
            }

            return cells;
        }
    }

    private static ReportSection Why(HarmListResult r) => new("Why the first ten are there", [.. r.Places.Take(10).Select(p => (ReportBlock)new ReportTable
    {
        Caption = string.Create(CultureInfo.InvariantCulture, $"Rank {p.Place.Rank}, {p.Place.Score.Entity}: {Amount(p.Place.Score.Days)} days."),
        Columns = [new("Offence"), new("Code"), new("Date"), new("Days", ColumnKind.Number), new("Match"), new("Role"), new("Record")],
        Rows = [.. p.Breakdown.Take(8).Select(b => (IReadOnlyList<TableCell>)[b.Contribution.Title, b.Contribution.Code, b.Contribution.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Amount(b.Contribution.Days), b.Contribution.Quality.ToString().ToLowerInvariant(), b.Role.ToString().ToLowerInvariant(), b.OffenceId])],
        TotalRows = p.Breakdown.Count,
        MaximumRows = 8,
        FullFile = "breakdown.csv",
    })]);

    private static ReportSection Trust(HarmListResult r)
    {
        List<ReportBlock> blocks = [];
        if (r.HeldOut is { } check)
        {
            blocks.Add(new ReportProse(
                string.Create(CultureInfo.InvariantCulture, $"On {Day(check.AsOf)}, from what was recorded by then, a list of {check.Listed} was made in the same way and compared with the harm of the {r.System.HeldOutDays} days since. Persons or places without an offence in the earlier window caused {Percent(check.NewcomerShare)} of it: no list of past harm can hold that.")));
            blocks.Add(new ReportTable
            {
                Caption = "Share of the later harm that lists of the same length hold.",
                Columns = [new("List by"), new("Share of later harm", ColumnKind.Number), new("List by harm holds more by", ColumnKind.Number), new("Verdict")],
                Rows =
                [
                    [new TableCell("harm"), $"{Percent(check.Share.Value)} ({Percent(check.Share.Low)} to {Percent(check.Share.High)})", "", ""],
                    .. check.Comparisons.Select(c => (IReadOnlyList<TableCell>)[c.Against, Percent(c.Share), $"{Percent(c.Difference.Value)} ({Percent(c.Difference.Low)} to {Percent(c.Difference.High)})", c.Verdict switch { HeldOutVerdict.Better => "harm is better", HeldOutVerdict.Worse => "harm is worse", _ => "no evidence of a difference" }]),
                ],
            });
        }
        else
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, $"Whether such a list says anything about later harm was not checked. {r.HeldOutMissing}"));
        }

        if (r.Stability is { } s)
        {
            blocks.Add(new ReportProse($"With every weight changed at random by up to {Percent(r.System.WeightNoise)}, {Percent(s.Overlap.Value)} of {(r.Focus < r.Places.Count ? $"the first {Count(r.Focus)} stay among them" : "the list stays on it")} ({Percent(s.Overlap.Low)} to {Percent(s.Overlap.High)} of {Count(s.Draws)} draws)."));
        }

        return new ReportSection("How far to trust it", blocks);
    }

    private static ReportSection Turnover(HarmListResult r)
    {
        List<ReportBlock> blocks = [new ReportProse($"{(r.Focus < r.Places.Count ? $"Of the first {Count(r.Focus)}, against those of {Day(r.EarlierAsOf)}" : $"Against the list of {Day(r.EarlierAsOf)}")}, made from what was recorded by then: {Count(r.Turnover.Entered.Count)} joined, {Count(r.Turnover.Left.Count)} left, {Count(r.Turnover.Stayed)} stayed. Overlap {Percent(r.Turnover.Overlap)}, rank-biased overlap {Percent(r.Turnover.RankBiasedOverlap)}, Kendall’s τ {NumberText.Fixed(r.Turnover.KendallTau, 2)}. Those who leave a list of extremes tend to fall of themselves: a fall is no proof that anything done to them worked.")];
        (string Move, RankingMove M)[] moves = [.. r.Turnover.Entered.Select(m => ("joined", m)), .. r.Turnover.Left.Select(m => ("left", m))];
        if (moves.Length > 0)
        {
            blocks.Add(new ReportTable
            {
                Caption = "Who joined and who left, and why.",
                Columns = [new("Move"), new(Capital(HarmListOutput.UnitWord(r.System.ListedBy))), new("Rank", ColumnKind.Number), new("Days before", ColumnKind.Number), new("Days after", ColumnKind.Number), new("Why")],
                Rows = [.. moves.Select(x => (IReadOnlyList<TableCell>)[x.Move, x.M.Entity, Count(x.M.Rank), Amount(x.M.DaysBefore), Amount(x.M.DaysAfter), Words(x.M.Change)])],
                MaximumRows = 40,
                FullFile = "turnover.csv",
            });
        }

        return new ReportSection("What changed", blocks);
    }

    private static ReportSection Priority(HarmListResult r, PriorityResult p) => new($"Order by {p.List.Name.Replace('-', ' ')}",
        new ReportNote(p.List.Options.Provenance.Kind == ProvenanceKind.Illustrative ? ReportNoteKind.Caution : ReportNoteKind.Information, $"{p.List.Options.Provenance.Kind} tables: {p.List.Options.Provenance.Source} Its first {Count(p.Entries.Count)} share {Percent(p.OverlapWithHarm)} of their names with the list by harm."),
        new ReportTable
        {
            Caption = $"Points of recency, frequency and {(p.List.Options.Measure == GravityMeasure.TotalHarm ? "total harm" : "the gravest offence")}, combined by {p.List.Options.Rule.ToString().ToLowerInvariant()}.",
            Columns = [new("Rank", ColumnKind.Number), new(Capital(HarmListOutput.UnitWord(r.System.ListedBy))), new("Priority", ColumnKind.Number), new("Days since last", ColumnKind.Number), new("Offences", ColumnKind.Number), new("Days of harm", ColumnKind.Number), new("Recency", ColumnKind.Number), new("Frequency", ColumnKind.Number), new("Gravity", ColumnKind.Number)],
            Rows = [.. p.Entries.Take(25).Select(e => (IReadOnlyList<TableCell>)[Count(e.Rank), e.Score.Entity, e.Priority is { } points ? Amount(points) : "—", Count(e.DaysSinceLast), Count(e.Score.Offences), Amount(e.GravityDays), Amount(e.RecencyPoints), Amount(e.FrequencyPoints), Amount(e.GravityPoints)])],
            TotalRows = p.Entries.Count,
            MaximumRows = 25,
            FullFile = $"{p.List.Name}.csv",
        });

    private static ReportSection Concentration(HarmListResult r)
    {
        if (r.Concentration is not { } c)
        {
            return new ReportSection("How harm is shared", new ReportProse("There is no scored harm to share."));
        }

        return new ReportSection("How harm is shared",
            new ReportProse($"Of {Count(c.Entities)} {UnitWords(r)}{(c.IncludesQuiet ? "" : " with an offence that counts")}, {Count(c.FewestForHalf)} carry half of the harm and {Count(c.FewestForFourFifths)} four fifths; the first 1% carry {Percent(c.Shares[0].HarmShare)}. Gini coefficient {NumberText.Fixed(c.HarmGini, 2)}. One grave offence is enough to stand at the top, so much of this is luck."),
            new ReportFigure(
                new LineChart
                {
                    Title = "Share of harm held by the most harmful",
                    Description = $"A Lorenz curve: {Count(c.FewestForHalf)} of {Count(c.Entities)} carry half of the harm.",
                    X = new ChartAxis($"Share of {UnitWords(r)}, most harm first", AxisFormat.Percent) { Minimum = 0, Maximum = 1 },
                    Y = new ChartAxis("Share of harm", AxisFormat.Percent) { Minimum = 0, Maximum = 1 },
                    Series =
                    [
                        new ChartSeries("harm", [.. c.Curve.Select(p => new ChartPoint(p.EntityShare, p.HarmShare))]),
                        new ChartSeries("equal shares", [new ChartPoint(0, 0), new ChartPoint(1, 1)]) { IsReference = true },
                    ],
                }.Draw(),
                "The further the curve bends from the straight line, the fewer carry the harm."));
    }

    private static ReportSection Coverage(HarmListResult r)
    {
        CoverageReport v = r.Coverage;
        List<ReportBlock> blocks =
        [
            new ReportProse($"{v}."),
            new ReportTable
            {
                Caption = "Rows that were left out, by reason, and rows that count, by how well their code matched.",
                Columns = [new("What"), new("Rows", ColumnKind.Number), new("Days", ColumnKind.Number)],
                Rows =
                [
                    .. r.Selection.ByClause.Select(k => (IReadOnlyList<TableCell>)[$"of its kind: {k.Key}", Count(k.Value), ""]),
                    .. r.Selection.BelowEvidence > 0 ? new IReadOnlyList<TableCell>[] { [new TableCell("of its kind, below the minimum of evidence"), Count(r.Selection.BelowEvidence), ""] } : [],
                    .. v.Excluded.Where(e => e.Value > 0).Select(e => (IReadOnlyList<TableCell>)[$"left out: {Words(e.Key)}", Count(e.Value), ""]),
                    .. v.ByQuality.Where(q => q.Value.Rows > 0).Select(q => (IReadOnlyList<TableCell>)[$"counted, match {q.Key.ToString().ToLowerInvariant()}", Count(q.Value.Rows), Amount(q.Value.Days)]),
                ],
            },
        ];
        if (v.Unscored.Count > 0)
        {
            blocks.Add(new ReportTable
            {
                Caption = "Codes without a score. They are not harmless; they are unknown.",
                Columns = [new("Code"), new("Rows", ColumnKind.Number), new("Why")],
                Rows = [.. v.Unscored.Select(u => (IReadOnlyList<TableCell>)[u.Code.Length == 0 ? "(none)" : u.Code, Count(u.Rows), u.Explanation])],
                MaximumRows = 15,
                FullFile = "unscored-codes.csv",
            });
        }

        if (r.System.Indices.Any(i => !i.Schedule.Info.IsComplete))
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, $"{string.Join(" and ", r.System.Indices.Where(i => !i.Schedule.Info.IsComplete).Select(i => i.Schedule.Info.Label))} is a partial table of published principal values. Load the official workbook before the list is used."));
        }

        return new ReportSection("What could be scored", blocks);
    }

    private static ReportSection Data(HarmListResult r)
    {
        List<ReportBlock> blocks = [new ReportProse($"{Path.GetFileName(r.Quality.Source)}: {Count(r.Quality.Read)} rows read, {Count(r.Quality.Used)} used, {Count(r.Quality.Refused.Count)} refused.")];
        if (r.Quality.RefusedByReason.Count > 0)
        {
            blocks.Add(new ReportTable { Caption = "Refused rows by reason.", Columns = [new("Reason"), new("Rows", ColumnKind.Number)], Rows = [.. r.Quality.RefusedByReason.Select(x => (IReadOnlyList<TableCell>)[x.Reason, Count(x.Rows)])], MaximumRows = 20, FullFile = "refused-rows.csv" });
        }

        if (r.Quality.Notes.Count > 0)
        {
            blocks.Add(new ReportList([.. r.Quality.Notes.Select(n => n.Message)]));
        }

        return new ReportSection("Quality of the data", blocks);
    }

    private static string UnitWords(HarmListResult r) => r.System.ListedBy switch { HarmUnit.Area => "areas", HarmUnit.Victim => "victims", HarmUnit.Dyad => "pairs", _ => "persons" };

    private static string Words<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((ch, i) => char.IsUpper(ch) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(ch) : ch.ToString()));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Amount(double value) => NumberText.Amount(value);

    private static string Count(double value) => NumberText.Count(value);

    private static string Percent(double fraction) => NumberText.Percent(fraction);

    private static string Day(DateOnly day) => NumberText.Day(day);
}
