namespace PolicingModels.Seasonality;

/// <summary>What each kind of break adds to a series, per unit of its effect in its first month.</summary>
internal static class BreakShape
{
    public const double ComeBack = 0.7;

    public static double[] Of(BreakKind kind, int at, int months)
    {
        double[] shape = new double[months];
        double share = 1;
        for (int i = Math.Max(0, at); i < months; i++)
        {
            shape[i] = kind switch
            {
                BreakKind.AdditiveOutlier => i == at ? 1 : 0,
                BreakKind.LevelShift => 1,
                BreakKind.TemporaryChange => share,
                _ => (i - at) % 12 == 0 ? 1 : -1.0 / 11,
            };
            share *= ComeBack;
        }

        return shape;
    }
}
