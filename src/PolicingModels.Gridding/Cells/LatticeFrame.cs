namespace PolicingModels.Gridding;

/// <summary>A lattice's own axes: the plane shifted by an origin and turned back about it.</summary>
internal readonly struct LatticeFrame
{
    public LatticeFrame(double originEasting, double originNorthing, double rotationDegrees)
    {
        OriginEasting = originEasting;
        OriginNorthing = originNorthing;
        RotationDegrees = rotationDegrees;
        IsTurned = rotationDegrees % 360 != 0;
        (Sine, Cosine) = Math.SinCos(rotationDegrees * (Math.PI / 180));
    }

    public double OriginEasting { get; }

    public double OriginNorthing { get; }

    public double RotationDegrees { get; }

    public bool IsTurned { get; }

    public double Sine { get; }

    public double Cosine { get; }

    public void ToFrame(double easting, double northing, out double u, out double v)
    {
        u = easting - OriginEasting;
        v = northing - OriginNorthing;
        if (IsTurned)
        {
            (u, v) = ((u * Cosine) + (v * Sine), (v * Cosine) - (u * Sine));
        }
    }

    public (double Easting, double Northing) ToPlane(double u, double v)
    {
        if (IsTurned)
        {
            (u, v) = ((u * Cosine) - (v * Sine), (u * Sine) + (v * Cosine));
        }

        return (u + OriginEasting, v + OriginNorthing);
    }
}
