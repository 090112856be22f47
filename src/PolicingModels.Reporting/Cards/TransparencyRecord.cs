using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PolicingModels.Reporting;

/// <summary>
/// A draft record for the United Kingdom's Algorithmic Transparency Recording Standard (ATRS): what the library knows is filled in, what only
/// the organisation knows says so.
/// </summary>
/// <remarks>
/// Sections and fields follow version 3.0 of the template (metadata, tier 1, tier 2 with owner and responsibility, description and rationale,
/// deployment context, tool specification, risks and impact assessments), named in the manner of the attribute table of version 2.1.
/// Compare with the template in force before publishing. A fact about the organisation is never made up: an empty field is written as
/// <see cref="ModelCard.ToBeCompleted"/> and listed under <c>to_be_completed</c>.
/// </remarks>
public sealed record TransparencyRecord
{
    /// <summary>The version of this file's own layout.</summary>
    public const string SchemaVersion = "1.0";

    /// <summary>The version of the standard whose sections are followed.</summary>
    public const string StandardVersion = "3.0";

    /// <summary>The model card from which technical facts are taken.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>Tier 1: what the tool does and why, for the public, in plain words.</summary>
    public required string Description { get; init; }

    /// <summary>What goes in: sources and offences.</summary>
    public required string SystemInput { get; init; }

    /// <summary>What comes out.</summary>
    public required string SystemOutput { get; init; }

    /// <summary>Facts about the organisation and its use of the tool, by path, for instance <c>tier_2.owner_and_responsibility.organisation</c>. They replace what is to be completed.</summary>
    public IReadOnlyDictionary<string, string> OrganisationFacts { get; init; } = new Dictionary<string, string>();

    /// <summary>The record as JSON, indented, with the same bytes for the same record.</summary>
    /// <exception cref="ArgumentException">A fact about the organisation names a field that the record does not have.</exception>
    public string ToJson()
    {
        (string Path, string? Value)[] fields = [.. Fields()];
        foreach (string path in OrganisationFacts.Keys)
        {
            if (!Array.Exists(fields, f => f.Path == path))
            {
                throw new ArgumentException($"The record has no field “{path}”; its fields are {string.Join(", ", fields.Select(f => f.Path))}.", nameof(OrganisationFacts));
            }
        }

        using MemoryStream stream = new();
        // Relaxed escaping keeps the text readable; the file is JSON, not part of a page.
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("schemaVersion", SchemaVersion);
            json.WriteString("standard", "Algorithmic Transparency Recording Standard");
            json.WriteString("standard_version", StandardVersion);
            json.WriteString("status", "draft, to be completed and approved by the deploying organisation");
            List<string> open = [], missing = [];
            foreach ((string path, string? known) in fields)
            {
                string[] parts = path.Split('.');
                while (open.Count > 0 && !(parts.Length > open.Count && open.SequenceEqual(parts.Take(open.Count))))
                {
                    json.WriteEndObject();
                    open.RemoveAt(open.Count - 1);
                }

                while (open.Count < parts.Length - 1)
                {
                    json.WriteStartObject(parts[open.Count]);
                    open.Add(parts[open.Count]);
                }

                string? value = OrganisationFacts.TryGetValue(path, out string? fact) ? fact : known;
                if (string.IsNullOrWhiteSpace(value))
                {
                    missing.Add(path);
                    value = StandingText.ToBeCompleted;
                }

                json.WriteString(parts[^1], value);
            }

            for (int i = 0; i < open.Count; i++)
            {
                json.WriteEndObject();
            }

            json.WriteStartArray("to_be_completed");
            foreach (string path in missing)
            {
                json.WriteStringValue(path);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Every field in order with what is known; null where only the organisation can say.</summary>
    private IEnumerable<(string Path, string? Value)> Fields()
    {
        yield return ("metadata.name", Card.Name);
        yield return ("metadata.organisation", null);
        yield return ("metadata.function", "Policing and crime prevention");
        yield return ("metadata.phase", null);
        yield return ("metadata.geographical_region", null);
        yield return ("metadata.date_published", null);

        yield return ("tier_1.name", Card.Name);
        yield return ("tier_1.description", Description);
        yield return ("tier_1.website", null);
        yield return ("tier_1.contact_email", Card.Contact == StandingText.ToBeCompleted ? null : Card.Contact);

        const string Owner = "tier_2.owner_and_responsibility.";
        yield return (Owner + "organisation", null);
        yield return (Owner + "team", null);
        yield return (Owner + "senior_responsible_owner", null);
        yield return (Owner + "third_party_involvement", null);
        yield return (Owner + "third_party_names", null);
        yield return (Owner + "companies_house_number", null);
        yield return (Owner + "third_party_role", null);
        yield return (Owner + "procurement_procedure_type", null);
        yield return (Owner + "third_party_data_access_terms", null);

        const string Rationale = "tier_2.description_and_rationale.";
        yield return (Rationale + "detailed_description", Card.Method);
        yield return (Rationale + "scope", $"{Card.IntendedUse} Not for: {string.Join(" ", Card.OutOfScope())}");
        yield return (Rationale + "benefits", null);
        yield return (Rationale + "previous_process", null);
        yield return (Rationale + "alternatives_considered", Card.Evaluation.Any(m => m.BaselineValue is not null) ? "Evaluated beside simple baselines; see model_performance. Alternatives other than models: " + StandingText.ToBeCompleted + "." : null);

        const string Context = "tier_2.deployment_context.";
        yield return (Context + "integration_into_operational_process", null);
        yield return (Context + "human_review", Card.HumanOversight);
        yield return (Context + "frequency_and_scale_of_usage", null);
        yield return (Context + "required_training", null);
        yield return (Context + "appeals_and_review", null);

        const string Tool = "tier_2.tool_specification.";
        yield return (Tool + "system_architecture", "A .NET library and command that read recorded events from files or a database inside the organisation, and write tables, a report, this record and a run record. It sends nothing over a network.");
        yield return (Tool + "system_level_input", SystemInput);
        yield return (Tool + "system_level_output", SystemOutput);
        yield return (Tool + "maintenance", Card.ReviewDue is { } due ? $"Review due {NumberText.Day(due)}." : null);

        const string Model = "tier_2.model_specification.";
        yield return (Model + "model_name", Card.Name);
        yield return (Model + "model_version", Card.Version);
        yield return (Model + "model_task", Card.IntendedUse);
        yield return (Model + "model_input", SystemInput);
        yield return (Model + "model_output", SystemOutput);
        yield return (Model + "model_architecture", Join(Card.Method, Card.Parameters));
        yield return (Model + "model_performance", Performance());
        yield return (Model + "datasets_and_their_purposes", Join("", Card.Data));
        yield return (Model + "provenance", $"{Card.Provenance.Kind}. {Card.Provenance.Source}");

        const string Development = "tier_2.development_data_specification.";
        yield return (Development + "data_description", Join("", Card.Data));
        yield return (Development + "data_modality", Card.NamesPeople ? "Tabular: recorded offences with the people and places they link." : "Tabular: recorded events with a place and a time.");
        yield return (Development + "data_quantities", Join("", Card.Data));
        yield return (Development + "sensitive_attributes", Card.ProtectedCharacteristics);
        yield return (Development + "data_completeness_and_representativeness", StandingText.RecordedCrime);
        yield return (Development + "data_cleaning", "Rows that cannot be used are refused with a reason and listed; rows used and rows refused add up to rows read.");
        yield return (Development + "data_collection", null);
        yield return (Development + "data_access_and_storage", null);
        yield return (Development + "data_sharing_agreements", null);

        const string Operational = "tier_2.operational_data_specification.";
        yield return (Operational + "data_sources", null);
        yield return (Operational + "sensitive_attributes", Card.ProtectedCharacteristics);
        yield return (Operational + "data_processing_methods", "The same as for development data.");
        yield return (Operational + "data_access_and_storage", null);
        yield return (Operational + "data_sharing_agreements", null);

        const string Risks = "tier_2.risks_mitigations_and_impact_assessments.";
        yield return (Risks + "impact_assessments", null);
        yield return (Risks + "risks_and_mitigations", string.Join(" ", Card.Hazards));
    }

    private string Performance() => Card.Evaluation.Count == 0
        ? "No evaluation on this data is recorded."
        : string.Join(" ", new[] { Card.EvaluationDesign }.Where(d => d.Length > 0).Concat(Card.Evaluation.Select(m =>
            $"{m.Metric}: {ModelCard.Figure(m.Value)}{(m.BaselineValue is { } b ? $", baseline {ModelCard.Figure(b)}" : "")}{(m.Verdict.Length > 0 ? $"; {m.Verdict}" : "")}.")));

    private static string Join(string lead, IReadOnlyList<ReportFact> facts) =>
        string.Join(" ", new[] { lead }.Where(l => l.Length > 0).Concat(facts.Select(f => $"{f.Label}: {f.Value}.")));
}
