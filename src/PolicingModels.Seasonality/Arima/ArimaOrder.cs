namespace PolicingModels.Seasonality;

/// <summary>The orders of a seasonal ARIMA model, (p,d,q)(P,D,Q)12, with or without a constant.</summary>
/// <param name="AutoRegressive">p, 0 to 5.</param>
/// <param name="Differences">d, 0 to 2.</param>
/// <param name="MovingAverage">q, 0 to 5.</param>
/// <param name="SeasonalAutoRegressive">P, 0 to 2.</param>
/// <param name="SeasonalDifferences">D, 0 or 1.</param>
/// <param name="SeasonalMovingAverage">Q, 0 to 2.</param>
/// <param name="Constant">Whether there is a mean (no difference) or a drift a month (one difference); not allowed after two.</param>
public readonly record struct ArimaOrder(
    int AutoRegressive, int Differences, int MovingAverage, int SeasonalAutoRegressive = 0, int SeasonalDifferences = 0, int SeasonalMovingAverage = 0, bool Constant = false)
{
    /// <summary>The airline model of Box and Jenkins, (0,1,1)(0,1,1)12.</summary>
    public static ArimaOrder Airline { get; } = new(0, 1, 1, 0, 1, 1);

    /// <summary>How many coefficients and constants are estimated, the variance not counted.</summary>
    public int ParameterCount => Coefficients + (Constant ? 1 : 0);

    internal int Coefficients => AutoRegressive + MovingAverage + SeasonalAutoRegressive + SeasonalMovingAverage;

    /// <summary>How many months at the start differences take away.</summary>
    internal int Lost => Differences + (12 * SeasonalDifferences);

    internal bool IsSeasonal => SeasonalAutoRegressive + SeasonalDifferences + SeasonalMovingAverage > 0;

    internal ArimaOrder Validate(string name)
    {
        Check(AutoRegressive, 5, "p");
        Check(Differences, 2, "d");
        Check(MovingAverage, 5, "q");
        Check(SeasonalAutoRegressive, 2, "P");
        Check(SeasonalDifferences, 1, "D");
        Check(SeasonalMovingAverage, 2, "Q");
        if (Constant && Differences + SeasonalDifferences > 1)
        {
            throw new ArgumentOutOfRangeException(name, ToString(), "A constant after two differences would make a curved trend; leave it out.");
        }

        return this;

        void Check(int value, int most, string letter)
        {
            if (value < 0 || value > most)
            {
                throw new ArgumentOutOfRangeException(name, value, $"{letter} of an ARIMA order is {value}; it is 0 to {most}.");
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ARIMA({AutoRegressive},{Differences},{MovingAverage}){(IsSeasonal ? $"({SeasonalAutoRegressive},{SeasonalDifferences},{SeasonalMovingAverage})12" : "")}{(!Constant ? "" : Differences + SeasonalDifferences > 0 ? " with drift" : " with mean")}";
}
