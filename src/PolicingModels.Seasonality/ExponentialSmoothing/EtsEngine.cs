using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PolicingModels.Seasonality;

/// <summary>
/// The likelihood of an exponential smoothing model and its derivatives by all smoothing parameters and initial states. One engine per
/// series, not thread-safe: it keeps its workspace.
/// </summary>
/// <remarks>
/// All forms share one recursion for the one-step mean μ; whether the error is added or multiplies shows only in the likelihood
/// (Hyndman et al. 2008, table 2.1). Slots of a parameter vector: α, β*, γ*, φ (β = α β*, γ = (1 − α) γ*), level, trend, and the seasons of
/// the first eleven months, whose twelfth keeps their mean at 0 or 1.
/// </remarks>
internal sealed class EtsEngine
{
    public const int Slots = 17;
    public const int AlphaSlot = 0, BetaSlot = 1, GammaSlot = 2, PhiSlot = 3, LevelSlot = 4, TrendSlot = 5, SeasonSlot = 6;
    private const int Period = 12;
    private const int Blocks = 5;
    private const int Padded = 4 * Blocks;

    private readonly double[] _y;
    private readonly bool[]? _missing;
    private readonly double[] _mu;
    private readonly Vector256<double>[] _rows;
    private readonly Vector256<double>[] _dl = new Vector256<double>[Blocks];
    private readonly Vector256<double>[] _db = new Vector256<double>[Blocks];
    private readonly Vector256<double>[] _ds = new Vector256<double>[Period * Blocks];
    private readonly Vector256<double>[] _h = new Vector256<double>[Padded * Blocks];
    private readonly Vector256<double>[] _g = new Vector256<double>[Blocks];
    private readonly double[] _s = new double[Period];

    public EtsEngine(MonthlySeries history)
    {
        _y = history.Values.ToArray();
        if (history.MissingCount > 0)
        {
            _missing = new bool[_y.Length];
            for (int t = 0; t < _y.Length; t++)
            {
                _missing[t] = history.IsMissing(t);
            }
        }

        Known = _y.Length - history.MissingCount;
        _mu = new double[_y.Length];
        _rows = new Vector256<double>[_y.Length * Blocks];
    }

    /// <summary>How many months are known.</summary>
    public int Known { get; }

    /// <summary>How many months there are.</summary>
    public int Length => _y.Length;

    /// <summary>The one-step means of the last evaluation.</summary>
    public ReadOnlySpan<double> Means => _mu;

    /// <summary>The level after the last month of the last evaluation by value.</summary>
    public double FinalLevel { get; private set; }

    /// <summary>The trend after the last month of the last evaluation by value.</summary>
    public double FinalTrend { get; private set; }

    /// <summary>The sum of squared errors, relative ones where the error multiplies, of the last evaluation.</summary>
    public double SumOfSquares { get; private set; }

    /// <summary>The season of month t mod 12 after the last evaluation by value.</summary>
    public ReadOnlySpan<double> FinalSeason => _s;

    /// <summary>The gradient of the last evaluation with derivatives.</summary>
    public ReadOnlySpan<double> Gradient => MemoryMarshal.Cast<Vector256<double>, double>(_g.AsSpan());

    /// <summary>Element (i, j), j in i's block or a later one, of the expected curvature of the last evaluation with derivatives.</summary>
    public double Curvature(int i, int j) => MemoryMarshal.Cast<Vector256<double>, double>(_h.AsSpan())[(i * Padded) + j];

    /// <summary>−2 log likelihood on R's scale, n log Σe² + 2 Σ log |μ| (the second only where the error multiplies); +∞ where the form is not defined.</summary>
    public double Value(EtsForm form, ReadOnlySpan<double> theta)
    {
        double alpha = theta[AlphaSlot], beta = alpha * theta[BetaSlot], gamma = (1 - alpha) * theta[GammaSlot], phi = theta[PhiSlot];
        double level = theta[LevelSlot], trend = theta[TrendSlot];
        bool additive = form.Trend is EtsTrend.Additive or EtsTrend.AdditiveDamped, multiplied = form.Trend is EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped;
        bool damped = form.IsDamped;
        if (!StartSeason(form, theta))
        {
            return double.PositiveInfinity;
        }

        double sum = 0, product = 1, logs = 0;
        int j = 0;
        for (int t = 0; t < _y.Length; t++)
        {
            double step = additive ? (damped ? phi * trend : trend) : multiplied ? (damped ? Math.Pow(trend, phi) : trend) : 0;
            double q = multiplied ? level * step : level + step;
            double s = _s[j];
            double mu = form.Season switch { EtsSeason.Additive => q + s, EtsSeason.Multiplicative => q * s, _ => q };
            _mu[t] = mu;
            double delta = 0, u = 0;
            if (_missing is null || !_missing[t])
            {
                double e = _y[t] - mu;
                if (form.Error == EtsError.Multiplicative)
                {
                    if (!(mu > 0))
                    {
                        return double.PositiveInfinity;
                    }

                    e /= mu;
                    product *= mu;
                    if (product is > 1e250 or < 1e-250)
                    {
                        logs += Math.Log(product);
                        product = 1;
                    }
                }

                sum += e * e;
                switch (form.Season)
                {
                    case EtsSeason.Additive:
                        delta = u = _y[t] - mu;
                        break;
                    case EtsSeason.Multiplicative:
                        if (!(s > 0) || !(q > 0))
                        {
                            return double.PositiveInfinity;
                        }

                        delta = (_y[t] / s) - q;
                        u = (_y[t] / q) - s;
                        break;
                    default:
                        delta = _y[t] - q;
                        break;
                }
            }

            if (multiplied)
            {
                if (!(level > 0) || !(trend > 0))
                {
                    return double.PositiveInfinity;
                }

                trend = step + (beta * delta / level);
            }
            else if (additive)
            {
                trend = step + (beta * delta);
            }

            level = q + (alpha * delta);
            _s[j] = s + (gamma * u);
            j = j == Period - 1 ? 0 : j + 1;
        }

        FinalLevel = level;
        FinalTrend = trend;
        SumOfSquares = sum;
        double f = (Known * Math.Log(sum)) + (2 * (logs + Math.Log(product)));
        return double.IsFinite(f) ? f : double.PositiveInfinity;
    }

    /// <summary>The same as <see cref="Value"/>, with the gradient and the expected curvature (Fisher information for the mean, the variance held).</summary>
    public double Derive(EtsForm form, ReadOnlySpan<double> theta)
    {
        double f = Recurse(form, theta);
        if (!double.IsFinite(f))
        {
            return double.PositiveInfinity;
        }

        Accumulate(form, form.HasSeason ? Blocks : 2);
        return f;
    }

    private bool StartSeason(EtsForm form, ReadOnlySpan<double> theta)
    {
        if (!form.HasSeason)
        {
            return true;
        }

        double last = form.Season == EtsSeason.Multiplicative ? Period : 0;
        for (int i = 0; i < Period - 1; i++)
        {
            _s[i] = theta[SeasonSlot + i];
            last -= _s[i];
            if (form.Season == EtsSeason.Multiplicative && !(_s[i] > 0))
            {
                return false;
            }
        }

        _s[Period - 1] = last;
        return form.Season != EtsSeason.Multiplicative || last > 0;
    }

    private double Recurse(EtsForm form, ReadOnlySpan<double> theta)
    {
        double alpha = theta[AlphaSlot], betaStar = theta[BetaSlot], gammaStar = theta[GammaSlot], phi = theta[PhiSlot];
        double beta = alpha * betaStar, gamma = (1 - alpha) * gammaStar;
        double level = theta[LevelSlot], trend = theta[TrendSlot];
        bool additive = form.Trend is EtsTrend.Additive or EtsTrend.AdditiveDamped, multiplied = form.Trend is EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped;
        if (!StartSeason(form, theta))
        {
            return double.PositiveInfinity;
        }

        int blocks = form.HasSeason ? Blocks : 2;
        StartDerivatives(form);
        Span<Vector256<double>> dl = _dl.AsSpan(0, blocks), db = _db.AsSpan(0, blocks), dq = stackalloc Vector256<double>[blocks];
        Vector256<double> va = Vector256.Create(alpha), vb = Vector256.Create(beta), vg = Vector256.Create(gamma), vphi = Vector256.Create(form.IsDamped ? phi : 1);
        double sum = 0, logs = 0;
        for (int t = 0; t < _y.Length; t++)
        {
            int j = t % Period;
            Span<Vector256<double>> ds = _ds.AsSpan(j * Blocks, blocks), row = _rows.AsSpan(t * Blocks, blocks);
            double s = _s[j], q, step = 0;
            Vector256<double> stepByTrend = Vector256<double>.One, stepByPhi = default;
            if (additive)
            {
                step = form.IsDamped ? phi * trend : trend;
                stepByTrend = vphi;
                stepByPhi = Vector256.Create(0, 0, 0, form.IsDamped ? trend : 0);
                q = level + step;
                for (int k = 0; k < blocks; k++)
                {
                    dq[k] = dl[k] + (vphi * db[k]);
                }

                dq[0] += stepByPhi;
            }
            else if (multiplied)
            {
                if (!(level > 0) || !(trend > 0))
                {
                    return double.PositiveInfinity;
                }

                step = form.IsDamped ? Math.Pow(trend, phi) : trend;
                stepByTrend = form.IsDamped ? Vector256.Create(phi * step / trend) : Vector256<double>.One;
                stepByPhi = Vector256.Create(0, 0, 0, form.IsDamped ? step * Math.Log(trend) : 0);
                q = level * step;
                Vector256<double> byLevel = Vector256.Create(step), byTrend = Vector256.Create(level) * stepByTrend;
                for (int k = 0; k < blocks; k++)
                {
                    dq[k] = (byLevel * dl[k]) + (byTrend * db[k]);
                }

                dq[0] += Vector256.Create(level) * stepByPhi;
            }
            else
            {
                q = level;
                dl.CopyTo(dq);
            }

            double mu;
            switch (form.Season)
            {
                case EtsSeason.Additive:
                    mu = q + s;
                    for (int k = 0; k < blocks; k++)
                    {
                        row[k] = dq[k] + ds[k];
                    }

                    break;
                case EtsSeason.Multiplicative:
                    mu = q * s;
                    Vector256<double> vs = Vector256.Create(s), vq = Vector256.Create(q);
                    for (int k = 0; k < blocks; k++)
                    {
                        row[k] = (vs * dq[k]) + (vq * ds[k]);
                    }

                    break;
                default:
                    mu = q;
                    dq.CopyTo(row);
                    break;
            }

            _mu[t] = mu;
            bool known = _missing is null || !_missing[t];
            if (known)
            {
                double e = _y[t] - mu;
                if (form.Error == EtsError.Multiplicative)
                {
                    if (!(mu > 0))
                    {
                        return double.PositiveInfinity;
                    }

                    e /= mu;
                    logs += Math.Log(mu);
                }

                sum += e * e;
            }

            // Without a number the states move on as expected.
            double delta = 0, u = 0;
            Vector256<double> deltaByQ = default, deltaByS = default, uByQ = default, uByS = default;
            if (known)
            {
                switch (form.Season)
                {
                    case EtsSeason.Additive:
                        delta = u = _y[t] - mu;
                        deltaByQ = deltaByS = uByQ = uByS = -Vector256<double>.One;
                        break;
                    case EtsSeason.Multiplicative:
                        if (!(s > 0) || !(q > 0))
                        {
                            return double.PositiveInfinity;
                        }

                        delta = (_y[t] / s) - q;
                        u = (_y[t] / q) - s;
                        deltaByQ = uByS = -Vector256<double>.One;
                        deltaByS = Vector256.Create(-_y[t] / (s * s));
                        uByQ = Vector256.Create(-_y[t] / (q * q));
                        break;
                    default:
                        delta = _y[t] - q;
                        deltaByQ = -Vector256<double>.One;
                        break;
                }
            }

            // The trend first: its step may divide by the level before the month.
            if (form.HasTrend)
            {
                double over = multiplied ? level : 1;
                Vector256<double> gain = vb / Vector256.Create(over);
                Vector256<double> byLevel = multiplied ? Vector256.Create(-beta * delta / (level * level)) : default;
                for (int k = 0; k < blocks; k++)
                {
                    Vector256<double> dd = (deltaByQ * dq[k]) + (deltaByS * ds[k]);
                    db[k] = (stepByTrend * db[k]) + (gain * dd) + (byLevel * dl[k]);
                }

                db[0] += stepByPhi + Vector256.Create(delta * betaStar / over, delta * alpha / over, 0, 0);
                trend = step + (beta * delta / over);
            }

            for (int k = 0; k < blocks; k++)
            {
                dl[k] = dq[k] + (va * ((deltaByQ * dq[k]) + (deltaByS * ds[k])));
            }

            dl[0] += Vector256.Create(delta, 0, 0, 0);
            level = q + (alpha * delta);
            if (form.HasSeason)
            {
                for (int k = 0; k < blocks; k++)
                {
                    ds[k] += vg * ((uByQ * dq[k]) + (uByS * ds[k]));
                }

                ds[0] += Vector256.Create(-u * gammaStar, 0, u * (1 - alpha), 0);
                _s[j] = s + (gamma * u);
            }
        }

        SumOfSquares = sum;
        double f = (Known * Math.Log(sum)) + (2 * logs);
        return double.IsFinite(f) ? f : double.PositiveInfinity;
    }

    private void StartDerivatives(EtsForm form)
    {
        _dl.AsSpan().Clear();
        _db.AsSpan().Clear();
        _ds.AsSpan().Clear();
        MemoryMarshal.Cast<Vector256<double>, double>(_dl.AsSpan())[LevelSlot] = 1;
        if (form.HasTrend)
        {
            MemoryMarshal.Cast<Vector256<double>, double>(_db.AsSpan())[TrendSlot] = 1;
        }

        if (form.HasSeason)
        {
            Span<double> ds = MemoryMarshal.Cast<Vector256<double>, double>(_ds.AsSpan());
            for (int i = 0; i < Period - 1; i++)
            {
                ds[(i * Padded) + SeasonSlot + i] = 1;
                ds[((Period - 1) * Padded) + SeasonSlot + i] = -1;
            }
        }
    }

    private void Accumulate(EtsForm form, int blocks)
    {
        _g.AsSpan().Clear();
        _h.AsSpan().Clear();
        int slots = form.HasSeason ? Slots : SeasonSlot;
        double scale = 2 * Known / SumOfSquares;
        for (int t = 0; t < _y.Length; t++)
        {
            if (_missing is not null && _missing[t])
            {
                continue;
            }

            double mu = _mu[t], slope, weight;
            if (form.Error == EtsError.Additive)
            {
                slope = -scale * (_y[t] - mu);
                weight = scale;
            }
            else
            {
                slope = (-scale * (_y[t] - mu) * _y[t] / (mu * mu * mu)) + (2 / mu);
                weight = (scale + 4) / (mu * mu);
            }

            ReadOnlySpan<Vector256<double>> row = _rows.AsSpan(t * Blocks, blocks);
            Vector256<double> vslope = Vector256.Create(slope);
            for (int k = 0; k < blocks; k++)
            {
                _g[k] += vslope * row[k];
            }

            ReadOnlySpan<double> numbers = MemoryMarshal.Cast<Vector256<double>, double>(row);
            for (int i = 0; i < slots; i++)
            {
                Vector256<double> factor = Vector256.Create(weight * numbers[i]);
                Span<Vector256<double>> h = _h.AsSpan(i * Blocks, blocks);
                for (int k = i / 4; k < blocks; k++)
                {
                    h[k] += factor * row[k];
                }
            }
        }
    }
}
