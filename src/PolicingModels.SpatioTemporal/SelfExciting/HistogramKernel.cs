namespace PolicingModels.SpatioTemporal;

/// <summary>Triggering by histograms: the same density within each span of days and each ring of distance.</summary>
internal sealed class HistogramKernel : TriggerKernel
{
    private readonly double[] _days;
    private readonly double[] _radii;
    private readonly double[] _dayRunning;
    private readonly double[] _ringRunning;

    public HistogramKernel(double[] days, double[] dayMass, double[] radii, double[] ringMass)
        : base(days[^1], radii[^1])
    {
        _days = days;
        _radii = radii;
        DayMass = dayMass;
        Rings = ringMass;
        _dayRunning = Running(dayMass);
        _ringRunning = Running(ringMass);
    }

    public double[] DayMass { get; }

    public double[] Rings { get; }

    public override double TimeMass(double days)
    {
        int bin = Bin(_days, days);
        return bin < 0 ? 0 : bin >= DayMass.Length ? 1 : _dayRunning[bin] + (DayMass[bin] * (days - _days[bin]) / (_days[bin + 1] - _days[bin]));
    }

    public override double TimeDensity(double days)
    {
        int bin = Bin(_days, days);
        return bin < 0 || bin >= DayMass.Length ? 0 : DayMass[bin] / (_days[bin + 1] - _days[bin]);
    }

    public override double SpaceMass(double metres)
    {
        int bin = Bin(_radii, metres);
        return bin < 0 ? 0 : bin >= Rings.Length ? 1 : _ringRunning[bin] + (Rings[bin] * ((metres * metres) - (_radii[bin] * _radii[bin])) / ((_radii[bin + 1] * _radii[bin + 1]) - (_radii[bin] * _radii[bin])));
    }

    public override double SpaceDensity(double squaredMetres)
    {
        int bin = Math.Min(Bin(_radii, Math.Sqrt(squaredMetres)), Rings.Length - 1);
        return Rings[bin] / (Math.PI * ((_radii[bin + 1] * _radii[bin + 1]) - (_radii[bin] * _radii[bin])));
    }

    /// <summary>The bin that holds a value, half-open; the number of bins beyond the last.</summary>
    public static int Bin(double[] bounds, double value)
    {
        int at = Array.BinarySearch(bounds, value);
        return at >= 0 ? at : ~at - 1;
    }

    private static double[] Running(double[] mass)
    {
        double[] running = new double[mass.Length + 1];
        for (int i = 0; i < mass.Length; i++)
        {
            running[i + 1] = running[i] + mass[i];
        }

        return running;
    }
}
