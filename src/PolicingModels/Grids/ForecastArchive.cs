using System.Globalization;
using System.Text;
using System.Text.Json;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>One cell of a past forecast.</summary>
/// <param name="Id">The cell.</param>
/// <param name="Expected">Its expected count.</param>
/// <param name="Baseline">What the long-run mean expected.</param>
/// <param name="Any">Its probability of at least one event.</param>
/// <param name="Low80">Lower end of its 80 % interval.</param>
/// <param name="High80">Upper end of its 80 % interval.</param>
/// <param name="Level">Its category of relative likelihood, 0 for the lowest.</param>
public sealed record ArchivedCell(string Id, double Expected, double Baseline, double Any, double Low80, double High80, int Level);

/// <summary>One series of a past forecast.</summary>
/// <param name="Name">The value of the split column; empty where there is one forecast for all.</param>
/// <param name="Low80">Lower end of the 80 % interval of the total.</param>
/// <param name="High80">Upper end of the 80 % interval of the total.</param>
/// <param name="Cells">Its cells.</param>
public sealed record ArchivedGridSeries(string Name, double Low80, double High80, IReadOnlyList<ArchivedCell> Cells);

/// <summary>A past forecast as it was issued.</summary>
/// <param name="System">The key of the system.</param>
/// <param name="Model">The forecaster.</param>
/// <param name="Version">The version of the packages.</param>
/// <param name="SettingsFingerprint">Fingerprint of all settings: another one means another model.</param>
/// <param name="AsOf">The first day that was not known.</param>
/// <param name="Period">The period forecast.</param>
/// <param name="Categories">Names of the categories of relative likelihood from low to high.</param>
/// <param name="Series">One series, or one per value of the split column.</param>
public sealed record ArchivedForecast(string System, string Model, string Version, string SettingsFingerprint, DateOnly AsOf, Period Period, IReadOnlyList<string> Categories, IReadOnlyList<ArchivedGridSeries> Series)
{
    /// <summary>The name of its file.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"archive-{System}-{AsOf:yyyy-MM-dd}.json");
}

/// <summary>Past forecasts of one system, one file each, as they were issued: written once and never changed.</summary>
public static class ForecastArchive
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, NewLine = "\n", WriteIndented = false };

    /// <summary>Reads the past forecasts of a system.</summary>
    /// <param name="folder">A folder; one that does not exist holds none.</param>
    /// <param name="system">The key of the system.</param>
    /// <returns>The forecasts by as-of date.</returns>
    /// <exception cref="InputRefusedException">A file of the archive cannot be read.</exception>
    public static IReadOnlyList<ArchivedForecast> Read(string folder, string system)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentException.ThrowIfNullOrWhiteSpace(system);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        List<ArchivedForecast> forecasts = [];
        foreach (string file in Directory.EnumerateFiles(folder, $"archive-{system}-*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                Stored stored = JsonSerializer.Deserialize<Stored>(File.ReadAllText(file), Json) ?? throw new JsonException("It is empty.");
                forecasts.Add(new ArchivedForecast(stored.System, stored.Model, stored.Version, stored.SettingsFingerprint, stored.AsOf, new Period(stored.PeriodStart, stored.PeriodEnd), stored.Categories, stored.Series));
            }
            catch (Exception e) when (e is JsonException or ArgumentException or NullReferenceException)
            {
                throw new InputRefusedException(file, $"{file} is no past forecast that this version can read ({e.Message.Split('\n')[0].TrimEnd('.')}); move it out of the archive.", null, e);
            }
        }

        return [.. forecasts.Where(f => f.System == system).OrderBy(f => f.AsOf)];
    }

    /// <summary>Writes a forecast into a folder, which is made where it is missing.</summary>
    public static void Write(string folder, ArchivedForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        Directory.CreateDirectory(folder);
        WriteFile(Path.Combine(folder, forecast.FileName), forecast);
    }

    /// <summary>Writes a forecast to a file.</summary>
    /// <param name="path">The file; <see cref="ArchivedForecast.FileName"/> is the name under which it is found again.</param>
    /// <param name="forecast">The forecast.</param>
    public static void WriteFile(string path, ArchivedForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArchivedForecast f = forecast;
        File.WriteAllText(
            path,
            JsonSerializer.Serialize(new Stored(1, f.System, f.Model, f.Version, f.SettingsFingerprint, f.AsOf, f.Period.Start, f.Period.End, f.Categories, f.Series), Json) + "\n",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    internal static ArchivedGridSeries SeriesOf(string name, GridForecast forecast, GridForecast baseline) => new(
        name,
        forecast.Total.Quantile(0.1),
        forecast.Total.Quantile(0.9),
        [.. forecast.Cells.Select((c, i) => new ArchivedCell(c.Id, c.ExpectedCount, baseline.ExpectedCounts[i], c.ProbabilityOfAny, c.Interval80.Low, c.Interval80.High, c.Likelihood.Level))]);

    private sealed record Stored(int SchemaVersion, string System, string Model, string Version, string SettingsFingerprint, DateOnly AsOf, DateOnly PeriodStart, DateOnly PeriodEnd, IReadOnlyList<string> Categories, IReadOnlyList<ArchivedGridSeries> Series);
}
