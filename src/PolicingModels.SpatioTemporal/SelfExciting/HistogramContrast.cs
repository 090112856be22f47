namespace PolicingModels.SpatioTemporal;

/// <summary>The branching ratio of histograms of triggering, measured against the same places at other times; the histograms are held.</summary>
internal static class HistogramContrast
{
    private const int Rounds = 2;
    private const int BlockPlaces = 256;

    public sealed record Outcome(double Ratio, double Error, double BackgroundPerDay, double[] Weight, double[] AtEvents, BackgroundTrend Trend, double Statistic);

    /// <summary>The ratio with its error; null where it does not come to rest.</summary>
    public static Outcome? Compare(PointPattern pattern, TriggerPairs pairs, EdgeShares edges, BackgroundDensity density, HistogramKernel kernel, double[] weight, double ratio, SelfExcitingOptions options, CancellationToken cancellationToken)
    {
        TimeShift[] shifts = TimeShift.Of(pattern, pairs, cancellationToken);
        TimeContrast contrast = new(pattern.Count, shifts, 0);
        double[][] looks = Rates(shifts.Select(s => s.Pairs).Prepend(pairs), kernel, cancellationToken);
        TriggeredSample sample = TriggeredSample.Draw(pattern, kernel, pairs, shifts, density.ApartDays(pairs), cancellationToken);
        double[][] drawnLooks = Rates(sample.Shifted.Prepend(sample.Past), kernel, cancellationToken);
        double[] one = new double[sample.X.Length];
        Array.Fill(one, 1);
        double exposure = new TriggerExposure(pattern, edges, pairs.LongestDays).Total(kernel);
        double? statistic = null;
        Outcome? outcome = null;
        for (int round = 0; round < Rounds; round++)
        {
            ContrastBackground background = ContrastBackground.Of(pattern, pairs, density, shifts, weight, options.TrendBandwidthDays, cancellationToken);
            double[][] levels = [Array.ConvertAll(sample.Next, i => background.Level[i]), .. shifts.Select(s => Array.ConvertAll(sample.Next, i => background.Level[s.MomentOf(i)]))];
            DrawnEvents drawn = new(new TimeContrast(0, shifts, 0).Looks(one.Length), density.At(sample, weight, pairs, shifts, cancellationToken), levels, one, [], sample.Weight);
            if (statistic is null)
            {
                Fill(Math.Max(ratio, ContrastSolver.LeastRatio), drawn);
                statistic = contrast.Statistic(background, Math.Max(ratio, ContrastSolver.LeastRatio));
            }

            if (ContrastSolver.Solve(Moments, Math.Max(ratio, 0.02), [], [], [], false) is not { } solved)
            {
                return outcome;
            }

            ratio = solved.Ratio;
            Fill(ratio, drawn);
            (weight, double rate) = contrast.Divide(background, ratio * exposure);
            double perDay = (pattern.Count - (ratio * exposure)) / pattern.Time.Days;
            outcome = new Outcome(ratio, solved.RatioError, perDay, weight, Array.ConvertAll(background.AtEvents, d => d * rate / perDay), background.Trend, statistic.Value);

            TimeContrast.Moments Moments(double at, ReadOnlySpan<double> shape)
            {
                Fill(at, drawn);
                return contrast.Evaluate(background, at, at * exposure, drawn);
            }
        }

        return outcome;

        void Fill(double at, DrawnEvents drawn)
        {
            for (int r = 0; r < looks.Length; r++)
            {
                System.Numerics.Tensors.TensorPrimitives.Multiply(looks[r], at, contrast.Slopes[r][0]);
                System.Numerics.Tensors.TensorPrimitives.Multiply(drawnLooks[r], at, drawn.Slopes[r][0]);
            }
        }
    }

    /// <summary>Rates of triggered events at the later parts of pairs, per unit of branching ratio.</summary>
    private static double[][] Rates(IEnumerable<TriggerPairs> looks, HistogramKernel kernel, CancellationToken cancellationToken) => [.. looks.Select(pairs =>
    {
        double[] into = new double[pairs.Start.Length - 1];
        Parallel.For(0, (into.Length + BlockPlaces - 1) / BlockPlaces, FitThreads.Options(cancellationToken), block =>
        {
            for (int i = block * BlockPlaces; i < Math.Min(into.Length, (block + 1) * BlockPlaces); i++)
            {
                for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
                {
                    into[i] += kernel.TimeDensity(pairs.Days[k]) * kernel.SpaceDensity(pairs.Squared[k]);
                }
            }
        });
        return into;
    })];
}
