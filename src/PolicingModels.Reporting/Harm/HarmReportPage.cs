using PolicingModels.HarmIndex;

namespace PolicingModels.Reporting;

/// <summary>A page about a list by harm: who or what is listed and which offences put it there, whether such lists held later harm, what could not be scored, who joined and left, how firm the list is, and how concentrated harm is.</summary>
/// <remarks>Pure and thread-safe: the same input gives the same page. The held-out check stands directly after the list, or the reason why there is none.</remarks>
public static class HarmReportPage
{
    /// <summary>Composes the page.</summary>
    /// <param name="input">The analysis and what is known about it.</param>
    public static ReportPage Compose(HarmReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(input.PlacesShown, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(input.OffencesShown, 1);
        HarmAnalysis a = input.Analysis;
        HarmScheduleInfo index = a.Scores.Schedule.Info;
        List<ReportSection> sections = [.. Sections(input), .. input.MoreSections];
        if (input.Quality.Count > 0)
        {
            sections.Add(QualitySection.Compose(input.Quality));
        }

        sections.Add(Conventions(input));
        sections.Add(new ReportSection("Limits and hazards", new ReportNote(ReportNoteKind.Caution, StandingText.AdvisoryList), new ReportList(StandingText.ListHazards)));
        if (input.RunFacts.Count > 0)
        {
            sections.Add(new ReportSection("Run record", new ReportProse("What is needed to repeat this run and to check that nothing was changed afterwards."), new ReportDefinitions(input.RunFacts)));
        }

        string subject = input.Subject ?? HarmWords.Plural(a.Options.Unit);
        return new ReportPage
        {
            Title = $"{HarmWords.Capital(subject)} by harm{(input.Place.Length > 0 ? $": {input.Place}" : "")}",
            Subtitle = $"{NumberText.Count(a.Ranking.Entries.Count)} of {NumberText.Count(a.Ranking.Eligible)}, by the sum of their offences’ scores over {NumberText.Span(a.Window)}",
            Facts =
            [
                new("Index", index.Label),
                new("What a score is", $"{index.Unit}: {HarmWords.Of(index.Basis)}"),
                new("As of (first day not known)", NumberText.Day(a.Options.Scoring.AsOf)),
                new("Offences that count", $"{NumberText.Count(a.Coverage.Counted)} of {NumberText.Count(a.Coverage.Rows)} rows"),
                new("Table fingerprint", a.Scores.Schedule.Fingerprint[..16]),
            ],
            Sections = sections,
            Footer = $"Made with PolicingModels. Advisory only.{(input.Simulated ? " Simulated: nobody real." : "")} This page loads nothing from any network.",
        };
    }

    /// <summary>The sections on the list alone, for instance to set into another page.</summary>
    /// <param name="input">The analysis and what is known about it.</param>
    public static IReadOnlyList<ReportSection> Sections(HarmReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        List<ReportSection> sections = [HarmListSections.List(input), HarmCheckSections.HeldOut(input.Analysis)];
        if (input.Analysis.Breakdowns.Any(b => b.Count > 0))
        {
            sections.Add(HarmListSections.Breakdown(input));
        }

        sections.Add(HarmCoverageSection.Compose(input.Analysis));
        sections.Add(HarmCheckSections.Turnover(input.Analysis));
        sections.Add(HarmCheckSections.Stability(input.Analysis));
        sections.Add(HarmConcentrationSections.Concentration(input.Analysis));
        sections.Add(HarmConcentrationSections.CountAgainstHarm(input.Analysis));
        if (input.Rates is { } rates)
        {
            sections.Add(HarmConcentrationSections.Rates(rates));
        }

        if (!input.IsSelection)
        {
            sections.Add(HarmConcentrationSections.SevenSeries(input.Analysis));
        }

        return sections;
    }

    private static ReportSection Conventions(HarmReportInput input)
    {
        HarmAnalysis a = input.Analysis;
        HarmScoringOptions o = a.Options.Scoring;
        HarmScheduleInfo index = a.Scores.Schedule.Info;
        string roles = o.Roles.Count > 0 ? string.Join(", ", o.Roles) : a.Options.Unit is HarmUnit.Person or HarmUnit.Dyad ? "all but victims" : "all";
        List<ReportFact> terms =
        [
            new("Window", $"{NumberText.Day(a.Window.Start)} to {NumberText.Day(a.Window.LastDay)}, both inside; by the day on which an offence {(o.DateBasis == HarmDateBasis.Occurred ? "occurred" : "was recorded")}. Nothing recorded on the as-of day or later is used."),
            new("Roles that count", roles),
            new("Left out", Excluded(o)),
            new("Co-suspects", o.CoSuspects == CoSuspectRule.Full ? "each gets the full score" : "share the score equally"),
            new("Attempts", o.AttemptFactor == 1 ? "score as the completed offence" : $"score {NumberText.Plain(o.AttemptFactor)} of the completed offence"),
            new("Decay", o.Decay == HarmDecay.None ? "none: every offence of the window counts alike" : $"{o.Decay}, {NumberText.Plain(o.DecayDays)} days"),
            new("A code with several scores", $"policy: {a.Lookup.Options.Ambiguity}"),
            new("Ties", "the later last offence, then more offences, then the name"),
            new("Index", $"{index.Label}; {index.Provenance.Kind}: {index.Provenance.Source}"),
            new("Licence of the index", index.Licence),
            new("Fingerprint of the table", a.Scores.Schedule.Fingerprint),
            .. input.Provenance is { } p ? [new ReportFact("What the rule rests on", $"{p.Kind}. {p.Source}")] : Array.Empty<ReportFact>(),
            new("Draws", $"{NumberText.Count(a.UnderResampling.Draws)} of records and as many of weights, {NumberText.Count(a.Options.HeldOutDraws)} for the held-out check; seed {a.Options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)}"),
        ];
        return new ReportSection("Conventions", new ReportDefinitions(terms));
    }

    private static string Excluded(HarmScoringOptions o)
    {
        string[] out_ =
        [
            .. new[] { (o.ExcludeProactive, "found by police activity"), (o.ExcludeCompanyDetected, "found by a company’s staff"), (o.ExcludeHistoric && o.DateBasis == HarmDateBasis.Recorded, "historic"), (o.ExcludeNonCrime, "no crime"), (o.ExcludeCancelled, "cancelled") }
                .Where(e => e.Item1)
                .Select(e => e.Item2),
        ];
        return out_.Length == 0 ? "nothing" : string.Join(", ", out_) + (o.PrincipalOffenceOnly ? "; and all but the gravest offence of one incident against one victim" : "");
    }
}
