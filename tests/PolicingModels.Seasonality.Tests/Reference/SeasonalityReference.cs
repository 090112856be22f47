using System.Text.Json;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

/// <summary>Reads peers' figures for the monthly series (R 4.2.2 with forecast 8.20; statsmodels 0.13.5).</summary>
public static class SeasonalityReference
{
    private static readonly Lazy<Dictionary<string, JsonElement>> R = new(() => Load("seasonality_reference.json"));
    private static readonly Lazy<Dictionary<string, JsonElement>> StatsModels = new(() => Load("seasonality_statsmodels_reference.json"));

    /// <summary>R's figures by series; skips the test where the file is absent.</summary>
    public static IReadOnlyDictionary<string, JsonElement> FromR => Require("seasonality_reference.json", R);

    /// <summary>The figures of statsmodels by series; skips the test where the file is absent.</summary>
    public static IReadOnlyDictionary<string, JsonElement> FromStatsModels => Require("seasonality_statsmodels_reference.json", StatsModels);

    /// <summary>The series that a reference was made from.</summary>
    public static MonthlySeries Series(string name)
    {
        JsonElement entry = FromR[name];
        string[] start = entry.GetProperty("start").ValueKind == JsonValueKind.String
            ? entry.GetProperty("start").GetString()!.Split('-')
            : [];
        return new MonthlySeries(new Month(int.Parse(start[0], null), int.Parse(start[1], null)), Numbers(entry.GetProperty("y")));
    }

    /// <summary>An array of numbers.</summary>
    public static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetDouble())];

    /// <summary>A number that may stand alone or in an array of one.</summary>
    public static double Number(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element[0].GetDouble() : element.GetDouble();

    private static Dictionary<string, JsonElement> Require(string file, Lazy<Dictionary<string, JsonElement>> read)
    {
        _ = SharedData.Reference(file);
        return read.Value;
    }

    private static Dictionary<string, JsonElement> Load(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Reference(file)));
        return document.RootElement.GetProperty("series").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone());
    }
}
