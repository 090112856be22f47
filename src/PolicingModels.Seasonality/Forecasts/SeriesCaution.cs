namespace PolicingModels.Seasonality;

/// <summary>What a reader must know about the forecast of one series. Several may hold.</summary>
[Flags]
public enum SeriesCaution
{
    /// <summary>Nothing out of the ordinary.</summary>
    None = 0,

    /// <summary>The series has no known month, or has ended: zero is forecast.</summary>
    NotForecast = 1,

    /// <summary>There are fewer months than two years: no seasonal index of its own, and wide intervals.</summary>
    ShortHistory = 2,

    /// <summary>All counts are zero: zero is expected.</summary>
    AllZero = 4,

    /// <summary>Months are missing within the series.</summary>
    MissingMonths = 8,

    /// <summary>The last months are far from what was expected; they were limited until a second month confirms them.</summary>
    OutlierLimited = 16,

    /// <summary>Fewer than about 20 a month: nothing beats a flat mean, and seasonality cannot be seen.</summary>
    FewCounts = 32,

    /// <summary>The counts never change.</summary>
    Constant = 64,

    /// <summary>The model could not be fitted to this series and a simpler one stands in.</summary>
    FallBack = 128,
}

/// <summary>Sentences for cautions.</summary>
public static class SeriesCautionExtensions
{
    private static readonly (SeriesCaution Caution, string Sentence)[] Texts =
    [
        (SeriesCaution.NotForecast, "The series has no known month or has ended; nothing is forecast for it."),
        (SeriesCaution.ShortHistory, "There are fewer than 24 months, too few for a seasonal index of its own."),
        (SeriesCaution.AllZero, "All counts are zero."),
        (SeriesCaution.MissingMonths, "Months are missing; they were not taken for zero."),
        (SeriesCaution.OutlierLimited, "The last month is far from what was expected; its pull on the level is limited until another month confirms it."),
        (SeriesCaution.FewCounts, "There are fewer than 20 crimes a month, too few to show seasonality of its own."),
        (SeriesCaution.Constant, "The counts never change."),
        (SeriesCaution.FallBack, "The model could not be fitted; the mean of the last twelve months stands in."),
    ];

    /// <summary>One sentence for each caution that holds.</summary>
    public static IReadOnlyList<string> Sentences(this SeriesCaution cautions) => [.. Texts.Where(t => cautions.HasFlag(t.Caution)).Select(t => t.Sentence)];
}
