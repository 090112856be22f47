namespace PolicingModels.Gridding;

/// <summary>A seven-parameter shift between two ellipsoids, for points on the surface of the first.</summary>
/// <remarks>
/// Ordnance Survey, <em>A guide to coordinate systems in Great Britain</em>, section 6 and annexe B. Points are taken at height 0 on the
/// source ellipsoid; the way back is the exact inverse of the way there, not the customary change of signs, which is millimetres off.
/// </remarks>
internal sealed class HelmertShift
{
    private readonly double _fromAxis, _fromE2;
    private readonly double _toAxis, _toPolar, _toE2, _toSecondE2;
    private readonly double _backAxis, _backPolar, _backE2, _backSecondE2;
    private readonly double _tx, _ty, _tz;
    private readonly double _scale, _rx, _ry, _rz;
    private readonly double _i11, _i12, _i13, _i21, _i22, _i23, _i31, _i32, _i33;

    /// <summary>WGS84 to OSGB36: metres, parts per million, seconds of arc, as the Ordnance Survey publishes them.</summary>
    public static HelmertShift Wgs84ToOsgb36 { get; } = new(Ellipsoid.Wgs84, Ellipsoid.Airy1830, -446.448, 125.157, -542.060, 20.4894, -0.1502, -0.2470, -0.8421);

    private HelmertShift(Ellipsoid from, Ellipsoid to, double tx, double ty, double tz, double scalePartsPerMillion, double rxSeconds, double rySeconds, double rzSeconds)
    {
        const double Seconds = Math.PI / (180 * 3600);
        _fromAxis = from.SemiMajorMetres;
        _fromE2 = from.EccentricitySquared;
        (_toAxis, _toPolar, _toE2) = (to.SemiMajorMetres, to.SemiMinorMetres, to.EccentricitySquared);
        _toSecondE2 = _toE2 / (1 - _toE2);
        (_backAxis, _backPolar, _backE2) = (from.SemiMajorMetres, from.SemiMinorMetres, from.EccentricitySquared);
        _backSecondE2 = _backE2 / (1 - _backE2);
        (_tx, _ty, _tz) = (tx, ty, tz);
        _scale = 1 + (scalePartsPerMillion * 1e-6);
        (_rx, _ry, _rz) = (rxSeconds * Seconds, rySeconds * Seconds, rzSeconds * Seconds);

        // Inverse of [s −rz ry; rz s −rx; −ry rx s] by cofactors.
        double s = _scale;
        double determinant = s * ((s * s) + (_rx * _rx) + (_ry * _ry) + (_rz * _rz));
        _i11 = ((s * s) + (_rx * _rx)) / determinant;
        _i12 = ((_rz * s) + (_rx * _ry)) / determinant;
        _i13 = ((_rz * _rx) - (_ry * s)) / determinant;
        _i21 = ((_rx * _ry) - (_rz * s)) / determinant;
        _i22 = ((s * s) + (_ry * _ry)) / determinant;
        _i23 = ((_rx * s) + (_ry * _rz)) / determinant;
        _i31 = ((_rz * _rx) + (_ry * s)) / determinant;
        _i32 = ((_ry * _rz) - (_rx * s)) / determinant;
        _i33 = ((s * s) + (_rz * _rz)) / determinant;
    }

    /// <summary>From a latitude and longitude on the source (radians, height 0) to the target.</summary>
    public void Forward(ref double latitude, ref double longitude)
    {
        (double sin, double cos) = Math.SinCos(latitude);
        (double sinLon, double cosLon) = Math.SinCos(longitude);
        double nu = _fromAxis / Math.Sqrt(1 - (_fromE2 * sin * sin));
        double x = nu * cos * cosLon, y = nu * cos * sinLon, z = nu * (1 - _fromE2) * sin;
        double u = _tx + (_scale * x) - (_rz * y) + (_ry * z);
        double v = _ty + (_rz * x) + (_scale * y) - (_rx * z);
        double w = _tz - (_ry * x) + (_rx * y) + (_scale * z);
        longitude = Math.Atan2(v, u);
        latitude = Latitude(Math.Sqrt((u * u) + (v * v)), w, _toAxis, _toPolar, _toE2, _toSecondE2);
    }

    /// <summary>From a latitude and longitude on the target to the point of the source (radians, height 0) that <see cref="Forward"/> takes there.</summary>
    public void Inverse(ref double latitude, ref double longitude)
    {
        (double sin, double cos) = Math.SinCos(latitude);
        (double sinLon, double cosLon) = Math.SinCos(longitude);
        double nu = _toAxis / Math.Sqrt(1 - (_toE2 * sin * sin));
        double height = 0;
        double x = 0, y = 0, z = 0;

        // The height above the target is unknown; it is the one that puts the point on the source's surface. Two steps settle it below a micrometre.
        for (int i = 0; i < 3; i++)
        {
            double p = (nu + height) * cos;
            double u = (p * cosLon) - _tx, v = (p * sinLon) - _ty, w = (((nu * (1 - _toE2)) + height) * sin) - _tz;
            x = (_i11 * u) + (_i12 * v) + (_i13 * w);
            y = (_i21 * u) + (_i22 * v) + (_i23 * w);
            z = (_i31 * u) + (_i32 * v) + (_i33 * w);
            double above = HeightOnSource(x, y, z);
            if (Math.Abs(above) < 1e-3)
            {
                break;
            }

            height -= above;
        }

        longitude = Math.Atan2(y, x);
        latitude = Latitude(Math.Sqrt((x * x) + (y * y)), z, _backAxis, _backPolar, _backE2, _backSecondE2);
    }

    private double HeightOnSource(double x, double y, double z)
    {
        // Height to first order in itself: exact to a millimetre in 100 m, and the loop repeats it.
        double p2 = (x * x) + (y * y);
        double a2 = _backAxis * _backAxis, b2 = _backPolar * _backPolar;
        double f = (p2 / a2) + (z * z / b2) - 1;
        double gradient = 2 * Math.Sqrt((p2 / (a2 * a2)) + (z * z / (b2 * b2)));
        return f / gradient;
    }

    // Bowring (1976), doi:10.1179/sre.1976.23.181.323: one step is exact to a nanometre near the surface.
    private static double Latitude(double p, double z, double axis, double polar, double e2, double secondE2)
    {
        double tangent = z * axis / (p * polar);
        double cos = 1 / Math.Sqrt(1 + (tangent * tangent)), sin = tangent * cos;
        return Math.Atan2(z + (secondE2 * polar * sin * sin * sin), p - (e2 * axis * cos * cos * cos));
    }
}
