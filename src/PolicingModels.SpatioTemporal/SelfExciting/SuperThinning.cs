namespace PolicingModels.SpatioTemporal;

/// <summary>A super-thinned pattern: events kept where the rate is high, points added where it is low, even over area and time where the model is right.</summary>
/// <param name="Easting">Metres east.</param>
/// <param name="Northing">Metres north.</param>
/// <param name="Day">Days since 0001-01-01.</param>
/// <param name="IsEvent">Whether a point is an event that was kept, or one that was added.</param>
/// <param name="RatePerSquareKilometreDay">The even rate.</param>
/// <param name="TimePValue">Kolmogorov–Smirnov probability of such times where the model is right.</param>
/// <param name="SpacePValue">χ² probability of such numbers in parts of the area where the model is right; 1 where there are too few points to divide.</param>
/// <remarks>Clements, Schoenberg and Veen 2012 (doi:10.1002/env.2168), at the mean rate. Cautious, because the model was fitted to the same events.</remarks>
public sealed record SuperThinning(
    IReadOnlyList<double> Easting,
    IReadOnlyList<double> Northing,
    IReadOnlyList<double> Day,
    IReadOnlyList<bool> IsEvent,
    double RatePerSquareKilometreDay,
    double TimePValue,
    double SpacePValue)
{
    internal static SuperThinning Of(FittedProcess process, ulong seed, CancellationToken cancellationToken)
    {
        PointPattern pattern = process.Pattern;
        SeededRandom random = new(seed);
        double rate = pattern.Count / (pattern.SquareMetres * pattern.Time.Days);
        List<(double T, double X, double Y, bool Event)> points = [];
        for (int i = 0; i < pattern.Count; i++)
        {
            double intensity = (process.BackgroundPerDay * process.DensityAtEvents[i]) + process.Triggered(pattern.X[i], pattern.Y[i], pattern.T[i]);
            if (random.NextDouble() < rate / intensity)
            {
                points.Add((pattern.T[i], pattern.X[i], pattern.Y[i], true));
            }
        }

        (double[] x, double[] y, double[] t) = Candidates(pattern, random, cancellationToken);
        double[] background = process.Background(x, y, t, cancellationToken);
        for (int k = 0; k < x.Length; k++)
        {
            double left = 1 - ((background[k] + process.Triggered(x[k], y[k], t[k])) / rate);
            if (random.NextDouble() < left)
            {
                points.Add((t[k], x[k], y[k], false));
            }
        }

        points.Sort();
        double[] east = [.. points.Select(p => p.X)], north = [.. points.Select(p => p.Y)], day = [.. points.Select(p => p.T)];
        double[] elapsed = Array.ConvertAll(day, d => pattern.Time.Covered(pattern.Time.Start, d) / pattern.Time.Days);
        return new SuperThinning(east, north, day, [.. points.Select(p => p.Event)], 1e6 * rate, elapsed.Length > 0 ? Kolmogorov.Even(elapsed).PValue : 1, Space(pattern, east, north));
    }

    private static (double[] X, double[] Y, double[] T) Candidates(PointPattern pattern, SeededRandom random, CancellationToken cancellationToken)
    {
        int count = (int)random.NextPoisson(pattern.Count);
        double[] x = new double[count], y = new double[count], t = new double[count];
        for (int k = 0; k < count; k++)
        {
            if ((k & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            (x[k], y[k]) = AreaSampling.Draw(pattern.Area, -1, random);
            double at = random.NextDouble() * pattern.Time.Days;
            for (int s = 0; s < pattern.Time.SpanCount; s++)
            {
                (double start, double end) = pattern.Time.Span(s);
                if (at < end - start || s == pattern.Time.SpanCount - 1)
                {
                    t[k] = start + at;
                    break;
                }

                at -= end - start;
            }
        }

        return (x, y, t);
    }

    /// <summary>χ² over runs of cells that expect at least 20 points each.</summary>
    private static double Space(PointPattern pattern, double[] x, double[] y)
    {
        int[] cell = new int[x.Length];
        pattern.Area.Locate(x, y, cell);
        double[] counts = new double[pattern.Area.Cells.Count];
        foreach (int c in cell)
        {
            counts[c]++;
        }

        double statistic = 0, seen = 0, expected = 0, left = x.Length, perMetre = x.Length / pattern.SquareMetres;
        int parts = 0;
        for (int c = 0; c < counts.Length; c++)
        {
            seen += counts[c];
            double own = perMetre * pattern.Area.Cells[c].AreaSquareKilometres * 1e6;
            expected += own;
            left -= own;
            if (expected >= 20 && (left >= 20 || c == counts.Length - 1))
            {
                statistic += (seen - expected) * (seen - expected) / expected;
                parts++;
                seen = expected = 0;
            }
        }

        statistic += expected > 1 ? (seen - expected) * (seen - expected) / expected : 0;
        parts += expected > 1 ? 1 : 0;
        return parts > 1 ? GammaFunctions.RegularizedQ((parts - 1) / 2.0, statistic / 2) : 1;
    }
}
