using System.Globalization;

namespace PolicingModels.Gridding;

/// <summary>A plane of its own for data outside Great Britain: transverse Mercator on WGS84, centred on the data.</summary>
/// <remarks>
/// The origin is rounded to a tenth of a degree, so that a few more events do not move the plane; scale 1 on the central meridian. Lengths
/// grow by about <c>d²/2R²</c> at <c>d</c> east or west of it: 0.003 % at 50 km, 0.03 % at 150 km, 0.12 % at 300 km, areas by twice that.
/// Coordinates are exact to a micrometre within 3,000 km of the central meridian; places a quarter of the Earth away are
/// finite, but no longer meaningful. Formulae: Krüger's series (Karney 2011, doi:10.1007/s00190-011-0445-3).
/// </remarks>
public sealed class LocalProjection : Projection
{
    private readonly TransverseMercator _mercator;

    private LocalProjection(double originLatitude, double originLongitude)
        : base(new CoordinateSystem(
            string.Create(CultureInfo.InvariantCulture, $"+proj=tmerc +lat_0={originLatitude} +lon_0={originLongitude} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m"),
            string.Create(CultureInfo.InvariantCulture, $"local transverse Mercator around {originLatitude}, {originLongitude}")))
    {
        OriginLatitude = originLatitude;
        OriginLongitude = originLongitude;
        _mercator = new TransverseMercator(Ellipsoid.Wgs84, originLatitude, originLongitude, 1, 0, 0);
    }

    /// <summary>The latitude of the origin, degrees north.</summary>
    public double OriginLatitude { get; }

    /// <summary>The longitude of the central meridian, degrees east.</summary>
    public double OriginLongitude { get; }

    /// <summary>A plane around a place, its origin rounded to a tenth of a degree.</summary>
    /// <param name="latitude">Degrees north, −90 to 90: the middle of the data.</param>
    /// <param name="longitude">Degrees east, −180 to 180.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or outside its range.</exception>
    public static LocalProjection Around(double latitude, double longitude) => WithOrigin(RoundToTenth(latitude), RoundToTenth(longitude));

    /// <summary>A plane with exactly the origin given.</summary>
    /// <param name="latitude">Degrees north, −90 to 90.</param>
    /// <param name="longitude">Degrees east, −180 to 180.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or outside its range.</exception>
    public static LocalProjection WithOrigin(double latitude, double longitude)
    {
        if (!(Math.Abs(latitude) <= 90))
        {
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "The range is −90 to 90 degrees.");
        }

        if (!(Math.Abs(longitude) <= 180))
        {
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "The range is −180 to 180 degrees.");
        }

        return new LocalProjection(latitude, longitude);
    }

    /// <inheritdoc/>
    protected override void Forward(double latitude, double longitude, out double easting, out double northing) => _mercator.Forward(latitude, longitude, out easting, out northing);

    /// <inheritdoc/>
    protected override void Inverse(double easting, double northing, out double latitude, out double longitude) => _mercator.Inverse(easting, northing, out latitude, out longitude);

    private static double RoundToTenth(double degrees) => Math.Round(degrees * 10, MidpointRounding.AwayFromZero) / 10;
}
