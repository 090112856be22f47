namespace PolicingModels;

/// <summary>The rule that lays periods side by side.</summary>
public enum PeriodCalendar
{
    /// <summary>Twenty-eight days; thirteen of them make 364 days.</summary>
    FourWeekly,

    /// <summary>Seven days.</summary>
    Weekly,

    /// <summary>A calendar month: 28 to 31 days.</summary>
    Monthly,

    /// <summary>Periods listed by the caller, of any length.</summary>
    Listed,
}
