namespace PolicingModels.HarmIndex;

/// <summary>Settings of a registered harm index.</summary>
public sealed class HarmIndexOptions
{
    /// <summary>The table. Default: the principal offences of the Cambridge index, a partial table.</summary>
    public IHarmSchedule Schedule { get; set; } = CambridgeCrimeHarmIndex.Principal;

    /// <summary>Ambiguity policy, aliases and volumes. Default: an ambiguous code is refused.</summary>
    public HarmLookupOptions Lookup { get; set; } = new();

    /// <summary>Makes the settings of a score as of a day. Default: the defaults of <see cref="HarmScoringOptions"/>.</summary>
    public Func<DateOnly, HarmScoringOptions> Scoring { get; set; } = asOf => new HarmScoringOptions { AsOf = asOf };

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Schedule);
        ArgumentNullException.ThrowIfNull(Lookup);
        ArgumentNullException.ThrowIfNull(Scoring);
        DateOnly day = new(2024, 2, 29);
        HarmScoringOptions made = Scoring(day);
        ArgumentNullException.ThrowIfNull(made, nameof(Scoring));
        made.Validate();
        if (made.AsOf != day)
        {
            throw new ArgumentException($"Scoring made settings as of {made.AsOf:yyyy-MM-dd} when asked for {day:yyyy-MM-dd}; it keeps the day it is given.", nameof(Scoring));
        }
    }
}
