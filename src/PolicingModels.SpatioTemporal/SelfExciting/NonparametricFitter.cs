namespace PolicingModels.SpatioTemporal;

/// <summary>Stochastic declustering with histograms: every pair's probability of being trigger and triggered, then masses of bins and background from those, until still.</summary>
internal static class NonparametricFitter
{
    private const int DayBins = 14;
    private const int MostRounds = 200;
    private const int RenewEvery = 5;

    public static NonparametricSelfExcitingFit Fit(PointPattern pattern, SelfExcitingOptions options, CancellationToken cancellationToken)
    {
        using FitThreads limit = FitThreads.Limit(options.MaximumThreads);
        TriggerPairs pairs = TriggerPairs.Find(pattern, options.LongestTriggerDays, options.FarthestTriggerMetres, cancellationToken);
        EdgeShares edges = EdgeShares.Of(pattern, pairs.FarthestMetres, options.EdgeCorrection, cancellationToken);
        SelfExcitingBounds bounds = SelfExcitingBounds.Of(pattern, pairs);
        double[] days = DayBounds(Math.Max(bounds.LeastDays, 0.05), pairs.LongestDays), radii = RingBounds(pairs.FarthestMetres, bounds.LeastMetres);
        Bins bins = new(pattern, pairs, edges, days, radii);
        BackgroundDensity density = SelfExcitingFitter.ChooseBackground(pattern, pairs, edges, options, cancellationToken);
        State state = new(pattern, pairs, density, options, cancellationToken);
        double without = state.WithoutTriggering(), before = double.NegativeInfinity;
        double ratio = 0.2, rate = 0.8 * pattern.Count / pattern.Time.Days;
        double[] day = Even(DayBins), ring = Even(radii.Length - 1);
        bool converged = false;
        int round = 0;
        double exposure = pattern.Count;
        for (; round < MostRounds && !converged; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (double log, double[,] triggered, double[] background) = bins.Expect(state.AtEvents, rate, ratio, day, ring);
            (double nextRatio, day, ring, exposure) = bins.Maximise(triggered, ratio, day, ring);
            log -= (rate * pattern.Time.Days) + (ratio * exposure);
            rate = Math.Max(background.Sum() / pattern.Time.Days, 1e-12);
            converged = round > 3 * RenewEvery && Math.Abs(nextRatio - ratio) < 1e-4 && Math.Abs(log - before) < 1e-4 * Math.Sqrt(pattern.Count);
            ratio = nextRatio;
            before = log;
            state.Weight = background;
            if (round % RenewEvery == RenewEvery - 1)
            {
                state.Renew();
                without = Math.Max(without, state.WithoutTriggering());
            }
        }

        HistogramKernel kernel = new(days, day, radii, ring);
        double gain = Math.Max(0, 2 * (before - without));
        if (options.CompareTimes && pairs.Count > 0 && HistogramContrast.Compare(pattern, pairs, edges, density, kernel, state.Weight, ratio, options, cancellationToken) is { } against)
        {
            FittedProcess compared = new(pattern, density, against.Weight, against.AtEvents, against.Trend, against.BackgroundPerDay, against.Ratio, kernel, edges);
            return new NonparametricSelfExcitingFit(compared, days, radii, before, gain, against.Error, against.Statistic, converged, round, options);
        }

        FittedProcess process = new(pattern, density, state.Weight, state.AtEvents, state.Trend, rate, ratio, kernel, edges);
        double information = bins.RatioInformation(state.AtEvents, rate, ratio, day, ring);
        return new NonparametricSelfExcitingFit(process, days, radii, before, gain, information > 0 ? Math.Min(1, 1 / Math.Sqrt(information)) : 1, null, converged, round, options);
    }

    /// <summary>Doubling spans of days from about the resolution of times to the longest reach.</summary>
    private static double[] DayBounds(double least, double longest)
    {
        double[] bounds = new double[DayBins + 1];
        double first = Math.Min(Math.Max(least, longest / 500), longest / DayBins);
        for (int b = 1; b <= DayBins; b++)
        {
            bounds[b] = first * Math.Pow(longest / first, (b - 1.0) / (DayBins - 1));
        }

        bounds[DayBins] = longest;
        return bounds;
    }

    /// <summary>The rings of the edge table; those narrower than places are known become one.</summary>
    private static double[] RingBounds(double farthest, double precision)
    {
        double[] all = EdgeShares.RadiiOf(farthest);
        return [0, .. all.Where(r => r >= Math.Min(1.5 * precision, farthest))];
    }

    private static double[] Even(int count)
    {
        double[] mass = new double[count];
        Array.Fill(mass, 1.0 / count);
        return mass;
    }

    private sealed class State
    {
        private readonly PointPattern _pattern;
        private readonly TriggerPairs _pairs;
        private readonly BackgroundDensity _density;
        private readonly SelfExcitingOptions _options;
        private readonly CancellationToken _stop;

        public State(PointPattern pattern, TriggerPairs pairs, BackgroundDensity density, SelfExcitingOptions options, CancellationToken stop)
        {
            (_pattern, _pairs, _density, _options, _stop) = (pattern, pairs, density, options, stop);
            Weight = new double[pattern.Count];
            Array.Fill(Weight, 1);
            Renew();
        }

        public double[] Weight { get; set; }

        public double[] AtEvents { get; private set; } = [];

        public BackgroundTrend Trend { get; private set; } = BackgroundTrend.Constant;

        public void Renew()
        {
            double[] f = new double[Weight.Length], level = new double[Weight.Length];
            _density.Weigh(Weight);
            _density.AtEvents(Weight, _pairs, f, null, [], _stop);
            Trend = BackgroundTrend.Of(_pattern, Weight, _options.TrendBandwidthDays, level);
            for (int i = 0; i < f.Length; i++)
            {
                f[i] *= level[i];
            }

            AtEvents = f;
        }

        public double WithoutTriggering()
        {
            double n = _pattern.Count;
            return AtEvents.Sum(Math.Log) + (n * Math.Log(n / _pattern.Time.Days)) - n;
        }
    }

    /// <summary>Pairs by bin, and how many triggered events each bin could have shown.</summary>
    private sealed class Bins
    {
        private readonly PointPattern _pattern;
        private readonly TriggerPairs _pairs;
        private readonly ushort[] _bin;
        private readonly double[] _volume;
        private readonly double[,] _seen;
        private readonly int _rings;

        public Bins(PointPattern pattern, TriggerPairs pairs, EdgeShares edges, double[] days, double[] radii)
        {
            _pattern = pattern;
            _pairs = pairs;
            _rings = radii.Length - 1;
            _bin = new ushort[pairs.Count];
            Parallel.For(0, pattern.Count, FitThreads.Options(CancellationToken.None), i =>
            {
                for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
                {
                    int day = Math.Min(HistogramKernel.Bin(days, pairs.Days[k]), days.Length - 2), ring = Math.Min(HistogramKernel.Bin(radii, Math.Sqrt(pairs.Squared[k])), _rings - 1);
                    _bin[k] = (ushort)((day * _rings) + ring);
                }
            });
            _volume = new double[(days.Length - 1) * _rings];
            for (int b = 0; b < _volume.Length; b++)
            {
                int day = b / _rings, ring = b % _rings;
                _volume[b] = (days[day + 1] - days[day]) * Math.PI * ((radii[ring + 1] * radii[ring + 1]) - (radii[ring] * radii[ring]));
            }

            _seen = Seen(pattern, edges, days, radii);
        }

        public (double Log, double[,] Triggered, double[] Background) Expect(double[] density, double rate, double ratio, double[] day, double[] ring)
        {
            const int Blocks = 32;
            double[] value = Values(ratio, day, ring), background = new double[density.Length];
            double[][] sums = new double[Blocks][];
            double[] logs = new double[Blocks];
            Parallel.For(0, Blocks, FitThreads.Options(CancellationToken.None), block =>
            {
                double[] own = sums[block] = new double[value.Length];
                int first = (int)((long)density.Length * block / Blocks), end = (int)((long)density.Length * (block + 1) / Blocks);
                for (int i = first; i < end; i++)
                {
                    double intensity = rate * density[i];
                    for (int k = _pairs.Start[i]; k < _pairs.Start[i + 1]; k++)
                    {
                        intensity += value[_bin[k]];
                    }

                    logs[block] += Math.Log(intensity);
                    background[i] = rate * density[i] / intensity;
                    for (int k = _pairs.Start[i]; k < _pairs.Start[i + 1]; k++)
                    {
                        own[_bin[k]] += value[_bin[k]] / intensity;
                    }
                }
            });
            double[,] triggered = new double[day.Length, ring.Length];
            foreach (double[] own in sums)
            {
                for (int b = 0; b < own.Length; b++)
                {
                    triggered[b / _rings, b % _rings] += own[b];
                }
            }

            return (logs.Sum(), triggered, background);
        }

        public (double Ratio, double[] Day, double[] Ring, double Exposure) Maximise(double[,] triggered, double ratio, double[] day, double[] ring)
        {
            double exposure = 0, total = 0;
            double[] nextDay = new double[day.Length], nextRing = new double[ring.Length];
            double[] dayExposure = new double[day.Length], ringExposure = new double[ring.Length];
            for (int a = 0; a < day.Length; a++)
            {
                for (int b = 0; b < ring.Length; b++)
                {
                    total += triggered[a, b];
                    nextDay[a] += triggered[a, b];
                    nextRing[b] += triggered[a, b];
                    dayExposure[a] += ring[b] * _seen[a, b];
                    ringExposure[b] += day[a] * _seen[a, b];
                    exposure += day[a] * ring[b] * _seen[a, b];
                }
            }

            Divide(nextDay, dayExposure);
            Divide(nextRing, ringExposure);
            return (Math.Clamp(total / exposure, 1e-9, 0.99), nextDay, nextRing, exposure);
        }

        /// <summary>The observed information about the ratio with the histograms and the background's shape held, and its rate let free.</summary>
        public double RatioInformation(double[] density, double rate, double ratio, double[] day, double[] ring)
        {
            double[] value = Values(1, day, ring);
            double aa = 0, ab = 0, bb = 0;
            for (int i = 0; i < density.Length; i++)
            {
                double triggered = 0;
                for (int k = _pairs.Start[i]; k < _pairs.Start[i + 1]; k++)
                {
                    triggered += value[_bin[k]];
                }

                double intensity = (rate * density[i]) + (ratio * triggered), x = triggered / intensity, y = density[i] / intensity;
                aa += x * x;
                ab += x * y;
                bb += y * y;
            }

            return bb > 0 ? aa - (ab * ab / bb) : 0;
        }

        private double[] Values(double ratio, double[] day, double[] ring)
        {
            double[] value = new double[_volume.Length];
            for (int b = 0; b < value.Length; b++)
            {
                value[b] = ratio * day[b / _rings] * ring[b % _rings] / _volume[b];
            }

            return value;
        }

        private static void Divide(double[] mass, double[] exposure)
        {
            double sum = 0;
            for (int i = 0; i < mass.Length; i++)
            {
                // A bin that nothing could have shown keeps no mass.
                mass[i] = exposure[i] > 1e-9 ? mass[i] / exposure[i] : 0;
                sum += mass[i];
            }

            for (int i = 0; i < mass.Length; i++)
            {
                mass[i] = sum > 0 ? mass[i] / sum : 1.0 / mass.Length;
            }
        }

        private static double[,] Seen(PointPattern pattern, EdgeShares edges, double[] days, double[] radii)
        {
            double[,] seen = new double[days.Length - 1, radii.Length - 1];
            double[] day = new double[days.Length - 1], ring = new double[radii.Length - 1];
            for (int i = 0; i < pattern.Count; i++)
            {
                bool whole = pattern.Time.Holds(pattern.T[i], days[^1]);
                for (int a = 0; a < day.Length; a++)
                {
                    day[a] = whole ? 1 : pattern.Time.Covered(pattern.T[i] + days[a], pattern.T[i] + days[a + 1]) / (days[a + 1] - days[a]);
                }

                Rings(edges, i, radii, ring);
                for (int a = 0; a < day.Length; a++)
                {
                    for (int b = 0; b < ring.Length; b++)
                    {
                        seen[a, b] += day[a] * ring[b];
                    }
                }
            }

            return seen;
        }

        /// <summary>Shares inside of rings that are runs of the table's.</summary>
        private static void Rings(EdgeShares edges, int i, double[] radii, double[] into)
        {
            if (edges.IsInside(i))
            {
                Array.Fill(into, 1);
                return;
            }

            ReadOnlySpan<double> share = edges.Shares(i);
            int merged = share.Length - into.Length;
            double inside = 0, area = 0;
            for (int k = 0; k < share.Length; k++)
            {
                double own = (edges.Radii[k + 1] * edges.Radii[k + 1]) - (edges.Radii[k] * edges.Radii[k]);
                inside += share[k] * own;
                area += own;
                if (k >= merged)
                {
                    into[k - merged] = inside / area;
                    inside = area = 0;
                }
            }
        }
    }
}
