using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>The exact log-likelihood of a parametric process given its background density, with what its derivatives and EM steps are made of.</summary>
internal sealed class SelfExcitingLikelihood
{
    /// <summary>Log background, logit branching ratio, log rate, log scale, log(exponent − 1).</summary>
    public const int Dimension = 5;

    private const int BlockEvents = 256;
    private const int ChunkPairs = 2048;
    private const double Nudge = 1e-5;

    private readonly PointPattern _pattern;
    private readonly TriggerPairs _pairs;
    private readonly TriggerExposure _exposure;
    private readonly TriggerSpread _spread;
    private readonly double[] _density;
    private readonly double[][] _sums;

    public SelfExcitingLikelihood(PointPattern pattern, TriggerPairs pairs, TriggerExposure exposure, TriggerSpread spread, double[] density)
    {
        _pattern = pattern;
        _pairs = pairs;
        _exposure = exposure;
        _spread = spread;
        _density = density;
        _sums = new double[(pairs.Start.Length - 1 + BlockEvents - 1) / BlockEvents][];
        for (int b = 0; b < _sums.Length; b++)
        {
            _sums[b] = new double[6];
        }
    }

    public int ParameterCount => _spread == TriggerSpread.Gaussian ? Dimension - 1 : Dimension;

    public double Days => _pattern.Time.Days;

    /// <summary>What one pass over all pairs gives.</summary>
    public readonly record struct Terms(double LogLikelihood, double Background, double Triggered, double TriggeredDays, double TriggeredA, double TriggeredB, double Exposure);

    public SelfExcitingParameters Parameters(ReadOnlySpan<double> at) =>
        new(Math.Exp(at[0]), Ratio(at[1]), Math.Exp(-at[2]), Math.Exp(at[3]), _spread == TriggerSpread.PowerLaw ? 1 + Math.Exp(at[4]) : 2);

    public static void Pack(SelfExcitingParameters p, Span<double> into)
    {
        into[0] = Math.Log(p.BackgroundPerDay);
        into[1] = Math.Log(p.BranchingRatio / (1 - p.BranchingRatio));
        into[2] = -Math.Log(p.TriggerDays);
        into[3] = Math.Log(p.TriggerMetres);
        if (into.Length > 4)
        {
            into[4] = Math.Log(p.Exponent - 1);
        }
    }

    /// <summary>Sums over events and pairs; A is the squared distance (Gaussian) or log(1 + r²/d²), B is r²/(r² + d²) (power law only).</summary>
    /// <param name="p">The parameters.</param>
    /// <param name="background">Receives each event's probability of being background; empty where it is not wanted.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    public Terms Pass(SelfExcitingParameters p, Memory<double> background, CancellationToken cancellationToken)
    {
        double peak = Peak(p);
        Parallel.For(0, _sums.Length, FitThreads.Options(cancellationToken), block => Block(block, p, peak, background));
        double log = 0, own = 0, triggered = 0, days = 0, a = 0, b = 0;
        foreach (double[] s in _sums)
        {
            log += s[0];
            own += s[1];
            triggered += s[2];
            days += s[3];
            a += s[4];
            b += s[5];
        }

        double exposure = Exposure(p);
        return new Terms(log - (p.BackgroundPerDay * Days) - (p.BranchingRatio * exposure), own, triggered, days, a, b, exposure);
    }

    /// <summary>The log-likelihood and its gradient in the packed parameters.</summary>
    public double Evaluate(ReadOnlySpan<double> at, Span<double> gradient, CancellationToken cancellationToken)
    {
        SelfExcitingParameters p = Parameters(at);
        Terms t = Pass(p, Memory<double>.Empty, cancellationToken);
        (double dRate, double dScale, double dExponent) = ExposureSlopes(p);
        (double zRate, double zScale, double zExponent) = MassSlopes(p);
        double theta = p.BranchingRatio, rate = 1 / p.TriggerDays, scale = p.TriggerMetres;
        gradient[0] = t.Background - (p.BackgroundPerDay * Days);
        gradient[1] = (1 - theta) * (t.Triggered - (theta * t.Exposure));
        gradient[2] = (t.Triggered * (1 - zRate)) - (rate * t.TriggeredDays) - (theta * dRate);
        if (_spread == TriggerSpread.Gaussian)
        {
            gradient[3] = (t.Triggered * (-2 - zScale)) + (t.TriggeredA / (scale * scale)) - (theta * dScale);
        }
        else
        {
            double excess = p.Exponent - 1;
            gradient[3] = (t.Triggered * (-2 - zScale)) + (2 * p.Exponent * t.TriggeredB) - (theta * dScale);
            gradient[4] = (t.Triggered * (1 - zExponent)) - (excess * t.TriggeredA) - (theta * dExponent);
        }

        return t.LogLikelihood;
    }

    /// <summary>The rate of triggered events at every event (or wherever the later parts of the pairs are), per m² and day, and its slopes in the logs of rate, scale and exponent − 1.</summary>
    /// <param name="p">The parameters.</param>
    /// <param name="into">One row for the rate and one for each parameter of the shape, each as long as there are events.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    public void Slopes(SelfExcitingParameters p, double[][] into, CancellationToken cancellationToken)
    {
        double peak = Peak(p);
        (double zRate, double zScale, double zExponent) = MassSlopes(p);
        Parallel.For(0, _sums.Length, FitThreads.Options(cancellationToken), block => EachEvent(block, p, (i, offset, value, log) =>
        {
            (double sum, double days, double a, double b) = Sums(i, offset, p, value, log);
            into[0][i] = peak * sum;
            into[1][i] = peak * ((sum * (1 - zRate)) - (days / p.TriggerDays));
            into[2][i] = peak * ((sum * (-2 - zScale)) + (_spread == TriggerSpread.Gaussian ? a / (p.TriggerMetres * p.TriggerMetres) : 2 * p.Exponent * b));
            if (into.Length > 3)
            {
                into[3][i] = peak * ((sum * (1 - zExponent)) - ((p.Exponent - 1) * a));
            }
        }));
    }

    /// <summary>Slopes of the log of the kernel's density in the logs of rate, scale and exponent − 1, at days and squared metres.</summary>
    public void LogSlopes(SelfExcitingParameters p, double[] days, double[] squared, double[][] into)
    {
        (double zRate, double zScale, double zExponent) = MassSlopes(p);
        double s = p.TriggerMetres * p.TriggerMetres;
        for (int q = 0; q < days.Length; q++)
        {
            into[0][q] = 1 - zRate - (days[q] / p.TriggerDays);
            into[1][q] = -2 - zScale + (_spread == TriggerSpread.Gaussian ? squared[q] / s : 2 * p.Exponent * squared[q] / (squared[q] + s));
            if (into.Length > 2)
            {
                into[2][q] = 1 - zExponent - ((p.Exponent - 1) * AccurateMath.Log1P(squared[q] / s));
            }
        }
    }

    /// <summary>One step of expectation–maximisation; the slopes of the edge terms are those at the parameters before it.</summary>
    public (SelfExcitingParameters Next, double LogLikelihood) Step(SelfExcitingParameters p, CancellationToken cancellationToken)
    {
        Terms t = Pass(p, Memory<double>.Empty, cancellationToken);
        (double dRate, double dScale, double dExponent) = ExposureSlopes(p);
        (double zRate, double zScale, double zExponent) = MassSlopes(p);
        double triggered = Math.Max(t.Triggered, 1e-12), theta = Math.Clamp(t.Triggered / t.Exposure, 1e-9, 0.999), rate = 1 / p.TriggerDays;
        double nextRate = triggered / Math.Max((triggered * zRate / rate) + t.TriggeredDays + (theta * dRate / rate), 1e-12);
        double scale, exponent = p.Exponent;
        if (_spread == TriggerSpread.Gaussian)
        {
            scale = Math.Sqrt(t.TriggeredA / Math.Max((triggered * (2 + zScale)) + (theta * dScale), 1e-12));
        }
        else
        {
            scale = p.TriggerMetres * Math.Sqrt(2 * p.Exponent * t.TriggeredB / Math.Max((triggered * (2 + zScale)) + (theta * dScale), 1e-12));
            double excess = p.Exponent - 1;
            exponent = 1 + (triggered / Math.Max(t.TriggeredA + (((triggered * zExponent) + (theta * dExponent)) / excess), 1e-12));
        }

        return (new SelfExcitingParameters(Math.Max(t.Background / Days, 1e-12), theta, 1 / nextRate, scale, exponent), t.LogLikelihood);
    }

    /// <summary>The log-likelihood of a process without triggering, at its own maximum.</summary>
    public double WithoutTriggering()
    {
        double sum = 0, n = _pattern.Count;
        foreach (double d in _density)
        {
            sum += Math.Log(d);
        }

        return sum + (n * Math.Log(n / Days)) - n;
    }

    private ParametricKernel Kernel(SelfExcitingParameters p) => p.Kernel(_spread, _pairs.LongestDays, _pairs.FarthestMetres);

    private double Peak(SelfExcitingParameters p)
    {
        ParametricKernel kernel = Kernel(p);
        return kernel.TimeDensity(0) * kernel.SpaceDensity(0) * p.BranchingRatio;
    }

    private static double Ratio(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>Triggered events that could be seen, per unit of branching ratio.</summary>
    public double Exposure(SelfExcitingParameters p) => _exposure.Total(Kernel(p));

    /// <summary>Slopes of the exposure in the logs of rate, scale and exponent − 1.</summary>
    public (double Rate, double Scale, double Exponent) ExposureSlopes(SelfExcitingParameters p)
    {
        return (Slope(s => p with { TriggerDays = p.TriggerDays / s }), Slope(s => p with { TriggerMetres = p.TriggerMetres * s }), _spread == TriggerSpread.Gaussian ? 0 : Slope(s => p with { Exponent = 1 + ((p.Exponent - 1) * s) }));

        double Slope(Func<double, SelfExcitingParameters> moved) =>
            (_exposure.Total(Kernel(moved(Math.Exp(Nudge)))) - _exposure.Total(Kernel(moved(Math.Exp(-Nudge))))) / (2 * Nudge);
    }

    /// <summary>Slopes of the log of the mass within reach, likewise.</summary>
    private (double Rate, double Scale, double Exponent) MassSlopes(SelfExcitingParameters p)
    {
        double far = _pairs.FarthestMetres, longest = _pairs.LongestDays;
        return (
            Slope(s => ParametricKernel.Truncated(s / p.TriggerDays, longest)),
            Slope(s => ParametricKernel.SpaceWhole(_spread, p.TriggerMetres * s, p.Exponent, far)),
            _spread == TriggerSpread.Gaussian ? 0 : Slope(s => ParametricKernel.SpaceWhole(_spread, p.TriggerMetres, 1 + ((p.Exponent - 1) * s), far)));

        static double Slope(Func<double, double> mass) => (Math.Log(mass(Math.Exp(Nudge))) - Math.Log(mass(Math.Exp(-Nudge)))) / (2 * Nudge);
    }

    private void Block(int block, SelfExcitingParameters p, double peak, Memory<double> background)
    {
        double[] sums = _sums[block];
        Array.Clear(sums);
        EachEvent(block, p, (i, offset, value, log) => Event(i, offset, p, peak, value, log, sums, background.Span));
    }

    /// <summary>Visits the events of a block with the kernel values of their pairs.</summary>
    private void EachEvent(int block, SelfExcitingParameters p, Action<int, int, float[], float[]> visit)
    {
        int end = Math.Min(_pairs.Start.Length - 1, (block + 1) * BlockEvents);
        float[] value = [], log = [];
        for (int first = block * BlockEvents; first < end;)
        {
            int last = first + 1;
            while (last < end && _pairs.Start[last + 1] - _pairs.Start[first] <= ChunkPairs)
            {
                last++;
            }

            int pairs = _pairs.Start[last] - _pairs.Start[first];
            if (value.Length < pairs)
            {
                value = new float[Math.Max(pairs, ChunkPairs)];
                log = new float[_spread == TriggerSpread.PowerLaw ? value.Length : 0];
            }

            Fill(_pairs.Start[first], pairs, p, value, log);
            for (int i = first; i < last; i++)
            {
                visit(i, _pairs.Start[first], value, log);
            }

            first = last;
        }
    }

    /// <summary>Kernel values relative to their peak, for a run of pairs.</summary>
    private void Fill(int start, int count, SelfExcitingParameters p, float[] value, float[] log)
    {
        ReadOnlySpan<float> days = _pairs.Days.AsSpan(start, count), squared = _pairs.Squared.AsSpan(start, count);
        Span<float> v = value.AsSpan(0, count);
        float perScale = (float)(1 / (p.TriggerMetres * p.TriggerMetres));
        TensorPrimitives.Multiply(days, (float)(-1 / p.TriggerDays), v);
        if (_spread == TriggerSpread.Gaussian)
        {
            TensorPrimitives.MultiplyAdd(squared, -0.5f * perScale, v, v);
        }
        else
        {
            Span<float> l = log.AsSpan(0, count);
            TensorPrimitives.Multiply(squared, perScale, l);
            TensorPrimitives.Add(l, 1f, l);
            TensorPrimitives.Log(l, l);
            TensorPrimitives.MultiplyAdd(l, (float)-p.Exponent, v, v);
        }

        TensorPrimitives.Exp(v, v);
    }

    private void Event(int i, int offset, SelfExcitingParameters p, double peak, float[] value, float[] log, double[] sums, Span<double> background)
    {
        (double sum, double days, double a, double b) = Sums(i, offset, p, value, log);
        double own = p.BackgroundPerDay * _density[i], intensity = own + (peak * sum), share = peak / intensity;
        sums[0] += Math.Log(intensity);
        sums[1] += own / intensity;
        sums[2] += share * sum;
        sums[3] += share * days;
        sums[4] += share * a;
        sums[5] += share * b;
        if (!background.IsEmpty)
        {
            background[i] = own / intensity;
        }
    }

    private (double Sum, double Days, double A, double B) Sums(int i, int offset, SelfExcitingParameters p, float[] value, float[] log)
    {
        double sum = 0, days = 0, a = 0, b = 0, scale = p.TriggerMetres * p.TriggerMetres;
        for (int k = _pairs.Start[i]; k < _pairs.Start[i + 1]; k++)
        {
            double e = value[k - offset], d = _pairs.Squared[k];
            sum += e;
            days += e * _pairs.Days[k];
            if (log.Length == 0)
            {
                a += e * d;
            }
            else
            {
                a += e * log[k - offset];
                b += e * (d / (d + scale));
            }
        }

        return (sum, days, a, b);
    }
}
