namespace PolicingModels.Seasonality;

/// <summary>Maximises the likelihood of one form by damped Fisher scoring inside the box of the smoothing parameters.</summary>
internal sealed class EtsSearch
{
    public const double LowestAlpha = 1e-4, HighestAlpha = 0.9999, LowestPhi = 0.8, HighestPhi = 0.98;
    private const int MostSteps = 200;

    private readonly EtsEngine _engine;
    private readonly int[] _free = new int[EtsEngine.Slots];
    private readonly double[] _matrix = new double[EtsEngine.Slots * EtsEngine.Slots];
    private readonly double[] _step = new double[EtsEngine.Slots];
    private readonly double[] _trial = new double[EtsEngine.Slots];
    private readonly double[] _gradient = new double[EtsEngine.Slots];

    public EtsSearch(EtsEngine engine) => _engine = engine;

    /// <summary>Steps taken since the search was made, for reports of cost.</summary>
    public int Steps { get; private set; }

    /// <summary>Improves a point and gives −2 log likelihood there.</summary>
    /// <param name="form">The form.</param>
    /// <param name="theta">The start; overwritten by the best point.</param>
    /// <param name="tolerance">The improvement of −2 log likelihood below which the search stops.</param>
    /// <param name="hopeless">Stop as soon as the end is not expected below this value.</param>
    /// <param name="admissible">A further condition on points; null for none.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public double Minimise(EtsForm form, Span<double> theta, double tolerance, double hopeless, Func<EtsForm, double[], bool>? admissible, CancellationToken cancellationToken)
    {
        Clip(form, theta);
        double f = _engine.Derive(form, theta);
        if (!double.IsFinite(f))
        {
            return double.PositiveInfinity;
        }

        double damping = 1e-3;
        for (int step = 0; step < MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Steps++;
            _engine.Gradient[..EtsEngine.Slots].CopyTo(_gradient);
            int free = Free(form, theta);
            bool accepted = false;
            double gain = 0;
            while (damping < 1e12)
            {
                if (Solve(free, damping))
                {
                    theta.CopyTo(_trial);
                    for (int i = 0; i < free; i++)
                    {
                        _trial[_free[i]] += _step[i];
                    }

                    Clip(form, _trial);
                    double next = admissible is null || admissible(form, _trial) ? _engine.Value(form, _trial) : double.PositiveInfinity;
                    if (next < f)
                    {
                        gain = f - next;
                        f = next;
                        _trial.CopyTo(theta);
                        accepted = true;
                        break;
                    }
                }

                damping *= damping < 1e-2 ? 20 : 5;
            }

            if (!accepted || gain < tolerance)
            {
                return f;
            }

            // What a long tail of ever smaller gains could still bring is about the last gain again and again; five of them is generous.
            if (step >= 3 && f - (5 * gain) > hopeless)
            {
                return f;
            }

            damping = Math.Max(damping * 0.15, 1e-9);
            double derived = _engine.Derive(form, theta);
            if (!double.IsFinite(derived))
            {
                return f;
            }
        }

        return f;
    }

    private static void Clip(EtsForm form, Span<double> theta)
    {
        theta[EtsEngine.AlphaSlot] = Math.Clamp(theta[EtsEngine.AlphaSlot], LowestAlpha, HighestAlpha);
        theta[EtsEngine.BetaSlot] = form.HasTrend ? Math.Clamp(theta[EtsEngine.BetaSlot], 0, 1) : 0;
        theta[EtsEngine.GammaSlot] = form.HasSeason ? Math.Clamp(theta[EtsEngine.GammaSlot], 0, 1) : 0;
        theta[EtsEngine.PhiSlot] = form.IsDamped ? Math.Clamp(theta[EtsEngine.PhiSlot], LowestPhi, HighestPhi) : 1;
    }

    private int Free(EtsForm form, ReadOnlySpan<double> theta)
    {
        int free = 0;
        void Take(int slot) => _free[free++] = slot;
        bool Moves(ReadOnlySpan<double> at, int slot, double low, double high) =>
            !(at[slot] <= low && _gradient[slot] > 0) && !(at[slot] >= high && _gradient[slot] < 0);
        if (Moves(theta, EtsEngine.AlphaSlot, LowestAlpha, HighestAlpha))
        {
            Take(EtsEngine.AlphaSlot);
        }

        if (form.HasTrend && Moves(theta, EtsEngine.BetaSlot, 0, 1))
        {
            Take(EtsEngine.BetaSlot);
        }

        if (form.HasSeason && Moves(theta, EtsEngine.GammaSlot, 0, 1))
        {
            Take(EtsEngine.GammaSlot);
        }

        if (form.IsDamped && Moves(theta, EtsEngine.PhiSlot, LowestPhi, HighestPhi))
        {
            Take(EtsEngine.PhiSlot);
        }

        Take(EtsEngine.LevelSlot);
        if (form.HasTrend)
        {
            Take(EtsEngine.TrendSlot);
        }

        for (int i = 0; form.HasSeason && i < 11; i++)
        {
            Take(EtsEngine.SeasonSlot + i);
        }

        return free;
    }

    /// <summary>Solves (H + λ diag H) step = −gradient for the free slots by Cholesky; false where H is not positive definite so.</summary>
    private bool Solve(int free, double damping)
    {
        double[] a = _matrix;
        for (int i = 0; i < free; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                a[(i * free) + j] = _engine.Curvature(_free[j], _free[i]);
            }

            double diagonal = a[(i * free) + i];
            a[(i * free) + i] = (diagonal * (1 + damping)) + 1e-300;
        }

        for (int i = 0; i < free; i++)
        {
            Span<double> row = a.AsSpan(i * free, free);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = a.AsSpan(j * free, free);
                double sum = row[j];
                for (int k = 0; k < j; k++)
                {
                    sum -= row[k] * other[k];
                }

                row[j] = sum / other[j];
            }

            double square = row[i];
            for (int k = 0; k < i; k++)
            {
                square -= row[k] * row[k];
            }

            if (!(square > 0))
            {
                return false;
            }

            row[i] = Math.Sqrt(square);
        }

        for (int i = 0; i < free; i++)
        {
            double sum = -_gradient[_free[i]];
            for (int k = 0; k < i; k++)
            {
                sum -= a[(i * free) + k] * _step[k];
            }

            _step[i] = sum / a[(i * free) + i];
        }

        for (int i = free - 1; i >= 0; i--)
        {
            double sum = _step[i];
            for (int k = i + 1; k < free; k++)
            {
                sum -= a[(k * free) + i] * _step[k];
            }

            _step[i] = sum / a[(i * free) + i];
            if (!double.IsFinite(_step[i]))
            {
                return false;
            }
        }

        return true;
    }
}
