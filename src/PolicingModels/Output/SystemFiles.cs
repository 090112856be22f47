using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PolicingModels.Data;
using PolicingModels.Reporting;
using TableColumn = PolicingModels.Data.TableColumn;

namespace PolicingModels;

/// <summary>Writes the result of a system: tables, page, run record, model card, transparency record and <c>result.json</c>.</summary>
public static class SystemFiles
{
    /// <summary>The version of the layout of <c>result.json</c>.</summary>
    public const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = null,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The version of these packages.</summary>
    public static string Version { get; } = VersionOf(typeof(SystemFiles).Assembly);

    /// <summary>Writes every file of a result into a folder, which is made where it is missing; files of the same names are replaced.</summary>
    /// <returns>The names of the files.</returns>
    public static IReadOnlyList<string> WriteTo(this ISystemResult result, string folder, SystemRun run)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Directory.CreateDirectory(folder);
        return result.WriteTo(name => Path.Combine(folder, name), run);
    }

    /// <summary>Writes every file of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="pathOf">The path of a file by its name.</param>
    /// <param name="run">What the run record says beside the result.</param>
    /// <param name="more">Writes further files, which <c>result.json</c> then lists too; null for none.</param>
    /// <returns>The names of the files, <c>result.json</c> included.</returns>
    public static IReadOnlyList<string> WriteTo(this ISystemResult result, Func<string, string> pathOf, SystemRun run, Action<Func<string, string>>? more = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(pathOf);
        ArgumentNullException.ThrowIfNull(run);
        SortedSet<string> files = new(StringComparer.Ordinal) { "result.json" };
        result.WriteTables(Named);
        more?.Invoke(Named);
        RefusedRowsFile.Write(result.Quality, Named);
        RunRecord record = Record(result, run);
        WriteText(Named("run-record.json"), record.ToJson());
        TransparencyRecord transparency = result.ToTransparencyRecord();
        WriteText(Named("model-card.md"), transparency.Card.ToMarkdown());
        WriteText(Named("atrs.json"), transparency.ToJson());
        WriteText(Named("report.html"), new HtmlReportWriter().ToText(result.ToReport(Facts(record))));
        WriteText(pathOf("result.json"), JsonOf(result, files));
        return [.. files];

        string Named(string name)
        {
            files.Add(name);
            return pathOf(name);
        }
    }

    /// <summary>The text of <c>result.json</c>.</summary>
    /// <param name="result">The result.</param>
    /// <param name="files">The names of all files written beside it.</param>
    public static string JsonOf(ISystemResult result, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(files);
        SystemDescription about = result.System.About;
        JsonObject json = new()
        {
            ["schemaVersion"] = SchemaVersion,
            ["verb"] = "run",
            ["version"] = Version,
            ["simulated"] = result.Simulated,
            ["system"] = JsonSerializer.SerializeToNode(DescribeForJson(result.System), Json),
            ["settings"] = JsonSerializer.SerializeToNode(result.System.Settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal), Json),
            ["asOf"] = result.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            // As text: a 64-bit seed does not survive readers that hold numbers as doubles.
            ["seed"] = result.Seed?.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string name, JsonNode? value) in JsonSerializer.SerializeToNode(result.Figures(), Json)!.AsObject().ToArray())
        {
            json[name] = value?.DeepClone();
        }

        DataQualityReport quality = result.Quality;
        json["quality"] = JsonSerializer.SerializeToNode(new
        {
            quality.Source,
            quality.Read,
            quality.Used,
            Refused = quality.Refused.Count,
            Reasons = quality.RefusedByReason.Select(r => new { r.Reason, r.Rows }),
            quality.Notes,
        }, Json);
        json["files"] = JsonSerializer.SerializeToNode(files.Order(StringComparer.Ordinal), Json);
        return json.ToJsonString(Json);
    }

    /// <summary>What <c>policing systems --json</c> says of a system.</summary>
    public static string DescribeAsJson(IEnumerable<ISystem> systems) =>
        JsonSerializer.Serialize(new { SchemaVersion, Verb = "systems", Version, Systems = systems.Select(DescribeForJson) }, Json);

    /// <summary>The settings of a result's system by name, and what is not published about it, as its card lists them.</summary>
    internal static IReadOnlyList<ReportFact> CardParameters(ISystemResult result) =>
    [
        .. result.System.Settings.Select(s => new ReportFact(s.Key, s.Value)),
        .. result.System.About.NotPublished.Select((n, i) => new ReportFact(string.Create(CultureInfo.InvariantCulture, $"notPublished{i + 1}"), n)),
    ];

    internal static TableColumn Column(string name, IEnumerable<string?> values) => TableColumn.Of(name, [.. values]);

    internal static TableColumn Column(string name, IEnumerable<double> values) => TableColumn.Of(name, [.. values]);

    internal static TableColumn Column(string name, IEnumerable<int> values) => TableColumn.Of(name, [.. values]);

    internal static TableColumn Column(string name, IEnumerable<DateOnly> values) => TableColumn.Of(name, [.. values]);

    internal static TableColumn Column(string name, IEnumerable<bool> values) => TableColumn.Of(name, [.. values]);

    private static object DescribeForJson(ISystem system) => new
    {
        system.About.Key,
        system.About.Question,
        system.About.Unit,
        system.About.Horizon,
        system.About.Cadence,
        system.Input,
        Provenance = new { system.About.Provenance.Kind, system.About.Provenance.Source },
        system.About.NotPublished,
    };

    private static RunRecord Record(ISystemResult result, SystemRun run)
    {
        SortedDictionary<string, string> inputs = new(StringComparer.Ordinal);
        foreach (string file in result.InputFiles.SelectMany(Expand))
        {
            // Files of one name in several folders keep their paths apart.
            inputs[inputs.ContainsKey(Path.GetFileName(file)) ? file : Path.GetFileName(file)] = DataFingerprint.OfFile(file);
        }

        Dictionary<string, string> parameters = result.System.Settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        parameters["system"] = result.System.About.Key;
        return new RunRecord(run.Task, inputs, Packages(), parameters, result.Seed, result.AsOf, run.StartedAt);
    }

    private static IReadOnlyList<ReportFact> Facts(RunRecord record) =>
    [
        new("Task", record.Task),
        new("Version", Version),
        .. record.Seed is { } seed ? [new ReportFact("Seed", seed.ToString(CultureInfo.InvariantCulture))] : Array.Empty<ReportFact>(),
        .. record.Inputs.Select(i => new ReportFact($"Fingerprint of {i.Key}", i.Value)),
    ];

    private static Dictionary<string, string> Packages() => typeof(SystemFiles).Assembly.GetReferencedAssemblies()
        .Where(a => a.Name!.StartsWith("PolicingModels.", StringComparison.Ordinal))
        .Select(Assembly.Load)
        .Append(typeof(SystemFiles).Assembly)
        .ToDictionary(a => a.GetName().Name!, VersionOf, StringComparer.Ordinal);

    private static string VersionOf(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "").Split('+')[0];

    private static IEnumerable<string> Expand(string path) =>
        File.Exists(path) ? [path] : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];

    private static void WriteText(string path, string text) => File.WriteAllText(path, text.ReplaceLineEndings("\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
