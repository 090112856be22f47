using System.Globalization;
using PolicingModels.Data;
using PolicingModels.HarmIndex;
using PolicingModels.Reporting;

namespace PolicingModels.Tool;

/// <summary>A list by harm with what it was made from.</summary>
internal sealed class HarmRun
{
    private const int LinesShown = 10;

    /// <summary>The input, as the command line named it.</summary>
    public required string Source { get; init; }

    public required OffenceTable Table { get; init; }

    public required HarmAnalysis Analysis { get; init; }

    /// <summary>Harm per 1,000; null where no denominators were given.</summary>
    public AreaRates? Rates { get; init; }

    /// <summary>The files read, for the fingerprint of the run record.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What was odd about the files of the indices.</summary>
    public IReadOnlyList<LoadedHarmSchedule> Indices { get; init; } = [];

    /// <summary>Reads the offences, scores and ranks them, and checks the list.</summary>
    public static HarmRun Of(OffenceRequest request, IndexRequest index, HarmAnalysisOptions options, string? population, CommandContext context)
    {
        DenominatorFile? denominators = population is null ? null : DenominatorFile.Read(population);
        foreach (LoadedHarmSchedule loaded in index.Quality)
        {
            context.NoteQuality(loaded.Quality);
        }

        OffenceTable table = request.Read(context);
        HarmAnalysis analysis = context.Step("Analysing", step => Analyse(request.Path, table.Offences, index, options, new Relay(step), context.Cancellation));
        foreach (DataQualityNote note in analysis.Notes)
        {
            context.Note($"Note: {note.Message}");
        }

        return new HarmRun
        {
            Source = request.Path,
            Table = table,
            Analysis = analysis,
            Rates = denominators is null ? null : AreaRates.Of(analysis.Scores, denominators.ByArea, denominators.Name),
            Files = [request.Path, .. index.Files, .. new[] { population }.OfType<string>()],
            Indices = index.Quality,
        };
    }

    /// <summary>Writes every file of <c>harm</c>.</summary>
    public void Write(OutputFolder folder, CommandContext context) => context.Step("Writing", _ =>
    {
        HarmOutput.WriteTo(folder, this);
        RefusedRowsFile.Write(Refusals(), folder.File);
        IReadOnlyList<ReportFact> settings = Settings();
        HarmReportInput input = Input([]);
        Accounts.WriteCards(folder, HarmCard.Record(HarmCard.Compose(input, $"harm by {Unit}", FaultReport.Version, settings), input));
        IReadOnlyList<ReportFact> facts = RunRecordFile.Write(folder, Files, Analysis.Options.Scoring.AsOf, settings, Analysis.Options.Seed, context);
        folder.Write(Reports.FileName, new HtmlReportWriter().ToText(HarmReportPage.Compose(Input(facts))));
        folder.Write(ResultJson.FileName, ResultJson.Text(HarmResult.Of(this, folder)));
        return true;
    });

    /// <summary>Why the skill gate fails, one sentence per other list; empty where it passes.</summary>
    public IReadOnlyList<string> WithoutSkill() => Analysis.HeldOut.Value is { } check
        ? [.. check.Comparisons.Where(c => c.Verdict != HeldOutVerdict.Better).Select(c => $"The list by harm did not hold more of the later harm than one by {c.Against} ({c}).")]
        : [Analysis.HeldOut.Reason];

    /// <summary>The word of the command line for what is listed.</summary>
    public string Unit => Analysis.Options.Unit.ToString().ToLowerInvariant();

    /// <summary>The summary for a reader.</summary>
    public IEnumerable<string> Summary(string folder) => [.. Lines(), $"Report: {Path.Combine(folder, Reports.FileName)}"];

    /// <summary>What the list says, in lines.</summary>
    public IEnumerable<string> Lines()
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        HarmAnalysis a = Analysis;
        yield return string.Create(c, $"Harm by {Unit} over {a.Window.Start:yyyy-MM-dd} to {a.Window.LastDay:yyyy-MM-dd}, {a.Scores.Schedule.Info.Label}: {a.Ranking.Entries.Count:N0} listed of {a.Ranking.Eligible:N0}");
        yield return string.Create(c, $"from {Table.Quality.Used:N0} of {Table.Quality.Read:N0} rows ({Table.Quality.Refused.Count:N0} refused); {a.Coverage.Counted:N0} count, {a.Coverage.ScoredShare:P1} of them with a score; {a.Coverage.ScoredDays:N1} days, possibly {a.Coverage.LowDays:N1} to {a.Coverage.HighDays:N1}");
        yield return "  rank  name                     days   95 % interval            offences   gravest   last offence";
        for (int i = 0; i < Math.Min(LinesShown, a.Ranking.Entries.Count); i++)
        {
            HarmRankingEntry e = a.Ranking.Entries[i];
            Estimate days = a.UnderResampling.Places[i].Days;
            yield return string.Create(c, $"  {e.Rank,4}  {e.Score.Entity,-18}  {e.Score.Days,9:0.##}   {days.Low,9:0.##} to {days.High,-9:0.##}  {e.Score.Offences,8}   {e.OneOffenceShare,7:P0}   {e.Score.LastDay:yyyy-MM-dd}");
        }

        yield return a.Turnover.Value is { } turnover
            ? string.Create(c, $"Of the first {a.CheckedPlaces:N0}, {turnover.Stayed:N0} were so as of {a.PreviousAsOf:yyyy-MM-dd}; with weights ±{a.Options.WeightNoise:P0} {a.UnderWeightNoise.Overlap.Value:P0} stay, with records drawn anew {a.UnderResampling.Overlap.Value:P0}.")
            : a.Turnover.Reason;
        if (a.HeldOut.Value is { } check)
        {
            yield return string.Create(c, $"Held-out check: {check.Listed:N0} listed as of {check.AsOf:yyyy-MM-dd} held {check.Share.Value:P1} ({check.Share.Low:P1} to {check.Share.High:P1}) of the harm since.");
            foreach (HeldOutComparison comparison in check.Comparisons)
            {
                yield return $"  {comparison}";
            }
        }
        else
        {
            yield return $"Held-out check: none. {a.HeldOut.Reason}";
        }

        if (a.Options.Unit is HarmUnit.Person or HarmUnit.Dyad)
        {
            yield return "A suspect is not a convict. The list advises; it orders no action.";
        }
    }

    /// <summary>The settings of the run, by name.</summary>
    public IReadOnlyList<ReportFact> Settings()
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        HarmAnalysisOptions o = Analysis.Options;
        HarmScoringOptions s = o.Scoring;
        return
        [
            new("index", Analysis.Scores.Schedule.Info.Label),
            new("indexFingerprint", Analysis.Scores.Schedule.Fingerprint),
            new("ambiguity", Analysis.Lookup.Options.Ambiguity.ToString()),
            new("aliases", Analysis.Lookup.Options.Aliases.Count.ToString(c)),
            new("by", Unit),
            new("asOf", s.AsOf.ToString("yyyy-MM-dd", c)),
            new("windowDays", s.WindowDays.ToString(c)),
            new("top", o.Top == int.MaxValue ? "all" : o.Top.ToString(c)),
            new("minimumOffences", o.MinimumOffences.ToString(c)),
            new("roles", s.Roles.Count == 0 ? "default" : string.Join(", ", s.Roles)),
            new("dateBasis", s.DateBasis.ToString()),
            new("coSuspects", s.CoSuspects.ToString()),
            new("excludes", string.Join(", ", new[] { (s.ExcludeProactive, "proactive"), (s.ExcludeCompanyDetected, "company"), (s.ExcludeHistoric, "historic"), (s.ExcludeNonCrime, "non-crime"), (s.ExcludeCancelled, "cancelled") }.Where(e => e.Item1).Select(e => e.Item2))),
            new("principalOnly", s.PrincipalOffenceOnly ? "yes" : "no"),
            new("attemptFactor", s.AttemptFactor.ToString(c)),
            new("multipliers", s.ApplyMultipliers ? "applied" : "not applied"),
            new("decay", s.Decay == HarmDecay.None ? "none" : string.Create(c, $"{s.Decay}, {s.DecayDays} days")),
            new("previousAsOf", Analysis.PreviousAsOf.ToString("yyyy-MM-dd", c)),
            new("draws", Analysis.UnderResampling.Draws.ToString(c)),
            new("seed", o.Seed.ToString(c)),
        ];
    }

    private static HarmAnalysis Analyse(string source, HarmOffences offences, IndexRequest index, HarmAnalysisOptions options, IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            return HarmAnalysis.Of(offences, index.Lookup, options with { CompareWith = index.Others }, progress, cancellationToken);
        }
        catch (ArgumentException e)
        {
            // The settings were checked when the command line was read: what is left is a column that the data lack.
            throw new InputRefusedException(source, $"{source}: {OptionParsers.Sentence(e)}", inner: e);
        }
    }

    private HarmReportInput Input(IReadOnlyList<ReportFact> facts) => new()
    {
        Analysis = Analysis,
        OffenceIds = Table.OffenceIds,
        Quality = [Table.Quality, .. Indices.Where(i => i.Quality.Refused.Count + i.Quality.Notes.Count > 0).Select(i => i.Quality)],
        Rates = Rates,
        RunFacts = facts,
    };

    // Rows of the offences, then rows of the index's own file.
    private DataQualityReport Refusals() => new(
        Source,
        Table.Quality.Read + Indices.Sum(i => i.Quality.Read),
        [.. Table.Quality.Refused, .. Indices.SelectMany(i => i.Quality.Refused)]);

    private sealed class Relay(StepProgress step) : IProgress<string>
    {
        private const long Parts = 6;
        private long _done;

        public void Report(string value) => step.Begins(char.ToLowerInvariant(value[0]) + value[1..], _done++, Parts);
    }
}
