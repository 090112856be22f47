using System.Globalization;
using PolicingModels.Data;
using PolicingModels.HarmIndex;
using PolicingModels.Reporting;
using TableColumn = PolicingModels.Data.TableColumn;

namespace PolicingModels.Tool;

/// <summary>Simulated people and their files.</summary>
internal sealed class PeopleRun
{
    public const string OffencesFile = "offences.csv";
    public const string TruthFile = "truth-people.csv";

    private static readonly HarmLookup Lookup = new(CambridgeCrimeHarmIndex.Principal, new HarmLookupOptions { Ambiguity = AmbiguityPolicy.Minimum });

    public required SimulatedPeople People { get; init; }

    public static PeopleRun Of(PeopleOptions options, CommandContext context) =>
        new() { People = context.Step("Simulating people", _ => new PeopleSimulator(options).Simulate(context.Cancellation)) };

    /// <summary>One line for a reader.</summary>
    public string Line() => string.Create(CultureInfo.InvariantCulture, $"Simulated people (nobody real): {Offences:N0} recorded offences in {People.Offences.Count:N0} rows, {People.Truth.People.Count:N0} people who may offend, {People.Offences.Area!.Levels.Count:N0} wards, {People.Span.Start:yyyy-MM-dd} to {People.Span.LastDay:yyyy-MM-dd}, seed {People.Options.Seed}");

    /// <summary>Writes every file of <c>simulate people</c>: the offences, the truth of every person, and the accounts.</summary>
    public bool Write(OutputFolder folder, CommandContext context)
    {
        TableWriter.WriteCsv(OffenceTable(), folder.File(OffencesFile), new CsvWriteOptions { NeutraliseFormulas = false });
        TableWriter.WriteCsv(TruthTable(), folder.File(TruthFile), new CsvWriteOptions { NeutraliseFormulas = false });
        Simulation simulation = new(
            "simulated-people",
            "Trying rankings and models on offences whose truth is known, with no personal data.",
            "Each made-up person offends at a lasting rate with a lasting leaning toward graver or lighter offences; see the documentation of PeopleSimulator.",
            "Every rate, share and repertoire is made up; only the offence codes and their scores are published.",
            SimulatedPeople.Notice,
            "A table of made-up offences and the truth behind it.",
            Settings());
        IReadOnlyList<ReportFact> facts = Accounts.Write(folder, simulation, [folder.File(OffencesFile)], People.Span.End, People.Options.Seed, context);
        folder.Write(Reports.FileName, new HtmlReportWriter().ToText(Page(facts)));
        folder.Write(ResultJson.FileName, ResultJson.Text(new SimulatePeopleResult { Verb = "simulate people", Simulated = true, People = Figures(), Files = folder.Files }));
        return true;
    }

    private int Offences => People.OffenceIds.Distinct(StringComparer.Ordinal).Count();

    private ReportFact[] Settings()
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        PeopleOptions o = People.Options;
        return
        [
            new("size", o.Size.ToString()),
            new("start", o.Start.ToString("yyyy-MM-dd", c)),
            new("days", o.Days.ToString(c)),
            new("meanOffencesPerYear", o.MeanOffencesPerYear.ToString(c)),
            new("rateShape", o.RateShape.ToString(c)),
            new("gravityLeaning", o.GravityLeaning.ToString(c)),
        ];
    }

    private Table OffenceTable()
    {
        HarmOffences o = People.Offences;
        string?[] yes = new string?[o.Count];
        Array.Fill(yes, "yes");
        return new Table(
        [
            TableColumn.Of("offence_id", [.. People.OffenceIds]),
            Texts("person", o.Person!),
            TableColumn.Of("role", [.. o.Role.ToArray().Select(r => r.ToString().ToLowerInvariant())]),
            Texts("offence_code", o.Code),
            Days("occurred", o.OccurredDay),
            Days("recorded", o.RecordedDay),
            Texts("victim", o.Victim!),
            Texts("area", o.Area!),
            TableColumn.Of("detection", [.. o.Detection.ToArray().Select(d => d.ToString().ToLowerInvariant())]),
            TableColumn.Of("status", [.. o.Status.ToArray().Select(s => s == OffenceStatus.NonCrime ? "non-crime" : s.ToString().ToLowerInvariant())]),
            Texts("outcome", People.Outcome),
            Texts("weapon", People.Weapon),
            Texts("domestic", People.Domestic),
            TableColumn.Of("simulated", yes),
        ]);
    }

    private Table TruthTable()
    {
        PeopleTruth truth = People.Truth;
        Period coming = new(People.Span.End, People.Span.End.AddDays(365));
        return new Table(
        [
            TableColumn.Of("person", [.. truth.People.Select(p => p.Person)]),
            TableColumn.Of("kind", [.. truth.People.Select(p => p.Kind.ToString().ToLowerInvariant())]),
            TableColumn.Of("offences_per_year", [.. truth.People.Select(p => p.OffencesPerYear)]),
            TableColumn.Of("gravity_leaning", [.. truth.People.Select(p => p.GravityLeaning)]),
            TableColumn.Of("active_from", [.. truth.People.Select(p => p.Active.Start)]),
            TableColumn.Of("active_to", [.. truth.People.Select(p => p.Active.End)]),
            TableColumn.Of("home_ward", [.. truth.People.Select(p => p.HomeWard)]),
            TableColumn.Of("expected_recorded_harm_days", [.. truth.ExpectedHarmDays(People.Span, Lookup)]),
            TableColumn.Of("expected_harm_days_coming_year", [.. truth.ExpectedHarmDays(coming, Lookup)]),
        ]);
    }

    private static TableColumn Texts(string name, CategoryColumn column)
    {
        string?[] texts = new string?[column.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = column[i];
        }

        return TableColumn.Of(name, texts);
    }

    private static TableColumn Days(string name, ReadOnlySpan<int> days) => TableColumn.Of(name, Array.ConvertAll(days.ToArray(), DateOnly.FromDayNumber));

    private PeopleFigures Figures()
    {
        IReadOnlyList<double> harm = People.Truth.ExpectedHarmDays(People.Span, Lookup);
        return new PeopleFigures(
        SimulatedPeople.Notice,
        People.Options.Size.ToString(),
        People.Options.Seed.ToString(CultureInfo.InvariantCulture),
        SpanResult.Of(People.Span),
        People.Truth.People.Count,
        People.Offences.Area!.Levels.Count,
        Offences,
        People.Offences.Count,
        People.Unrecorded,
        [.. Enum.GetValues<SimulatedKind>().Select(k => Kind(k, harm))]);
    }

    private PeopleKindFigures Kind(SimulatedKind kind, IReadOnlyList<double> harm)
    {
        int[] people = [.. Enumerable.Range(0, People.Truth.People.Count).Where(i => People.Truth.People[i].Kind == kind)];
        return new PeopleKindFigures(
            kind.ToString().ToLowerInvariant(),
            people.Length,
            people.Sum(i => People.Truth.ExpectedOffences(i, People.Span)),
            people.Sum(i => harm[i]));
    }

    private ReportPage Page(IReadOnlyList<ReportFact> facts)
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        PeopleFigures figures = Figures();
        return new ReportPage
        {
            Title = "Simulated people",
            Subtitle = Line(),
            Facts =
            [
                new("Recorded offences", figures.Offences.ToString("N0", c)),
                new("Rows, one per offence and person", figures.Rows.ToString("N0", c)),
                new("Never recorded", figures.Unrecorded.ToString("N0", c)),
            ],
            Sections =
            [
                new ReportSection("What is true", new ReportNote(ReportNoteKind.Caution, SimulatedPeople.Notice), new ReportTable
                {
                    Caption = $"Kinds of people, with what their lasting rates make to be expected on the record. {TruthFile} holds every person.",
                    Columns = [new("Kind"), new("People", ColumnKind.Number), new("Expected recorded offences", ColumnKind.Number), new("Expected recorded harm, days", ColumnKind.Number)],
                    Rows = [.. figures.Kinds.Select(k => (IReadOnlyList<TableCell>)[k.Kind, k.People.ToString("N0", c), k.ExpectedOffences.ToString("N0", c), k.ExpectedHarmDays.ToString("N0", c)])],
                }),
                new ReportSection("Run record", new ReportDefinitions(facts)),
            ],
            Footer = "Made with PolicingModels. Simulated. This page loads nothing from any network.",
        };
    }
}
