using System.Globalization;

namespace PolicingModels.Gridding;

/// <summary>The British National Grid (EPSG:27700) from WGS84 and back.</summary>
/// <remarks>
/// Transverse Mercator on Airy 1830, true origin 49° N 2° W at (400,000; −100,000) m, scale on the central meridian 0.9996012717
/// (Ordnance Survey, <em>A guide to coordinate systems in Great Britain</em>, annexes A to C). The datum is shifted by the published
/// seven-parameter Helmert transformation, which is within 5 m; with the OSTN15 grid of the Ordnance Survey, which
/// defines the national grid, within 0.1 m. WGS84 and ETRS89 are taken as one: they part by a few decimetres.
/// </remarks>
public static class BritishNationalGrid
{
    private static readonly TransverseMercator Airy = OnEllipsoid(Ellipsoid.Airy1830);
    private static readonly TransverseMercator Etrs = OnEllipsoid(Ellipsoid.Grs80);

    /// <summary>The projection by the Helmert transformation, which needs no file: within 5 m.</summary>
    public static Projection Helmert { get; } = new ByHelmert();

    /// <summary>The projection by the OSTN15 grid, which defines the national grid: within 0.1 m.</summary>
    /// <param name="shifts">The grid of shifts, read from the Ordnance Survey's developer pack.</param>
    /// <returns>The projection. Points that the grid does not cover lie outside Great Britain and fall back on <see cref="Helmert"/>.</returns>
    public static Projection WithOstn15(Ostn15Grid shifts)
    {
        ArgumentNullException.ThrowIfNull(shifts);
        return new ByOstn15(shifts);
    }

    /// <summary>Projects one point by the Helmert transformation (within 5 m).</summary>
    /// <param name="latitude">Degrees north on WGS84, −90 to 90.</param>
    /// <param name="longitude">Degrees east on WGS84, −180 to 180.</param>
    /// <returns>Metres east and north of the grid's false origin.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or outside its range.</exception>
    public static (double Easting, double Northing) FromWgs84(double latitude, double longitude) => Helmert.FromWgs84(latitude, longitude);

    /// <summary>Takes one point back to WGS84 by the Helmert transformation (within 5 m; the exact inverse of <see cref="FromWgs84(double, double)"/>).</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north.</param>
    /// <returns>Degrees north and east.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite.</exception>
    public static (double Latitude, double Longitude) ToWgs84(double easting, double northing) => Helmert.ToWgs84(easting, northing);

    /// <summary>Projects latitude and longitude that are already on Airy 1830 (OSGB36), without a shift of datum: exact to a tenth of a millimetre.</summary>
    /// <param name="latitude">Degrees north on Airy 1830.</param>
    /// <param name="longitude">Degrees east on Airy 1830.</param>
    /// <returns>Metres east and north.</returns>
    public static (double Easting, double Northing) FromOsgb36(double latitude, double longitude)
    {
        Airy.Forward(latitude * (Math.PI / 180), longitude * (Math.PI / 180), out double easting, out double northing);
        return (easting, northing);
    }

    /// <summary>Whether a place lies in Great Britain, the Isle of Man or their near waters, by a coarse outline that leaves Ireland and France out.</summary>
    /// <param name="latitude">Degrees north on WGS84.</param>
    /// <param name="longitude">Degrees east on WGS84.</param>
    public static bool Covers(double latitude, double longitude)
    {
        bool inside = false;
        for (int i = 0, j = Outline.Length - 1; i < Outline.Length; j = i++)
        {
            (double lon1, double lat1) = Outline[i];
            (double lon2, double lat2) = Outline[j];
            if (lat1 > latitude != lat2 > latitude && longitude < lon1 + ((lon2 - lon1) * (latitude - lat1) / (lat2 - lat1)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>Whether a pair of metres lies in the rectangle of the national grid: 0 to 700 km east, 0 to 1,300 km north.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north.</param>
    public static bool Holds(double easting, double northing) => easting is >= 0 and < 700_000 && northing is >= 0 and < 1_300_000;

    /// <summary>The letters and digits by which the Ordnance Survey names a square, for instance <c>TQ1368</c> for a kilometre.</summary>
    /// <param name="easting">Metres east, 0 to below 700,000.</param>
    /// <param name="northing">Metres north, 0 to below 1,300,000.</param>
    /// <param name="digits">Digits per direction, 0 to 5: 2 for a kilometre square, 3 for 100 m.</param>
    /// <exception cref="ArgumentOutOfRangeException">The point lies outside the lettered squares, or digits outside 0 to 5.</exception>
    public static string Reference(double easting, double northing, int digits = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 5);
        if (!Holds(easting, northing))
        {
            throw new ArgumentOutOfRangeException(nameof(easting), easting, string.Create(CultureInfo.InvariantCulture, $"({easting}, {northing}) lies outside the national grid: 0 to 700,000 m east, 0 to 1,300,000 m north."));
        }

        int column = (int)(easting / 100_000), row = (int)(northing / 100_000);

        // Letters run by 500 km and then 100 km squares, from the north-west, without I; S sits at the false origin.
        int first = ((3 - (row / 5)) * 5) + 2 + (column / 5);
        int second = ((4 - (row % 5)) * 5) + (column % 5);
        const string Letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
        if (digits == 0)
        {
            return $"{Letters[first]}{Letters[second]}";
        }

        double unit = Math.Pow(10, 5 - digits);
        int east = (int)(easting % 100_000 / unit), north = (int)(northing % 100_000 / unit);
        string format = "D" + digits.ToString(CultureInfo.InvariantCulture);
        return Letters[first].ToString() + Letters[second] + east.ToString(format, CultureInfo.InvariantCulture) + north.ToString(format, CultureInfo.InvariantCulture);
    }

    private static (double Longitude, double Latitude)[] Outline { get; } =
    [
        (-6.8, 49.7), (-3.4, 50.0), (0.3, 50.55), (1.1, 50.75), (1.5, 51.05), (1.95, 51.5), (2.0, 53.0), (0.5, 54.5), (-0.3, 61.2), (-2.6, 61.2),
        (-8.9, 58.2), (-8.8, 57.4), (-7.9, 56.6), (-6.75, 55.5), (-5.85, 55.2), (-5.35, 54.8), (-5.2, 53.7), (-5.4, 53.0), (-5.9, 52.0), (-6.0, 51.0),
    ];

    private static TransverseMercator OnEllipsoid(Ellipsoid ellipsoid) => new(ellipsoid, 49, -2, 0.9996012717, 400_000, -100_000);

    private sealed class ByHelmert() : Projection(new CoordinateSystem(CoordinateSystem.BritishNationalGrid.Code, "British National Grid, from WGS84 by the Helmert transformation", 5))
    {
        protected override void Forward(double latitude, double longitude, out double easting, out double northing)
        {
            HelmertShift.Wgs84ToOsgb36.Forward(ref latitude, ref longitude);
            Airy.Forward(latitude, longitude, out easting, out northing);
        }

        protected override void Inverse(double easting, double northing, out double latitude, out double longitude)
        {
            Airy.Inverse(easting, northing, out latitude, out longitude);
            HelmertShift.Wgs84ToOsgb36.Inverse(ref latitude, ref longitude);
        }
    }

    private sealed class ByOstn15(Ostn15Grid shifts) : Projection(new CoordinateSystem(CoordinateSystem.BritishNationalGrid.Code, "British National Grid, from WGS84 by OSTN15", 0.1))
    {
        protected override void Forward(double latitude, double longitude, out double easting, out double northing)
        {
            Etrs.Forward(latitude, longitude, out easting, out northing);
            if (shifts.TryGetShift(easting, northing, out double east, out double north))
            {
                easting += east;
                northing += north;
                return;
            }

            HelmertShift.Wgs84ToOsgb36.Forward(ref latitude, ref longitude);
            Airy.Forward(latitude, longitude, out easting, out northing);
        }

        protected override void Inverse(double easting, double northing, out double latitude, out double longitude)
        {
            double e = easting, n = northing;
            bool covered = true;

            // The shift changes by centimetres over a kilometre, so a few rounds reach a hundredth of a millimetre.
            for (int i = 0; i < 10 && covered; i++)
            {
                covered = shifts.TryGetShift(e, n, out double east, out double north);
                double change = Math.Abs(easting - east - e) + Math.Abs(northing - north - n);
                (e, n) = (easting - east, northing - north);
                if (change < 1e-6)
                {
                    break;
                }
            }

            if (covered)
            {
                Etrs.Inverse(e, n, out latitude, out longitude);
                return;
            }

            Airy.Inverse(easting, northing, out latitude, out longitude);
            HelmertShift.Wgs84ToOsgb36.Inverse(ref latitude, ref longitude);
        }
    }
}
