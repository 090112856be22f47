using System.Globalization;
using System.Text.Json;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

/// <summary>The series and figures of <c>seasonality_reference.json</c>: R 4.2.2 with forecast 8.20, seastests and uroot, written with ten decimals.</summary>
public sealed class ReferenceSeries
{
    private static readonly Lazy<IReadOnlyList<ReferenceSeries>> Loaded = new(Load);

    private ReferenceSeries(string name, JsonElement figures)
    {
        Name = name;
        Figures = figures;
        string[] start = figures.GetProperty("start").GetString()!.Split('-');
        Series = new MonthlySeries(new Month(int.Parse(start[0], CultureInfo.InvariantCulture), int.Parse(start[1], CultureInfo.InvariantCulture)), Numbers(figures.GetProperty("y")));
    }

    public static IReadOnlyList<ReferenceSeries> All => Loaded.Value;

    public static ReferenceSeries AirPassengers => All.First(s => s.Name == "AirPassengers");

    public string Name { get; }

    public MonthlySeries Series { get; }

    public JsonElement Figures { get; }

    public double[] Numbers(string key, string part) => Numbers(Figures.GetProperty(key).GetProperty(part));

    public double Number(string key, string part) => Figures.GetProperty(key).GetProperty(part).GetDouble();

    public static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetDouble())];

    public override string ToString() => Name;

    private static List<ReferenceSeries> Load()
    {
        using FileStream file = File.OpenRead(SharedData.Reference("seasonality_reference.json"));
        JsonElement root = JsonDocument.Parse(file).RootElement;
        return [.. root.GetProperty("series").EnumerateObject().Select(p => new ReferenceSeries(p.Name, p.Value))];
    }
}
