namespace PolicingModels.SpatioTemporal;

/// <summary>The columns that one origin adds to every metric; a metric is a function of their sums.</summary>
internal static class OriginTotals
{
    public const int Origins = 0;
    public const int Cells = 1;
    public const int Events = 2;
    public const int Observed = 3;
    public const int Predicted = 4;
    public const int LogScore = 5;
    public const int PoissonLogScore = 6;
    public const int Crps = 7;
    public const int Brier = 8;
    public const int Slope = 9;
    public const int Gradient0 = 10;
    public const int Gradient1 = 11;
    public const int Information00 = 12;
    public const int Information01 = 13;
    public const int Information11 = 14;
    public const int Inside80 = 15;
    public const int Inside95 = 16;
    private const int FirstShare = 17;

    public static int Hits(int share) => FirstShare + (3 * share);

    public static int BestHits(int share) => FirstShare + (3 * share) + 1;

    public static int AreaShare(int share) => FirstShare + (3 * share) + 2;

    public static int Width(int shares) => FirstShare + (3 * shares);

    /// <summary>Adds up the columns of the origins drawn; one drawn twice counts twice.</summary>
    public static void Sum(double[][] origins, ReadOnlySpan<int> drawn, double[] sums)
    {
        Array.Clear(sums);
        foreach (int origin in drawn)
        {
            double[] row = origins[origin];
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += row[i];
            }
        }
    }
}
