namespace PolicingModels.SpatioTemporal;

/// <summary>Expected numbers of descendants of all generations, by the age of the event that they descend from.</summary>
/// <remarks>Solves D(u) = θ∫g(s)(1 + D(u − s))ds, the expected descendants within u days, in steps of half a day; the steps' error is of second order and below a thousandth for kernels of a day or longer.</remarks>
internal sealed class Aftershocks
{
    private const double Step = 0.5;

    private readonly double _ratio;
    private readonly TriggerKernel _kernel;
    private readonly double[] _descendants;

    public Aftershocks(double ratio, TriggerKernel kernel, double horizonDays)
    {
        _ratio = ratio;
        _kernel = kernel;
        int steps = (int)Math.Ceiling(horizonDays / Step) + 1;
        _descendants = new double[steps + 1];
        double[] mass = new double[steps + 1];
        for (int k = 1; k <= steps; k++)
        {
            mass[k] = kernel.TimeMass(k * Step) - kernel.TimeMass((k - 1) * Step);
        }

        for (int u = 1; u <= steps; u++)
        {
            double sum = 0;
            for (int k = 1; k <= u; k++)
            {
                // A child born within a step stands at its middle.
                double after = k < u ? (_descendants[u - k] + _descendants[u - k + 1]) / 2 : _descendants[1] / 4;
                sum += mass[k] * (1 + after);
            }

            _descendants[u] = ratio * sum;
        }
    }

    /// <summary>Expected children in days (from, to] after now of an event of an age; and expected later descendants then, of children not yet born now.</summary>
    public (double Children, double Later) Of(double age, double from, double to)
    {
        double children = _ratio * (_kernel.TimeMass(age + to) - _kernel.TimeMass(age + from)), later = 0;
        int steps = (int)Math.Ceiling(to / Step);
        for (int k = 0; k < steps; k++)
        {
            double low = k * Step, high = Math.Min(to, low + Step), middle = (low + high) / 2;
            double born = _ratio * (_kernel.TimeMass(age + high) - _kernel.TimeMass(age + low));
            if (born <= 0)
            {
                break;
            }

            later += born * (Within(to - middle) - Within(from - middle));
        }

        return (children, later);
    }

    /// <summary>Expected descendants in days (from, to] of background events of rate 1 a day that happen from now on.</summary>
    public double OfBackground(double from, double to)
    {
        double sum = 0;
        for (double at = 0; at < to; at += Step)
        {
            double length = Math.Min(Step, to - at), middle = at + (length / 2);
            sum += length * (Within(to - middle) - Within(from - middle));
        }

        return sum;
    }

    private double Within(double days)
    {
        if (days <= 0)
        {
            return 0;
        }

        double at = days / Step;
        int k = Math.Min((int)at, _descendants.Length - 2);
        return _descendants[k] + ((at - k) * (_descendants[k + 1] - _descendants[k]));
    }
}
