using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>The background as triggering is measured against it.</summary>
/// <param name="AtEvents">Density times level at each event, as for the likelihood; per m².</param>
/// <param name="Apart">Density at each event with the events before all its shifted moments left out too; per m².</param>
/// <param name="Level">Level at each event.</param>
/// <param name="Days">Days observed.</param>
/// <param name="Trend">The level over time.</param>
internal sealed record ContrastBackground(double[] AtEvents, double[] Apart, double[] Level, double Days, BackgroundTrend Trend)
{
    /// <summary>The background of events weighted by their probability of belonging to it; gives those weights to the density.</summary>
    public static ContrastBackground Of(PointPattern pattern, TriggerPairs pairs, BackgroundDensity density, TimeShift[] shifts, double[] weight, double? trendDays, CancellationToken cancellationToken)
    {
        double[] f = new double[weight.Length], apart = new double[weight.Length], level = new double[weight.Length];
        density.Weigh(weight);
        density.AtEvents(weight, pairs, f, shifts, apart, cancellationToken);
        BackgroundTrend trend = BackgroundTrend.Of(pattern, weight, trendDays, level);
        TensorPrimitives.Multiply(f, level, f);
        return new ContrastBackground(f, apart, level, pattern.Time.Days, trend);
    }
}

/// <summary>Measures triggering against the same places at other times, which needs no exact background.</summary>
/// <remarks>
/// An instrument z = ∂λ/λ, the weight of recent neighbours in the rate, minus its mean z̄ over shifted moments at the same place. A background event finds as many recent neighbours as its place has
/// at any other time; a triggered one finds more, and how many more is read from events drawn from the kernel. So Σ(zᵢ − z̄ᵢ) over all events is the ratio times the sum over those drawn. Whatever is
/// the same at a place at all times drops out: the background's density makes the weights, and its errors cost precision instead of bias. Case-crossover comparison (Maclure 1991,
/// doi:10.1093/oxfordjournals.aje.a115853) with a score orthogonal to the background (Neyman 1959).
/// </remarks>
internal sealed class TimeContrast
{
    /// <summary>Instruments are made as if an event triggered this many at least: bounded, so that a few pairs in quiet places do not outweigh all others.</summary>
    private const double LeastInstrument = 0.05;

    private const double TestedRatio = 0.1;
    private const double MostCorrection = 2;

    private readonly TimeShift[] _shifts;
    private readonly int _count;
    private readonly int _parameters;
    private readonly double[][] _instrument;

    public TimeContrast(int count, TimeShift[] shifts, int shapes)
    {
        (_shifts, _count, _parameters) = (shifts, count, shapes + 1);
        Slopes = Looks(count);
        _instrument = Rows(count);
    }

    /// <summary>To be filled before each evaluation: at events (first) and at each shift, the rate of triggered events and its slope in each parameter of the shape, event by event.</summary>
    public double[][][] Slopes { get; }

    /// <summary>What is to be 0, minus its slopes in the log of the ratio and in the shape, and its variance.</summary>
    public readonly record struct Moments(double[] Sum, double[,] Slope, double[,] Variance);

    /// <summary>Room for rates and slopes at so many places, by look, parameter and place.</summary>
    public double[][][] Looks(int places)
    {
        double[][][] looks = new double[_shifts.Length + 1][][];
        for (int r = 0; r < looks.Length; r++)
        {
            looks[r] = Rows(places);
        }

        return looks;
    }

    /// <summary>Evaluates where <see cref="Slopes"/> were filled.</summary>
    /// <param name="at">The background.</param>
    /// <param name="ratio">The branching ratio.</param>
    /// <param name="exposed">Triggered events expected to be seen.</param>
    /// <param name="drawn">Events drawn from the kernel.</param>
    public Moments Evaluate(ContrastBackground at, double ratio, double exposed, DrawnEvents drawn)
    {
        double rate = (_count - exposed) / at.Days, scale = Math.Max(1, LeastInstrument / ratio);
        Instruments(at, rate, scale);
        double[] sum = new double[_parameters], z = new double[_parameters], total = new double[_parameters];
        double[,] slope = new double[_parameters, _parameters], variance = new double[_parameters, _parameters];
        for (int k = 0; k < _parameters; k++)
        {
            sum[k] = _instrument[k].Sum();
            for (int l = 0; l <= k; l++)
            {
                variance[k, l] = variance[l, k] = TensorPrimitives.Dot<double>(_instrument[k], _instrument[l]);
            }
        }

        double weight = ratio * drawn.Weight;
        for (int q = 0; q < drawn.Count; q++)
        {
            drawn.Instrument(q, rate, scale, _shifts.Length, z);
            for (int k = 0; k < _parameters; k++)
            {
                double own = weight * drawn.Importance[q] * z[k];
                total[k] += own;
                for (int l = 0; l < _parameters; l++)
                {
                    slope[k, l] += own * (l == 0 ? 1 : drawn.LogSlopes[l - 1][q]);
                    variance[k, l] += own * weight * drawn.Importance[q] * z[l];
                }
            }
        }

        for (int k = 0; k < _parameters; k++)
        {
            sum[k] -= total[k];
            for (int l = 0; l < _parameters; l++)
            {
                variance[k, l] -= total[k] * total[l] / Math.Max(drawn.Count, 1);
            }
        }

        return new Moments(sum, slope, variance);
    }

    /// <summary>Each event's probability of being background, at the rate at which all together leave as many triggered events as expected; and that rate.</summary>
    public (double[] Background, double Rate) Divide(ContrastBackground at, double exposed)
    {
        double[] triggered = Slopes[0][0], background = new double[_count];
        double target = _count - exposed, middle = Math.Log(target / at.Days), low = middle - MostCorrection, high = middle + MostCorrection;
        for (int step = 0; step < 40; step++)
        {
            middle = (low + high) / 2;
            double rate = Math.Exp(middle), sum = 0;
            for (int i = 0; i < _count; i++)
            {
                double own = rate * at.AtEvents[i];
                sum += background[i] = own / (own + triggered[i]);
            }

            (low, high) = sum < target ? (middle, high) : (low, middle);
        }

        return (background, Math.Exp(middle));
    }

    /// <summary>How many standard errors recent neighbours are more than at other times, under no triggering about standard normal; for the shape for which <see cref="Slopes"/> were filled.</summary>
    public double Statistic(ContrastBackground at, double ratio)
    {
        Instruments(at, _count / at.Days, Math.Max(1, TestedRatio / ratio));
        double sum = 0, squares = 0;
        foreach (double z in _instrument[0])
        {
            sum += z;
            squares += z * z;
        }

        return squares > 0 ? sum / Math.Sqrt(squares) : 0;
    }

    private void Instruments(ContrastBackground at, double rate, double scale)
    {
        double part = 1.0 / _shifts.Length;
        for (int i = 0; i < _count; i++)
        {
            double density = rate * at.Apart[i], seen = scale / ((density * at.Level[i]) + (scale * Slopes[0][0][i]));
            for (int k = 0; k < _parameters; k++)
            {
                _instrument[k][i] = seen * Slopes[0][k][i];
            }

            for (int r = 0; r < _shifts.Length; r++)
            {
                double expected = part * scale / ((density * at.Level[_shifts[r].MomentOf(i)]) + (scale * Slopes[r + 1][0][i]));
                for (int k = 0; k < _parameters; k++)
                {
                    _instrument[k][i] -= expected * Slopes[r + 1][k][i];
                }
            }
        }
    }

    private double[][] Rows(int places)
    {
        double[][] rows = new double[_parameters][];
        for (int k = 0; k < rows.Length; k++)
        {
            rows[k] = new double[places];
        }

        return rows;
    }
}

/// <summary>Events drawn from a kernel, with what they see at their own moments (first) and at each shift.</summary>
/// <param name="Slopes">The rate of triggered events and its slopes, by look, parameter and place.</param>
/// <param name="Density">The background's density there.</param>
/// <param name="Level">The background's level, by look and place.</param>
/// <param name="Importance">The density of the kernel looked at relative to that of the kernel drawn from.</param>
/// <param name="LogSlopes">Slopes of the log of the kernel's density, by parameter of the shape and place.</param>
/// <param name="Weight">How many events each stands for, per unit of branching ratio.</param>
internal sealed record DrawnEvents(double[][][] Slopes, double[] Density, double[][] Level, double[] Importance, double[][] LogSlopes, double Weight)
{
    public int Count => Density.Length;

    /// <summary>The instruments of one of them.</summary>
    public void Instrument(int q, double rate, double scale, int shifts, Span<double> into)
    {
        into.Clear();
        for (int r = 0; r <= shifts; r++)
        {
            double by = scale * (r == 0 ? 1 : -1.0 / shifts) / ((rate * Density[q] * Level[r][q]) + (scale * Slopes[r][0][q]));
            for (int k = 0; k < into.Length; k++)
            {
                into[k] += by * Slopes[r][k][q];
            }
        }
    }
}
