using System.Reflection;
using System.Security.Cryptography;
using PolicingModels.Reporting;

namespace PolicingModels.Tool;

/// <summary>Writes <c>run-record.json</c>: what is needed to repeat a run and to see that neither input nor output was changed since.</summary>
internal static class RunRecordFile
{
    public const string Name = "run-record.json";

    /// <returns>The record as facts for the page.</returns>
    public static IReadOnlyList<ReportFact> Write(OutputFolder folder, History history, IReadOnlyList<ReportFact> parameters, ulong? seed, CommandContext context)
    {
        FingerprintResult[] inputs = [.. history.Files.SelectMany(Expand).Select(f => new FingerprintResult(Path.GetFileName(f), Fingerprint(f)))];
        Dictionary<string, string> packages = typeof(RunRecordFile).Assembly.GetReferencedAssemblies()
            .Where(a => a.Name!.StartsWith("PolicingModels.", StringComparison.Ordinal))
            .OrderBy(a => a.Name, StringComparer.Ordinal)
            .ToDictionary(a => a.Name!, a => Version(a), StringComparer.Ordinal);
        folder.Write(Name, ResultJson.Text(new
        {
            SchemaVersion = ResultJson.SchemaVersion,
            context.CommandLine,
            Command = FaultReport.Version,
            Packages = packages,
            RanAt = context.Time.GetUtcNow(),
            history.AsOf,
            Seed = seed,
            Parameters = parameters.ToDictionary(p => p.Label, p => p.Value, StringComparer.Ordinal),
            Inputs = inputs,
        }));
        return
        [
            new("Command", context.CommandLine),
            new("Version", FaultReport.Version),
            .. seed is { } s ? [new ReportFact("Seed", s.ToString(System.Globalization.CultureInfo.InvariantCulture))] : Array.Empty<ReportFact>(),
            .. inputs.Select(i => new ReportFact($"SHA-256 of {i.File}", i.Sha256)),
        ];
    }

    private static string Version(AssemblyName name) =>
        (Assembly.Load(name).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? name.Version?.ToString() ?? "").Split('+')[0];

    private static IEnumerable<string> Expand(string path) =>
        File.Exists(path) ? [path] : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];

    private static string Fingerprint(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private sealed record FingerprintResult(string File, string Sha256);
}
