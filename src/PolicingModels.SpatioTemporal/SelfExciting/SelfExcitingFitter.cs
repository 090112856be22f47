namespace PolicingModels.SpatioTemporal;

/// <summary>Fits parameters and background in turn until neither moves.</summary>
internal static class SelfExcitingFitter
{
    private const int MostRounds = 15;
    private const int MostSteps = 2000;

    internal sealed record Result(FittedProcess Process, SelfExcitingParameters Parameters, double[] Packed, double[,]? Covariance, double LogLikelihood, double LogLikelihoodWithout, bool Converged, int Rounds, int Pairs, SelfExcitingBounds Bounds, List<string> Notes, double RatioError, double[] Pressure);

    public static Result Fit(PointPattern pattern, SelfExcitingOptions options, SelfExcitingParameters? given, CancellationToken cancellationToken)
    {
        TriggerPairs pairs = TriggerPairs.Find(pattern, options.LongestTriggerDays, options.FarthestTriggerMetres, cancellationToken);
        EdgeShares edges = EdgeShares.Of(pattern, pairs.FarthestMetres, options.EdgeCorrection, cancellationToken);
        TriggerExposure exposure = new(pattern, edges, pairs.LongestDays);
        Search search = new(pattern, pairs, exposure, options, cancellationToken);
        BackgroundDensity density = search.Choose(BackgroundDensity.Candidates(pattern, options, cancellationToken), given);
        (SelfExcitingParameters found, bool converged, int rounds) = search.Settle(density, given);
        SelfExcitingLikelihood likelihood = search.Likelihood;
        ParametricKernel kernel = found.Kernel(options.Spread, pairs.LongestDays, pairs.FarthestMetres);
        double[] packed = new double[likelihood.ParameterCount];
        SelfExcitingLikelihood.Pack(found, packed);
        (double[,]? covariance, double ratioError, double value, double[] pressure) = search.Information(packed);
        FittedProcess process = new(pattern, density, search.Weight, search.AtEvents, search.Trend, found.BackgroundPerDay, found.BranchingRatio, kernel, edges);
        List<string> notes = [.. pattern.Notes];
        if (pairs.Shortened)
        {
            notes.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Triggering is looked for within {pairs.LongestDays:0.#} days and {pairs.FarthestMetres:0} m only: the usual reach makes too many pairs."));
        }

        return new Result(process, found, packed, covariance, value, Math.Max(search.Without, likelihood.WithoutTriggering()), converged, rounds, pairs.Count, search.Bounds, notes, ratioError, pressure);
    }

    /// <summary>The background under which the events are most probable beside parametric triggering.</summary>
    public static BackgroundDensity ChooseBackground(PointPattern pattern, TriggerPairs pairs, EdgeShares edges, SelfExcitingOptions options, CancellationToken cancellationToken) =>
        new Search(pattern, pairs, new TriggerExposure(pattern, edges, pairs.LongestDays), options, cancellationToken).Choose(BackgroundDensity.Candidates(pattern, options, cancellationToken), null);

    /// <summary>One search: what changes from round to round.</summary>
    private sealed class Search
    {
        private readonly PointPattern _pattern;
        private readonly TriggerPairs _pairs;
        private readonly TriggerExposure _exposure;
        private readonly SelfExcitingOptions _options;
        private readonly CancellationToken _stop;
        private readonly double[] _low;
        private readonly double[] _high;

        public Search(PointPattern pattern, TriggerPairs pairs, TriggerExposure exposure, SelfExcitingOptions options, CancellationToken stop)
        {
            (_pattern, _pairs, _exposure, _options, _stop) = (pattern, pairs, exposure, options, stop);
            Bounds = SelfExcitingBounds.Of(pattern, pairs);
            double mean = Math.Log(pattern.Count / pattern.Time.Days);
            _low = [mean - 7, Math.Log(1e-6), -Math.Log(Bounds.MostDays), Math.Log(Bounds.LeastMetres), Math.Log(0.05)];
            _high = [mean + 0.01, Math.Log(0.99 / 0.01), -Math.Log(Bounds.LeastDays), Math.Log(Bounds.MostMetres), Math.Log(5)];
            if (options.Spread == TriggerSpread.Gaussian)
            {
                _low = _low[..^1];
                _high = _high[..^1];
            }

            Weight = new double[pattern.Count];
            AtEvents = new double[pattern.Count];
            Array.Fill(Weight, 1);
            Likelihood = null!;
            Trend = BackgroundTrend.Constant;
        }

        public SelfExcitingBounds Bounds { get; }

        public double[] Weight { get; private set; }

        public double[] AtEvents { get; private set; }

        public BackgroundTrend Trend { get; private set; }

        public SelfExcitingLikelihood Likelihood { get; private set; }

        public double Without { get; private set; } = double.NegativeInfinity;

        /// <summary>The background under which the events are most probable, each left out of its own.</summary>
        public BackgroundDensity Choose(List<BackgroundDensity> candidates, SelfExcitingParameters? given)
        {
            double without = double.NegativeInfinity;
            SelfExcitingParameters? from = given;
            double[] value = new double[candidates.Count];
            Array.Fill(value, double.NaN);
            int at = candidates.Count / 2;

            // The gain falls off on both sides of the best, so that it is climbed rather than tried throughout; a single candidate needs no comparison.
            foreach (int direction in candidates.Count > 1 ? (ReadOnlySpan<int>)[-1, 1] : [])
            {
                while (at + direction >= 0 && at + direction < candidates.Count && Value(at + direction) > Value(at))
                {
                    at += direction;
                }
            }

            BackgroundDensity best = candidates[at];
            Array.Fill(Weight, 1);
            Renew(best);
            Without = Math.Max(without, Likelihood.WithoutTriggering());
            return best;

            double Value(int candidate)
            {
                if (double.IsNaN(value[candidate]))
                {
                    Array.Fill(Weight, 1);
                    Renew(candidates[candidate]);
                    without = Math.Max(without, Likelihood.WithoutTriggering());
                    (from, value[candidate]) = given is null ? Maximise(from is null ? Starts() : [from]) : (given, Likelihood.Pass(given, Memory<double>.Empty, _stop).LogLikelihood);
                }

                return value[candidate];
            }
        }

        public (SelfExcitingParameters Found, bool Converged, int Rounds) Settle(BackgroundDensity density, SelfExcitingParameters? given)
        {
            SelfExcitingParameters? last = given;
            for (int round = 1; ; round++)
            {
                SelfExcitingParameters found = given ?? Maximise(last is null ? Starts() : [last]).Found;
                double[] next = new double[Weight.Length];
                Likelihood.Pass(found, next, _stop);
                bool still = last is not null && Distance(last, found) < 0.01 && Change(next) < 0.005;
                if (still || round == MostRounds)
                {
                    return (found, still, round);
                }

                Weight = next;
                Renew(density);
                last = found;
            }
        }

        /// <summary>
        /// The inverse of the observed information of the parameters inside their range, where there is one; the standard error of the branching ratio with the kernel's shape held; the
        /// log-likelihood; and for parameters at a bound the slope that presses them there, 0 for the others.
        /// </summary>
        public (double[,]? Covariance, double RatioError, double Value, double[] Pressure) Information(double[] at)
        {
            const double step = 0.02;
            int n = at.Length;
            double[,] information = new double[n, n];
            double[] up = new double[n], down = new double[n], moved = [.. at];
            for (int i = 0; i < n; i++)
            {
                moved[i] = at[i] + step;
                Likelihood.Evaluate(moved, up, _stop);
                moved[i] = at[i] - step;
                Likelihood.Evaluate(moved, down, _stop);
                moved[i] = at[i];
                for (int j = 0; j < n; j++)
                {
                    information[i, j] -= (up[j] - down[j]) / (4 * step);
                    information[j, i] -= (up[j] - down[j]) / (4 * step);
                }
            }

            double value = Likelihood.Evaluate(at, up, _stop);
            double[] pressure = new double[n];
            for (int i = 0; i < n; i++)
            {
                if ((at[i] <= _low[i] + 1e-6 && up[i] < 0) || (at[i] >= _high[i] - 1e-6 && up[i] > 0))
                {
                    pressure[i] = Math.Max(Math.Abs(up[i]), 1e-6);
                    for (int j = 0; j < n; j++)
                    {
                        information[i, j] = information[j, i] = i == j ? 1e12 : 0;
                    }
                }
            }

            double ratio = 1 / (1 + Math.Exp(-at[1])), slope = ratio * (1 - ratio);
            double determinant = (information[0, 0] * information[1, 1]) - (information[0, 1] * information[0, 1]);
            double error = determinant > 0 ? Math.Sqrt(information[0, 0] / determinant) * slope : 1;
            return (SymmetricInverse.Of(information), double.IsFinite(error) ? Math.Min(error, 1) : 1, value, pressure);
        }

        private void Renew(BackgroundDensity density)
        {
            double[] f = new double[Weight.Length], level = new double[Weight.Length];
            density.Weigh(Weight);
            density.AtEvents(Weight, _pairs, f, _stop);
            Trend = BackgroundTrend.Of(_pattern, Weight, _options.TrendBandwidthDays, level);
            for (int i = 0; i < f.Length; i++)
            {
                f[i] *= level[i];
            }

            AtEvents = f;
            Likelihood = new SelfExcitingLikelihood(_pattern, _pairs, _exposure, _options.Spread, f);
        }

        private (SelfExcitingParameters Found, double Value) Maximise(List<SelfExcitingParameters> starts)
        {
            SelfExcitingParameters best = starts[0];
            double highest = double.NegativeInfinity;
            foreach (SelfExcitingParameters start in starts)
            {
                (SelfExcitingParameters found, double value) = _options.Estimation == SelfExcitingEstimation.QuasiNewton ? Newton(start) : Expect(start);
                if (value > highest)
                {
                    (best, highest) = (found, value);
                }
            }

            return (best, highest);
        }

        private (SelfExcitingParameters Found, double Value) Newton(SelfExcitingParameters start)
        {
            double[] at = new double[_low.Length];
            SelfExcitingLikelihood.Pack(start, at);
            for (int i = 0; i < at.Length; i++)
            {
                at[i] = Math.Clamp(at[i], _low[i], _high[i]);
            }

            QuasiNewton.Outcome outcome = QuasiNewton.Maximise((p, g) => Likelihood.Evaluate(p, g, _stop), at, _low, _high, 1e-3, 200);
            return (Likelihood.Parameters(at), outcome.Value);
        }

        private (SelfExcitingParameters Found, double Value) Expect(SelfExcitingParameters start)
        {
            SelfExcitingParameters at = start;
            double value = double.NegativeInfinity;
            for (int step = 0; step < MostSteps; step++)
            {
                (SelfExcitingParameters next, double before) = Likelihood.Step(at, _stop);
                next = Bounded(next);
                double moved = Distance(at, next);
                at = next;
                value = before;
                if (moved < 1e-5)
                {
                    break;
                }
            }

            return (at, value);
        }

        private SelfExcitingParameters Bounded(SelfExcitingParameters p)
        {
            double[] at = new double[_low.Length];
            SelfExcitingLikelihood.Pack(p, at);
            for (int i = 0; i < at.Length; i++)
            {
                at[i] = Math.Clamp(at[i], _low[i], _high[i]);
            }

            return Likelihood.Parameters(at);
        }

        /// <summary>Quick and near, middling, slow and wide: the likelihood may have a maximum near each.</summary>
        private List<SelfExcitingParameters> Starts()
        {
            double rate = _pattern.Count / _pattern.Time.Days;
            return
            [
                new(0.9 * rate, 0.1, Math.Max(_pairs.LongestDays / 40, Bounds.LeastDays), Math.Max(_pairs.FarthestMetres / 20, Bounds.LeastMetres)),
                new(0.8 * rate, 0.2, _pairs.LongestDays / 8, Math.Max(_pairs.FarthestMetres / 6, Bounds.LeastMetres)),
                new(0.7 * rate, 0.3, _pairs.LongestDays / 2, Math.Max(_pairs.FarthestMetres / 3, Bounds.LeastMetres)),
            ];
        }

        private double Distance(SelfExcitingParameters a, SelfExcitingParameters b)
        {
            double far = Math.Max(Math.Abs(a.BranchingRatio - b.BranchingRatio), Math.Abs(Math.Log(a.BackgroundPerDay / b.BackgroundPerDay)));

            // The shape of a kernel that triggers nothing is of no account.
            double shape = Math.Max(Math.Abs(Math.Log(a.TriggerDays / b.TriggerDays)), Math.Abs(Math.Log(a.TriggerMetres / b.TriggerMetres)));
            shape = _options.Spread == TriggerSpread.PowerLaw ? Math.Max(shape, Math.Abs(Math.Log((a.Exponent - 1) / (b.Exponent - 1)))) : shape;
            return Math.Max(far, shape * Math.Min(1, 20 * b.BranchingRatio));
        }

        private double Change(double[] next)
        {
            double sum = 0;
            for (int i = 0; i < next.Length; i++)
            {
                sum += Math.Abs(next[i] - Weight[i]);
            }

            return sum / Math.Max(next.Length, 1);
        }
    }
}

/// <summary>The range in which a kernel's shape is looked for.</summary>
/// <param name="LeastDays">A quarter of the window in which a typical event is known to lie, at least a hundredth of a day.</param>
/// <param name="MostDays">The longest trigger time: a slower decay is not told from a level.</param>
/// <param name="LeastMetres">The precision of places.</param>
/// <param name="MostMetres">Half of the farthest reach.</param>
internal sealed record SelfExcitingBounds(double LeastDays, double MostDays, double LeastMetres, double MostMetres)
{
    public static SelfExcitingBounds Of(PointPattern pattern, TriggerPairs pairs)
    {
        double metres = pairs.FarthestMetres / 2;
        double leastMetres = Math.Min(pattern.PrecisionMetres, metres / 2), leastDays = Math.Min(Math.Max(pattern.TypicalWindowDays / 4, 0.01), pairs.LongestDays / 2);
        return new SelfExcitingBounds(leastDays, pairs.LongestDays, leastMetres, metres);
    }
}
