using System.Globalization;
using System.Text;

namespace PolicingModels.Reporting;

/// <summary>A figure of an evaluation, beside the baseline that it has to beat.</summary>
/// <param name="Metric">What is measured, with the unit and which way is good.</param>
/// <param name="Value">The model's value with its interval.</param>
/// <param name="BaselineValue">The baseline's value with its interval; null where none was computed.</param>
/// <param name="Verdict">What the paired difference shows, in words; empty where there was no comparison.</param>
public sealed record ModelCardMetric(string Metric, Estimate Value, Estimate? BaselineValue = null, string Verdict = "");

/// <summary>A model card: what a model is for, what it is not for, what it rests on, how well it did and what it can do wrong.</summary>
/// <remarks>
/// The idea is that of Mitchell et al. (2019), <c>Model Cards for Model Reporting</c>, doi:10.1145/3287560.3287596, with the questions that
/// reviewers of policing systems ask. What the library cannot know about the organisation that uses it is marked as to be completed, never made up.
/// </remarks>
public sealed record ModelCard
{
    /// <summary>What stands where only the organisation that deploys the model can say.</summary>
    public static string ToBeCompleted => StandingText.ToBeCompleted;

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the model or of the packages that made it.</summary>
    public required string Version { get; init; }

    /// <summary>What the model may be used for: who asks what, to decide what.</summary>
    public required string IntendedUse { get; init; }

    /// <summary>Whether results name people; otherwise they speak of places and periods. False by default.</summary>
    public bool NamesPeople { get; init; }

    /// <summary>Uses beyond those that every card rules out.</summary>
    public IReadOnlyList<string> OutOfScopeUses { get; init; } = [];

    /// <summary>How the model works, in plain words.</summary>
    public required string Method { get; init; }

    /// <summary>The model's settings by name.</summary>
    public IReadOnlyList<ReportFact> Parameters { get; init; } = [];

    /// <summary>What data it learnt from: source, offences, window, rows read, used and refused.</summary>
    public required IReadOnlyList<ReportFact> Data { get; init; }

    /// <summary>What method and settings rest on.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>How the model was evaluated: origins, horizon, what was known when; empty where it was not.</summary>
    public string EvaluationDesign { get; init; } = "";

    /// <summary>The figures of the evaluation; empty where there was none, which the card then says.</summary>
    public IReadOnlyList<ModelCardMetric> Evaluation { get; init; } = [];

    /// <summary>What the model's intervals hold and what they leave out.</summary>
    public string Uncertainty { get; init; } =
        "Every count has a predictive distribution; intervals come from its quantiles. They hold the variation of counts about a steady rate and what the model itself does not know. They do not hold a change of recording practice, of the law, or of anything else that the past does not show.";

    /// <summary>What is said about protected characteristics.</summary>
    public string ProtectedCharacteristics { get; init; } = StandingText.ProtectedCharacteristics;

    /// <summary>Who looks at results before anything follows from them.</summary>
    public string HumanOversight { get; init; } =
        $"{StandingText.Advisory} Who reviews results, how often, and who may set them aside: {StandingText.ToBeCompleted}.";

    /// <summary>The first day on which the model is not to be used without a new review; null where not set.</summary>
    public DateOnly? ReviewDue { get; init; }

    /// <summary>Whom to ask; supplied by the user of the library.</summary>
    public string Contact { get; init; } = StandingText.ToBeCompleted;

    /// <summary>The card in Markdown, lines ended by a line feed. Text is escaped, so that names from data cannot become markup.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        Heading(1, $"Model card: {Name}");
        Item("Version", Version);
        Item("Contact", Contact);
        Item("Review due", ReviewDue is { } due ? NumberText.Day(due) : StandingText.ToBeCompleted);
        Item("Provenance", $"{Provenance.Kind}. {Provenance.Source}");

        Heading(2, "Intended use");
        Paragraph(IntendedUse);
        Heading(2, "Out-of-scope uses");
        foreach (string use in OutOfScope())
        {
            text.Append("- ").Append(Escape(use)).Append('\n');
        }

        Heading(2, "Method");
        Paragraph(Method);
        Facts(Parameters);
        Heading(2, "Data");
        Facts(Data);
        Heading(2, "Evaluation");
        if (EvaluationDesign.Length > 0)
        {
            Paragraph(EvaluationDesign);
        }

        if (Evaluation.Count == 0)
        {
            Paragraph("No evaluation on this data is recorded. Do not use the model before it has been evaluated on the force's own data, beside the baselines.");
        }
        else
        {
            text.Append("\n| Metric | Model | Baseline | Verdict |\n| --- | --- | --- | --- |\n");
            foreach (ModelCardMetric metric in Evaluation)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {Escape(metric.Metric)} | {Figure(metric.Value)} | {(metric.BaselineValue is { } baseline ? Figure(baseline) : "not computed")} | {(metric.Verdict.Length > 0 ? Escape(metric.Verdict) : "no comparison")} |\n");
            }
        }

        Heading(2, "Uncertainty");
        Paragraph(Uncertainty);
        Heading(2, "Protected characteristics");
        Paragraph(ProtectedCharacteristics);
        Heading(2, "Hazards");
        foreach (string hazard in Hazards)
        {
            text.Append("- ").Append(Escape(hazard)).Append('\n');
        }

        Heading(2, "Human oversight");
        Paragraph(HumanOversight);
        return text.ToString();

        void Heading(int level, string heading) => text.Append(text.Length > 0 ? "\n" : "").Append('#', level).Append(' ').Append(Escape(heading)).Append("\n\n");
        void Paragraph(string paragraph) => text.Append(Escape(paragraph)).Append('\n');
        void Item(string label, string value) => text.Append(CultureInfo.InvariantCulture, $"- **{Escape(label)}:** {Escape(value)}\n");
        void Facts(IReadOnlyList<ReportFact> facts)
        {
            text.Append(facts.Count > 0 && text[^2] != '\n' ? "\n" : "");
            foreach (ReportFact fact in facts)
            {
                Item(fact.Label, fact.Value);
            }
        }
    }

    internal IReadOnlyList<string> Hazards => NamesPeople ? StandingText.ListHazards : StandingText.Hazards;

    internal IEnumerable<string> OutOfScope() =>
    [
        NamesPeople
            ? "Ordering or justifying any action against a person: to be named is no evidence of anything, and most of what stands behind a name is unproven."
            : "Ordering or justifying any action against a person: the model forecasts places and periods, not people.",
        "Automatic decisions: somebody answers for what is done.",
        "Grounds for a stop or a search.",
        "Measuring the performance of officers or teams, or the effect of an intervention.",
        "Areas, offences or recording practices other than those it was evaluated on.",
        .. OutOfScopeUses,
    ];

    internal static string Figure(Estimate estimate) => $"{NumberText.Amount(estimate.Value)} ({NumberText.Coverage(estimate.Interval)} {NumberText.Range(estimate.Interval)})";

    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 8);
        bool lineStart = true;
        foreach (char c in text)
        {
            if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '&' || (lineStart && c is '#' or '+' or '-' or '='))
            {
                escaped.Append('\\');
            }

            escaped.Append(char.IsControl(c) ? ' ' : c);
            lineStart = false;
        }

        return escaped.ToString();
    }
}
