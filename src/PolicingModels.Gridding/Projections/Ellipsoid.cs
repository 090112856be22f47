namespace PolicingModels.Gridding;

/// <summary>An ellipsoid of revolution: the figure on which latitudes and longitudes are measured.</summary>
/// <param name="SemiMajorMetres">The equatorial radius.</param>
/// <param name="SemiMinorMetres">The polar radius.</param>
internal readonly record struct Ellipsoid(double SemiMajorMetres, double SemiMinorMetres)
{
    /// <summary>Airy 1830, on which the British National Grid is drawn.</summary>
    public static Ellipsoid Airy1830 { get; } = new(6377563.396, 6356256.909);

    /// <summary>WGS84, of global positioning.</summary>
    public static Ellipsoid Wgs84 { get; } = new(6378137.0, 6356752.314245179);

    /// <summary>GRS80, of ETRS89; it differs from WGS84 by a tenth of a millimetre.</summary>
    public static Ellipsoid Grs80 { get; } = new(6378137.0, 6356752.314140356);

    /// <summary>The square of the first eccentricity.</summary>
    public double EccentricitySquared => 1 - (SemiMinorMetres * SemiMinorMetres / (SemiMajorMetres * SemiMajorMetres));

    /// <summary>The third flattening, in which the series of the transverse Mercator are written.</summary>
    public double ThirdFlattening => (SemiMajorMetres - SemiMinorMetres) / (SemiMajorMetres + SemiMinorMetres);
}
