namespace PolicingModels.Gridding;

/// <summary>The ellipsoidal transverse Mercator projection by Krüger's series in the third flattening.</summary>
/// <remarks>
/// Krüger (1912); coefficients and the inversion of the conformal latitude as in Karney (2011), <em>Transverse Mercator with an accuracy of a
/// few nanometres</em>, equations 7 to 11, 19 to 21, 35, 36, doi:10.1007/s00190-011-0445-3, cut after the fourth power: below a tenth of a
/// micrometre within 3,000 km of the central meridian. It is the same projection as the Ordnance Survey's power series, which it
/// meets within a tenth of a millimetre in Great Britain.
/// </remarks>
internal sealed class TransverseMercator
{
    private const double Radians = Math.PI / 180;

    private readonly double _a1, _a2, _a3, _a4;
    private readonly double _b1, _b2, _b3, _b4;
    private readonly double _radius;
    private readonly double _eccentricity, _eccentricitySquared;
    private readonly double _centralMeridian;
    private readonly double _falseEasting, _falseNorthing;

    public TransverseMercator(Ellipsoid ellipsoid, double originLatitude, double originLongitude, double scale, double originEasting, double originNorthing)
    {
        double n = ellipsoid.ThirdFlattening, n2 = n * n, n3 = n2 * n, n4 = n2 * n2;
        _a1 = (n / 2) - (2 * n2 / 3) + (5 * n3 / 16) + (41 * n4 / 180);
        _a2 = (13 * n2 / 48) - (3 * n3 / 5) + (557 * n4 / 1440);
        _a3 = (61 * n3 / 240) - (103 * n4 / 140);
        _a4 = 49561 * n4 / 161280;
        _b1 = (n / 2) - (2 * n2 / 3) + (37 * n3 / 96) - (n4 / 360);
        _b2 = (n2 / 48) + (n3 / 15) - (437 * n4 / 1440);
        _b3 = (17 * n3 / 480) - (37 * n4 / 840);
        _b4 = 4397 * n4 / 161280;
        _radius = scale * ellipsoid.SemiMajorMetres / (1 + n) * (1 + (n2 / 4) + (n4 / 64));
        _eccentricitySquared = ellipsoid.EccentricitySquared;
        _eccentricity = Math.Sqrt(_eccentricitySquared);
        _centralMeridian = originLongitude * Radians;
        _falseEasting = originEasting;
        _falseNorthing = 0;
        Forward(originLatitude * Radians, _centralMeridian, out _, out double atOrigin);
        _falseNorthing = originNorthing - atOrigin;
    }

    /// <summary>From latitude and longitude in radians to metres.</summary>
    public void Forward(double latitude, double longitude, out double easting, out double northing)
    {
        (double sin, double cos) = Math.SinCos(latitude);
        double sigma = Math.Sinh(_eccentricity * Math.Atanh(_eccentricity * sin));
        double conformal = ((sin * Math.Sqrt(1 + (sigma * sigma))) - sigma) / cos;
        (double sinAway, double cosAway) = Math.SinCos(longitude - _centralMeridian);
        double xi = Math.Atan2(conformal, cosAway);
        double eta = Math.Asinh(sinAway / Math.Sqrt((conformal * conformal) + (cosAway * cosAway)));
        Series(xi, eta, _a1, _a2, _a3, _a4, out double dXi, out double dEta);
        easting = _falseEasting + (_radius * (eta + dEta));
        northing = _falseNorthing + (_radius * (xi + dXi));
    }

    /// <summary>From metres to latitude and longitude in radians.</summary>
    public void Inverse(double easting, double northing, out double latitude, out double longitude)
    {
        double xi = (northing - _falseNorthing) / _radius;
        double eta = (easting - _falseEasting) / _radius;
        Series(xi, eta, _b1, _b2, _b3, _b4, out double dXi, out double dEta);
        xi -= dXi;
        eta -= dEta;
        double sinh = Math.Sinh(eta);
        (double sin, double cos) = Math.SinCos(xi);
        double conformal = sin / Math.Sqrt((sinh * sinh) + (cos * cos));
        longitude = _centralMeridian + Math.Atan2(sinh, cos);
        latitude = Math.Atan(TangentOfLatitude(conformal));
    }

    private double TangentOfLatitude(double conformal)
    {
        double tangent = conformal / (1 - _eccentricitySquared);
        for (int i = 0; i < 6; i++)
        {
            double secant = Math.Sqrt(1 + (tangent * tangent));
            double sigma = Math.Sinh(_eccentricity * Math.Atanh(_eccentricity * tangent / secant));
            double reached = (tangent * Math.Sqrt(1 + (sigma * sigma))) - (sigma * secant);
            double step = (conformal - reached) / Math.Sqrt(1 + (reached * reached)) * (1 + ((1 - _eccentricitySquared) * tangent * tangent)) / ((1 - _eccentricitySquared) * secant);
            tangent += step;
            if (Math.Abs(step) <= 1e-15 * (1 + Math.Abs(tangent)))
            {
                break;
            }
        }

        return tangent;
    }

    // Sum of c_j sin(2jζ) over complex ζ = ξ + iη by Clenshaw's recurrence.
    private static void Series(double xi, double eta, double c1, double c2, double c3, double c4, out double real, out double imaginary)
    {
        (double sin, double cos) = Math.SinCos(2 * xi);
        double grow = Math.Exp(2 * eta), shrink = 1 / grow;
        double cosh = (grow + shrink) / 2;
        double sinh = Math.Abs(eta) < 1e-3 ? Math.Sinh(2 * eta) : (grow - shrink) / 2;
        double ur = 2 * cos * cosh, ui = -2 * sin * sinh;
        double r4 = c4;
        double r3 = c3 + (ur * r4), i3 = ui * r4;
        double r2 = c2 + (ur * r3) - (ui * i3) - r4, i2 = (ur * i3) + (ui * r3);
        double r1 = c1 + (ur * r2) - (ui * i2) - r3, i1 = (ur * i2) + (ui * r2) - i3;
        double sr = sin * cosh, si = cos * sinh;
        real = (r1 * sr) - (i1 * si);
        imaginary = (r1 * si) + (i1 * sr);
    }
}
