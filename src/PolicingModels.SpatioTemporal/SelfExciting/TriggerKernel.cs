namespace PolicingModels.SpatioTemporal;

/// <summary>When and where an event that was triggered falls, relative to the one that triggered it; both parts integrate to 1 within their reach.</summary>
internal abstract class TriggerKernel(double longestDays, double farthestMetres)
{
    public double LongestDays { get; } = longestDays;

    public double FarthestMetres { get; } = farthestMetres;

    /// <summary>Probability that no more than so many days pass.</summary>
    public abstract double TimeMass(double days);

    /// <summary>Density per day.</summary>
    public abstract double TimeDensity(double days);

    /// <summary>Probability that the distance is no more than so many metres.</summary>
    public abstract double SpaceMass(double metres);

    /// <summary>Density per m² at a squared distance.</summary>
    public abstract double SpaceDensity(double squaredMetres);

    /// <summary>Days that a share of triggered events does not exceed.</summary>
    public virtual double TimeQuantile(double share) => Invert(TimeMass, share, LongestDays);

    /// <summary>Metres that a share of triggered events does not exceed.</summary>
    public virtual double SpaceQuantile(double share) => Invert(SpaceMass, share, FarthestMetres);

    /// <summary>Density per day and m².</summary>
    public double Density(double days, double squaredMetres) =>
        days > 0 && days <= LongestDays && squaredMetres <= FarthestMetres * FarthestMetres ? TimeDensity(days) * SpaceDensity(squaredMetres) : 0;

    /// <summary>The mass in each ring of <see cref="EdgeShares"/>.</summary>
    public void RingMass(ReadOnlySpan<double> radii, Span<double> into)
    {
        double before = 0;
        for (int k = 0; k < into.Length; k++)
        {
            double mass = SpaceMass(radii[k + 1]);
            into[k] = mass - before;
            before = mass;
        }
    }

    private static double Invert(Func<double, double> mass, double share, double most)
    {
        double low = 0, high = most;
        for (int step = 0; step < 60; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = mass(middle) < share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}

/// <summary>Exponential in time, Gaussian or power law in space, each cut at its reach.</summary>
internal sealed class ParametricKernel(TriggerSpread spread, double rate, double scale, double exponent, double longestDays, double farthestMetres)
    : TriggerKernel(longestDays, farthestMetres)
{
    private readonly double _time = Truncated(rate, longestDays);
    private readonly double _space = 1 / SpaceWhole(spread, scale, exponent, farthestMetres);

    public override double TimeMass(double days) => days <= 0 ? 0 : days >= LongestDays ? 1 : Truncated(rate, days) / _time;

    public override double TimeDensity(double days) => rate * Math.Exp(-rate * days) / _time;

    public override double SpaceMass(double metres) => metres >= FarthestMetres ? 1 : SpaceWhole(spread, scale, exponent, metres) * _space;

    public override double SpaceDensity(double squaredMetres)
    {
        double s = scale * scale;
        return _space * (spread == TriggerSpread.Gaussian
            ? Math.Exp(-0.5 * squaredMetres / s) / (2 * Math.PI * s)
            : (exponent - 1) / (Math.PI * s) * Math.Pow(1 + (squaredMetres / s), -exponent));
    }

    /// <summary>The mass within a distance of the kernel that is not cut.</summary>
    public static double SpaceWhole(TriggerSpread spread, double scale, double exponent, double metres)
    {
        double ratio = metres * metres / (scale * scale);
        return spread == TriggerSpread.Gaussian ? -AccurateMath.ExpM1(-0.5 * ratio) : -AccurateMath.ExpM1((1 - exponent) * AccurateMath.Log1P(ratio));
    }

    /// <summary>1 − e^(−rate·days).</summary>
    public static double Truncated(double rate, double days) => -AccurateMath.ExpM1(-rate * days);
}
