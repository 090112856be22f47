namespace PolicingModels.SpatioTemporal;

/// <summary>The background as triggering is measured against it.</summary>
/// <param name="AtEvents">Density times level at each event, as for the likelihood; per m².</param>
/// <param name="Apart">Density at each event with the events before all its shifted moments left out too; per m².</param>
/// <param name="Level">Level at each event.</param>
/// <param name="Days">Days observed.</param>
internal sealed record ContrastBackground(double[] AtEvents, double[] Apart, double[] Level, double Days);

/// <summary>Measures triggering against the same places at other times, which needs no exact background.</summary>
/// <remarks>
/// Background events find as many recent neighbours as their places have at any other time: Σ pᵢ(zᵢ − z̄ᵢ) = 0, p the probability of being background, z = ∂λ/λ the weight of recent neighbours in the
/// rate, z̄ its mean over shifted moments. Whatever is the same at a place at all times drops out, so that errors of the background's density count in second order only. What is left of
/// them is their mean where triggering is, which is estimated too: the rate at events is scaled until Σ(1 − pᵢ) is the number of triggered events that the branching ratio expects. Case-crossover
/// comparison (Maclure 1991, doi:10.1093/oxfordjournals.aje.a115853) with a score that is orthogonal to the background (Neyman 1959).
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
    private readonly double[] _background;
    private readonly double[][] _instrument;

    public TimeContrast(int count, TimeShift[] shifts, int shapes)
    {
        (_shifts, _count, _parameters) = (shifts, count, shapes + 1);
        Slopes = new double[shifts.Length + 1][][];
        for (int r = 0; r < Slopes.Length; r++)
        {
            Slopes[r] = Rows();
        }

        _background = new double[count];
        _instrument = Rows();

        double[][] Rows()
        {
            double[][] rows = new double[_parameters][];
            for (int k = 0; k < rows.Length; k++)
            {
                rows[k] = new double[count];
            }

            return rows;
        }
    }

    /// <summary>To be filled before each evaluation: at events (first) and at each shift, the rate of triggered events and its slope in each parameter of the shape, event by event.</summary>
    public double[][][] Slopes { get; }

    /// <summary>Each event's probability of being background, after an evaluation.</summary>
    public ReadOnlySpan<double> Background => _background;

    /// <summary>What is to be 0, minus its slopes in the log of the ratio and in the shape, its variance, and the background's rate at events per day.</summary>
    public readonly record struct Moments(double[] Sum, double[,] Slope, double[,] Variance, double Rate);

    /// <summary>Evaluates where <see cref="Slopes"/> were filled.</summary>
    /// <param name="at">The background.</param>
    /// <param name="ratio">The branching ratio.</param>
    /// <param name="exposed">Triggered events expected to be seen.</param>
    /// <param name="exposedSlopes">Its slopes in the log of the ratio and in the shape.</param>
    public Moments Evaluate(ContrastBackground at, double ratio, double exposed, ReadOnlySpan<double> exposedSlopes)
    {
        (double rate, bool free) = Rate(at, exposed);
        Instruments(at, rate, Math.Max(1, LeastInstrument / ratio));
        double[] triggered = Slopes[0][0], cross = new double[_parameters], follow = new double[_parameters], sum = new double[_parameters];
        double[,] slope = new double[_parameters, _parameters], variance = new double[_parameters, _parameters];
        double spread = 0;
        for (int i = 0; i < _count; i++)
        {
            double own = rate * at.AtEvents[i], all = own + triggered[i], p = own / all;
            _background[i] = p;
            spread += p * (1 - p);
            for (int k = 0; k < _parameters; k++)
            {
                double z = _instrument[k][i];
                sum[k] += p * z;
                follow[k] += z * p * (1 - p);
                cross[k] += p * Slopes[0][k][i] / all;
                for (int l = 0; l < _parameters; l++)
                {
                    slope[k, l] += z * p * Slopes[0][l][i] / all;
                }
            }
        }

        // The rate at events follows the parameters; at its bound it does not.
        for (int k = 0; k < _parameters; k++)
        {
            follow[k] = free && spread > 0 ? follow[k] / spread : 0;
            for (int l = 0; l < _parameters; l++)
            {
                slope[k, l] -= follow[k] * (cross[l] - exposedSlopes[l]);
            }
        }

        for (int i = 0; i < _count; i++)
        {
            double p = _background[i];
            for (int k = 0; k < _parameters; k++)
            {
                double own = (p * _instrument[k][i]) + (follow[k] * (1 - p));
                for (int l = 0; l < _parameters; l++)
                {
                    variance[k, l] += own * ((p * _instrument[l][i]) + (follow[l] * (1 - p)));
                }
            }
        }

        return new Moments(sum, slope, variance, rate);
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

    /// <summary>The rate at which events that are not triggered by expectation are background by probability.</summary>
    private (double Rate, bool Free) Rate(ContrastBackground at, double exposed)
    {
        double[] triggered = Slopes[0][0];
        double target = _count - exposed, middle = Math.Log(target / at.Days), low = middle - MostCorrection, high = middle + MostCorrection;
        for (int step = 0; step < 50; step++)
        {
            middle = (low + high) / 2;
            double rate = Math.Exp(middle), sum = 0;
            for (int i = 0; i < _count; i++)
            {
                double own = rate * at.AtEvents[i];
                sum += own / (own + triggered[i]);
            }

            (low, high) = sum < target ? (middle, high) : (low, middle);
        }

        return (Math.Exp(middle), Math.Abs(middle - Math.Log(target / at.Days)) < MostCorrection - 1e-6);
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
}
