namespace PolicingModels.Seasonality;

/// <summary>Whether more or fewer crimes are expected than in the last twelve months. Better means fewer.</summary>
public enum DirectionVerdict
{
    /// <summary>The data do not carry an arrow: neither direction is probable enough, the counts are too few to tell the years apart, or there is too little history.</summary>
    NoClearChange,

    /// <summary>Fewer by more than the threshold, probably; the expected fall is above the large change.</summary>
    MuchBetter,

    /// <summary>Fewer by more than the threshold, probably.</summary>
    Better,

    /// <summary>More by more than the threshold, probably.</summary>
    Worse,

    /// <summary>More by more than the threshold, probably; the expected rise is above the large change.</summary>
    MuchWorse,
}

/// <summary>What mostly drives an expected change.</summary>
public enum ChangeDriver
{
    /// <summary>Neither is known.</summary>
    None,

    /// <summary>The level already lies off last year's mean.</summary>
    Level,

    /// <summary>The trend goes on.</summary>
    Trend,
}

/// <summary>Words and symbols for verdicts, so that colour is never alone.</summary>
public static class VerdictExtensions
{
    /// <summary>The verdict in words, for instance <c>no clear change</c>.</summary>
    public static string Words(this DirectionVerdict verdict) => verdict switch
    {
        DirectionVerdict.MuchBetter => "much better",
        DirectionVerdict.Better => "better",
        DirectionVerdict.Worse => "worse",
        DirectionVerdict.MuchWorse => "much worse",
        _ => "no clear change",
    };

    /// <summary>The verdict as arrows: down is fewer crimes.</summary>
    public static string Symbol(this DirectionVerdict verdict) => verdict switch
    {
        DirectionVerdict.MuchBetter => "▼▼",
        DirectionVerdict.Better => "▼",
        DirectionVerdict.Worse => "▲",
        DirectionVerdict.MuchWorse => "▲▲",
        _ => "–",
    };

    /// <summary>The verdict in words, for instance <c>no reliable seasonality</c>.</summary>
    public static string Words(this SeasonalityVerdict verdict) => verdict switch
    {
        SeasonalityVerdict.Strong => "strong seasonality",
        SeasonalityVerdict.Present => "seasonality",
        SeasonalityVerdict.NotDetected => "no reliable seasonality",
        _ => "too few crimes to show seasonality",
    };
}
