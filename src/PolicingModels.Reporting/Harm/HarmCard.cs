using System.Globalization;
using PolicingModels.HarmIndex;

namespace PolicingModels.Reporting;

/// <summary>The model card and the transparency record of a list by harm.</summary>
public static class HarmCard
{
    /// <summary>Composes the card.</summary>
    /// <param name="input">The analysis and what is known about it.</param>
    /// <param name="name">The list's name, for instance <c>harm by person</c>.</param>
    /// <param name="version">The version of what made it.</param>
    /// <param name="parameters">The run's settings by name.</param>
    public static ModelCard Compose(HarmReportInput input, string name, string version, IReadOnlyList<ReportFact> parameters)
    {
        ArgumentNullException.ThrowIfNull(input);
        HarmAnalysis a = input.Analysis;
        HarmScheduleInfo index = a.Scores.Schedule.Info;
        CultureInfo c = CultureInfo.InvariantCulture;
        string units = HarmWords.Plural(a.Options.Unit);
        return new ModelCard
        {
            Name = name,
            Version = version,
            NamesPeople = a.Options.Unit is HarmUnit.Person or HarmUnit.Victim or HarmUnit.Dyad,
            IntendedUse = $"Showing analysts which {units} the recorded offences of a window carry most harm for, by a published or stated index, beside what could not be scored and how firm the order is.",
            OutOfScopeUses = ["Predicting what a person will do: the score sums what was recorded.", "A list without its held-out check, coverage and turnover."],
            Method = $"Each offence scores what the index says for its code, in days ({HarmWords.Of(index.Basis)}); scores of the window are summed per entity and ranked. An offence whose code has no score adds nothing and is listed, with the harm it could carry. Nothing before the window counts, and nothing is estimated from others.",
            Parameters = parameters,
            Data =
            [
                .. input.Quality.SelectMany(CardFacts.Of),
                new("Window", $"{NumberText.Day(a.Window.Start)} to {NumberText.Day(a.Window.LastDay)}"),
                new("Offences that count", string.Create(c, $"{a.Coverage.Counted} of {a.Coverage.Rows} rows, {a.Coverage.ScoredShare:P1} of them with a score")),
                new("Index", $"{index.Label}, fingerprint {a.Scores.Schedule.Fingerprint}"),
            ],
            Provenance = input.Provenance ?? new Provenance(ProvenanceKind.Inferred, $"Settings are the library's defaults or the user's; the index is {index.Label} ({index.Provenance.Source})."),
            EvaluationDesign = a.HeldOut.Value is { } check
                ? $"A list of {NumberText.Count(check.Listed)} was made as of {NumberText.Day(check.AsOf)} from what was known then, and scored by the harm of the {NumberText.Count(a.HeldOutDays)} days that followed, beside lists of the same length by count, by recency and by chance."
                : a.HeldOut.Reason,
            Evaluation = a.HeldOut.Value is { } held
                ? [.. held.Comparisons.Select(x => new ModelCardMetric($"share of later harm held minus that of a list by {x.Against} (higher is better)", x.Difference, null, HarmWords.Of(x.Verdict)))]
                : [],
            Uncertainty = $"Bounds hold what ambiguous and unknown codes could carry. Intervals of days and ranks come from drawing the offences anew ({NumberText.Count(a.UnderResampling.Draws)} draws): they hold how few records a place rests on. They do not hold what was never recorded, what was recorded wrongly, or a change of the law or of the index.",
            ProtectedCharacteristics = StandingText.ProtectedCharacteristicsOfLists,
            HumanOversight = $"{StandingText.AdvisoryList} Who reviews the list, how often, and who may strike a place from it: {StandingText.ToBeCompleted}.",
        };
    }

    /// <summary>Composes the transparency record around a card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="input">The analysis and what is known about it.</param>
    public static TransparencyRecord Record(ModelCard card, HarmReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string units = HarmWords.Plural(input.Analysis.Options.Unit);
        return new TransparencyRecord
        {
            Card = card,
            Description = $"Adds up how gravely the law regards the offences that were recorded for each of the {units} in a window, and lists those with the highest sums, with the records behind each place.",
            SystemInput = "Recorded offences with code, day and, as far as recorded, person, role, victim, area, detection, status and outcome; and a table that scores offence codes.",
            SystemOutput = $"A ranked list of {units} with days of harm, bounds and intervals; what could not be scored; who joined and left; whether such lists held later harm.",
        };
    }
}
