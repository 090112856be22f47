namespace PolicingModels.SpatioTemporal;

/// <summary>Fits parameters and background in turn until neither moves.</summary>
internal static class SelfExcitingFitter
{
    private const int MostRounds = 15;
    private const int MostSteps = 2000;
    private const int ContrastRounds = 2;

    /// <param name="Process">The process.</param>
    /// <param name="Parameters">Its parameters.</param>
    /// <param name="Errors">Their standard errors.</param>
    /// <param name="LogLikelihood">The log-likelihood at the parameters.</param>
    /// <param name="LikelihoodRatio">Twice the gain of the greatest log-likelihood over that without triggering.</param>
    /// <param name="Contrast">Standard errors by which recent neighbours are more than at other times; null where they were not compared.</param>
    /// <param name="Converged">Whether parameters and background had both stopped moving.</param>
    /// <param name="Rounds">How often they were fitted in turn.</param>
    /// <param name="Pairs">Pairs within reach.</param>
    /// <param name="Bounds">The range of the kernel's shape.</param>
    /// <param name="Notes">What a reader should know.</param>
    internal sealed record Result(FittedProcess Process, SelfExcitingParameters Parameters, FitErrors Errors, double LogLikelihood, double LikelihoodRatio, double? Contrast, bool Converged, int Rounds, int Pairs, SelfExcitingBounds Bounds, List<string> Notes);

    /// <summary>Standard errors: of the ratio itself and of the logs of the others; and the slope that presses the shape against a bound, 0 where none does.</summary>
    internal readonly record struct FitErrors(double Ratio, double LogBackground, double LogDays, double LogMetres, double PressureDays, double PressureMetres);

    public static Result Fit(PointPattern pattern, SelfExcitingOptions options, SelfExcitingParameters? given, CancellationToken cancellationToken)
    {
        using FitThreads limit = FitThreads.Limit(options.MaximumThreads);
        TriggerPairs pairs = TriggerPairs.Find(pattern, options.LongestTriggerDays, options.FarthestTriggerMetres, cancellationToken);
        EdgeShares edges = EdgeShares.Of(pattern, pairs.FarthestMetres, options.EdgeCorrection, cancellationToken);
        TriggerExposure exposure = new(pattern, edges, pairs.LongestDays);
        Search search = new(pattern, pairs, exposure, options, cancellationToken);
        BackgroundDensity density = search.Choose(BackgroundDensity.Candidates(pattern, options, cancellationToken), given);
        (SelfExcitingParameters found, bool converged, int rounds) = search.Settle(density, given);
        (FitErrors errors, double value) = search.Errors(found);
        double gain = Math.Max(0, 2 * (value - Math.Max(search.Without, search.Likelihood.WithoutTriggering())));
        double? contrast = null;
        if (given is null && options.CompareTimes && pairs.Count > 0)
        {
            (found, errors, contrast) = search.Compare(density, found, errors, gain);
            value = search.Likelihood.Pass(found, Memory<double>.Empty, cancellationToken).LogLikelihood;
        }

        ParametricKernel kernel = found.Kernel(options.Spread, pairs.LongestDays, pairs.FarthestMetres);
        FittedProcess process = new(pattern, density, search.Weight, search.AtEvents, search.Trend, found.BackgroundPerDay, found.BranchingRatio, kernel, edges);
        List<string> notes = [.. pattern.Notes];
        if (pairs.Shortened)
        {
            notes.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Triggering is looked for within {pairs.LongestDays:0.#} days and {pairs.FarthestMetres:0} m only: the usual reach makes too many pairs."));
        }

        return new Result(process, found, errors, value, gain, contrast, converged, rounds, pairs.Count, search.Bounds, notes);
    }

    /// <summary>Whether triggering is told from chance: by the gain in log-likelihood and, where times were compared, by recent neighbours.</summary>
    /// <param name="gain">Twice the gain in log-likelihood: above the point of χ² with twice as many degrees of freedom as there are parameters, for all of them leave the likelihood together and the background is estimated too.</param>
    /// <param name="contrast">Standard errors of recent neighbours: their square above the point of χ² with as many degrees of freedom as there are parameters, for the shape was chosen by the same events (Scheffé 1953).</param>
    /// <param name="parameters">Parameters of triggering.</param>
    /// <param name="coverage">One minus the probability of saying so where there is none.</param>
    public static bool IsShown(double gain, double? contrast, int parameters, double coverage) =>
        GammaFunctions.RegularizedQ(parameters, gain / 2) < 1 - coverage && (contrast is not { } t || (t > 0 && GammaFunctions.RegularizedQ(parameters / 2.0, t * t / 2) < 1 - coverage));

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

        /// <summary>Standard errors from observed information given the background, and the log-likelihood.</summary>
        public (FitErrors Errors, double Value) Errors(SelfExcitingParameters found)
        {
            double[] at = new double[Likelihood.ParameterCount];
            SelfExcitingLikelihood.Pack(found, at);
            (double[,]? v, double ratioError, double value, double[] pressure) = Information(at);
            double ratio = found.BranchingRatio;
            FitErrors errors = new(
                Math.Max(v is null ? 0 : Math.Sqrt(v[1, 1]) * ratio * (1 - ratio), ratioError),
                v is null ? Math.Sqrt(1 / Math.Max(found.BackgroundPerDay * _pattern.Time.Days, 1)) : Math.Sqrt(v[0, 0]),
                v is null ? double.MaxValue : Math.Sqrt(v[2, 2]),
                v is null ? double.MaxValue : Math.Sqrt(v[3, 3]),
                pressure[2],
                pressure[3]);
            return (errors, value);
        }

        /// <summary>Triggering as measured against the same places at other times, starting from the greatest likelihood; without evidence of triggering its shape is held.</summary>
        public (SelfExcitingParameters Found, FitErrors Errors, double? Contrast) Compare(BackgroundDensity density, SelfExcitingParameters most, FitErrors errors, double gain)
        {
            TimeShift[] shifts = TimeShift.Of(_pattern, _pairs, _stop);
            int n = _pattern.Count, shapes = Likelihood.ParameterCount - 2;
            TimeContrast contrast = new(n, shifts, shapes);
            SelfExcitingLikelihood[] looks = [Likelihood, .. shifts.Select(s => new SelfExcitingLikelihood(_pattern, s.Pairs, _exposure, _options.Spread, AtEvents))];
            ContrastBackground background = Apart(density, shifts);
            SelfExcitingParameters found = most;
            Fill(Shaped(Math.Max(most.BranchingRatio, ContrastSolver.LeastRatio), PackedShape(most)));
            double statistic = contrast.Statistic(background, Math.Max(most.BranchingRatio, ContrastSolver.LeastRatio));
            bool shown = IsShown(gain, statistic, shapes + 1, _options.Coverage);
            for (int round = 0; round < ContrastRounds; round++)
            {
                background = round == 0 ? background : Apart(density, shifts);
                KernelDrawing drawing = new(_pattern, _pairs, _exposure, _options, Likelihood, found, density, Weight, shifts, background.Level, _stop);
                double start = Math.Max(found.BranchingRatio, 0.02);
                double[] shape = PackedShape(found);
                ContrastSolver.Solution? solved = ContrastSolver.Solve(Moments, start, shape, _low[2..], _high[2..], shown) ?? (shown ? ContrastSolver.Solve(Moments, start, shape, _low[2..], _high[2..], false) : null);
                if (solved is null)
                {
                    return (found, errors, statistic);
                }

                found = Shaped(solved.Ratio, solved.Shape);
                errors = With(errors, found, solved);
                Fill(found);
                (Weight, double rate) = contrast.Divide(background, found.BranchingRatio * Likelihood.Exposure(found));
                AtEvents = Array.ConvertAll(background.AtEvents, d => d * rate / found.BackgroundPerDay);

                TimeContrast.Moments Moments(double ratio, ReadOnlySpan<double> at)
                {
                    SelfExcitingParameters p = Shaped(ratio, at);
                    Fill(p);
                    return contrast.Evaluate(background, ratio, ratio * Likelihood.Exposure(p), drawing.At(p));
                }
            }

            return (found, errors, statistic);

            void Fill(SelfExcitingParameters p)
            {
                for (int r = 0; r < looks.Length; r++)
                {
                    looks[r].Slopes(p, contrast.Slopes[r], _stop);
                }
            }
        }

        /// <summary>Parameters from a ratio and a shape, with the background that leaves as many events as there are.</summary>
        private SelfExcitingParameters Shaped(double ratio, ReadOnlySpan<double> shape)
        {
            SelfExcitingParameters p = Likelihood.Parameters([0, 0, .. shape]) with { BranchingRatio = ratio };
            return p with { BackgroundPerDay = (_pattern.Count - (ratio * Likelihood.Exposure(p))) / _pattern.Time.Days };
        }

        private double[] PackedShape(SelfExcitingParameters p)
        {
            double[] at = new double[Likelihood.ParameterCount];
            SelfExcitingLikelihood.Pack(p, at);
            return at[2..];
        }

        private FitErrors With(FitErrors known, SelfExcitingParameters found, ContrastSolver.Solution solved)
        {
            double exposure = Likelihood.Exposure(found), background = found.BackgroundPerDay * _pattern.Time.Days;
            bool days = double.IsFinite(solved.ShapeError[0]), metres = double.IsFinite(solved.ShapeError[1]);
            return new FitErrors(
                solved.RatioError,
                Math.Sqrt(_pattern.Count + (exposure * solved.RatioError * exposure * solved.RatioError)) / background,
                days ? solved.ShapeError[0] : known.LogDays,
                metres ? solved.ShapeError[1] : known.LogMetres,
                days ? 0 : known.PressureDays,
                metres ? 0 : known.PressureMetres);
        }

        private ContrastBackground Apart(BackgroundDensity density, TimeShift[] shifts)
        {
            ContrastBackground background = ContrastBackground.Of(_pattern, _pairs, density, shifts, Weight, _options.TrendBandwidthDays, _stop);
            AtEvents = background.AtEvents;
            Trend = background.Trend;
            Likelihood = new SelfExcitingLikelihood(_pattern, _pairs, _exposure, _options.Spread, AtEvents);
            return background;
        }

        /// <summary>
        /// The inverse of the observed information of the parameters inside their range, where there is one; the standard error of the branching ratio with the kernel's shape held; the
        /// log-likelihood; and for parameters at a bound the slope that presses them there, 0 for the others.
        /// </summary>
        private (double[,]? Covariance, double RatioError, double Value, double[] Pressure) Information(double[] at)
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
            density.AtEvents(Weight, _pairs, f, null, [], _stop);
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
