using System.Globalization;
using System.Text;

namespace PolicingModels.ToolTests;

/// <summary>Small inputs whose every row is known.</summary>
internal static class Inputs
{
    /// <summary>The first day of every generated history.</summary>
    public static readonly DateOnly Start = new(2024, 1, 1);

    /// <summary>The header of the generated events.</summary>
    public const string Header = "id,easting,northing,date,type";

    /// <summary>
    /// Two years of events on a plain of 6 × 5 km in the British National Grid: column c of kilometres counts 3c events every four weeks,
    /// spread over its rows and days by fixed strides.
    /// </summary>
    public static string Events(int periods = 26)
    {
        StringBuilder text = new(Header + "\n");
        int id = 0;
        for (int period = 0; period < periods; period++)
        {
            for (int column = 0; column < 6; column++)
            {
                for (int k = 0; k < 3 * column; k++)
                {
                    int row = (k * 2 + column + period) % 5;
                    DateOnly day = Start.AddDays((period * 28) + ((k * 11) + (column * 5) + (period * 3)) % 28);
                    text.Append(Row(++id, 400_000 + (column * 1000) + 37 + ((k * 131) % 900), 200_000 + (row * 1000) + 53 + ((k * 257) % 900), day, k % 4 == 0 ? "robbery" : "burglary"));
                }
            }
        }

        return text.ToString();
    }

    /// <summary>The first day after the generated history.</summary>
    public static string End(int periods = 26) => Start.AddDays(periods * 28).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>One row of events.</summary>
    public static string Row(object id, object easting, object northing, object date, string type = "burglary") =>
        string.Create(CultureInfo.InvariantCulture, $"{id},{easting},{northing},{(date is DateOnly d ? d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : date)},{type}\n");

    /// <summary>Month-stamped events: n in each listed month, on few distinct points, as a monthly open-data release is.</summary>
    public static string Months(IEnumerable<string> months, int perMonth)
    {
        StringBuilder text = new("Month,Easting,Northing,Crime type\n");
        foreach (string month in months)
        {
            for (int k = 0; k < perMonth; k++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{month},{400_500 + (k % 4 * 1000)},{200_500 + (k % 3 * 1000)},{(k % 2 == 0 ? "Burglary" : "Robbery")}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A rectangle as a boundary, in metres of the British National Grid unless given in degrees.</summary>
    public static string Boundary(params (double X, double Y)[] ring) => Polygon([ring]);

    /// <summary>A polygon of several rings: the outline, then its holes.</summary>
    public static string Polygon(params (double X, double Y)[][] rings)
    {
        IEnumerable<string> parts = rings.Select(ring => "[" + string.Join(",", ring.Append(ring[0]).Select(p => string.Create(CultureInfo.InvariantCulture, $"[{p.X},{p.Y}]"))) + "]");
        return $"{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"name\":\"plain\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{string.Join(",", parts)}]}}}}]}}";
    }

    /// <summary>The plain of <see cref="Events"/>.</summary>
    public static string Plain => Boundary((400_000, 200_000), (406_000, 200_000), (406_000, 205_000), (400_000, 205_000));
}
