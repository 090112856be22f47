using System.Globalization;
using System.Text.RegularExpressions;

namespace PolicingModels.Gridding;

/// <summary>A way from latitude and longitude (WGS84, degrees) to a plane in metres and back. Immutable and thread-safe.</summary>
public abstract partial class Projection
{
    private const double Radians = Math.PI / 180;

    /// <summary>Makes a projection into a plane.</summary>
    /// <param name="coordinates">The plane, with the accuracy of coordinates that come out of this projection.</param>
    protected Projection(CoordinateSystem coordinates)
    {
        ArgumentNullException.ThrowIfNull(coordinates);
        Coordinates = coordinates;
    }

    /// <summary>The plane; its accuracy is that of coordinates projected here.</summary>
    public CoordinateSystem Coordinates { get; }

    /// <summary>Projects one point.</summary>
    /// <param name="latitude">Degrees north, −90 to 90.</param>
    /// <param name="longitude">Degrees east, −180 to 180.</param>
    /// <returns>Metres east and north in <see cref="Coordinates"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or outside its range.</exception>
    public (double Easting, double Northing) FromWgs84(double latitude, double longitude)
    {
        RequireDegrees(latitude, longitude, -1);
        Forward(latitude * Radians, longitude * Radians, out double easting, out double northing);
        return (easting, northing);
    }

    /// <summary>Projects many points. The outputs may be the inputs' own memory.</summary>
    /// <param name="latitude">Degrees north, −90 to 90.</param>
    /// <param name="longitude">Degrees east, −180 to 180; as many as latitudes.</param>
    /// <param name="easting">Receives metres east, at least as many.</param>
    /// <param name="northing">Receives metres north, at least as many.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or outside its range; the message names its index.</exception>
    public void FromWgs84(ReadOnlySpan<double> latitude, ReadOnlySpan<double> longitude, Span<double> easting, Span<double> northing)
    {
        RequireLengths(latitude.Length, longitude.Length, easting.Length, northing.Length);
        for (int i = 0; i < latitude.Length; i++)
        {
            double lat = latitude[i], lon = longitude[i];
            RequireDegrees(lat, lon, i);
            Forward(lat * Radians, lon * Radians, out easting[i], out northing[i]);
        }
    }

    /// <summary>Takes one point of the plane back to latitude and longitude.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north.</param>
    /// <returns>Degrees north and east on WGS84.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite.</exception>
    public (double Latitude, double Longitude) ToWgs84(double easting, double northing)
    {
        RequireMetres(easting, northing, -1);
        Inverse(easting, northing, out double latitude, out double longitude);
        return (latitude / Radians, longitude / Radians);
    }

    /// <summary>Takes many points of the plane back to latitude and longitude. The outputs may be the inputs' own memory.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north; as many as eastings.</param>
    /// <param name="latitude">Receives degrees north, at least as many.</param>
    /// <param name="longitude">Receives degrees east, at least as many.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite; the message names its index.</exception>
    public void ToWgs84(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<double> latitude, Span<double> longitude)
    {
        RequireLengths(easting.Length, northing.Length, latitude.Length, longitude.Length);
        for (int i = 0; i < easting.Length; i++)
        {
            double e = easting[i], n = northing[i];
            RequireMetres(e, n, i);
            Inverse(e, n, out double lat, out double lon);
            latitude[i] = lat / Radians;
            longitude[i] = lon / Radians;
        }
    }

    /// <summary>The projection that leads from latitude and longitude into a plane, told from the plane's code.</summary>
    /// <param name="coordinates">The plane of events or of a grid.</param>
    /// <returns>The British National Grid for <c>EPSG:27700</c>, a <see cref="LocalProjection"/> for its own code; null for any other plane, whose place on the Earth is not known.</returns>
    public static Projection? For(CoordinateSystem coordinates)
    {
        ArgumentNullException.ThrowIfNull(coordinates);
        if (coordinates.Code == CoordinateSystem.BritishNationalGrid.Code)
        {
            return BritishNationalGrid.Helmert;
        }

        Match local = LocalCode().Match(coordinates.Code);
        return local.Success
            ? LocalProjection.WithOrigin(double.Parse(local.Groups[1].ValueSpan, CultureInfo.InvariantCulture), double.Parse(local.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Projects a point given in radians; the ranges have been checked.</summary>
    /// <param name="latitude">Radians north.</param>
    /// <param name="longitude">Radians east.</param>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north.</param>
    protected abstract void Forward(double latitude, double longitude, out double easting, out double northing);

    /// <summary>Takes a point back to radians; the inputs are finite.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north.</param>
    /// <param name="latitude">Radians north.</param>
    /// <param name="longitude">Radians east.</param>
    protected abstract void Inverse(double easting, double northing, out double latitude, out double longitude);

    private static void RequireLengths(int first, int second, int third, int fourth)
    {
        if (second != first || third < first || fourth < first)
        {
            throw new ArgumentException($"The spans hold {first}, {second}, {third} and {fourth} values; both inputs have the same length and the outputs hold at least as many.");
        }
    }

    private static void RequireDegrees(double latitude, double longitude, int index)
    {
        if (!(Math.Abs(latitude) <= 90))
        {
            throw OutOfRange(nameof(latitude), latitude, index, "−90 to 90 degrees");
        }

        if (!(Math.Abs(longitude) <= 180))
        {
            throw OutOfRange(nameof(longitude), longitude, index, "−180 to 180 degrees");
        }
    }

    private static void RequireMetres(double easting, double northing, int index)
    {
        if (!double.IsFinite(easting))
        {
            throw OutOfRange(nameof(easting), easting, index, "finite metres");
        }

        if (!double.IsFinite(northing))
        {
            throw OutOfRange(nameof(northing), northing, index, "finite metres");
        }
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, double value, int index, string range) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"The {name}{(index >= 0 ? $" at index {index}" : "")} is {value}; the range is {range}."));

    [GeneratedRegex(@"^\+proj=tmerc \+lat_0=(-?[0-9.]+) \+lon_0=(-?[0-9.]+) \+k=1 \+x_0=0 \+y_0=0 \+ellps=WGS84 \+units=m$")]
    private static partial Regex LocalCode();
}
