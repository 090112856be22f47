namespace PolicingModels.SpatioTemporal;

/// <summary>Histogram of the probability integral transform: flat where predictive distributions are calibrated.</summary>
/// <param name="Heights">Ten bins from 0 to 1, each relative to a flat histogram (1). ∪-shaped where distributions are too narrow, ∩-shaped where too wide, sloping where they are biased.</param>
/// <param name="KolmogorovDistance">Largest distance between the distribution of randomised transforms and the uniform one, 0 to 1.</param>
/// <param name="UniformityPValue">Kolmogorov's asymptotic p-value of that distance, 0 to 1.</param>
/// <remarks>
/// The heights average over the randomisation (Czado, Gneiting and Held 2009, doi:10.1111/j.1541-0420.2009.01191.x), so they carry no noise of
/// their own; the distance uses one randomised transform per cell and period. The p-value takes cell-periods as independent: an error in the level of
/// a whole period makes them dependent, and over tens of thousands of cell-periods a misfit too small to matter is significant. Judge by the heights.
/// </remarks>
public sealed record PitHistogram(IReadOnlyList<double> Heights, double KolmogorovDistance, double UniformityPValue)
{
    internal const int Bins = 10;

    /// <summary>Mass that the transforms of one observation, spread evenly between two cumulative probabilities, put into a range.</summary>
    internal static double Mass(double below, double upTo, double low, double high) =>
        upTo > below
            ? Math.Max(0, Math.Min(upTo, high) - Math.Max(below, low)) / (upTo - below)
            : below >= low && (below < high || high >= 1) ? 1 : 0;

    internal static PitHistogram? Build(IReadOnlyList<double[]> masses, IReadOnlyList<double[]> transforms)
    {
        double[] heights = new double[Bins];
        double total = 0;
        foreach (double[] row in masses)
        {
            for (int b = 0; b < Bins; b++)
            {
                heights[b] += row[b];
                total += row[b];
            }
        }

        if (total == 0)
        {
            return null;
        }

        for (int b = 0; b < Bins; b++)
        {
            heights[b] *= Bins / total;
        }

        double[] sorted = [.. transforms.SelectMany(t => t)];
        Array.Sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            distance = Math.Max(distance, Math.Max(((i + 1.0) / sorted.Length) - sorted[i], sorted[i] - ((double)i / sorted.Length)));
        }

        return new PitHistogram(heights, distance, KolmogorovTail(distance, sorted.Length));
    }

    // Kolmogorov's limit with Stephens' (1970) correction for a finite sample.
    private static double KolmogorovTail(double distance, int count)
    {
        double root = Math.Sqrt(count);
        double x = (root + 0.12 + (0.11 / root)) * distance;
        if (x < 0.2)
        {
            return 1;
        }

        double sum = 0;
        for (int k = 1; k <= 100; k++)
        {
            double term = Math.Exp(-2 * k * k * x * x);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-17)
            {
                break;
            }
        }

        return Math.Clamp(2 * sum, 0, 1);
    }
}
