using System.Globalization;

namespace PolicingModels.Data;

/// <summary>A coordinate system as a caller declares it.</summary>
/// <param name="Code">The code as declared.</param>
/// <param name="IsDegrees">Whether coordinates are longitude and latitude.</param>
/// <param name="MetresPerUnit">The length of one unit.</param>
/// <param name="Plane">The plane of the coordinates once in metres; null for degrees.</param>
internal sealed record PlaneDeclaration(string Code, bool IsDegrees, double MetresPerUnit, CoordinateSystem? Plane)
{
    /// <summary>The international foot (1959), exactly 0.3048 m.</summary>
    public const double InternationalFootMetres = 0.3048;

    /// <summary>The US survey foot, exactly 1200/3937 m (NIST Special Publication 811, appendix B).</summary>
    public const double SurveyFootMetres = 1200.0 / 3937.0;

    public static PlaneDeclaration? Parse(string? declared) => declared?.Trim().ToUpperInvariant() switch
    {
        null or "" => null,
        "EPSG:27700" or "BNG" or "OSGB36" => new("EPSG:27700", false, 1, CoordinateSystem.BritishNationalGrid),
        "EPSG:4326" or "WGS84" or "LONLAT" => new("EPSG:4326", true, 1, null),
        "METRES" or "METERS" => new("metres", false, 1, CoordinateSystem.PlanarMetres),
        "FEET" => new("feet", false, InternationalFootMetres, new CoordinateSystem("feet", "projected plane, international feet turned into metres")),
        "US-FEET" => new("us-feet", false, SurveyFootMetres, new CoordinateSystem("us-feet", "projected plane, US survey feet turned into metres")),
        "EPSG:2913" => new("EPSG:2913", false, InternationalFootMetres, new CoordinateSystem("EPSG:2913", "NAD83(HARN) Oregon North, international feet turned into metres")),
        _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The coordinate system “{declared}” is not known; use EPSG:27700, EPSG:4326, EPSG:2913, metres, feet or us-feet."), nameof(declared)),
    };
}
