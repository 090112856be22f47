namespace PolicingModels.Seasonality;

/// <summary>How a series is split by STL. The defaults are those of R's <c>stl</c> with a periodic window.</summary>
public sealed record StlOptions
{
    /// <summary>Months per cycle, at least 2; 12 by default, the year.</summary>
    public int Period { get; init; } = 12;

    /// <summary>How many years a month's seasonal part is smoothed over: odd, at least 7. Null by default: periodic, every year the same.</summary>
    public int? SeasonalWindow { get; init; }

    /// <summary>Months the trend is smoothed over: odd, at least 3. Null by default: the next odd number above 1.5 · period / (1 − 1.5 / seasonal window), the least that keeps seasonality out of the trend.</summary>
    public int? TrendWindow { get; init; }

    /// <summary>Months the low-pass filter is smoothed over: odd, at least 3. Null by default: the next odd number from the period up.</summary>
    public int? LowPassWindow { get; init; }

    /// <summary>Degree of the local polynomial of the seasonal part, 0 (level, the default) or 1 (line).</summary>
    public int SeasonalDegree { get; init; }

    /// <summary>Degree of the local polynomial of the trend, 0 or 1 (line, the default).</summary>
    public int TrendDegree { get; init; } = 1;

    /// <summary>Degree of the local polynomial of the low-pass filter, 0 or 1. Null by default: that of the trend.</summary>
    public int? LowPassDegree { get; init; }

    /// <summary>Every how many points the seasonal smoother is evaluated, lines between; null by default: a tenth of its window, rounded up. 1 evaluates everywhere.</summary>
    public int? SeasonalJump { get; init; }

    /// <summary>Every how many points the trend smoother is evaluated; null by default: a tenth of its window, rounded up.</summary>
    public int? TrendJump { get; init; }

    /// <summary>Every how many points the low-pass smoother is evaluated; null by default: a tenth of its window, rounded up.</summary>
    public int? LowPassJump { get; init; }

    /// <summary>Whether months that do not fit lose weight; false by default.</summary>
    public bool Robust { get; init; }

    /// <summary>Passes over seasonal part and trend, at least 1; null by default: 1 where robust, else 2.</summary>
    public int? InnerLoops { get; init; }

    /// <summary>Passes that set the robustness weights anew, at least 0; null by default: 15 where robust, else 0.</summary>
    public int? OuterLoops { get; init; }

    internal void Validate()
    {
        InRange(Period, 2, nameof(Period), "at least 2 months");
        Odd(SeasonalWindow, 7, nameof(SeasonalWindow), "years");
        Odd(TrendWindow, 3, nameof(TrendWindow), "months");
        Odd(LowPassWindow, 3, nameof(LowPassWindow), "months");
        Degree(SeasonalDegree, nameof(SeasonalDegree));
        Degree(TrendDegree, nameof(TrendDegree));
        Degree(LowPassDegree ?? 0, nameof(LowPassDegree));
        InRange(SeasonalJump ?? 1, 1, nameof(SeasonalJump), "at least 1");
        InRange(TrendJump ?? 1, 1, nameof(TrendJump), "at least 1");
        InRange(LowPassJump ?? 1, 1, nameof(LowPassJump), "at least 1");
        InRange(InnerLoops ?? 1, 1, nameof(InnerLoops), "at least 1");
        InRange(OuterLoops ?? 0, 0, nameof(OuterLoops), "at least 0");
    }

    /// <summary>The numbers that hold for a series of a length.</summary>
    internal StlSetting For(int months)
    {
        int seasonal = SeasonalWindow ?? ((10 * months) + 1);
        int trend = TrendWindow ?? NextOdd((int)Math.Ceiling(1.5 * Period / (1 - (1.5 / seasonal))));
        int lowPass = LowPassWindow ?? NextOdd(Period);
        return new StlSetting(
            Period,
            new(seasonal, SeasonalWindow is null ? 0 : SeasonalDegree, SeasonalJump ?? Tenth(seasonal)),
            new(trend, TrendDegree, TrendJump ?? Tenth(trend)),
            new(lowPass, LowPassDegree ?? TrendDegree, LowPassJump ?? Tenth(lowPass)),
            InnerLoops ?? (Robust ? 1 : 2),
            OuterLoops ?? (Robust ? 15 : 0),
            SeasonalWindow is null);
    }

    private static int Tenth(int window) => (window + 9) / 10;

    private static int NextOdd(int value) => value | 1;

    private static void InRange(int value, int least, string name, string range)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, $"The setting is {range}.");
        }
    }

    private static void Odd(int? value, int least, string name, string unit)
    {
        if (value is { } window && (window < least || window % 2 == 0))
        {
            throw new ArgumentOutOfRangeException(name, window, $"A window is an odd number of {unit}, {least} or more.");
        }
    }

    private static void Degree(int value, string name)
    {
        if (value is not (0 or 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A degree is 0 (a level) or 1 (a line).");
        }
    }
}

/// <summary>One smoother: its window, its degree, and every how many points it is evaluated.</summary>
internal readonly record struct Smoother(int Window, int Degree, int Jump);

/// <summary>All numbers of one run of STL.</summary>
internal readonly record struct StlSetting(int Period, Smoother Seasonal, Smoother Trend, Smoother LowPass, int InnerLoops, int OuterLoops, bool Periodic);
