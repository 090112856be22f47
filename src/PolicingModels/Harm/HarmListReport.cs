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
        ReportPage page = HarmReportPage.Compose(Input(r, runFacts));
        return page with
        {
            Title = $"{about.Key}: {UnitWords(r)} by harm, as of {Day(r.AsOf)}",
            Subtitle = about.Question,
            Facts =
            [
                new("Rule", about.Provenance.Kind.ToString()),
                new("Window", string.Create(CultureInfo.InvariantCulture, $"{r.System.WindowDays} days, {Day(r.Analysis.Window.Start)} to {Day(r.Analysis.Window.LastDay)}")),
                new("Index", string.Join("; ", r.System.Indices.Select(i => i.ToString()))),
                new("Expires", $"{Day(r.ValidUntil)}: {about.Cadence}"),
            ],
            Sections = [First(r), .. page.Sections],
        };
    }

    public static TransparencyRecord Record(HarmListResult r)
    {
        HarmReportInput input = Input(r, []);
        ModelCard card = HarmCard.Compose(input, r.System.About.Key, SystemFiles.Version, SystemFiles.CardParameters(r));
        TransparencyRecord record = HarmCard.Record(
            card with
            {
                OutOfScopeUses = [.. card.OutOfScopeUses, .. r.System.About.OutOfScopeUses],
                Data = [.. card.Data, new("Of its kind", string.Create(CultureInfo.InvariantCulture, $"{r.Selection.Rows.Count} rows: {string.Join("; ", r.System.Offences.Select(o => o.Name))}"))],
            },
            input);
        return record with { Description = $"{r.System.About.Question} {record.Description}" };
    }

    private static HarmReportInput Input(HarmListResult r, IReadOnlyList<ReportFact> runFacts) => new()
    {
        Analysis = r.Analysis,
        IsSelection = true,
        ListFile = "list.csv",
        PlacesShown = Shown,
        OffenceIds = r.OffenceIds,
        Provenance = r.System.About.Provenance,
        Quality = [r.Quality],
        Simulated = r.Simulated,
        RunFacts = runFacts,
        MoreSections =
        [
            .. r.System.ListedBy == HarmUnit.Area ? Array.Empty<ReportSection>() : [Standing(r)],
            .. r.Priorities.Select(p => Priority(r, p)),
            new ReportSection("The system’s settings, and what is not published", new ReportDefinitions([.. r.System.Settings.Select(s => new ReportFact(s.Key, s.Value)), .. r.System.About.NotPublished.Select(n => new ReportFact("Not published", n))])),
        ],
    };

    private static ReportSection First(HarmListResult r)
    {
        List<ReportBlock> blocks = [];
        if (r.System.ListedBy != HarmUnit.Area)
        {
            double suspected = r.Places.Sum(p => p.SuspectedDays), all = r.Places.Sum(p => p.Place.Score.Days);
            blocks.Add(new ReportNote(ReportNoteKind.Caution, $"Being listed is no evidence of anything: {Percent(all > 0 ? suspected / all : 0)} of the days on this list are unproven allegations. The list advises whom to look at first; it orders no action."));
        }

        blocks.Add(new ReportProse($"{r.System.About.Provenance.Kind}: {r.System.About.Provenance.Source}"));
        blocks.Add(new ReportList(
        [
            r.System.Ties == TieRule.ListAll ? "All who are tied with the last place are listed." : r.TiedOut > 0 ? $"{Count(r.TiedOut)} more are tied with the last place; the rule for ties alone leaves them out." : "Nobody is left out by the rule for ties alone.",
            $"{Count(r.Selection.Rows.Count)} rows are of the kind that the system counts: {string.Join("; ", r.Selection.ByClause.Select(k => $"{k.Key} {Count(k.Value)}"))}.",
            .. r.Selection.BelowEvidence > 0 ? [$"{Count(r.Selection.BelowEvidence)} more have an outcome below the minimum of evidence and do not count."] : Array.Empty<string>(),
            .. r.WithoutHarm.Count > 0 ? [$"{Count(r.WithoutHarm.Count)} areas have no offence that counts and share the last place."] : Array.Empty<string>(),
        ]));
        return new ReportSection("What the list is", blocks);
    }

    private static ReportSection Standing(HarmListResult r) => new("Suspected, charged, convicted", new ReportTable
    {
        Caption = "Days of harm by what the record says of the person’s part: suspected is unproven.",
        Columns = [new("Rank", ColumnKind.Number), new(Capital(HarmListOutput.UnitWord(r.System.ListedBy))), new("Suspected", ColumnKind.Number), new("Charged", ColumnKind.Number), new("Convicted", ColumnKind.Number)],
        Rows = [.. r.Places.Take(Shown).Select(p => (IReadOnlyList<TableCell>)[$"{Count(p.Place.Rank)}{(p.Place.TiedWithNext ? " =" : "")}", p.Place.Score.Entity, Amount(p.SuspectedDays), Amount(p.ChargedDays), Amount(p.ConvictedDays)])],
        TotalRows = r.Places.Count,
        MaximumRows = Shown,
        FullFile = "list.csv",
    });

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

    private static string UnitWords(HarmListResult r) => r.System.ListedBy switch { HarmUnit.Area => "areas", HarmUnit.Victim => "victims", HarmUnit.Dyad => "pairs", _ => "persons" };

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Amount(double value) => NumberText.Amount(value);

    private static string Count(double value) => NumberText.Count(value);

    private static string Percent(double fraction) => NumberText.Percent(fraction);

    private static string Day(DateOnly day) => NumberText.Day(day);
}
