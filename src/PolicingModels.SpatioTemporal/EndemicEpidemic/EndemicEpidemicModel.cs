using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>The likelihood of the endemic–epidemic model and its maximum.</summary>
internal sealed class EndemicEpidemicModel
{
    private const int Rounds = 20;
    private const double DaysPerYear = 365.2425;

    // Where events lie in few periods, a wave and a level that fall without end would make them ever likelier.
    private const double WaveDeviation = 1;
    private const double LevelDeviation = 3;

    private readonly CountHistory _history;
    private readonly NeighbourTable _table;
    private readonly bool _hasOwn;
    private readonly bool _hasNear;
    private readonly int _harmonics;
    private readonly int _mostSteps;
    private readonly double[] _theta;
    private readonly double _usualLevel;

    public EndemicEpidemicModel(CountHistory history, NeighbourTable near, bool own, bool neighbours, int harmonics, bool cellEffects, int mostSteps)
    {
        (_history, _table, _hasOwn, _hasNear, _harmonics, _mostSteps) = (history, near, own, neighbours, harmonics, mostSteps);
        _theta = new double[3 + (2 * harmonics)];
        _usualLevel = Math.Log(history.Sum / (history.Periods.Sum(p => (double)p.Days) * history.CellCount));
        Offset = [.. history.Exposure];
        if (cellEffects)
        {
            new ShrunkMeanSurface(history, null).Prior(history.PeriodCount, Offset);
            TensorPrimitives.Multiply(Offset, Offset.Length / TensorPrimitives.Sum<double>(Offset), Offset);
        }
    }

    /// <summary>λ.</summary>
    public double Own => _theta[0];

    /// <summary>φ.</summary>
    public double Near => _theta[1];

    /// <summary>e_i, of mean 1.</summary>
    public double[] Offset { get; }

    public double Dispersion { get; private set; }

    public double TotalDispersion { get; private set; }

    public int ParameterCount => (_hasOwn ? 1 : 0) + (_hasNear ? 1 : 0) + 1 + (2 * _harmonics);

    public IReadOnlyList<FittedParameter> Parameters =>
    [
        new("ownWeight", Own, _hasOwn),
        new("neighbourWeight", Near, _hasNear),
        new("logEndemicRatePerDay", _theta[2], true),
        .. Enumerable.Range(1, _harmonics).SelectMany(h => new FittedParameter[] { new($"cosine{h}", _theta[(2 * h) + 1], true), new($"sine{h}", _theta[(2 * h) + 2], true) }),
        new("dispersion", Dispersion, true),
    ];

    /// <summary>Fits; returns how much log likelihood the epidemic part adds to a fit without it, at the same dispersion.</summary>
    public double Fit(string model, CancellationToken cancellationToken)
    {
        int fitted = _history.PeriodCount - 1;
        double days = _history.Periods.Skip(1).Sum(p => (double)p.Days);
        double mean = Math.Max(_history.Totals.AsSpan(1).ToArray().Sum(), 0.5) / (days * _history.CellCount);
        _theta[0] = _hasOwn ? 0.1 : 0;
        _theta[1] = _hasNear ? 0.05 : 0;
        _theta[2] = Math.Log(mean * (1 - _theta[0] - _theta[1]));
        Dispersion = 0.1;
        double reached = 0;
        for (int round = 0; round < Rounds; round++)
        {
            reached = Climb(_theta, _hasOwn, _hasNear, model, cancellationToken);
            double before = Dispersion;
            double[] expected = new double[fitted * _history.CellCount], observed = new double[expected.Length];
            Means(_theta, expected, observed);
            Dispersion = CountDispersion.MaximumLikelihood(expected, observed, cancellationToken);
            if (Math.Abs(Dispersion - before) < 1e-4 * (0.01 + before))
            {
                break;
            }
        }

        double[] totals = new double[fitted], all = new double[fitted * _history.CellCount], seen = new double[all.Length];
        Means(_theta, all, seen);
        for (int t = 0; t < fitted; t++)
        {
            totals[t] = TensorPrimitives.Sum<double>(all.AsSpan(t * _history.CellCount, _history.CellCount));
        }

        TotalDispersion = CountDispersion.Moments(totals, _history.Totals.AsSpan(1));
        double[] alone = [.. _theta];
        alone[0] = alone[1] = 0;
        alone[2] = Math.Log(mean);
        double without = Climb(alone, false, false, model, cancellationToken);
        reached = Climb(_theta, _hasOwn, _hasNear, model, cancellationToken);
        return Math.Max(0, reached - without);
    }

    /// <summary>Mean of the neighbours' values; 0 where there are none.</summary>
    public void Around(ReadOnlySpan<double> values, Span<double> into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            ReadOnlySpan<int> near = _table.Of(i);
            double sum = 0;
            foreach (int j in near)
            {
                sum += values[j];
            }

            into[i] = near.IsEmpty ? 0 : sum / near.Length;
        }
    }

    /// <summary>d_t·ν_t: the endemic count of a cell of offset 1.</summary>
    public double EndemicRate(Period period) => EndemicRate(_theta, period);

    private double EndemicRate(double[] theta, Period period)
    {
        double log = theta[2];
        for (int h = 1; h <= _harmonics; h++)
        {
            (double sine, double cosine) = Wave(period, h);
            log += (theta[(2 * h) + 1] * cosine) + (theta[(2 * h) + 2] * sine);
        }

        return period.Days * Math.Exp(Math.Min(log, 50));
    }

    private static (double Sine, double Cosine) Wave(Period period, int h) =>
        Math.SinCos(2 * Math.PI * h * (period.Start.DayNumber + (0.5 * period.Days)) / DaysPerYear);

    private void Means(double[] theta, double[] expected, double[] observed)
    {
        int n = _history.CellCount;
        double[] near = new double[n];
        for (int t = 1; t < _history.PeriodCount; t++)
        {
            ReadOnlySpan<double> last = _history.Row(t - 1);
            Around(last, near);
            double rate = EndemicRate(theta, _history.Periods[t]);
            for (int i = 0; i < n; i++)
            {
                expected[((t - 1) * n) + i] = (theta[0] * last[i]) + (theta[1] * near[i]) + (Offset[i] * rate);
            }

            _history.Row(t).CopyTo(observed.AsSpan((t - 1) * n));
        }
    }

    /// <summary>Fisher's scoring; a weight at 0 that would fall further rests there.</summary>
    private double Climb(double[] theta, bool own, bool near, string model, CancellationToken cancellationToken)
    {
        int p = theta.Length;
        double[] score = new double[p], trial = new double[p];
        double[,] information = new double[p, p];
        double value = Evaluate(theta, score, information, cancellationToken);
        for (int step = 0; step < _mostSteps; step++)
        {
            List<int> free = [];
            for (int k = 0; k < p; k++)
            {
                bool fixedWeight = (k == 0 && !own) || (k == 1 && !near);
                if (!fixedWeight && !(k < 2 && theta[k] <= 0 && score[k] <= 0) && information[k, k] > 0)
                {
                    free.Add(k);
                }
            }

            double[,] part = new double[free.Count, free.Count];
            double[] right = new double[free.Count];
            for (int a = 0; a < free.Count; a++)
            {
                right[a] = score[free[a]];
                for (int b = 0; b < free.Count; b++)
                {
                    part[a, b] = information[free[a], free[b]] * (a == b ? 1 + 1e-10 : 1);
                }
            }

            double[] move = Dense.SolvePositive(part, right) ?? throw new AnalysisException(AnalysisFailure.SingularFit, $"The parts of {model} cannot be told apart in this history. Use fewer harmonics, or leave a lag out.");
            double length = 1, reached;
            double[] nextScore = new double[p];
            double[,] nextInformation = new double[p, p];
            do
            {
                theta.CopyTo(trial, 0);
                for (int a = 0; a < free.Count; a++)
                {
                    int k = free[a];
                    trial[k] = k < 2 ? Math.Max(0, theta[k] + (length * move[a])) : theta[k] + Math.Clamp(length * move[a], -2, 2);
                }

                Array.Clear(nextScore);
                Array.Clear(nextInformation);
                reached = Evaluate(trial, nextScore, nextInformation, cancellationToken);
                length *= 0.5;
            }
            while (!(reached >= value - (1e-11 * Math.Abs(value))) && length > 1e-9);

            double moved = 0;
            for (int k = 0; k < p; k++)
            {
                moved = Math.Max(moved, Math.Abs(trial[k] - theta[k]));
                theta[k] = trial[k];
            }

            // Where the lags explain everything the endemic part falls towards zero for ever, each step gaining less: a full step that gains nothing is the end too.
            double gained = reached - value;
            bool whole = length >= 0.5;
            (value, score, information) = (reached, nextScore, nextInformation);
            if (moved < 1e-8 || (whole && gained < 1e-12 * (1 + Math.Abs(value))))
            {
                return value;
            }
        }

        throw new AnalysisException(AnalysisFailure.NotConverged, $"The weights of {model} did not settle in {_mostSteps} {(_mostSteps == 1 ? "step" : "steps")}. Use fewer harmonics, or leave a lag out.");
    }

    /// <summary>Log likelihood up to a constant, with the normal prior of level and waves; adds its slopes and expected curvature.</summary>
    private double Evaluate(double[] theta, double[] score, double[,] information, CancellationToken cancellationToken)
    {
        int n = _history.CellCount, p = theta.Length;
        double[] near = new double[n], waves = new double[p];
        double value = 0, alpha = Dispersion;
        for (int t = 1; t < _history.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<double> last = _history.Row(t - 1), now = _history.Row(t);
            Around(last, near);
            double rate = EndemicRate(theta, _history.Periods[t]);
            waves[2] = 1;
            for (int h = 1; h <= _harmonics; h++)
            {
                (waves[(2 * h) + 2], waves[(2 * h) + 1]) = Wave(_history.Periods[t], h);
            }

            // The endemic columns are one number of the cell times the period's waves: three sums per period carry them.
            double endScore = 0, endOwn = 0, endNear = 0, endEnd = 0;
            for (int i = 0; i < n; i++)
            {
                double endemic = Offset[i] * rate, mean = (theta[0] * last[i]) + (theta[1] * near[i]) + endemic, spread = 1 + (alpha * mean);
                value += (now[i] > 0 ? now[i] * Math.Log(mean / spread) : 0) - (alpha > 1e-8 ? Math.Log(spread) / alpha : mean);
                double residual = (now[i] - mean) / (mean * spread), weight = 1 / (mean * spread);
                score[0] += residual * last[i];
                score[1] += residual * near[i];
                information[0, 0] += weight * last[i] * last[i];
                information[1, 1] += weight * near[i] * near[i];
                information[0, 1] += weight * last[i] * near[i];
                endScore += residual * endemic;
                endOwn += weight * endemic * last[i];
                endNear += weight * endemic * near[i];
                endEnd += weight * endemic * endemic;
            }

            for (int k = 2; k < p; k++)
            {
                score[k] += endScore * waves[k];
                information[0, k] += endOwn * waves[k];
                information[1, k] += endNear * waves[k];
                for (int l = k; l < p; l++)
                {
                    information[k, l] += endEnd * waves[k] * waves[l];
                }
            }
        }

        for (int k = 2; k < p; k++)
        {
            double away = k == 2 ? theta[2] - _usualLevel : theta[k];
            double precision = k == 2 ? 1 / (LevelDeviation * LevelDeviation) : 1 / (WaveDeviation * WaveDeviation);
            value -= 0.5 * precision * away * away;
            score[k] -= precision * away;
            information[k, k] += precision;
        }

        for (int k = 0; k < p; k++)
        {
            for (int l = 0; l < k; l++)
            {
                information[k, l] = information[l, k];
            }
        }

        return value;
    }
}
