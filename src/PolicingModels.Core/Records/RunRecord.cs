using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PolicingModels;

/// <summary>What makes a result repeatable: its inputs by their fingerprints, the versions, the parameters, the seed and the as-of date.</summary>
/// <param name="Task">What was run, for instance <c>forecast</c>.</param>
/// <param name="Inputs">Fingerprint of each input by its name; see <see cref="DataFingerprint"/>.</param>
/// <param name="PackageVersions">Version of each package by its name.</param>
/// <param name="Parameters">Each parameter as invariant text.</param>
/// <param name="Seed">The seed of all random numbers; null where none were drawn.</param>
/// <param name="AsOf">First day that was not known; null where there was none.</param>
/// <param name="StartedAt">When the run started.</param>
public sealed record RunRecord(
    string Task,
    IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, string> PackageVersions,
    IReadOnlyDictionary<string, string> Parameters,
    ulong? Seed,
    DateOnly? AsOf,
    DateTimeOffset StartedAt)
{
    /// <summary>Version of the record's own form.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Makes a record that starts now, as a clock tells it.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="clock"/> is null.</exception>
    public static RunRecord Start(
        TimeProvider clock,
        string task,
        IReadOnlyDictionary<string, string> inputs,
        IReadOnlyDictionary<string, string> packageVersions,
        IReadOnlyDictionary<string, string> parameters,
        ulong? seed,
        DateOnly? asOf)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new RunRecord(task, inputs, packageVersions, parameters, seed, asOf, clock.GetUtcNow());
    }

    /// <summary>The record as JSON: keys in ordinal order within each list, invariant numbers and dates, so that equal records give equal bytes.</summary>
    /// <param name="indented">Whether for a reader (the default) or on one line.</param>
    public string ToJson(bool indented = true)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString("task", Task);
            json.WriteString("startedAt", StartedAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("asOf", AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            // As text: a 64-bit seed does not survive readers that hold numbers as doubles.
            json.WriteString("seed", Seed?.ToString(CultureInfo.InvariantCulture));
            Write(json, "inputs", Inputs);
            Write(json, "packageVersions", PackageVersions);
            Write(json, "parameters", Parameters);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> values)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
