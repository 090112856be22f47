using System.Globalization;
using System.Reflection;
using PolicingModels.Reporting;

namespace PolicingModels.Tool;

/// <summary>Writes <c>run-record.json</c>: what is needed to repeat a run and to see that its input was not changed since.</summary>
internal static class RunRecordFile
{
    public const string Name = "run-record.json";

    /// <returns>The record as facts for the page.</returns>
    public static IReadOnlyList<ReportFact> Write(OutputFolder folder, IReadOnlyList<string> files, DateOnly? asOf, IReadOnlyList<ReportFact> parameters, ulong? seed, CommandContext context)
    {
        Dictionary<string, string> inputs = [];
        foreach (string file in files.SelectMany(Expand))
        {
            // Files of one name in several folders keep their paths apart.
            inputs[inputs.ContainsKey(Path.GetFileName(file)) ? file : Path.GetFileName(file)] = DataFingerprint.OfFile(file);
        }

        RunRecord record = new(
            context.CommandLine,
            inputs,
            Packages(),
            parameters.ToDictionary(p => p.Label, p => p.Value, StringComparer.Ordinal),
            seed,
            asOf,
            context.StartedAt);
        folder.Write(Name, record.ToJson());
        return
        [
            new("Command", record.Task),
            new("Version", FaultReport.Version),
            .. record.Seed is { } s ? [new ReportFact("Seed", s.ToString(CultureInfo.InvariantCulture))] : Array.Empty<ReportFact>(),
            .. inputs.Select(i => new ReportFact($"Fingerprint of {i.Key}", i.Value)),
        ];
    }

    private static Dictionary<string, string> Packages() =>
        typeof(RunRecordFile).Assembly.GetReferencedAssemblies()
            .Where(a => a.Name!.StartsWith("PolicingModels.", StringComparison.Ordinal))
            .Append(typeof(RunRecordFile).Assembly.GetName())
            .ToDictionary(a => a.Name!, Version, StringComparer.Ordinal);

    private static string Version(AssemblyName name) =>
        (Assembly.Load(name).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? name.Version?.ToString() ?? "").Split('+')[0];

    private static IEnumerable<string> Expand(string path) =>
        File.Exists(path) ? [path] : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];
}
