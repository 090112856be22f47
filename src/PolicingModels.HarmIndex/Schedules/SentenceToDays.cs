namespace PolicingModels.HarmIndex;

/// <summary>Level of a community order.</summary>
public enum CommunityOrderLevel
{
    /// <summary>Low.</summary>
    Low,

    /// <summary>Medium.</summary>
    Medium,

    /// <summary>High.</summary>
    High,
}

/// <summary>Band of a fine in the sentencing guidelines of England and Wales.</summary>
public enum FineBand
{
    /// <summary>Band A.</summary>
    A,

    /// <summary>Band B.</summary>
    B,

    /// <summary>Band C.</summary>
    C,

    /// <summary>Band D.</summary>
    D,

    /// <summary>Band E.</summary>
    E,
}

/// <summary>Turns a sentence into days, by the rules of one edition of an index: for offences that the table does not hold yet.</summary>
/// <remarks>
/// The rules of an edition hold for that edition only. The Cambridge values for fines follow from the minimum wage of 2020 and do not hold for
/// other years. The official table rules wherever it has the offence: it contains values that no rule gives. Immutable and thread-safe.
/// </remarks>
public sealed class SentenceToDays
{
    private const double DaysPerYear = 365;
    private readonly double[] _orders;
    private readonly double[] _fines;

    private SentenceToDays(string edition, Provenance provenance, double[] orders, double[] fines, double? averageFineDays)
    {
        Edition = edition;
        Provenance = provenance;
        _orders = orders;
        _fines = fines;
        AverageFineDays = averageFineDays;
    }

    /// <summary>Rules recovered from the workbook of the 2020 Cambridge index: orders 5, 10 and 19 days, fines 1, 2, 3, 4 and 7 days.</summary>
    public static SentenceToDays Cambridge2020 { get; } = new(
        "Cambridge Crime Harm Index 2020",
        new Provenance(ProvenanceKind.Inferred, "Recovered from the values of the 2020 workbook"),
        [5, 10, 19],
        [1, 2, 3, 4, 7],
        null);

    /// <summary>Rules of the ONS Crime Severity Score: orders 8, 15 and 30 days; an average fine of £85 at £88 a day, 0.96 days.</summary>
    public static SentenceToDays OnsCrimeSeverity { get; } = new(
        "ONS Crime Severity Score",
        new Provenance(ProvenanceKind.Published, "Office for National Statistics, conversion of non-custodial sentences for the Crime Severity Score"),
        [8, 15, 30],
        [],
        0.96);

    /// <summary>The edition whose rules these are.</summary>
    public string Edition { get; }

    /// <summary>What the rules rest on.</summary>
    public Provenance Provenance { get; }

    /// <summary>Days for a fine of average height, where the edition has only that; else null.</summary>
    public double? AverageFineDays { get; }

    /// <summary>Days of a sentence in years: × 365.</summary>
    /// <param name="years">Not negative; may be fractional: 3.5 gives 1277.5.</param>
    public static double Years(double years) => Checked(years, nameof(years)) * DaysPerYear;

    /// <summary>Days of a sentence in weeks: × 7.</summary>
    /// <param name="weeks">Not negative.</param>
    public static double Weeks(double weeks) => Checked(weeks, nameof(weeks)) * 7;

    /// <summary>Days of a sentence in months: whole years × 365, then half a year 182.5, other months × 30.</summary>
    /// <param name="months">At least 0. 18 months give 547.5, 9 months 270 and 4 months 120, as in the 2020 workbook.</param>
    public static double Months(int months)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(months);
        (int years, int rest) = Math.DivRem(months, 12);
        return (years * DaysPerYear) + (rest == 6 ? DaysPerYear / 2 : rest * 30);
    }

    /// <summary>Days of a community order.</summary>
    /// <param name="level">Its level.</param>
    public double CommunityOrder(CommunityOrderLevel level) =>
        Enum.IsDefined(level) ? _orders[(int)level] : throw new ArgumentOutOfRangeException(nameof(level), level, "A community order is low, medium or high.");

    /// <summary>Days of a fine.</summary>
    /// <param name="band">Its band.</param>
    /// <exception cref="AnalysisException">The edition has no bands.</exception>
    public double Fine(FineBand band)
    {
        if (!Enum.IsDefined(band))
        {
            throw new ArgumentOutOfRangeException(nameof(band), band, "A fine is in band A to E.");
        }

        return _fines.Length > 0 ? _fines[(int)band] : throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"{Edition} converts the average fine only ({AverageFineDays} days); take AverageFineDays, or the rules of another edition.");
    }

    private static double Checked(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A sentence is finite and not negative.");
}
