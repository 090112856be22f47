namespace PolicingModels.Seasonality;

/// <summary>How the error of an exponential smoothing model enters.</summary>
public enum EtsError
{
    /// <summary>Added to the expected number.</summary>
    Additive,

    /// <summary>In proportion to the expected number.</summary>
    Multiplicative,
}

/// <summary>How the level of an exponential smoothing model moves on its own.</summary>
public enum EtsTrend
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a number a month.</summary>
    Additive,

    /// <summary>By a number a month that fades.</summary>
    AdditiveDamped,

    /// <summary>By a factor a month.</summary>
    Multiplicative,

    /// <summary>By a factor a month that fades.</summary>
    MultiplicativeDamped,
}

/// <summary>How the month of the year enters an exponential smoothing model.</summary>
public enum EtsSeason
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As a number added.</summary>
    Additive,

    /// <summary>As a factor.</summary>
    Multiplicative,
}

/// <summary>One of the thirty exponential smoothing models, for instance ETS(M,Ad,M).</summary>
/// <param name="Error">How the error enters.</param>
/// <param name="Trend">How the level moves.</param>
/// <param name="Season">How the month enters.</param>
/// <remarks>Hyndman, Koehler, Snyder and Grose 2002 (doi:10.1016/S0169-2070(01)00110-8); Hyndman, Koehler, Ord and Snyder 2008 (doi:10.1007/978-3-540-71918-2).</remarks>
public readonly record struct EtsForm(EtsError Error, EtsTrend Trend, EtsSeason Season)
{
    private static readonly string[] TrendNames = ["N", "A", "Ad", "M", "Md"];

    /// <summary>All thirty forms.</summary>
    public static IReadOnlyList<EtsForm> All { get; } =
    [
        .. from error in Enum.GetValues<EtsError>()
           from trend in Enum.GetValues<EtsTrend>()
           from season in Enum.GetValues<EtsSeason>()
           select new EtsForm(error, trend, season),
    ];

    /// <summary>The fifteen forms that forecast without risk of dividing by a number near zero and without a trend that multiplies: the automatic choice is among them.</summary>
    public static IReadOnlyList<EtsForm> Stable { get; } =
        [.. All.Where(f => f.Trend is not (EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped) && (f.Error == EtsError.Multiplicative || f.Season != EtsSeason.Multiplicative))];

    /// <summary>Whether the form is only defined for numbers above zero.</summary>
    public bool NeedsPositive => Error == EtsError.Multiplicative || Trend is EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped || Season == EtsSeason.Multiplicative;

    /// <summary>Whether the form has a trend.</summary>
    public bool HasTrend => Trend != EtsTrend.None;

    /// <summary>Whether the trend fades.</summary>
    public bool IsDamped => Trend is EtsTrend.AdditiveDamped or EtsTrend.MultiplicativeDamped;

    /// <summary>Whether the month of the year enters.</summary>
    public bool HasSeason => Season != EtsSeason.None;

    /// <summary>How many numbers are estimated: smoothing parameters, initial states, and the variance.</summary>
    public int ParameterCount => 3 + (HasTrend ? 2 : 0) + (IsDamped ? 1 : 0) + (HasSeason ? 12 : 0);

    /// <summary>Reads a form, for instance <c>MAdM</c> or <c>ETS(M,Ad,M)</c>.</summary>
    /// <param name="text">Error A or M, trend N, A, Ad, M or Md, season N, A or M.</param>
    /// <exception cref="ArgumentException">The text is no form.</exception>
    public static EtsForm Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        string bare = text.Replace("ETS(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        foreach (EtsForm form in All)
        {
            if (form.Short == bare)
            {
                return form;
            }
        }

        throw new ArgumentException($"“{text}” is no exponential smoothing model; write for instance MAdM: error A or M, trend N, A, Ad, M or Md, season N, A or M.", nameof(text));
    }

    /// <inheritdoc/>
    public override string ToString() => $"ETS({(Error == EtsError.Additive ? "A" : "M")},{TrendNames[(int)Trend]},{"NAM"[(int)Season]})";

    private string Short => $"{(Error == EtsError.Additive ? "A" : "M")}{TrendNames[(int)Trend]}{"NAM"[(int)Season]}";
}
